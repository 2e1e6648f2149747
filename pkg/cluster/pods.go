// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"slices"
	"sync"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/fields"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// PodDetail says how much of each pod is kept.
type PodDetail string

// The details of pods.
const (
	// Placement is what places a pod: name, namespace, uid, times of creation and deletion, node, host network, phase, addresses, and
	// the annotations that tell of branch ENIs, Windows addresses and several network interfaces.
	Placement PodDetail = "Placement"
	// Full is every field that [snapshot.Pod] has.
	Full PodDetail = "Full"
)

// PodQuery says which pods to read, and what of them; its zero value means the placement of all pods.
type PodQuery struct {
	// Namespace of the pods; empty means all namespaces.
	Namespace string
	// Names of the pods, which need a Namespace and exclude NodeNames and LabelSelector.
	Names []string
	// NodeNames are the nodes whose pods are wanted; empty means all nodes, and pods without one.
	NodeNames []string
	// LabelSelector in kubectl's notation, for example "app=web".
	LabelSelector string
	// Detail of each pod; empty means Placement.
	Detail PodDetail
}

// Pods reads pods. When a named one does not exist, the error is a [NotFoundError].
func (c *Client) Pods(ctx context.Context, q PodQuery) ([]snapshot.Pod, []snapshot.Unread, error) {
	newKind := func() kind[*corev1.Pod, snapshot.Pod] { return c.podKind(q.Detail) }
	switch {
	case len(q.Names) > 0 && (q.LabelSelector != "" || len(q.NodeNames) > 0):
		return nil, nil, &RequestError{errNamesAndSelector}
	case len(q.Names) > 0:
		return required(ctx, c, newKind, q.Namespace, q.Names)
	case len(q.NodeNames) > 0 && len(q.NodeNames) <= fewObjects:
		return c.podsOfFewNodes(ctx, q)
	}
	k := newKind()
	if len(q.NodeNames) > 0 {
		// A field selector takes one node, and a request for each of many would be a burst that grows with the cluster. One stream
		// of all pods is one request; those of other nodes are dropped while it is decoded.
		k.record = ofNodes(q.NodeNames, k.record)
	}
	records, err := streamOrList(ctx, c, k, selection{namespace: q.Namespace, labelSelector: q.LabelSelector})
	return settle(ctx, k, q.Namespace, records, err)
}

func (c *Client) podKind(detail PodDetail) kind[*corev1.Pod, snapshot.Pod] {
	texts, convert := interner{}, placedPod
	if detail == Full {
		convert = fullPod
	}
	return kind[*corev1.Pod, snapshot.Pod]{
		resource: snapshot.Pods, name: corev1.Resource("pods"), namespaced: true, client: c.core,
		newObject: func() *corev1.Pod { return &corev1.Pod{} },
		newList:   func() objectList { return &corev1.PodList{} },
		record:    func(pod *corev1.Pod) (snapshot.Pod, bool) { return convert(pod, texts), true },
		meta:      func(record *snapshot.Pod) *snapshot.ObjectMeta { return &record.ObjectMeta },
	}
}

// ofNodes drops the pods of other nodes before a record is made of them.
func ofNodes(names []string, record func(*corev1.Pod) (snapshot.Pod, bool)) func(*corev1.Pod) (snapshot.Pod, bool) {
	wanted := make(map[string]bool, len(names))
	for _, name := range names {
		wanted[name] = true
	}
	return func(pod *corev1.Pod) (snapshot.Pod, bool) {
		if !wanted[pod.Spec.NodeName] {
			return snapshot.Pod{}, false
		}
		return record(pod)
	}
}

// podsOfFewNodes reads one list for each node, side by side. The API server keeps an index of pods by node for exactly this query
// (k8s.io/kubernetes/pkg/registry/core/pod/strategy.go, Indexers), so it costs what the node's pods cost.
func (c *Client) podsOfFewNodes(ctx context.Context, q PodQuery) ([]snapshot.Pod, []snapshot.Unread, error) {
	nodes := slices.Compact(slices.Sorted(slices.Values(q.NodeNames)))
	type answer struct {
		records []snapshot.Pod
		err     error
	}
	answers := make([]answer, len(nodes))
	var reads sync.WaitGroup
	for i, node := range nodes {
		reads.Go(func() {
			records, err := list(ctx, c, c.podKind(q.Detail), selection{
				namespace: q.Namespace, labelSelector: q.LabelSelector,
				fieldSelector: fields.OneTermEqualSelector("spec.nodeName", node).String(),
			})
			answers[i] = answer{records, err}
		})
	}
	reads.Wait()
	k := c.podKind(q.Detail)
	var failed []attempt
	all := &collection[*corev1.Pod, snapshot.Pod]{kind: k, progress: c.progress}
	for i, a := range answers {
		all.records = append(all.records, a.records...)
		if a.err != nil {
			failed = append(failed, attempt{"list", nodes[i : i+1 : i+1], a.err})
		}
	}
	unread, err := k.target(q.Namespace).unread(ctx, failed)
	if err != nil {
		return nil, nil, err
	}
	return all.finish(), unread, nil
}
