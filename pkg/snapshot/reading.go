// SPDX-License-Identifier: Apache-2.0

package snapshot

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// reading is one JSON file that is being read, item by item: however long its lists are, no more than one item is in memory.
type reading struct {
	loader *loader
	name   string
	// hint is the list that the file's name stands for, or nil.
	hint   *collection
	dec    *json.Decoder
	budget *budget
	// known means that the file is a list or an object of an API, be it of use or not.
	known bool
	// last is the list that the latest item went to: the one that is not complete if the file breaks off.
	last *collection
	// objects counts the items that were read.
	objects int
	bad     []fault
	badMore int
}

func newReading(l *loader, name string, r io.Reader) *reading {
	b := newBudget(r, "one object", l.limits.item)
	return &reading{loader: l, name: name, hint: l.byFile[path.Base(name)], dec: json.NewDecoder(b), budget: b}
}

// all reads the documents of the file, of which there may be several, one after the other.
func (f *reading) all() error {
	for {
		f.budget.renew()
		err := f.document()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// document reads one JSON object. io.EOF means that there is none any more.
func (f *reading) document() error {
	token, err := f.dec.Token()
	if err != nil {
		return err //nolint:wrapcheck // the caller tells io.EOF from others, and words them
	}
	if token != json.Delim('{') {
		return errors.New("it holds no JSON object")
	}
	if err := f.loader.count(); err != nil {
		return err
	}
	rest := map[string]json.RawMessage{}
	for f.dec.More() {
		if err := f.field(rest); err != nil {
			return midway(err)
		}
	}
	if _, err := f.dec.Token(); err != nil {
		return midway(err)
	}
	return f.remainder(rest)
}

// field reads one top-level field: a list item by item, anything else into rest.
func (f *reading) field(rest map[string]json.RawMessage) error {
	token, err := f.dec.Token()
	if err != nil {
		return err //nolint:wrapcheck // worded by the caller
	}
	key, _ := token.(string)
	if key == "items" {
		f.known = true
		list := typeOf(rest)
		list.kind = strings.TrimSuffix(list.kind, "List")
		return f.list(func(raw []byte) { f.object(raw, list) })
	}
	if c := f.loader.byKey[key]; c != nil {
		f.use(c)
		return f.list(func(raw []byte) { f.resource(c, raw) })
	}
	var value json.RawMessage
	if err := f.dec.Decode(&value); err != nil {
		return err //nolint:wrapcheck // worded by the caller
	}
	rest[key] = value
	return nil
}

// list reads a JSON list, or null, which is how Go prints an empty one.
func (f *reading) list(item func(raw []byte)) error {
	token, err := f.dec.Token()
	if err != nil {
		return err //nolint:wrapcheck // worded by the caller
	}
	if token == nil {
		return nil
	}
	if token != json.Delim('[') {
		return errors.New("a list was expected")
	}
	before := f.budget.left
	for f.dec.More() {
		f.budget.renew()
		var raw json.RawMessage
		if err := f.dec.Decode(&raw); err != nil {
			return err //nolint:wrapcheck // worded by the caller
		}
		if err := f.loader.count(); err != nil {
			return err
		}
		f.objects++
		item(raw)
	}
	f.budget.left = before
	_, err = f.dec.Token()
	return err //nolint:wrapcheck // worded by the caller
}

// remainder looks at a document without a list: a single Kubernetes object. A list that its maker cut short says so.
func (f *reading) remainder(rest map[string]json.RawMessage) error {
	if more := nextPage(rest); more != "" {
		f.fault(fault{what: "the list", why: more + ": it goes on, and the rest was not saved"})
	}
	single := typeOf(rest)
	f.known = f.known || single.kind != ""
	if single.kind == "" || strings.HasSuffix(single.kind, "List") {
		return nil
	}
	raw, err := json.Marshal(rest)
	if err != nil {
		return fmt.Errorf("reading an object: %w", err)
	}
	f.objects++
	f.object(raw, single)
	return nil
}

// use notes that a list is there.
func (f *reading) use(c *collection) {
	f.known = true
	f.last = c
	f.loader.present[c.resource] = true
}

// nextPage returns the field by which a list says that it is not complete: the AWS CLI's under --max-items, an API server's under
// limit.
func nextPage(rest map[string]json.RawMessage) string {
	if len(text(rest["NextToken"])) > 0 {
		return "NextToken is set"
	}
	if len(text(fields(rest["metadata"])["continue"])) > 0 {
		return "metadata.continue is set"
	}
	return ""
}

// midway says that a file ended where it must not.
func midway(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
