// SPDX-License-Identifier: Apache-2.0

package explain

// Code names a finding. Codes are stable: they are never given another meaning.
type Code string

// Where a pod's address comes from.
const (
	SecondaryIP        Code = "SecondaryIP"
	PrefixAddress      Code = "PrefixAddress"
	IPv6Prefix         Code = "IPv6Prefix"
	BranchENI          Code = "BranchENI"
	HostNetwork        Code = "HostNetwork"
	Fargate            Code = "Fargate"
	HybridNode         Code = "HybridNode"
	OtherCNI           Code = "OtherCNI"
	WindowsSecondaryIP Code = "WindowsSecondaryIP"
	AutoMode           Code = "AutoMode"
	Finished           Code = "Finished"
	NotOnNode          Code = "NotOnNode"
)

// Why a pod has no address.
const (
	NotScheduledTooManyPods Code = "NotScheduledTooManyPods"
	NotScheduledPodENI      Code = "NotScheduledPodENI"
	NotScheduledOther       Code = "NotScheduledOther"

	NotANetworkProblem  Code = "NotANetworkProblem"
	CNINotRunning       Code = "CNINotRunning"
	CNIPermissionDenied Code = "CNIPermissionDenied"
	NetworkPolicyAgent  Code = "NetworkPolicyAgent"
	CNIConfigIgnored    Code = "CNIConfigIgnored"

	BranchAllocationFailed Code = "BranchAllocationFailed"
	BranchCooldown         Code = "BranchCooldown"
	BranchNotAnnotatedYet  Code = "BranchNotAnnotatedYet"

	WindowsIPAMDisabled Code = "WindowsIPAMDisabled"
	WindowsPoolEmpty    Code = "WindowsPoolEmpty"

	ProvisioningDisabled        Code = "ProvisioningDisabled"
	NodeCordonedNoGrowth        Code = "NodeCordonedNoGrowth"
	PoolCappedByMinimumIPTarget Code = "PoolCappedByMinimumIPTarget"
	ENIConfigMissing            Code = "ENIConfigMissing"
	ENIConfigWrongZone          Code = "ENIConfigWrongZone"
	SubnetExcluded              Code = "SubnetExcluded"
	SubnetNoFreePrefix          Code = "SubnetNoFreePrefix"
	SubnetFull                  Code = "SubnetFull"
	PrefixModeNotActive         Code = "PrefixModeNotActive"
	PoolEmptyMaxENI             Code = "PoolEmptyMaxENI"
	TrunkTakesSlot              Code = "TrunkTakesSlot"
	UnmanagedENIsTakeSlots      Code = "UnmanagedENIsTakeSlots"
	MaxPodsOverIPCeiling        Code = "MaxPodsOverIPCeiling"
	PoolEmptyENILimit           Code = "PoolEmptyENILimit"
	CooldownStarvation          Code = "CooldownStarvation"
	PoolCappedByMaxPods         Code = "PoolCappedByMaxPods"

	StartingUp Code = "StartingUp"
	Unknown    Code = "Unknown"
)

// What is particular about a pod's security groups.
const (
	SecurityGroupPolicyAfterPod   Code = "SecurityGroupPolicyAfterPod"
	SecurityGroupPolicyNotApplied Code = "SecurityGroupPolicyNotApplied"
	NoSecurityGroupPolicyMatch    Code = "NoSecurityGroupPolicyMatch"
)

// PoolHasRoom is the verdict on a node whose pool can take more pods.
const PoolHasRoom Code = "PoolHasRoom"

// What an address is.
const (
	IPOfPod               Code = "IPOfPod"
	IPOfBranch            Code = "IPOfBranch"
	IPOfNode              Code = "IPOfNode"
	IPOfInterface         Code = "IPOfInterface"
	IPIdle                Code = "IPIdle"
	IPIdleInPrefix        Code = "IPIdleInPrefix"
	IPOfFargatePod        Code = "IPOfFargatePod"
	IPOutsideOfEC2        Code = "IPOutsideOfEC2"
	IPOfOtherCluster      Code = "IPOfOtherCluster"
	IPOfOtherInstance     Code = "IPOfOtherInstance"
	IPOfAWSService        Code = "IPOfAWSService"
	IPOfDetachedInterface Code = "IPOfDetachedInterface"
	IPOfUnknownInterface  Code = "IPOfUnknownInterface"
	IPReservedByAWS       Code = "IPReservedByAWS"
	IPInReservation       Code = "IPInReservation"
	IPFree                Code = "IPFree"
	IPOutsideVPC          Code = "IPOutsideVPC"
)

// Severity is how much a finding matters.
type Severity string

// The severities.
const (
	// SeverityError says why something does not work.
	SeverityError Severity = "error"
	// SeverityWarning is worth putting right, but is not the reason.
	SeverityWarning Severity = "warning"
	// SeverityInfo says how things are.
	SeverityInfo Severity = "info"
)

// Confidence is how far the evidence carries.
type Confidence string

// The confidences.
const (
	// Certain follows from what was read and from upstream's code.
	Certain Confidence = "certain"
	// Likely is the only known reason for what was read.
	Likely Confidence = "likely"
	// Possible fits what was read, and so do other reasons.
	Possible Confidence = "possible"
)
