// SPDX-License-Identifier: Apache-2.0

// Package ec2fake answers the reads of Amazon EC2's query protocol from plain Go data, as an [http.Handler].
//
// It exists for tests and benchmarks: the real AWS SDK and the AWS CLI talk to it over the wire, so that requests, pages,
// filters, limits, retries and errors are exercised and no client is mocked. Fill a [State] with the SDK's own types, or
// load one with [LoadDir] from the files that `aws ec2 describe-… --output json` prints, and serve it:
//
//	server := ec2fake.NewServer(t, ec2fake.State{NetworkInterfaces: interfaces}, ec2fake.Options{})
//	client := ec2.NewFromConfig(server.Config())
//
// Answered are DescribeNetworkInterfaces, DescribeSubnets, DescribeInstances, DescribeInstanceTypes,
// DescribeSecurityGroups, GetSubnetCidrReservations and, of STS, GetCallerIdentity. All documented filters of network
// interfaces and subnets are known, and the more usual ones of the rest. Everything that is not a read is refused and
// recorded ([Fake.Refused]). Signatures are not verified, and nothing is kept secret: serve it on loopback only.
//
// Where EC2's documentation leaves a limit open, the fake takes the strictest reading, so that a client that satisfies
// the fake satisfies EC2.
package ec2fake

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// Options say how the fake behaves. The zero value answers every read at once and never throttles.
type Options struct {
	// Now is the clock of call records and throttling; [time.Now] if nil.
	Now func() time.Time
	// Latency is how long every answer is held back; it ends early when the request is cancelled.
	Latency time.Duration
	// Throttle limits the rate of an action. Actions without a bucket are not limited.
	Throttle map[Action]Bucket
	// PageSizes are the most items on the first, second, … page of every query, whatever MaxResults asks for. A size
	// of 0 makes an empty page with a NextToken, as EC2 may send. Pages after the last of them follow MaxResults.
	PageSizes []int
	// HideManaged leaves out network interfaces and instances with Operator.Managed set unless
	// IncludeManagedResources=true is sent: the account setting "managed resource visibility: hidden".
	HideManaged bool
	// RequirePaging answers OperationNotPermitted to DescribeNetworkInterfaces with neither MaxResults, nor ids, nor
	// one of the filters that EC2 accepts in their place, as in accounts with raised limits.
	RequirePaging bool
	// Faults are errors to answer; more can be added later with [Fake.Inject].
	Faults []Fault
}

// Fake is the endpoint. It is safe for concurrent use.
type Fake struct {
	options Options
	encoder *encoder
	pager   pager

	interfaces     *resource[ec2types.NetworkInterface]
	subnets        *resource[ec2types.Subnet]
	instances      *resource[ec2types.Instance]
	instanceTypes  *resource[ec2types.InstanceTypeInfo]
	securityGroups *resource[ec2types.SecurityGroup]
	reservations   *resource[ec2types.SubnetCidrReservation]

	mu      sync.Mutex
	state   State
	calls   []Call
	faults  []*armedFault
	buckets map[Action]*tokenBucket
}

// New returns an endpoint that serves state. The caller must not change what state points to afterwards; [Fake.Update]
// does so safely.
func New(state State, options Options) *Fake {
	if options.Now == nil {
		options.Now = time.Now
	}
	f := &Fake{
		options:        options,
		encoder:        newEncoder(),
		pager:          pager{sizes: slices.Clone(options.PageSizes)},
		interfaces:     networkInterfaces(),
		subnets:        subnets(),
		instances:      instances(),
		instanceTypes:  instanceTypes(),
		securityGroups: securityGroups(),
		reservations:   cidrReservations(),
		state:          state.clone(),
		buckets:        newBuckets(options.Throttle, options.Now()),
	}
	f.Inject(options.Faults...)
	return f
}

// Update changes the state between two calls: answers begun before it show the old state, later ones the new. change
// gets a copy whose slices may be edited freely; elements are to be replaced, not changed through their pointers.
func (f *Fake) Update(change func(*State)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	next := f.state.clone()
	change(&next)
	f.state = next
}

// ServeHTTP answers one call.
func (f *Fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	req, problem := readRequest(w, r)
	n := f.begin(req, sourceOf(r))
	var fault Fault
	if problem == nil {
		fault, problem = f.admit(req)
	}
	if err := wait(r.Context(), f.options.Latency+fault.Delay); err != nil {
		f.finish(n, outcome{code: "RequestCanceled"})
		return
	}
	requestID := fmt.Sprintf("%08x-0000-4000-8000-000000000000", n+1)
	out := f.answer(req, requestID, problem)
	out.cut = fault.Cut
	f.finish(n, out)
	out.write(w)
}

// answer renders the reply to req, or the error that stands in its way.
func (f *Fake) answer(req request, requestID string, problem error) outcome {
	if problem == nil {
		f.mu.Lock()
		state := f.state
		f.mu.Unlock()
		body, items, err := f.dispatch(state, req, requestID)
		if err == nil {
			return outcome{status: http.StatusOK, items: items, body: body}
		}
		problem = err
	}
	refusal, ok := errors.AsType[Error](problem)
	if !ok {
		refusal = InternalError()
	}
	return outcome{status: refusal.Status, code: refusal.Code, body: refusal.body(req.service, requestID)}
}

// outcome is what goes over the wire.
type outcome struct {
	status int
	code   string // error code, empty for a success
	items  int
	body   []byte
	cut    bool
}

// write sends the outcome. A cut one announces its whole length and ends in the middle; net/http then closes the
// connection, since it cannot be used again.
func (o outcome) write(w http.ResponseWriter) {
	body := o.body
	if o.cut {
		body = body[:len(body)/2]
	}
	w.Header().Set("Content-Type", "text/xml;charset=UTF-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(o.body)))
	w.WriteHeader(o.status)
	// A client that went away is no error of the fake, and there is nobody left to tell.
	_, _ = w.Write(body)
}

// wait holds a call back for d, or until ctx ends.
func wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("waiting %s before the answer: %w", d, ctx.Err())
	}
}
