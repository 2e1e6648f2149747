// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"errors"
	"slices"
	"sync"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// fewObjects is up to how many single requests are sent side by side before one list of everything is read instead. It keeps a
// command about a node or a few within a handful of requests, whatever the size of the cluster.
const fewObjects = 5

var errNoNamespace = errors.New("an empty namespace may not be set when a resource name is provided") // client-go's words

// named is what a read of objects by name brought.
type named[T any] struct {
	records []T
	missing []string
	failed  []attempt
}

// getNamed reads objects by name: each by itself and side by side when they are few, all of the namespace's objects otherwise.
// newKind is called for each goroutine.
func getNamed[O object, T any](ctx context.Context, c *Client, newKind func() kind[O, T], namespace string, names []string) named[T] {
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	if len(names) > fewObjects {
		return pickNamed(ctx, c, newKind(), namespace, names)
	}
	type answer struct {
		record T
		err    error
	}
	answers := make([]answer, len(names))
	var reads sync.WaitGroup
	for i, name := range names {
		reads.Go(func() {
			record, err := get(ctx, newKind(), namespace, name)
			answers[i] = answer{record, err}
		})
	}
	reads.Wait()
	var result named[T]
	for i, a := range answers {
		switch {
		case a.err == nil:
			result.records = append(result.records, a.record)
		case isMissing(a.err):
			result.missing = append(result.missing, names[i])
		default:
			result.failed = append(result.failed, attempt{"get", names[i : i+1 : i+1], a.err})
		}
	}
	c.progress(newKind().resource, len(result.records))
	return result
}

// pickNamed reads the list of everything and keeps what is asked for.
func pickNamed[O object, T any](ctx context.Context, c *Client, k kind[O, T], namespace string, names []string) named[T] {
	record := k.record
	k.record = func(o O) (T, bool) {
		if _, asked := slices.BinarySearch(names, o.GetName()); !asked {
			var none T
			return none, false
		}
		return record(o)
	}
	records, err := streamOrList(ctx, c, k, selection{namespace: namespace})
	if err != nil {
		return named[T]{failed: []attempt{{"list", names, err}}}
	}
	found := map[string]bool{}
	for i := range records {
		found[k.meta(&records[i]).Name] = true
	}
	return named[T]{records: records, missing: slices.DeleteFunc(names, func(name string) bool { return found[name] })}
}

func get[O object, T any](ctx context.Context, k kind[O, T], namespace, name string) (T, error) {
	var none T
	if k.namespaced && namespace == "" {
		return none, &RequestError{errNoNamespace}
	}
	request := k.request(namespace).Name(name)
	if err := request.Error(); err != nil {
		return none, &RequestError{err}
	}
	o := k.newObject()
	if err := request.Do(ctx).Into(o); err != nil {
		return none, err //nolint:wrapcheck // classified, and said in the API's own words, by target.unread
	}
	record, _ := k.record(o)
	return record, nil
}

// isMissing reports whether the API server says that an object of a name does not exist, as opposed to not serving its kind at all.
// A server that does not know a path answers with plain text, which client-go marks as unexpected.
func isMissing(err error) bool {
	return apierrors.IsNotFound(err) && !apierrors.IsUnexpectedServerError(err)
}
