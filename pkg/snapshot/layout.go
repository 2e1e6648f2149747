// SPDX-License-Identifier: Apache-2.0

package snapshot

import (
	"encoding/json"
	"fmt"
	"io"
)

// layout is the form in which a list is written: one JSON object with one item a line, so that two snapshots can be compared with
// diff and searched with grep.
type layout[T any] struct {
	// head is what stands before the lists: the apiVersion and kind of a Kubernetes list.
	head string
	// itemHead is what every item begins with: the apiVersion and kind of a Kubernetes object.
	itemHead string
	sections []section[T]
	// prune cuts a copy of an item down to what is saved; false leaves it out. nil keeps all.
	prune func(p *pruner, item *T) bool
}

// section is one list inside of a file.
type section[T any] struct {
	key string
	// open and end wrap the items once more: EC2 lists instances inside of reservations.
	open, end string
	// holds says which items belong here; nil means all.
	holds func(item *T) bool
}

// encode writes items one by one; no more than one of them is held in its encoded form.
func (l layout[T]) encode(w io.Writer, items []T, p *pruner) error {
	out := &writer{w: w}
	out.text("{" + l.head)
	for i, section := range l.sections {
		if i > 0 {
			out.text(",\n")
		}
		out.text(quote(section.key) + ":[" + section.open)
		l.encodeSection(out, section, items, p)
		out.text("\n" + section.end + "]")
	}
	out.text("}\n")
	return out.err
}

func (l layout[T]) encodeSection(out *writer, section section[T], items []T, p *pruner) {
	separator := "\n"
	for i := range items {
		if section.holds != nil && !section.holds(&items[i]) {
			continue
		}
		item := items[i]
		if l.prune != nil && !l.prune(p, &item) {
			continue
		}
		out.text(separator)
		separator = ",\n"
		out.object(l.itemHead, &item)
	}
}

// writer keeps the first error, so that what writes reads from top to bottom.
type writer struct {
	w   io.Writer
	err error
}

func (w *writer) text(s string) {
	if w.err == nil {
		_, w.err = io.WriteString(w.w, s)
	}
}

// object writes a struct as JSON with head put before its first field. Every record has a field that is never left out, so that
// head, which ends in a comma, is always followed by one.
func (w *writer) object(head string, v any) {
	if w.err != nil {
		return
	}
	encoded, err := json.Marshal(v)
	if err != nil {
		w.err = fmt.Errorf("encoding %T: %w", v, err)
		return
	}
	w.text("{" + head + string(encoded[1:]))
}
