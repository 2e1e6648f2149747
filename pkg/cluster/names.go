// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Named is a kind of objects whose names can be listed.
type Named string

// The kinds.
const (
	NamedNodes      Named = "nodes"
	NamedPods       Named = "pods"
	NamedNamespaces Named = "namespaces"
)

// asTable asks for what kubectl get prints, which is a few words for each object
// (https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables).
const asTable = "application/json;as=Table;v=v1;g=meta.k8s.io"

var errNoNames = errors.New("the API server's table has no column of names")

// Names lists the names of objects, sorted: those of a namespace, or all where it is empty. It is made for completion: the answer comes from
// the API server's cache, without the objects, and may be a moment old.
func (c *Client) Names(ctx context.Context, kind Named, namespace string) ([]string, error) {
	body, err := c.core.Get().NamespaceIfScoped(namespace, namespace != "").Resource(string(kind)).
		Param("resourceVersion", "0").Param("includeObject", string(metav1.IncludeNone)).
		SetHeader("Accept", asTable).Do(ctx).Raw()
	if err != nil {
		return nil, fmt.Errorf("listing the names of %s: %w", kind, err)
	}
	var table metav1.Table
	if err := json.Unmarshal(body, &table); err != nil {
		return nil, fmt.Errorf("listing the names of %s: %w", kind, err)
	}
	// The names have a format of their own (k8s.io/kubernetes/pkg/printers/internalversion/printers.go).
	column := slices.IndexFunc(table.ColumnDefinitions, func(d metav1.TableColumnDefinition) bool { return d.Format == "name" })
	if column < 0 {
		return nil, fmt.Errorf("listing the names of %s: %w", kind, errNoNames)
	}
	var names []string
	for _, row := range table.Rows {
		if name, ok := cell(row, column); ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

func cell(row metav1.TableRow, column int) (string, bool) {
	if column >= len(row.Cells) {
		return "", false
	}
	text, ok := row.Cells[column].(string)
	return text, ok
}
