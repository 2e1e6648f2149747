// SPDX-License-Identifier: Apache-2.0

package snapshot

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// maxFaults is how many objects of one file are named that could not be read; the others are counted.
const maxFaults = 20

// fault is something in a file that could not be read.
type fault struct {
	resource  Resource
	name      objectName
	what, why string
}

// fault keeps the faults that sort first, so that the same ones are named in whatever order they came.
func (f *reading) fault(bad fault) {
	f.bad = append(f.bad, bad)
	if len(f.bad) >= 2*maxFaults {
		f.trim()
	}
}

func (f *reading) trim() {
	slices.SortStableFunc(f.bad, func(a, b fault) int {
		return cmp.Or(cmp.Compare(a.resource, b.resource), cmp.Compare(a.what, b.what), cmp.Compare(a.why, b.why))
	})
	if len(f.bad) > maxFaults {
		f.badMore += len(f.bad) - maxFaults
		f.bad = f.bad[:maxFaults]
	}
}

// report notes what could not be read of a file: single objects, or all from some point on.
func (l *loader) report(f *reading, stopped error) {
	var resource Resource
	if f.hint != nil {
		resource = f.hint.resource
		if f.known && f.objects == 0 {
			l.present[resource] = true
		}
	}
	if f.last != nil {
		resource = f.last.resource
	}
	note := func(message string) {
		l.note(Unread{Resource: resource, Code: Malformed, Message: f.name + ": " + message})
	}
	f.trim()
	for _, bad := range f.bad {
		l.note(bad.unread(f.name, resource))
	}
	if f.badMore > 0 {
		note(fmt.Sprintf("%d more objects could not be read", f.badMore))
	}
	if stopped != nil {
		note(fmt.Sprintf("broke off after %d objects: %s", f.objects, reason(stopped)))
	} else if !f.known {
		note("it is no list or object that kubectl or the AWS CLI prints")
	}
}

// unread is a fault as data; resource is what it is about if it does not know that itself.
func (bad *fault) unread(file string, resource Resource) Unread {
	u := Unread{
		Resource: cmp.Or(bad.resource, resource), Code: Malformed, Namespace: bad.name.namespace,
		Message: file + ": " + bad.what + ": " + bad.why,
	}
	if bad.name.name != "" {
		u.IDs = []string{bad.name.name}
	}
	return u
}

// reason words what the decoder says, without the names of Go types.
func reason(err error) string {
	if wrongType, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Sprintf("%s is a JSON %s, which does not fit", cmp.Or(wrongType.Field, "it"), wrongType.Value)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return "the file ends too early"
	}
	return err.Error()
}
