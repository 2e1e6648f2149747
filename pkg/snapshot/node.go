// SPDX-License-Identifier: Apache-2.0

package snapshot

import "time"

// Node is a Kubernetes node.
type Node struct {
	ObjectMeta `json:"metadata"`

	Spec   NodeSpec   `json:"spec,omitzero"`
	Status NodeStatus `json:"status,omitzero"`
}

// NodeSpec is the part of a node's spec that is kept.
type NodeSpec struct {
	ProviderID    string  `json:"providerID,omitempty"`
	Unschedulable bool    `json:"unschedulable,omitempty"`
	Taints        []Taint `json:"taints,omitempty"`
}

// Taint is a taint of a node.
type Taint struct {
	Key    string `json:"key"`
	Value  string `json:"value,omitempty"`
	Effect string `json:"effect"`
}

// NodeStatus is the part of a node's status that is kept. Quantities stay text: "29", "1930m".
type NodeStatus struct {
	Capacity    map[string]string `json:"capacity,omitempty"`
	Allocatable map[string]string `json:"allocatable,omitempty"`
	Conditions  []Condition       `json:"conditions,omitempty"`
	Addresses   []NodeAddress     `json:"addresses,omitempty"`
	NodeInfo    NodeInfo          `json:"nodeInfo,omitzero"`
}

// Condition is a condition of a node or pod.
type Condition struct {
	Type               string    `json:"type"`
	Status             string    `json:"status"`
	Reason             string    `json:"reason,omitempty"`
	Message            string    `json:"message,omitempty"`
	LastTransitionTime time.Time `json:"lastTransitionTime,omitzero"`
}

// NodeAddress is an address of a node: type InternalIP, ExternalIP, Hostname, InternalDNS or ExternalDNS.
type NodeAddress struct {
	Type    string `json:"type"`
	Address string `json:"address"`
}

// NodeInfo is what kubelet says of its machine.
type NodeInfo struct {
	OperatingSystem string `json:"operatingSystem,omitempty"`
	OSImage         string `json:"osImage,omitempty"`
	Architecture    string `json:"architecture,omitempty"`
	KubeletVersion  string `json:"kubeletVersion,omitempty"`
}
