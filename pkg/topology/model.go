// SPDX-License-Identifier: Apache-2.0

// Package topology joins what Kubernetes and EC2 say into one model: node → ENI → address or prefix → pod.
//
// [Build] is pure: the same snapshot gives the same model, whatever the order of its lists. The vocabulary is EC2's and the VPC CNI's:
// a slot of an ENI holds a secondary address or a prefix; held addresses are on the node's ENIs, used ones have a pod, idle ones do not.
// A number that cannot be known is nil, and the model's warnings say why.
package topology

import (
	"net/netip"
	"time"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// Typed names and ids.
type (
	// NodeName is the name of a Kubernetes node.
	NodeName string
	// InstanceID is an EC2 instance id, i-….
	InstanceID string
	// InterfaceID is an ENI's id, eni-….
	InterfaceID string
	// SubnetID is a subnet's id, subnet-….
	SubnetID string
)

// Model is a cluster's pod network.
type Model struct {
	// Time of the read; ages are counted from it.
	Time    time.Time
	Cluster Cluster
	// Nodes are sorted by name.
	Nodes []*Node
	// Unplaced are the pods whose address is on no ENI of their node, sorted by namespace and name.
	Unplaced []UnplacedPod
	Subnets  map[SubnetID]Subnet
	// Warnings are sorted by code and message.
	Warnings []Warning
}

// Cluster says which cluster it is and how its VPC CNI is set.
type Cluster struct {
	Name, Region, AccountID string
	// Settings is nil when there is no aws-node DaemonSet, or when it was not read.
	Settings *cni.Settings
}

// Node is a node with its ENIs.
type Node struct {
	Name         NodeName
	Kind         NodeKind
	InstanceID   InstanceID
	InstanceType string
	Zone         string
	OS           string
	// Ready is nil when the node has no Ready condition.
	Ready    *bool
	Cordoned bool
	// Conditions are those that matter, as "Type: reason".
	Conditions []string
	// MaxPods is status.capacity.pods.
	MaxPods *int
	// Limits is nil when the instance type is unknown.
	Limits *cni.Limits
	// Settings is nil when no VPC CNI runs on this node.
	Settings *cni.Settings
	// Mode is empty when it is unknown.
	Mode cni.Mode
	// Interfaces are sorted by network card and device index; branch ENIs stand under their trunk.
	Interfaces []*Interface
	// InterfacesUnknown says why Interfaces is empty although the node may have some.
	InterfacesUnknown string
	Pods              PodCounts
	Pool              Pool
	// Notes explain what is unusual about the node.
	Notes []string
	// Record is the node as it was read.
	Record *snapshot.Node
}

// PodCounts counts the pods of a node that are neither Succeeded nor Failed; all fields are nil when the pods could not be read.
type PodCounts struct {
	// Running counts the pods with an address; the others are parts of it.
	Running, HostNetwork, OnENIs, OnBranches, Unplaced *int
	// Waiting counts the pods without one.
	Waiting *int
}

// Pool counts pod addresses on a node's managed, non-branch ENIs; nil is unknown.
type Pool struct {
	Capacity, Held, Used, Idle *int
}

// Interface is an ENI.
type Interface struct {
	ID   InterfaceID
	Role cni.Role
	// Managed tells whether its addresses belong to the node's pod pool.
	Managed bool
	// Excluded tells that its subnet's tags keep new pods out: its idle addresses are not for them.
	Excluded  bool
	Subnet    SubnetID
	Addresses []*Address
	Prefixes  []*Prefix
	// Branches are sorted by VLAN.
	Branches []*Interface
	// BranchesUnknown tells that the trunk's branch ENIs could not be read.
	BranchesUnknown bool
	// VLANID is the branch's VLAN; 0 is unknown.
	VLANID int
	// Held and Used count pod addresses; Used is nil when the pods could not be read.
	Held int
	Used *int
	// Record is the ENI as it was read.
	Record *snapshot.NetworkInterface
}

// Address is one address of an ENI.
type Address struct {
	IP netip.Addr
	// Primary addresses are the ENI's own; pods do not get them from the VPC CNI.
	Primary bool
	Pods    []*Pod
}

// Prefix is a /28 or /80 of an ENI.
type Prefix struct {
	CIDR netip.Prefix
	// Pods are sorted by address.
	Pods []PrefixPod
}

// PrefixPod is a pod with its address inside a prefix.
type PrefixPod struct {
	IP  netip.Addr
	Pod *Pod
}

// Pod is a counted pod: neither Succeeded nor Failed.
type Pod struct {
	Namespace, Name string
	Node            NodeName
	// IPs are the pod's addresses, its first one first; empty while it waits for one.
	IPs         []netip.Addr
	HostNetwork bool
	Terminating bool
	// Branches are the branch ENIs that the resource controller's annotation names.
	Branches []cni.PodENI
	// Record is the pod as it was read.
	Record *snapshot.Pod
}

// UnplacedPod is a pod whose address is on no ENI of its node.
type UnplacedPod struct {
	*Pod

	Reason UnplacedReason
	// Detail says the reason in words.
	Detail string
}

// UnplacedReason says why a pod's address is on no ENI of its node.
type UnplacedReason string

// The reasons.
const (
	// UnplacedFargate pods have an ENI of their own, which EC2 does not tie to a node.
	UnplacedFargate UnplacedReason = "Fargate"
	// UnplacedHybrid pods run outside of AWS.
	UnplacedHybrid UnplacedReason = "Hybrid"
	// UnplacedOtherCNI pods got their address from another CNI than Amazon's.
	UnplacedOtherCNI UnplacedReason = "OtherCNI"
	// UnplacedInterfacesUnknown pods run on a node whose ENIs could not be read.
	UnplacedInterfacesUnknown UnplacedReason = "InterfacesUnknown"
	// UnplacedNodeNotFound pods are bound to a node that is not there.
	UnplacedNodeNotFound UnplacedReason = "NodeNotFound"
	// UnplacedNoInstance pods run on a node that EC2 knows no instance of.
	UnplacedNoInstance UnplacedReason = "NoInstance"
	// UnplacedNotOnNode pods have an address that is not on their node: drift.
	UnplacedNotOnNode UnplacedReason = "NotOnNode"
	// UnplacedInvalidAddress pods have an address that does not parse.
	UnplacedInvalidAddress UnplacedReason = "InvalidAddress"
)

// Subnet is a subnet of the model's ENIs.
type Subnet struct {
	ID   SubnetID
	CIDR netip.Prefix
	Zone string
	// Excluded tells that the subnet's tags keep new pods out.
	Excluded bool
	Record   *snapshot.Subnet
}

// Warning is something that could not be read, or that does not fit together.
type Warning struct {
	Code, Message, API, Permission string
}
