// SPDX-License-Identifier: Apache-2.0

package ec2fake

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// resource says how one kind of thing is described: its ids, its filters and its pages.
type resource[T any] struct {
	idsName  string // what EC2 calls the id list in its messages
	maxIDs   int    // most ids in a call, 0 for no limit
	minPage  int    // smallest MaxResults
	maxPage  int    // largest MaxResults
	id       func(*T) string
	notFound func(id string) Error
	managed  func(*T) bool // nil if the kind has no operator
	tags     func(*T) []ec2types.Tag
	fields   map[string]field[T]
	// deepFilters are the filters that stand in for MaxResults where paging is required; none: it never is.
	deepFilters []string
	// scans tells that EC2 pages through all items and filters each page afterwards, so that pages come out short or
	// empty, and does so even without MaxResults.
	scans bool
}

// lookup finds the field of a filter name.
func (res *resource[T]) lookup(name string) (field[T], bool) {
	if key, ok := strings.CutPrefix(name, "tag:"); ok && res.tags != nil {
		return tagValue(res.tags, key), true
	}
	if name == "tag-key" && res.tags != nil {
		return tagKey(res.tags), true
	}
	f, ok := res.fields[name]
	return f, ok
}

// find answers a describe call: the items of the page that req asks for, and the token of the next one.
func (res *resource[T]) find(items []T, req request, options Options, pages pager) ([]*T, string, error) {
	if err := res.check(req, options.RequirePaging); err != nil {
		return nil, "", err
	}
	matchers, err := compile(req.filters, res.lookup)
	if err != nil {
		return nil, "", err
	}
	selected, err := res.pick(items, req.ids)
	if err != nil {
		return nil, "", err
	}
	if res.managed != nil && options.HideManaged && !req.includeManaged {
		selected = slices.DeleteFunc(selected, res.managed)
	}
	if res.scans {
		page, token, err := paginate(pages, selected, req, res.maxPage)
		return filterBy(page, matchers), token, err
	}
	return paginate(pages, filterBy(selected, matchers), req, 0)
}

// check refuses what EC2 refuses before it looks at any item.
func (res *resource[T]) check(req request, requirePaging bool) error {
	if n := req.maxResults; n != 0 {
		if n < res.minPage {
			return invalidValue("maxResults", strconv.Itoa(n), fmt.Sprintf("Expecting a value greater than %d.", res.minPage))
		}
		if n > res.maxPage {
			return invalidValue("maxResults", strconv.Itoa(n), fmt.Sprintf("Expecting a value less than %d.", res.maxPage))
		}
		if len(req.ids)+len(req.groupNames) > 0 {
			return Error{
				http.StatusBadRequest, "InvalidParameterCombination",
				fmt.Sprintf("The parameter %s cannot be used with the parameter maxResults", res.idsName),
			}
		}
		return nil
	}
	if res.maxIDs > 0 && len(req.ids) > res.maxIDs {
		return invalidValue(res.idsName, strconv.Itoa(len(req.ids)), fmt.Sprintf("Expecting at most %d items.", res.maxIDs))
	}
	if requirePaging && len(res.deepFilters) > 0 && len(req.ids) == 0 && !hasFilter(req.filters, res.deepFilters) {
		return Error{
			http.StatusBadRequest, "OperationNotPermitted",
			"This account has too many resources for a call without pagination. Use MaxResults, or one of the filters " +
				strings.Join(res.deepFilters, ", ") + ".",
		}
	}
	return nil
}

func hasFilter(filters []Filter, names []string) bool {
	return slices.ContainsFunc(filters, func(f Filter) bool { return slices.Contains(names, f.Name) })
}

// pick returns the items with the wanted ids, in the order of the state; all of them if no id is wanted. One unknown id
// fails the call.
func (res *resource[T]) pick(items []T, ids []string) ([]*T, error) {
	wanted := make(map[string]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	selected := make([]*T, 0, len(items))
	found := make(map[string]bool, len(ids))
	for i := range items {
		if len(ids) > 0 {
			id := res.id(&items[i])
			if !wanted[id] {
				continue
			}
			found[id] = true
		}
		selected = append(selected, &items[i])
	}
	for _, id := range ids {
		if !found[id] {
			return nil, res.notFound(id)
		}
	}
	return selected, nil
}

// filterBy keeps the items that pass every matcher.
func filterBy[T any](items []*T, matchers []matcher[T]) []*T {
	if len(matchers) == 0 {
		return items
	}
	scratch := make([]string, 0, 64)
	return slices.DeleteFunc(items, func(item *T) bool {
		for i := range matchers {
			if !matchers[i].match(item, scratch) {
				return true
			}
		}
		return false
	})
}
