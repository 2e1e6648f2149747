// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"errors"
	"net/url"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// pageSize is how many objects a list is read at a time: kubectl's own (k8s.io/kubectl/pkg/cmd/util/helpers.go, DefaultChunkSize).
const pageSize = 500

// list reads a list page by page.
func list[O object, T any](ctx context.Context, c *Client, k kind[O, T], s selection) ([]T, error) {
	read := &collection[O, T]{kind: k, progress: c.progress}
	if err := readPages(ctx, c, read, s); err != nil {
		return nil, err
	}
	return read.finish(), nil
}

// streamOrList reads a list as a stream, which needs the least memory on both sides, or page by page where the server has no streams,
// lets this user list but not watch, or breaks off.
func streamOrList[O object, T any](ctx context.Context, c *Client, k kind[O, T], s selection) ([]T, error) {
	read := &collection[O, T]{kind: k, progress: c.progress}
	err := readStream(ctx, c, read, s)
	if err != nil && worthListing(err) {
		read.reset()
		err = readPages(ctx, c, read, s)
	}
	if err != nil {
		return nil, err
	}
	return read.finish(), nil
}

// worthListing reports whether a plain list may still work where a stream failed.
func worthListing(err error) bool {
	_, noConnection := errors.AsType[*url.Error](err)
	return !noConnection && !apierrors.IsUnauthorized(err)
}

// readPages reads a list in pages of one consistent state. When reading takes so long that the server has forgotten that state, the
// list is read again in one piece, as client-go's pager does (tools/pager/pager.go, FullListIfExpired): pages would expire again.
func readPages[O object, T any](ctx context.Context, c *Client, read *collection[O, T], s selection) error {
	options := metav1.ListOptions{LabelSelector: s.labelSelector, FieldSelector: s.fieldSelector, Limit: pageSize}
	for {
		page := read.kind.newList()
		err := read.kind.request(s.namespace).VersionedParams(&options, c.params).Do(ctx).Into(page)
		switch {
		case apierrors.IsResourceExpired(err) && options.Continue != "":
			read.reset()
			options.Limit, options.Continue = 0, ""
			continue
		case err != nil:
			return err //nolint:wrapcheck // classified, and said in the API's own words, by target.unread
		}
		if err := meta.EachListItem(page, read.add); err != nil {
			return err //nolint:wrapcheck // comes from read.add
		}
		if options.Continue = page.GetContinue(); options.Continue == "" {
			return nil
		}
	}
}
