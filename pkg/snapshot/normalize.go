// SPDX-License-Identifier: Apache-2.0

package snapshot

import (
	"bytes"
	"cmp"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
)

// Normalize brings a snapshot into its one form, in place, so that the same facts are the same value whatever order they were read
// in: every list sorted by namespace and name or by id, no object twice, times in UTC, empty lists nil, [Meta.Unread] sorted. The
// lists inside of objects, for example an ENI's addresses, keep the order that the API gave them. [Load], [LoadFS], [Save] and
// [Write] call it; who fills a snapshot from live reads calls it too.
func (s *Snapshot) Normalize() {
	for _, c := range collections() {
		c.normalize(s)
	}
	s.Meta.normalize()
}

// normalized sorts a list in place and keeps one object of each name. Two different objects with one name are the same object read
// twice: the one that says more is kept, the choice between equals being arbitrary but always the same.
func normalized[T any](list []T, key func(*T) objectName) []T {
	for i := range list {
		canonical(reflect.ValueOf(&list[i]))
	}
	slices.SortStableFunc(list, func(a, b T) int { return compareNames(key(&a), key(&b)) })
	kept := list[:0]
	for first := 0; first < len(list); {
		end := first + 1
		for end < len(list) && key(&list[end]) == key(&list[first]) {
			end++
		}
		kept = append(kept, fullest(list[first:end]))
		first = end
	}
	clear(list[len(kept):])
	if len(kept) == 0 {
		return nil
	}
	return kept
}

func compareNames(a, b objectName) int {
	return cmp.Or(cmp.Compare(a.namespace, b.namespace), cmp.Compare(a.name, b.name))
}

// fullest returns the item with the longest encoding, of several the one that sorts first.
func fullest[T any](same []T) T {
	best := same[0]
	if len(same) == 1 {
		return best
	}
	bestText := encoding(best)
	for _, item := range same[1:] {
		text := encoding(item)
		if cmp.Or(cmp.Compare(len(bestText), len(text)), bytes.Compare(text, bestText)) < 0 {
			best, bestText = item, text
		}
	}
	return best
}

// encoding returns an item as JSON. The records hold nothing that cannot be encoded but times out of range, and those are equal as nil.
func encoding(item any) []byte {
	text, err := json.Marshal(item)
	if err != nil {
		return nil
	}
	return text
}

func (m *Meta) normalize() {
	for i := range m.Unread {
		ids := slices.Clone(m.Unread[i].IDs)
		slices.Sort(ids)
		m.Unread[i].IDs = slices.Compact(ids)
	}
	slices.SortFunc(m.Unread, compareUnread)
	m.Unread = slices.CompactFunc(m.Unread, func(a, b Unread) bool { return compareUnread(a, b) == 0 })
	canonical(reflect.ValueOf(m))
}

func compareUnread(a, b Unread) int {
	return cmp.Or(
		cmp.Compare(a.Resource, b.Resource),
		cmp.Compare(a.Code, b.Code),
		cmp.Compare(a.Namespace, b.Namespace),
		slices.Compare(a.IDs, b.IDs),
		cmp.Compare(a.API, b.API),
		cmp.Compare(a.Permission, b.Permission),
		strings.Compare(a.Message, b.Message),
	)
}
