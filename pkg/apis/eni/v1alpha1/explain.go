// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// KindPodExplanation is the kind of [PodExplanation].
const KindPodExplanation = "PodExplanation"

// KindIPExplanation is the kind of [IPExplanation].
const KindIPExplanation = "IPExplanation"

// KindNodeExplanation is the kind of [NodeExplanation].
const KindNodeExplanation = "NodeExplanation"

// PodExplanation says where a pod's address comes from, or why it has none.
type PodExplanation struct {
	metav1.TypeMeta `json:",inline"`

	Pod     ExplainedPod `json:"pod"`
	Verdict Verdict      `json:"verdict"`
	// Path leads from the pod over its slot, ENI and subnet to its node; empty while the pod has no address.
	Path []PathStep `json:"path"`
	// InterfaceID is the ENI that holds the pod's address.
	InterfaceID string `json:"interfaceID,omitempty"`
	// Slot is the secondary address, or the prefix, that the pod's address belongs to.
	Slot             string   `json:"slot,omitempty"`
	SubnetID         string   `json:"subnetID,omitempty"`
	SecurityGroupIDs []string `json:"securityGroupIDs,omitempty"`
	// SecurityGroups are those of SecurityGroupIDs, with what is known of each.
	SecurityGroups []SecurityGroup `json:"securityGroups,omitempty"`
	// SecurityGroupNotes say what is particular about them.
	SecurityGroupNotes []string `json:"securityGroupNotes,omitempty"`
	// Host is what to look for on the node; absent where no VPC CNI set the pod's network up.
	Host *Host `json:"host,omitempty"`
	// Findings are sorted: the verdict's first, then by weight.
	Findings []Finding `json:"findings"`
	// Next are the things to look at next, where the evidence is thin.
	Next     []string  `json:"next,omitempty"`
	Warnings []Warning `json:"warnings"`
}

// ExplainedPod is the pod that is explained.
type ExplainedPod struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Node      string `json:"node,omitempty"`
	// IP is status.podIP; a pod that has ended keeps it although it is no longer its own.
	IP    string   `json:"ip,omitempty"`
	IPs   []string `json:"ips,omitempty"`
	Phase string   `json:"phase,omitempty"`
	// Terminating pods still hold their address.
	Terminating bool `json:"terminating,omitempty"`
}

// Verdict is the answer.
type Verdict struct {
	// Code is stable and made for programs; docs/verdicts.md lists all of them.
	Code string `json:"code"`
	// Summary is one sentence.
	Summary string `json:"summary"`
	// Severity is error, warning or info.
	Severity string `json:"severity"`
	// Confidence is certain, likely or possible.
	Confidence string `json:"confidence"`
	// Docs is a page of AWS's about it.
	Docs string `json:"docs,omitempty"`
}

// PathStep is one station of a [PodExplanation]'s path.
type PathStep struct {
	// Kind is pod, address, prefix, interface, trunk, subnet or node.
	Kind   string `json:"kind"`
	ID     string `json:"id"`
	Detail string `json:"detail,omitempty"`
}

// SecurityGroup is a security group of an ENI.
type SecurityGroup struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
	// Policies are the SecurityGroupPolicies that give it to the pod.
	Policies []string `json:"policies,omitempty"`
}

// Host is a pod's wiring on its node, as the VPC CNI names it.
type Host struct {
	// Interface is the node's end of the pod's interface, eni… or vlan….
	Interface string `json:"interface"`
	// VLANInterface is the VLAN link of the pod's branch ENI.
	VLANInterface string `json:"vlanInterface,omitempty"`
	// RouteTable is main or a number.
	RouteTable string `json:"routeTable,omitempty"`
	// Rules are the lines of "ip rule" that are the pod's.
	Rules []HostRule `json:"rules,omitempty"`
	// SNAT says which source address leaves the VPC.
	SNAT  string   `json:"snat,omitempty"`
	Notes []string `json:"notes,omitempty"`
}

// HostRule is one line of "ip rule".
type HostRule struct {
	Priority int    `json:"priority"`
	Match    string `json:"match"`
	Table    string `json:"table"`
}

// Finding is one thing that holds, with what shows it and what to do.
type Finding struct {
	// Code, Severity, Confidence and Docs are as in [Verdict].
	Code       string `json:"code"`
	Title      string `json:"title"`
	Severity   string `json:"severity"`
	Confidence string `json:"confidence"`
	Summary    string `json:"summary"`
	// Evidence is what shows it, each with its source.
	Evidence []Evidence `json:"evidence,omitempty"`
	// Remedy is what to do, in words.
	Remedy string `json:"remedy,omitempty"`
	// Commands do or check it; names in capitals are to be filled in.
	Commands []string `json:"commands,omitempty"`
	Docs     string   `json:"docs,omitempty"`
}

// Evidence is one fact and where it was read.
type Evidence struct {
	// Source is an object and field of Kubernetes or EC2, or an event.
	Source string `json:"source"`
	Text   string `json:"text"`
}

// IPExplanation says what an address is.
type IPExplanation struct {
	metav1.TypeMeta `json:",inline"`

	IP      string  `json:"ip"`
	Verdict Verdict `json:"verdict"`
	// Pods have the address now; HostNetwork pods share their node's.
	Pods []PodRef `json:"pods,omitempty"`
	// FinishedPods had it and have ended.
	FinishedPods []PodRef `json:"finishedPods,omitempty"`
	Node         string   `json:"node,omitempty"`
	InterfaceID  string   `json:"interfaceID,omitempty"`
	// Role is the ENI's, where it belongs to one of the cluster's nodes.
	Role string `json:"role,omitempty"`
	// Slot is the secondary address, or the prefix, that the address belongs to.
	Slot     string `json:"slot,omitempty"`
	SubnetID string `json:"subnetID,omitempty"`
	// Owner is who the ENI belongs to, where that is none of the cluster's nodes.
	Owner            string          `json:"owner,omitempty"`
	Description      string          `json:"description,omitempty"`
	SecurityGroupIDs []string        `json:"securityGroupIDs,omitempty"`
	SecurityGroups   []SecurityGroup `json:"securityGroups,omitempty"`
	Evidence         []Evidence      `json:"evidence"`
	Next             []string        `json:"next,omitempty"`
	Warnings         []Warning       `json:"warnings"`
}

// NodeExplanation says what a node's address pool holds and what becomes of it.
type NodeExplanation struct {
	metav1.TypeMeta `json:",inline"`

	Node ExplainedNode `json:"node"`
	// Verdict is the strongest finding, or PoolHasRoom.
	Verdict   Verdict    `json:"verdict"`
	Pods      PodCounts  `json:"pods"`
	Addresses PoolCounts `json:"addresses"`
	// Interfaces are the node's attached ENIs.
	Interfaces []PoolInterface `json:"interfaces"`
	// Unusable says which addresses, slots and ENIs pods cannot use, and why.
	Unusable []UnusablePart `json:"unusable,omitempty"`
	// MaxPods is absent when kubelet's is unknown.
	MaxPods *NodeMaxPods `json:"maxPods,omitempty"`
	// IPAM is absent where no VPC CNI gives out the node's addresses.
	IPAM     *IPAM     `json:"ipam,omitempty"`
	Findings []Finding `json:"findings"`
	Next     []string  `json:"next,omitempty"`
	Warnings []Warning `json:"warnings"`
}

// ExplainedNode is the node that is explained.
type ExplainedNode struct {
	Name         string   `json:"name"`
	Kind         string   `json:"kind"`
	InstanceID   string   `json:"instanceID,omitempty"`
	InstanceType string   `json:"instanceType,omitempty"`
	Zone         string   `json:"zone,omitempty"`
	OS           string   `json:"os,omitempty"`
	Ready        *bool    `json:"ready,omitempty"`
	Cordoned     bool     `json:"cordoned,omitempty"`
	Mode         string   `json:"mode,omitempty"`
	Conditions   []string `json:"conditions,omitempty"`
	Notes        []string `json:"notes,omitempty"`
}

// PoolInterface is an attached ENI as a part of the pool. Counts are absent on ENIs that hold no pod addresses.
type PoolInterface struct {
	ID          string `json:"id"`
	Role        string `json:"role"`
	DeviceIndex int32  `json:"deviceIndex"`
	NetworkCard int32  `json:"networkCard"`
	SubnetID    string `json:"subnetID,omitempty"`
	// Slots is how many addresses or prefixes the ENI takes beside its primary address, SlotsUsed how many it has.
	Slots     *int `json:"slots,omitempty"`
	SlotsUsed *int `json:"slotsUsed,omitempty"`
	// Held, Used and Idle count pod addresses as [PoolCounts] does.
	Held *int `json:"held,omitempty"`
	Used *int `json:"used,omitempty"`
	Idle *int `json:"idle,omitempty"`
	// Branches counts the branch ENIs of a trunk, BranchLimit how many it takes.
	Branches    *int `json:"branches,omitempty"`
	BranchLimit *int `json:"branchLimit,omitempty"`
	// Unused says why ipamd gives no address of this ENI to new pods.
	Unused string `json:"unused,omitempty"`
}

// UnusablePart is something of the node that pods cannot use.
type UnusablePart struct {
	// What is addresses, slots or interfaces.
	What   string `json:"what"`
	Count  int    `json:"count"`
	Reason string `json:"reason"`
}

// NodeMaxPods compares kubelet's limit with the addresses that there can be.
type NodeMaxPods struct {
	// Kubelet is status.capacity.pods.
	Kubelet int `json:"kubelet"`
	// Ceiling is how many pods can run: as many as the node can hold addresses, and those of now on branch ENIs and on the host's network;
	// absent when unknown.
	Ceiling *int   `json:"ceiling,omitempty"`
	Detail  string `json:"detail,omitempty"`
	// Implementations are the values of everything that computes max pods, side by side.
	Implementations []MaxPodsImplementation `json:"implementations,omitempty"`
}

// IPAM is what ipamd, the VPC CNI's daemon on the node, aims at and does next.
type IPAM struct {
	// Targets are the settings that rule the pool, as NAME=value.
	Targets []string `json:"targets"`
	// Action is stable and made for programs, for example AttachesENI or Rests.
	Action string `json:"action"`
	// Count is how many addresses, or prefixes in prefix mode, the action moves at most.
	Count int `json:"count,omitempty"`
	// Reason is why.
	Reason string `json:"reason"`
	// AtRest is the pool that the settings lead to with the pods of now on a node that only ever grew; absent when unknown.
	AtRest *PoolAtRest `json:"atRest,omitempty"`
}

// PoolAtRest is a pool's size.
type PoolAtRest struct {
	Interfaces int `json:"interfaces"`
	Addresses  int `json:"addresses"`
	Prefixes   int `json:"prefixes,omitempty"`
	// SubnetAddresses counts the ENIs' primary addresses too.
	SubnetAddresses int `json:"subnetAddresses"`
}

// DeepCopyObject lets kubectl's printers take a PodExplanation.
func (e *PodExplanation) DeepCopyObject() runtime.Object { return copyDocument(e) }

// DeepCopyObject lets kubectl's printers take an IPExplanation.
func (e *IPExplanation) DeepCopyObject() runtime.Object { return copyDocument(e) }

// DeepCopyObject lets kubectl's printers take a NodeExplanation.
func (e *NodeExplanation) DeepCopyObject() runtime.Object { return copyDocument(e) }
