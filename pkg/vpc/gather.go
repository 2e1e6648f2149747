// SPDX-License-Identifier: Apache-2.0

package vpc

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"golang.org/x/sync/errgroup"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// Limits of the EC2 API.
const (
	// filterValues is the largest number of values of one filter (Amazon EC2 User Guide, "List and filter your resources").
	filterValues = 200
	// pageSize is the largest MaxResults of the APIs used here but DescribeInstanceTypes (Amazon EC2 API Reference).
	pageSize = 1000
	// instanceTypesPageSize is that of DescribeInstanceTypes.
	instanceTypesPageSize = 100
)

// concurrency is the number of batches of one read that are under way at once. A full answer takes EC2 seconds, so that fewer would
// leave the cap on calls per second unused.
const concurrency = 8

// A listing is one way to read a list: by ids that go out in batches, each of which comes back in pages.
type listing[T any] struct {
	resource snapshot.Resource
	// api is the call as IAM names it.
	api string
	// batch is the number of ids that one call takes.
	batch int
	// page reads one page. The token is nil for the first page, and so is the one that it returns after the last.
	page func(ctx context.Context, ids []string, token *string) ([]T, *string, error)
	// id of an item, by which the result is sorted.
	id func(T) string
}

// read reads the items of all ids, and says which ids could not be read.
func (l listing[T]) read(ctx context.Context, ids []string) ([]T, []snapshot.Unread, error) {
	batches := slices.Collect(slices.Chunk(normalized(ids), l.batch))
	items := make([][]T, len(batches))
	failures := make([]error, len(batches))
	var w wave
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(concurrency)
	for i, batch := range batches {
		group.Go(func() error {
			failures[i] = w.refused()
			if failures[i] == nil {
				items[i], failures[i] = l.pages(groupCtx, batch)
				w.note(failures[i])
			}
			return endsCommand(groupCtx, failures[i])
		})
	}
	if err := group.Wait(); err != nil {
		return nil, nil, fmt.Errorf("calling %s: %w", l.api, cmp.Or(ctx.Err(), err))
	}
	return l.sorted(slices.Concat(items...)), l.unread(batches, failures), nil
}

// pages reads all pages of one batch, or none.
func (l listing[T]) pages(ctx context.Context, ids []string) ([]T, error) {
	var items []T
	var token *string
	for {
		page, next, err := l.page(ctx, ids, token)
		if err != nil {
			return nil, err
		}
		items = append(items, page...)
		switch aws.ToString(next) {
		case "":
			return items, nil
		case aws.ToString(token):
			return nil, errors.New("the same page was answered twice")
		}
		token = next
	}
}

func (l listing[T]) sorted(items []T) []T {
	slices.SortStableFunc(items, func(a, b T) int { return cmp.Compare(l.id(a), l.id(b)) })
	return slices.CompactFunc(items, func(a, b T) bool { return l.id(a) == l.id(b) })
}

// unread makes the records of the batches that failed; batches that failed alike share one.
func (l listing[T]) unread(batches [][]string, failures []error) []snapshot.Unread {
	var all []snapshot.Unread
	for i, err := range failures {
		if err == nil {
			continue
		}
		u := unread(l.resource, l.api, batches[i], err)
		same := slices.IndexFunc(all, func(v snapshot.Unread) bool { return v.Code == u.Code && v.Message == u.Message })
		if same < 0 {
			all = append(all, u)
			continue
		}
		all[same].IDs = slices.Concat(all[same].IDs, u.IDs)
	}
	return all
}

// endsCommand returns the failures that are not about the batch: the context's end, and credentials that cannot be used.
func endsCommand(ctx context.Context, failure error) error {
	if failure == nil {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("interrupted: %w", err)
	}
	if refused, ok := errors.AsType[*CredentialsError](failure); ok {
		return refused
	}
	return nil
}

// normalized sorts ids and drops what is empty or there twice.
func normalized(ids []string) []string {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "" })
	slices.Sort(ids)
	return slices.Compact(ids)
}

// A wave watches the batches of one read. As long as none got through, a refusal that would meet each of them alike spares the ones
// that have not begun: IAM's, EC2's for the rate, or no answer at all. Otherwise thirty batches would each run out of patience.
type wave struct {
	mu      sync.Mutex
	through bool
	refusal error
}

func (w *wave) note(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case err == nil:
		w.through = true
	case w.refusal == nil && (IsUnauthorized(err) || IsThrottled(err) || unreachable(err)):
		w.refusal = err
	}
}

// refused returns the refusal that a further batch would meet, or nil.
func (w *wave) refused() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.through {
		return nil
	}
	return w.refusal
}
