// SPDX-License-Identifier: Apache-2.0

package tree

import (
	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// node shows a node, or nothing when the selection has no pod on it.
func (s selection) node(m *topology.Model, n *topology.Node) (v1alpha1.Node, bool) {
	shown := v1alpha1.Node{
		Name:         string(n.Name),
		Kind:         string(n.Kind),
		InstanceID:   string(n.InstanceID),
		InstanceType: n.InstanceType,
		Zone:         n.Zone,
		OS:           n.OS,
		Ready:        n.Ready,
		Cordoned:     n.Cordoned,
		Conditions:   n.Conditions,
		Mode:         string(n.Mode),
		Pods: v1alpha1.PodCounts{
			Running: n.Pods.Running, HostNetwork: n.Pods.HostNetwork, OnENIs: n.Pods.OnENIs, OnBranches: n.Pods.OnBranches,
			Unplaced: n.Pods.Unplaced, Waiting: n.Pods.Waiting, Max: n.MaxPods,
		},
		Addresses: v1alpha1.PoolCounts{
			Capacity: n.Pool.Capacity, Held: n.Pool.Held, Used: n.Pool.Used, Idle: n.Pool.Idle,
		},
		Interfaces:        make([]v1alpha1.Interface, 0, len(n.Interfaces)),
		InterfacesUnknown: n.InterfacesUnknown,
		Notes:             n.Notes,
	}
	if n.Limits != nil {
		shown.InterfaceLimit = &n.Limits.ENIs
	}
	for _, eni := range n.Interfaces {
		if i, ok := s.attached(m, n, eni); ok {
			shown.Interfaces = append(shown.Interfaces, i)
		}
	}
	return shown, s.all() || len(shown.Interfaces) > 0
}
