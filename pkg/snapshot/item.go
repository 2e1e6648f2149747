// SPDX-License-Identifier: Apache-2.0

package snapshot

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// object takes a Kubernetes object. Its kind is its own, else that of the list that it stands in, else the one that the file's name
// stands for. Kinds that a snapshot does not hold are passed over.
func (f *reading) object(raw []byte, list groupKind) {
	kind := typeOfItem(raw)
	if kind.kind == "" {
		kind = list
	}
	c := f.loader.byKind[kind]
	if kind.kind == "" {
		c = f.hint
	}
	if kind.kind == "" && c == nil {
		f.fault(fault{what: f.numbered(), why: "it says no kind, nor does its list"})
		return
	}
	if c == nil {
		return
	}
	f.use(c)
	f.add(c, raw)
}

// resource takes an item of the AWS CLI's output.
func (f *reading) resource(c *collection, raw []byte) {
	if c.resource != Instances {
		f.add(c, raw)
		return
	}
	var reservation struct {
		Instances []json.RawMessage `json:"Instances"`
	}
	if err := json.Unmarshal(raw, &reservation); err != nil {
		f.fault(fault{resource: c.resource, what: f.numbered(), why: reason(err)})
		return
	}
	for _, instance := range reservation.Instances {
		f.add(c, instance)
		f.loader.embed(instance)
	}
}

// add decodes an item into the snapshot, or says why it cannot.
func (f *reading) add(c *collection, raw []byte) {
	err := c.add(&f.loader.snapshot, raw)
	if err == nil {
		return
	}
	name := c.name(raw)
	what := name.name
	if name.namespace != "" {
		what = name.namespace + "/" + name.name
	}
	if name.name == "" {
		what = f.numbered()
	}
	if c.kind.kind != "" {
		what = c.kind.kind + " " + what
	}
	f.fault(fault{resource: c.resource, name: name, what: what, why: reason(err)})
}

// numbered names an item that has no name of its own.
func (f *reading) numbered() string {
	return "item " + strconv.Itoa(f.objects)
}

// typeOf returns the kind that an object's fields say.
func typeOf(object map[string]json.RawMessage) groupKind {
	return groupKind{groupOf(text(object["apiVersion"])), text(object["kind"])}
}

// typeOfItem returns the kind of an encoded object. It reads no further than it must: both fields come first in what Kubernetes
// prints.
func typeOfItem(raw []byte) groupKind {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if token, err := dec.Token(); err != nil || token != json.Delim('{') {
		return groupKind{}
	}
	seen := map[string]json.RawMessage{}
	for dec.More() && (seen["kind"] == nil || seen["apiVersion"] == nil) {
		key, err := dec.Token()
		if err != nil {
			return groupKind{}
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return groupKind{}
		}
		if name, ok := key.(string); ok {
			seen[name] = value
		}
	}
	return typeOf(seen)
}

// fields decodes a JSON object one level deep; anything else has none.
func fields(raw []byte) map[string]json.RawMessage {
	var object map[string]json.RawMessage
	if json.Unmarshal(raw, &object) != nil {
		return nil
	}
	return object
}

// text decodes a JSON string; anything else is empty.
func text(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}
