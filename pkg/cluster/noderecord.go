// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// nodeRecord returns what makes the record of a node. All labels are kept, since custom networking may choose by any of them and a
// selector may name any of them; annotations are kept under the VPC CNI's domains and under the further keys given.
func nodeRecord(annotations []string) func(*corev1.Node) (snapshot.Node, bool) {
	ours := under("k8s.amazonaws.com/", "vpc.amazonaws.com/")
	keep := func(key string) bool { return ours(key) || slices.Contains(annotations, key) }
	return func(node *corev1.Node) (snapshot.Node, bool) {
		record := snapshot.Node{
			ObjectMeta: metadata(&node.ObjectMeta),
			Spec:       snapshot.NodeSpec{ProviderID: node.Spec.ProviderID, Unschedulable: node.Spec.Unschedulable},
			Status:     nodeStatus(&node.Status),
		}
		record.Annotations = filtered(node.Annotations, keep)
		for _, taint := range node.Spec.Taints {
			record.Spec.Taints = append(record.Spec.Taints, snapshot.Taint{
				Key: taint.Key, Value: taint.Value, Effect: string(taint.Effect),
			})
		}
		return record, true
	}
}

func nodeStatus(status *corev1.NodeStatus) snapshot.NodeStatus {
	record := snapshot.NodeStatus{
		Capacity: quantities(status.Capacity, anyResource), Allocatable: quantities(status.Allocatable, anyResource),
		NodeInfo: snapshot.NodeInfo{
			OperatingSystem: status.NodeInfo.OperatingSystem, OSImage: status.NodeInfo.OSImage,
			Architecture: status.NodeInfo.Architecture, KubeletVersion: status.NodeInfo.KubeletVersion,
		},
	}
	for _, condition := range status.Conditions {
		record.Conditions = append(record.Conditions, snapshot.Condition{
			Type: string(condition.Type), Status: string(condition.Status), Reason: condition.Reason, Message: condition.Message,
			LastTransitionTime: condition.LastTransitionTime.UTC(),
		})
	}
	for _, address := range status.Addresses {
		record.Addresses = append(record.Addresses, snapshot.NodeAddress{Type: string(address.Type), Address: address.Address})
	}
	return record
}

// anyResource keeps every resource.
func anyResource(string) bool { return true }

// quantities returns the resources that are kept, as text, or nil when there are none.
func quantities(all corev1.ResourceList, keep keyFilter) map[string]string {
	var kept map[string]string
	for name, quantity := range all {
		if keep(string(name)) {
			if kept == nil {
				kept = map[string]string{}
			}
			kept[string(name)] = quantity.String()
		}
	}
	return kept
}
