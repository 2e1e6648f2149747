// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// KindTree is the kind of [Tree].
const KindTree = "Tree"

// Tree is node → ENI → address or prefix → pod.
type Tree struct {
	metav1.TypeMeta `json:",inline"`

	Cluster Cluster `json:"cluster"`
	// Nodes are sorted by name unless --sort-by says otherwise.
	Nodes []Node `json:"nodes"`
	// UnplacedPods are the pods whose address is on no ENI of their node, each with the reason.
	UnplacedPods []UnplacedPod `json:"unplacedPods"`
	Warnings     []Warning     `json:"warnings"`
}

// Cluster says which cluster it is and how its VPC CNI is set.
type Cluster struct {
	Name      string `json:"name,omitempty"`
	Region    string `json:"region,omitempty"`
	AccountID string `json:"accountID,omitempty"`
	// CNI is absent when the cluster has no aws-node DaemonSet, or when it could not be read.
	CNI *CNI `json:"cni,omitempty"`
}

// CNI is the VPC CNI's version and mode, as the aws-node DaemonSet sets them.
type CNI struct {
	// Version is the image's tag, for example v1.19.0-eksbuild.1.
	Version string `json:"version,omitempty"`
	// Mode is SecondaryIP, PrefixDelegation or IPv6.
	Mode string `json:"mode"`
	// CustomNetworking is AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG.
	CustomNetworking bool `json:"customNetworking,omitempty"`
	// SecurityGroupsForPods is absent when off, else the enforcing mode: strict or standard.
	SecurityGroupsForPods string `json:"securityGroupsForPods,omitempty"`
}

// Node is a node and what it holds.
type Node struct {
	Name string `json:"name"`
	// Kind is EC2, AutoMode, Fargate, Hybrid, HyperPod or Unknown.
	Kind         string `json:"kind"`
	InstanceID   string `json:"instanceID,omitempty"`
	InstanceType string `json:"instanceType,omitempty"`
	Zone         string `json:"zone,omitempty"`
	// OS is linux or windows.
	OS string `json:"os,omitempty"`
	// Ready is absent when the node has no Ready condition.
	Ready *bool `json:"ready,omitempty"`
	// Cordoned nodes take no new pods, and their ipamd does not grow the pool.
	Cordoned bool `json:"cordoned,omitempty"`
	// Conditions are those that matter: pressure, network and readiness trouble, as "Type: reason".
	Conditions []string `json:"conditions,omitempty"`
	// Mode is how this node holds pod addresses: SecondaryIP, PrefixDelegation, IPv6 or Mixed (both kinds after a toggle); absent when unknown.
	Mode      string     `json:"mode,omitempty"`
	Pods      PodCounts  `json:"pods"`
	Addresses PoolCounts `json:"addresses"`
	// InterfaceLimit is how many ENIs the default network card takes; absent when the type is unknown.
	InterfaceLimit *int        `json:"interfaceLimit,omitempty"`
	Interfaces     []Interface `json:"interfaces"`
	// InterfacesUnknown says why Interfaces is empty although the node may have some.
	InterfacesUnknown string `json:"interfacesUnknown,omitempty"`
	// Notes explain what is unusual about the node's numbers.
	Notes []string `json:"notes,omitempty"`
}

// PodCounts counts the pods of a node that are neither Succeeded nor Failed. A count that could not be read is absent.
type PodCounts struct {
	// Running counts pods with an address, host-network pods included.
	Running *int `json:"running,omitempty"`
	// HostNetwork counts those that use the node's own address.
	HostNetwork *int `json:"hostNetwork,omitempty"`
	// OnENIs counts those with an address or prefix address of the node's ENIs.
	OnENIs *int `json:"onENIs,omitempty"`
	// OnBranches counts those with a branch ENI of their own.
	OnBranches *int `json:"onBranches,omitempty"`
	// Unplaced counts those whose address is on no ENI of the node.
	Unplaced *int `json:"unplaced,omitempty"`
	// Waiting counts the pods that are bound to the node and have no address yet.
	Waiting *int `json:"waiting,omitempty"`
	// Max is kubelet's max pods, status.capacity.pods.
	Max *int `json:"max,omitempty"`
}

// PoolCounts counts pod addresses on the node's managed, non-branch ENIs, without the ENIs' primary addresses. The addresses of an
// IPv6 /80 are not counted.
type PoolCounts struct {
	// Capacity is the most that the node could hold in its mode.
	Capacity *int `json:"capacity,omitempty"`
	// Held are the secondary addresses, and all 16 of every /28.
	Held *int `json:"held,omitempty"`
	// Used are those with a pod.
	Used *int `json:"used,omitempty"`
	// Idle is Held − Used.
	Idle *int `json:"idle,omitempty"`
}

// Interface is an ENI.
type Interface struct {
	ID string `json:"id"`
	// Role is primary, secondary, trunk, branch, efa, efa-only or unmanaged.
	Role string `json:"role"`
	// DeviceIndex and NetworkCard are absent for branch ENIs, which have no attachment.
	DeviceIndex *int32 `json:"deviceIndex,omitempty"`
	NetworkCard *int32 `json:"networkCard,omitempty"`
	// Status is EC2's: in-use, available, attaching, detaching or associated.
	Status           string   `json:"status,omitempty"`
	SubnetID         string   `json:"subnetID,omitempty"`
	SubnetCIDR       string   `json:"subnetCIDR,omitempty"`
	MACAddress       string   `json:"macAddress,omitempty"`
	SecurityGroupIDs []string `json:"securityGroupIDs,omitempty"`
	// VLANID is the branch's VLAN on its trunk, 1 to 120.
	VLANID      *int   `json:"vlanID,omitempty"`
	Description string `json:"description,omitempty"`
	// Held and Used count pod addresses as [PoolCounts] does; absent on trunk, branch and unmanaged ENIs.
	Held      *int      `json:"held,omitempty"`
	Used      *int      `json:"used,omitempty"`
	Addresses []Address `json:"addresses,omitempty"`
	Prefixes  []Prefix  `json:"prefixes,omitempty"`
	// BranchLimit is how many branch ENIs this trunk takes; absent when the type is unknown.
	BranchLimit *int        `json:"branchLimit,omitempty"`
	Branches    []Interface `json:"branches,omitempty"`
}

// Address is one address of an ENI.
type Address struct {
	IP string `json:"ip"`
	// Primary is the ENI's own address. Host-network pods stand under that of the primary ENI.
	Primary bool `json:"primary,omitempty"`
	// Pods is empty for an idle address; two pods share one while the old one is terminating.
	Pods []PodRef `json:"pods,omitempty"`
}

// Prefix is a /28 or /80 of an ENI.
type Prefix struct {
	CIDR string `json:"cidr"`
	// Used counts the addresses with a pod; absent when the pods could not be read.
	Used *int        `json:"used,omitempty"`
	Pods []PrefixPod `json:"pods,omitempty"`
}

// PodRef names a pod.
type PodRef struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// HostNetwork pods use the address without holding it.
	HostNetwork bool `json:"hostNetwork,omitempty"`
	// Terminating pods still hold their address.
	Terminating bool `json:"terminating,omitempty"`
}

// PrefixPod is a pod with its address inside a prefix.
type PrefixPod struct {
	PodRef `json:",inline"`

	IP string `json:"ip"`
}

// UnplacedPod is a pod whose address is on no ENI of its node.
type UnplacedPod struct {
	PodRef `json:",inline"`

	Node string   `json:"node"`
	IPs  []string `json:"ips"`
	// Reason is stable: Fargate, Hybrid, OtherCNI, InterfacesUnknown, NodeNotFound, NoInstance or NotOnNode.
	Reason string `json:"reason"`
	// Detail is made for people.
	Detail string `json:"detail"`
}
