// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"cmp"
	"slices"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// Stuck returns the pods of a namespace, or of all with "", that wait for an address, sorted by namespace and name: those with a node and no
// address, and those without a node of which the scheduler says that max pods, branch ENIs or Windows addresses stand in the way. Host-network
// pods never wait for one, and pods that are just being deleted are left out.
func Stuck(m *topology.Model, s *snapshot.Snapshot, namespace string) []v1alpha1.PodRef {
	v := newView(newIndex(m, s))
	var stuck []v1alpha1.PodRef
	for i := range s.Pods {
		pod := &s.Pods[i]
		if (namespace == "" || pod.Namespace == namespace) && waits(v, pod) {
			stuck = append(stuck, v1alpha1.PodRef{Namespace: pod.Namespace, Name: pod.Name})
		}
	}
	slices.SortFunc(stuck, func(x, y v1alpha1.PodRef) int {
		return cmp.Or(cmp.Compare(x.Namespace, y.Namespace), cmp.Compare(x.Name, y.Name))
	})
	return stuck
}

// waits reports whether a pod waits for an address.
func waits(v *view, pod *snapshot.Pod) bool {
	if topology.Finished(pod) || pod.Spec.HostNetwork || pod.DeletionTimestamp != nil || len(addressTexts(pod)) > 0 {
		return false
	}
	if pod.Spec.NodeName != "" {
		return true
	}
	x := &subject{view: v, record: pod, events: v.podEvents(pod)}
	message, _, _ := x.schedulerSays()
	return slices.ContainsFunc(schedulerReasons(message), func(r nodeReason) bool { return ofNetwork(r.text) })
}
