// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"errors"
	"fmt"
	"sort"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

var errUnexpectedObject = errors.New("the API server sent an object of another kind than was asked for")

// collection gathers the records of one list while it is read.
type collection[O object, T any] struct {
	kind     kind[O, T]
	progress func(snapshot.Resource, int)
	records  []T
	// changed holds what a stream said of objects after it had sent them: their new record, or nil for those that are gone.
	changed map[types.NamespacedName]*T
}

// add takes an object of a page, or one that a stream sends for the first time.
func (c *collection[O, T]) add(item runtime.Object) error {
	o, err := c.typed(item)
	if err != nil {
		return err
	}
	if _, again := c.changed[key(o)]; again {
		return c.change(o)
	}
	if record, wanted := c.kind.record(o); wanted {
		c.records = append(c.records, record)
		if len(c.records)%pageSize == 0 {
			c.progress(c.kind.resource, len(c.records))
		}
	}
	return nil
}

// change takes an object that a stream sends again because it changed.
func (c *collection[O, T]) change(item runtime.Object) error {
	o, err := c.typed(item)
	if err != nil {
		return err
	}
	record, wanted := c.kind.record(o)
	if !wanted {
		return c.remove(o)
	}
	c.note(o, &record)
	return nil
}

// remove takes an object that a stream sends because it is gone.
func (c *collection[O, T]) remove(item runtime.Object) error {
	o, err := c.typed(item)
	if err != nil {
		return err
	}
	c.note(o, nil)
	return nil
}

func (c *collection[O, T]) note(o O, record *T) {
	if c.changed == nil {
		c.changed = map[types.NamespacedName]*T{}
	}
	c.changed[key(o)] = record
}

// reset forgets everything, for a list that is read once more from its beginning.
func (c *collection[O, T]) reset() { c.records, c.changed = nil, nil }

// finish applies what changed and returns the records, sorted by namespace and name.
func (c *collection[O, T]) finish() []T {
	if len(c.changed) > 0 {
		current := c.records[:0]
		for i := range c.records {
			if _, outdated := c.changed[recordKey(c.kind.meta(&c.records[i]))]; !outdated {
				current = append(current, c.records[i])
			}
		}
		for _, record := range c.changed {
			if record != nil {
				current = append(current, *record)
			}
		}
		c.records = current
	}
	sort.Sort(sorting[T]{c.records, c.kind.meta})
	c.progress(c.kind.resource, len(c.records))
	return c.records
}

func (c *collection[O, T]) typed(item runtime.Object) (O, error) {
	o, ok := item.(O)
	if !ok {
		return o, fmt.Errorf("%w: %T for %s", errUnexpectedObject, item, c.kind.name)
	}
	return o, nil
}

func key(o object) types.NamespacedName {
	return types.NamespacedName{Namespace: o.GetNamespace(), Name: o.GetName()}
}

func recordKey(m *snapshot.ObjectMeta) types.NamespacedName {
	return types.NamespacedName{Namespace: m.Namespace, Name: m.Name}
}

// sorting sorts records by namespace and name, in place: slices.SortFunc would copy each record to the heap for each comparison,
// since their metadata is reached through a function value.
type sorting[T any] struct {
	records []T
	meta    func(*T) *snapshot.ObjectMeta
}

// Len implements [sort.Interface].
func (b sorting[T]) Len() int { return len(b.records) }

// Swap implements [sort.Interface].
func (b sorting[T]) Swap(i, j int) { b.records[i], b.records[j] = b.records[j], b.records[i] }

// Less implements [sort.Interface].
func (b sorting[T]) Less(i, j int) bool {
	x, y := b.meta(&b.records[i]), b.meta(&b.records[j])
	if x.Namespace != y.Namespace {
		return x.Namespace < y.Namespace
	}
	return x.Name < y.Name
}
