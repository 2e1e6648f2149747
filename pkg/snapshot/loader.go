// SPDX-License-Identifier: Apache-2.0

package snapshot

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// loader gathers a snapshot from files, in any order.
type loader struct {
	snapshot Snapshot
	limits   limits
	byKind   map[groupKind]*collection
	byKey    map[string]*collection
	byFile   map[string]*collection
	// present are the resources of which a file, a list or an object was there.
	present map[Resource]bool
	hasMeta bool
	// embedded are the network interfaces that the instances list, for want of better ones.
	embedded []NetworkInterface
	// objects counts what was read of all files.
	objects int64
}

func newLoader(l limits) *loader {
	loading := &loader{
		limits:  l,
		byKind:  map[groupKind]*collection{},
		byKey:   map[string]*collection{},
		byFile:  map[string]*collection{},
		present: map[Resource]bool{},
	}
	for _, c := range collections() {
		if c.kind.kind != "" {
			loading.byKind[c.kind] = &c
		}
		for _, key := range c.keys {
			loading.byKey[key] = &c
		}
		loading.byFile[path.Base(c.file())] = &c
	}
	return loading
}

func (l *loader) note(u Unread) {
	l.snapshot.Meta.Unread = append(l.snapshot.Meta.Unread, u)
}

// count counts an object or a document.
func (l *loader) count() error {
	l.objects++
	if l.objects > l.limits.objects {
		return fmt.Errorf("there are more than %d objects", l.limits.objects)
	}
	return nil
}

// file reads one JSON file. Its name says what it holds only where its content does not: in an empty list.
func (l *loader) file(name string, r io.Reader) {
	if name == "meta.json" {
		l.meta(r)
		return
	}
	reading := newReading(l, name, r)
	err := reading.all()
	l.report(reading, err)
}

// meta reads meta.json. Its notes join those that were made so far.
func (l *loader) meta(r io.Reader) {
	var meta Meta
	if err := json.NewDecoder(newBudget(r, "meta.json", l.limits.item)).Decode(&meta); err != nil {
		l.note(Unread{Code: Malformed, Message: "meta.json: " + reason(err)})
		return
	}
	l.hasMeta = true
	meta.Unread = slices.Concat(l.snapshot.Meta.Unread, meta.Unread)
	l.snapshot.Meta = meta
}

// finish says what is missing and puts everything in order.
func (l *loader) finish() (*Snapshot, error) {
	if len(l.present) == 0 && !l.hasMeta {
		return nil, l.nothing()
	}
	l.useEmbedded()
	for _, c := range collections() {
		if !l.present[c.resource] && l.snapshot.Whole(c.resource) {
			l.note(Unread{
				Resource: c.resource, Code: NotInSnapshot,
				Message: "the snapshot has no " + c.file(),
			})
		}
	}
	l.snapshot.Normalize()
	return &l.snapshot, nil
}

// nothing explains what a snapshot would have looked like, and what is wrong with what is there.
func (l *loader) nothing() error {
	const few = 5
	var text strings.Builder
	text.WriteString("no snapshot: looked for meta.json, kubernetes/*.json and ec2/*.json, or lists printed by kubectl and the AWS CLI, and found none")
	for i, u := range l.snapshot.Meta.Unread {
		if i == few {
			fmt.Fprintf(&text, "\n  and %d more", len(l.snapshot.Meta.Unread)-few)
			break
		}
		text.WriteString("\n  " + u.Message)
	}
	text.WriteString("\nmake one with:\n" +
		"  kubectl get nodes,pods,events,daemonsets,configmaps,serviceaccounts -A -o json > FOLDER/kubernetes.json\n" +
		"  aws ec2 describe-network-interfaces --output json > FOLDER/network-interfaces.json")
	return errors.New(text.String())
}
