// SPDX-License-Identifier: Apache-2.0

package ec2fake_test

import (
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

// clock is moved by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func TestThrottling(t *testing.T) {
	t.Parallel()
	hand := &clock{now: time.Date(2024, 5, 1, 10, 0, 0, 0, time.UTC)}
	server := ec2fake.NewServer(t, ec2fake.State{}, ec2fake.Options{
		Now:      hand.Now,
		Throttle: map[ec2fake.Action]ec2fake.Bucket{ec2fake.DescribeNetworkInterfaces: {Burst: 3, PerSecond: 2}},
	})
	api := client(server)
	// pass makes n calls at once and returns how many were let through.
	pass := func(n int) int {
		passed := 0
		for range n {
			_, err := api.DescribeNetworkInterfaces(t.Context(), &ec2.DescribeNetworkInterfacesInput{})
			if err == nil {
				passed++
				continue
			}
			code, _ := apiError(t, err)
			equal(t, "error code", code, "RequestLimitExceeded")
		}
		return passed
	}
	equal(t, "calls of the burst", pass(5), 3)
	equal(t, "calls right after it", pass(1), 0)
	hand.Advance(400 * time.Millisecond)
	equal(t, "calls before a whole token is back", pass(1), 0)
	hand.Advance(100 * time.Millisecond)
	equal(t, "calls after half a second", pass(2), 1)
	hand.Advance(time.Hour)
	equal(t, "calls after an hour", pass(5), 3)

	if _, err := api.DescribeSubnets(t.Context(), &ec2.DescribeSubnetsInput{}); err != nil {
		t.Errorf("an action without a bucket: %v", err)
	}
}

func TestThrottledCallsDoNotUseUpFaults(t *testing.T) {
	t.Parallel()
	hand := &clock{}
	server := ec2fake.NewServer(t, ec2fake.State{}, ec2fake.Options{
		Now:      hand.Now,
		Throttle: map[ec2fake.Action]ec2fake.Bucket{ec2fake.DescribeSubnets: {Burst: 1, PerSecond: 1}},
		Faults:   []ec2fake.Fault{{Calls: 2, Error: ec2fake.AuthFailure()}},
	})
	for _, wait := range []time.Duration{0, 0, time.Second, time.Second} {
		hand.Advance(wait)
		// The answers are in the record.
		_, _ = client(server).DescribeSubnets(t.Context(), &ec2.DescribeSubnetsInput{})
	}
	equal(t, "codes", codes(server), []string{"AuthFailure", "RequestLimitExceeded", "AuthFailure", ""})
}
