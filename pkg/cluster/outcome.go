// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// settle turns the outcome of one list into what a read returns.
func settle[O object, T any](ctx context.Context, k kind[O, T], namespace string, records []T, err error) ([]T, []snapshot.Unread, error) {
	if err == nil {
		return records, nil, nil
	}
	unread, err := k.target(namespace).unread(ctx, []attempt{{verb: "list", err: err}})
	return nil, unread, err
}

// byName reads objects by name and returns apart the names of those that do not exist.
func byName[O object, T any](
	ctx context.Context, c *Client, newKind func() kind[O, T], namespace string, names []string,
) (records []T, missing []string, unread []snapshot.Unread, err error) {
	read := getNamed(ctx, c, newKind, namespace, names)
	unread, err = newKind().target(namespace).unread(ctx, read.failed)
	if err != nil {
		return nil, nil, nil, err
	}
	return read.records, read.missing, unread, nil
}

// required reads objects by name all of which must exist.
func required[O object, T any](
	ctx context.Context, c *Client, newKind func() kind[O, T], namespace string, names []string,
) ([]T, []snapshot.Unread, error) {
	records, missing, unread, err := byName(ctx, c, newKind, namespace, names)
	if err == nil && len(missing) > 0 {
		err = &NotFoundError{Resource: newKind().name.Resource, Namespace: namespace, Names: missing}
	}
	if err != nil {
		return nil, nil, err
	}
	return records, unread, nil
}
