// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// KindMaxPodsReport is the kind of [MaxPodsReport].
const KindMaxPodsReport = "MaxPodsReport"

// MaxPodsReport says how many pods nodes or instance types can carry, by which rule, and whether kubelet is set to that.
type MaxPodsReport struct {
	metav1.TypeMeta `json:",inline"`

	// Cluster is absent when instance types were asked for.
	Cluster *Cluster `json:"cluster,omitempty"`
	// Items are nodes or instance types.
	Items []MaxPods `json:"items"`
	// UnknownTypes are the instance types that were asked for and that neither the embedded table nor EC2 knows.
	UnknownTypes []UnknownInstanceType `json:"unknownTypes,omitempty"`
	Warnings     []Warning             `json:"warnings"`
}

// DeepCopyObject lets kubectl's printers take a MaxPodsReport.
func (r *MaxPodsReport) DeepCopyObject() runtime.Object { return copyDocument(r) }

// UnknownInstanceType is an instance type whose limits are unknown.
type UnknownInstanceType struct {
	Name string `json:"name"`
	// Nearest are the names of known types that come nearest, the best one first.
	Nearest []string `json:"nearest,omitempty"`
}

// MaxPods is the answer for one node or one instance type.
type MaxPods struct {
	// Node is absent for an instance type.
	Node         string `json:"node,omitempty"`
	InstanceType string `json:"instanceType,omitempty"`
	// OS is linux or windows.
	OS string `json:"os,omitempty"`
	// Mode is how pods get their addresses: SecondaryIP, PrefixDelegation or IPv6. A type without prefixes stays in SecondaryIP.
	Mode string `json:"mode,omitempty"`
	// CustomNetworking keeps pods off the primary ENI.
	CustomNetworking bool `json:"customNetworking,omitempty"`
	// SecurityGroupsForPods takes one ENI for the trunk on types that can have one.
	SecurityGroupsForPods bool `json:"securityGroupsForPods,omitempty"`
	// ENIs is how many ENIs the default network card takes; other cards never count.
	ENIs *int `json:"enis,omitempty"`
	// UsableENIs is how many of them can hold pod addresses: ENIs less the deductions. Absent in mode IPv6, which has no such limit.
	UsableENIs *int `json:"usableENIs,omitempty"`
	// Deductions say what takes ENIs away.
	Deductions []ENIDeduction `json:"deductions,omitempty"`
	// IPv4PerENI is how many IPv4 addresses an ENI has, its own primary address included.
	IPv4PerENI *int `json:"ipv4PerENI,omitempty"`
	// VCPUs is absent where only a range is known.
	VCPUs *int `json:"vcpus,omitempty"`
	// Formula is the rule with its numbers filled in.
	Formula string `json:"formula,omitempty"`
	// MaxPods is the formula's result without any cap. Absent in mode IPv6.
	MaxPods *int `json:"maxPods,omitempty"`
	// Cap is 110 up to 30 vCPUs, else 250; on Windows 110.
	Cap *int `json:"cap,omitempty"`
	// CapAppliesTo names the implementations that apply the cap.
	CapAppliesTo []string `json:"capAppliesTo,omitempty"`
	// Recommended is the smaller one of MaxPods and Cap.
	Recommended *int `json:"recommended,omitempty"`
	// PodIPs is how many pod addresses the node can really hand out, branch ENIs apart. Absent when it is unknown, and in mode IPv6.
	PodIPs *int `json:"podIPs,omitempty"`
	// BranchENIs is how many pods can have a branch ENI of their own; 0 when security groups for pods is off or the trunk is missing.
	BranchENIs *int `json:"branchENIs,omitempty"`
	// Kubelet is what kubelet is set to, status.capacity.pods.
	Kubelet *int `json:"kubelet,omitempty"`
	// Pods counts the node's pods.
	Pods *PodCounts `json:"pods,omitempty"`
	// Provisioner is ManagedNodeGroup, Karpenter, AutoMode, SelfManaged, Fargate, Hybrid, HyperPod or Unknown.
	Provisioner string `json:"provisioner,omitempty"`
	// ProvisionerName is the node group's or node pool's name.
	ProvisionerName string `json:"provisionerName,omitempty"`
	// AMIFamily is AL2023, AL2, Bottlerocket, Windows or Other.
	AMIFamily string `json:"amiFamily,omitempty"`
	// ProvisionerValue is what the provisioner would set for this type by itself; absent when it is unknown.
	ProvisionerValue *int `json:"provisionerValue,omitempty"`
	// Implementations are the values of everything that computes max pods, side by side.
	Implementations []MaxPodsImplementation `json:"implementations,omitempty"`
	// Verdict is OK, Over, Under, Capped, Stale, Unknown or NotApplicable; absent for an instance type.
	Verdict string `json:"verdict,omitempty"`
	// Summary says the verdict in words.
	Summary string `json:"summary,omitempty"`
	// OverBy is how many pods kubelet admits beyond the addresses that there are.
	OverBy *int `json:"overBy,omitempty"`
	// UnderBy is how many pods the node could carry beyond what kubelet admits, up to the recommended value.
	UnderBy *int `json:"underBy,omitempty"`
	// Happening tells of a verdict Over whether pods are waiting for an address now; absent when it is unknown.
	Happening *bool `json:"happening,omitempty"`
	// Fix says what to do, in the words of the provisioner.
	Fix string `json:"fix,omitempty"`
	// Notes explain what is unusual.
	Notes []string `json:"notes,omitempty"`
	// Sources say where each input came from.
	Sources MaxPodsSources `json:"sources,omitzero"`
}

// ENIDeduction is something that takes ENIs of the default network card away from pods.
type ENIDeduction struct {
	// Reason is MaxENI, CustomNetworking, Trunk, Unmanaged or ExcludedSubnet.
	Reason string `json:"reason"`
	ENIs   int    `json:"enis"`
}

// MaxPodsImplementation is what one implementation sets for the type.
type MaxPodsImplementation struct {
	// Name is Calculator, ManagedNodeGroup, Nodeadm, AL2Bootstrap, Karpenter, Bottlerocket, AutoMode or WindowsAMI.
	Name string `json:"name"`
	// Value is absent when the implementation cannot serve such a node, or when what it does is not documented.
	Value *int `json:"value,omitempty"`
	// Note says why the value differs, or why there is none.
	Note string `json:"note,omitempty"`
	// Applies tells that this implementation set up the node.
	Applies bool `json:"applies,omitempty"`
}

// MaxPodsSources say where the inputs of an answer came from.
type MaxPodsSources struct {
	// Limits is where ENIs, addresses and branch ENIs per type come from.
	Limits string `json:"limits,omitempty"`
	VCPUs  string `json:"vcpus,omitempty"`
	// Settings is where the mode and MAX_ENI come from.
	Settings string `json:"settings,omitempty"`
	// ENIs is where unmanaged ENIs, the trunk and excluded subnets come from.
	ENIs string `json:"enis,omitempty"`
	// BranchENIs is where the count of branch ENIs comes from.
	BranchENIs  string `json:"branchENIs,omitempty"`
	PodIPs      string `json:"podIPs,omitempty"`
	Kubelet     string `json:"kubelet,omitempty"`
	Provisioner string `json:"provisioner,omitempty"`
}
