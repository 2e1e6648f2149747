// SPDX-License-Identifier: Apache-2.0

package ec2fake

import "time"

// Fault is something that goes wrong. A call meets at most one: the first in order that applies to it.
type Fault struct {
	// Action is the action it applies to; empty for every one.
	Action Action
	// Value limits it to calls that ask for this value, in a filter or an id list; empty for all.
	Value string
	// Calls limits it to the first so many of the calls that it applies to; 0 for no limit.
	Calls int
	// Error is the answer in place of the real one; the zero Error leaves the real one.
	Error Error
	// Cut breaks the connection in the middle of the answer's body.
	Cut bool
	// Delay is added to Options.Latency.
	Delay time.Duration
}

// armedFault is a fault and how often it is yet to happen.
type armedFault struct {
	Fault

	left int // below 0: for ever
}

// Inject adds faults, after those there are.
func (f *Fake) Inject(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, fault := range faults {
		armed := &armedFault{Fault: fault, left: fault.Calls}
		if fault.Calls == 0 {
			armed.left = -1
		}
		f.faults = append(f.faults, armed)
	}
}

// admit takes a token for the call and picks the fault that it meets. The error is what either makes of it, or nil.
func (f *Fake) admit(req request) (Fault, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if bucket, ok := f.buckets[req.action]; ok && !bucket.take(f.options.Now()) {
		return Fault{}, RequestLimitExceeded()
	}
	for _, armed := range f.faults {
		if armed.left == 0 || !armed.appliesTo(req) {
			continue
		}
		armed.left--
		if armed.Error == (Error{}) {
			return armed.Fault, nil
		}
		return armed.Fault, armed.Error
	}
	return Fault{}, nil
}

func (a *armedFault) appliesTo(req request) bool {
	return (a.Action == "" || a.Action == req.action) && (a.Value == "" || req.names(a.Value))
}
