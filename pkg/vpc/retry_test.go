// SPDX-License-Identifier: Apache-2.0

package vpc_test

import (
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/vpc"
	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

func TestThrottledCallIsRepeatedAndObserved(t *testing.T) {
	wired(t, func(t *testing.T) {
		fake := ec2fake.New(ec2fake.State{NetworkInterfaces: attached(3)}, ec2fake.Options{
			Faults: []ec2fake.Fault{{Error: ec2fake.RequestLimitExceeded(), Calls: 2}},
		})
		var seen []vpc.Call
		o := vpc.Options{Observe: func(call vpc.Call) { seen = append(seen, call) }}
		got, unread, err := connect(t, fake, o).InterfacesOfInstances(t.Context(), numbered("i", 3))
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "interfaces", interfaceIDs(got), numbered("eni", 3))
		equal(t, "unread", unread, nil)
		const api = "ec2:DescribeNetworkInterfaces"
		equal(t, "attempts", seen, []vpc.Call{
			{API: api, Attempt: 1, Duration: 200 * time.Millisecond, Throttled: true},
			{API: api, Attempt: 2, Duration: 200 * time.Millisecond, Throttled: true},
			{API: api, Attempt: 3, Duration: 200 * time.Millisecond, Items: 3},
		}, cmpopts.IgnoreFields(vpc.Call{}, "Err"))
		for i, call := range seen {
			if failed := i < 2; failed != (call.Err != nil) || failed && call.Err.Error() != "RequestLimitExceeded: Request limit exceeded." {
				t.Errorf("attempt %d ended with %v", i+1, call.Err)
			}
		}
	})
}

// A throttled EC2 must neither be hammered nor keep who asks waiting, however many ids there are.
func TestThrottlingThatLastsIsGivenUp(t *testing.T) {
	t.Parallel()
	for name, nodes := range map[string]int{"one batch": 1, "one wave of batches": 8 * 200, "many waves": 30 * 200} {
		t.Run(name, func(t *testing.T) {
			wired(t, func(t *testing.T) {
				fake := ec2fake.New(ec2fake.State{}, ec2fake.Options{
					Faults: []ec2fake.Fault{{Error: ec2fake.RequestLimitExceeded()}},
				})
				c := connect(t, fake, vpc.Options{})
				ids := numbered("i", nodes)
				start := time.Now()
				got, unread, err := c.InterfacesOfInstances(t.Context(), ids)
				if err != nil {
					t.Fatal(err)
				}
				equal(t, "interfaces", got, nil)
				equal(t, "unread", unread, []snapshot.Unread{{
					Resource: snapshot.NetworkInterfaces,
					Code:     snapshot.Throttled,
					Message:  "RequestLimitExceeded: Request limit exceeded.",
					API:      "ec2:DescribeNetworkInterfaces",
					IDs:      ids,
				}})
				if took, calls := time.Since(start), len(fake.Calls()); took > vpc.Patience+5*time.Second || calls > 40 {
					t.Errorf("want it given up after some %s and few calls, got %s and %d calls", vpc.Patience, took, calls)
				}
			})
		})
	}
}

func TestBatchesGetThroughAThrottledEC2(t *testing.T) {
	wired(t, func(t *testing.T) {
		fake := ec2fake.New(ec2fake.State{NetworkInterfaces: attached(2400)}, ec2fake.Options{
			Throttle: map[ec2fake.Action]ec2fake.Bucket{ec2fake.DescribeNetworkInterfaces: {Burst: 3, PerSecond: 2}},
		})
		got, unread, err := connect(t, fake, vpc.Options{}).InterfacesOfInstances(t.Context(), numbered("i", 2400))
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "interfaces", interfaceIDs(got), numbered("eni", 2400))
		equal(t, "unread", unread, nil)
	})
}

func TestCapHoldsForRetriesToo(t *testing.T) {
	wired(t, func(t *testing.T) {
		fake := ec2fake.New(ec2fake.State{NetworkInterfaces: attached(1200)}, ec2fake.Options{
			Faults: []ec2fake.Fault{{Error: ec2fake.Unavailable(), Calls: 4}},
		})
		_, unread, err := connect(t, fake, vpc.Options{QPS: 2}).InterfacesOfInstances(t.Context(), numbered("i", 1200))
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "unread", unread, nil)
		calls := fake.Calls()
		if len(calls) != 10 {
			t.Fatalf("want 6 batches and 4 retries, got %d calls", len(calls))
		}
		// Two at once, then one every half second; the limiter's own rounding costs a nanosecond a call.
		for i, call := range calls {
			after := call.Time.Sub(calls[0].Time) + time.Microsecond
			if earliest := time.Duration(i-1) * time.Second / 2; after < earliest {
				t.Errorf("call %d came after %s, before %s", i+1, after, earliest)
			}
		}
	})
}

func TestAttemptsAreAsManyAsTheConfigurationSays(t *testing.T) {
	wired(t, func(t *testing.T) {
		fake := ec2fake.New(ec2fake.State{}, ec2fake.Options{Faults: []ec2fake.Fault{{Error: ec2fake.Unavailable()}}})
		c := connect(t, fake, vpc.Options{}, config.WithRetryMaxAttempts(2))
		if _, unread, err := c.Subnets(t.Context(), []string{"subnet-a"}); err != nil || len(unread) != 1 {
			t.Errorf("want one unread subnet, got %+v, %v", unread, err)
		}
		equal(t, "calls", len(fake.Calls()), 2)
	})
}

func TestAnswerThatBreaksOffIsAskedForAgain(t *testing.T) {
	wired(t, func(t *testing.T) {
		fake := ec2fake.New(ec2fake.State{NetworkInterfaces: attached(50)}, ec2fake.Options{Faults: []ec2fake.Fault{{Cut: true, Calls: 2}}})
		got, unread, err := connect(t, fake, vpc.Options{}).InterfacesOfInstances(t.Context(), numbered("i", 50))
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "interfaces", interfaceIDs(got), numbered("eni", 50))
		equal(t, "unread", unread, nil)
		equal(t, "calls", len(fake.Calls()), 3)
	})
}

// The SDK takes an empty body, and any other well-formed XML, for an answer that lists nothing.
func TestHalfAnAnswerIsNeverAResult(t *testing.T) {
	t.Parallel()
	var answer string
	t.Run("the whole", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			fake := ec2fake.New(ec2fake.State{NetworkInterfaces: attached(50)}, ec2fake.Options{})
			recorded := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				recorder := httptest.NewRecorder()
				fake.ServeHTTP(recorder, r)
				answer = recorder.Body.String()
				reply(t, w, answer)
			})
			got, _, err := connect(t, recorded, vpc.Options{}).InterfacesOfInstances(t.Context(), numbered("i", 50))
			if err != nil || len(got) != 50 {
				t.Fatalf("want 50 interfaces, got %d, %v", len(got), err)
			}
		})
	})

	for name, body := range map[string]string{
		"nothing":              "",
		"the declaration":      `<?xml version="1.0" encoding="UTF-8"?>`,
		"half":                 answer[:len(answer)/2],
		"up to an item's end":  answer[:strings.LastIndex(answer, "</item>")+len("</item>")],
		"without the last tag": answer[:strings.LastIndex(answer, "</DescribeNetworkInterfacesResponse>")],
		"a sign-in page":       "<html><body><p>Please accept the terms of use.</p></body></html>",
		"a longer page":        "<html><body>" + strings.Repeat("<p>Please accept the terms of use.</p>", 50) + "</body></html>",
	} {
		t.Run(name, func(t *testing.T) {
			wired(t, func(t *testing.T) {
				handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { reply(t, w, body) })
				got, unread, err := connect(t, handler, vpc.Options{}).InterfacesOfInstances(t.Context(), numbered("i", 50))
				if err != nil {
					t.Fatal(err)
				}
				equal(t, "interfaces", got, nil)
				equal(t, "unread", unread, []snapshot.Unread{{
					Resource: snapshot.NetworkInterfaces,
					Code:     snapshot.Failed,
					API:      "ec2:DescribeNetworkInterfaces",
					IDs:      numbered("i", 50),
				}}, cmpopts.IgnoreFields(snapshot.Unread{}, "Message"))
				if len(unread) == 1 && !strings.HasPrefix(unread[0].Message, "the answer broke off or is not AWS's: ") {
					t.Errorf("message: %s", unread[0].Message)
				}
			})
		})
	}
}

func TestEndOfTheContextEndsTheReadAtOnce(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]ec2fake.Options{
		"in a call":       {Latency: time.Hour},
		"between retries": {Faults: []ec2fake.Fault{{Error: ec2fake.RequestLimitExceeded()}}},
	} {
		t.Run(name, func(t *testing.T) {
			wired(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
				defer cancel()
				c := connect(t, ec2fake.New(ec2fake.State{}, options), vpc.Options{})
				start := time.Now()
				_, _, err := c.InterfacesOfInstances(ctx, numbered("i", 4000))
				isError(t, err, context.DeadlineExceeded)
				equal(t, "waited", time.Since(start), 3*time.Second)
			})
		})
	}
}

func TestServerThatCannotBeReachedIsGivenUp(t *testing.T) {
	wired(t, func(t *testing.T) {
		c := connect(t, http.NotFoundHandler(), vpc.Options{}, config.WithHTTPClient(nobody(t)))
		start := time.Now()
		_, unread, err := c.Subnets(t.Context(), []string{"subnet-a"})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "unread", unread, []snapshot.Unread{{
			Resource: snapshot.Subnets,
			Code:     snapshot.Failed,
			Message:  "use of closed network connection",
			API:      "ec2:DescribeSubnets",
			IDs:      []string{"subnet-a"},
		}})
		if took := time.Since(start); took > vpc.Patience {
			t.Errorf("want it given up within %s, got %s", vpc.Patience, took)
		}
	})
}

func TestSilentServerIsGivenUp(t *testing.T) {
	wired(t, func(t *testing.T) {
		fake := ec2fake.New(ec2fake.State{}, ec2fake.Options{Latency: time.Hour})
		silent := vpc.HTTPClient().WithTransportOptions(func(tr *http.Transport) { tr.DialContext = pipes(t, fake).DialContext })
		c := connect(t, fake, vpc.Options{}, config.WithHTTPClient(silent.Freeze()))
		start := time.Now()
		_, unread, err := c.Subnets(t.Context(), []string{"subnet-a"})
		if err != nil {
			t.Fatal(err)
		}
		if len(unread) != 1 || unread[0].Code != snapshot.Failed || !strings.Contains(unread[0].Message, "timeout") {
			t.Errorf("want the silence as the reason, got %+v", unread)
		}
		if took := time.Since(start); took > 70*time.Second {
			t.Errorf("want it given up within a minute or so, got %s", took)
		}
	})
}

// The SDK learns the time from the answer and signs again; credentials refused for a wrong clock are good ones.
func TestWrongClockIsCorrected(t *testing.T) {
	wired(t, func(t *testing.T) {
		fake := ec2fake.New(ec2fake.State{NetworkInterfaces: attached(1)}, ec2fake.Options{
			Faults: []ec2fake.Fault{{Error: ec2fake.AuthFailure(), Calls: 1}},
		})
		ahead := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Date", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat))
			fake.ServeHTTP(w, r)
		})
		got, _, err := connect(t, ahead, vpc.Options{}).Interfaces(t.Context(), []string{"eni-0000"})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "interfaces", interfaceIDs(got), []string{"eni-0000"})
	})
}

func TestUntrustedCertificateIsNotAskedAgain(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	t.Cleanup(server.Close)
	var attempts []int
	o := vpc.Options{Observe: func(call vpc.Call) { attempts = append(attempts, call.Attempt) }}
	c := connect(t, http.NotFoundHandler(), o, config.WithBaseEndpoint(server.URL), config.WithHTTPClient(&http.Client{}))
	_, unread, err := c.Subnets(t.Context(), []string{"subnet-a"})
	if err != nil {
		t.Fatal(err)
	}
	if len(unread) != 1 || !strings.Contains(unread[0].Message, "certificate signed by unknown authority") {
		t.Errorf("want the certificate as the reason, got %+v", unread)
	}
	if !slices.Equal(attempts, []int{1}) {
		t.Errorf("want one attempt, got %v", attempts)
	}
}
