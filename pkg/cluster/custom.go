// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"encoding/json"
	"fmt"
	"sort"
	"sync"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/rest"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// customKind says how one kind of custom resources is read. They come as JSON and are decoded straight into their records.
type customKind[T any] struct {
	resource   snapshot.Resource
	name       schema.GroupVersionResource
	namespaced bool
	meta       func(*T) *snapshot.ObjectMeta
}

func (k customKind[T]) target(namespace string) target {
	return target{resource: k.resource, groupResource: k.name.GroupResource(), namespace: namespace, namespaced: k.namespaced}
}

// request starts a GET of the kind's list.
func (k customKind[T]) request(c *Client, namespace string) *rest.Request {
	path := []string{"/apis", k.name.Group, k.name.Version}
	if namespace != "" {
		path = append(path, "namespaces", namespace)
	}
	return c.core.Get().AbsPath(append(path, k.name.Resource)...)
}

// customRead is what a read of custom resources brought.
type customRead[T any] struct {
	records   []T
	malformed []snapshot.Unread
}

// decode adds the record of one object. An object that does not have the form of its kind does not spoil the others: a CRD without a
// schema, such as early ones of ENIConfig, lets anything in.
func (r *customRead[T]) decode(k customKind[T], data json.RawMessage) {
	var record T
	if err := json.Unmarshal(data, &record); err != nil {
		var named struct {
			Metadata struct {
				Namespace string `json:"namespace"`
				Name      string `json:"name"`
			} `json:"metadata"`
		}
		_ = json.Unmarshal(data, &named) // an object without a name is reported without it
		r.malformed = append(r.malformed, snapshot.Unread{
			Resource: k.resource, Code: snapshot.Malformed, Namespace: named.Metadata.Namespace, IDs: []string{named.Metadata.Name},
			Message: fmt.Sprintf("%s %q: %v", k.name.Resource, named.Metadata.Name, err),
		})
		return
	}
	m := k.meta(&record)
	m.Annotations = filtered(m.Annotations, networkKeys())
	r.records = append(r.records, record)
}

// listCustom reads all custom resources of a kind, in one piece: even the CNINodes of 5,000 nodes are a few megabytes.
func listCustom[T any](ctx context.Context, c *Client, k customKind[T], namespace string) ([]T, []snapshot.Unread, error) {
	var list struct {
		Items []json.RawMessage `json:"items"`
	}
	if err := getJSON(ctx, k.request(c, namespace), &list); err != nil {
		unread, err := k.target(namespace).unread(ctx, []attempt{{verb: "list", err: err}})
		return nil, unread, err
	}
	var read customRead[T]
	for _, item := range list.Items {
		read.decode(k, item)
	}
	sort.Sort(sorting[T]{read.records, k.meta})
	c.progress(k.resource, len(read.records))
	return read.records, read.malformed, nil
}

// getCustom reads a few cluster-scoped custom resources by name, side by side. One that does not exist is left out.
func getCustom[T any](ctx context.Context, c *Client, k customKind[T], names []string) ([]T, []snapshot.Unread, error) {
	type answer struct {
		data json.RawMessage
		err  error
	}
	answers := make([]answer, len(names))
	var reads sync.WaitGroup
	for i, name := range names {
		reads.Go(func() {
			answers[i].err = getJSON(ctx, k.request(c, "").Suffix(name), &answers[i].data)
		})
	}
	reads.Wait()
	var read customRead[T]
	var failed []attempt
	for i, a := range answers {
		switch {
		case a.err == nil:
			read.decode(k, a.data)
		case !isMissing(a.err):
			failed = append(failed, attempt{"get", names[i : i+1 : i+1], a.err})
		}
	}
	unread, err := k.target("").unread(ctx, failed)
	if err != nil {
		return nil, nil, err
	}
	c.progress(k.resource, len(read.records))
	return read.records, append(unread, read.malformed...), nil
}

// getJSON decodes an answer in JSON.
func getJSON(ctx context.Context, request *rest.Request, into any) error {
	result := request.SetHeader("Accept", runtime.ContentTypeJSON).Do(ctx)
	if err := result.Error(); err != nil {
		return err //nolint:wrapcheck // classified, and said in the API's own words, by target.unread
	}
	body, err := result.Raw()
	if err != nil {
		return err //nolint:wrapcheck // as above
	}
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("decoding the API server's answer to %s: %w", request.URL().Path, err)
	}
	return nil
}
