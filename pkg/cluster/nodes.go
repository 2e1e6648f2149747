// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"errors"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

var errNamesAndSelector = errors.New("name cannot be provided when a selector is specified") // kubectl's words

// NodeQuery says which nodes to read; its zero value means all of them.
type NodeQuery struct {
	// Names of the nodes. They exclude LabelSelector.
	Names []string
	// LabelSelector in kubectl's notation, for example "topology.kubernetes.io/zone=eu-west-1a".
	LabelSelector string
	// Annotations are keys to keep besides those under k8s.amazonaws.com/ and vpc.amazonaws.com/: the one that ENI_CONFIG_ANNOTATION_DEF
	// names.
	Annotations []string
}

// Nodes reads nodes. When a named one does not exist, the error is a [NotFoundError].
func (c *Client) Nodes(ctx context.Context, q NodeQuery) ([]snapshot.Node, []snapshot.Unread, error) {
	newKind := func() kind[*corev1.Node, snapshot.Node] {
		return kind[*corev1.Node, snapshot.Node]{
			resource: snapshot.Nodes, name: corev1.Resource("nodes"), client: c.core,
			newObject: func() *corev1.Node { return &corev1.Node{} },
			newList:   func() objectList { return &corev1.NodeList{} },
			record:    nodeRecord(q.Annotations),
			meta:      func(record *snapshot.Node) *snapshot.ObjectMeta { return &record.ObjectMeta },
		}
	}
	if len(q.Names) > 0 {
		if q.LabelSelector != "" {
			return nil, nil, &RequestError{errNamesAndSelector}
		}
		return required(ctx, c, newKind, "", q.Names)
	}
	k := newKind()
	records, err := streamOrList(ctx, c, k, selection{labelSelector: q.LabelSelector})
	return settle(ctx, k, "", records, err)
}
