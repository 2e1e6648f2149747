// SPDX-License-Identifier: Apache-2.0

package cni

import (
	"maps"
	"slices"

	"github.com/aws/amazon-vpc-resource-controller-k8s/pkg/aws/vpc"
)

// LimitsTable names the embedded table of instance types and its version.
const LimitsTable = "amazon-vpc-resource-controller-k8s v1.8.2 pkg/aws/vpc"

// LimitsSource says where the limits of an instance type come from.
type LimitsSource string

// The sources of limits.
const (
	// SourceTable is the embedded table, [LimitsTable].
	SourceTable LimitsSource = "table"
	// SourceEC2 is ec2:DescribeInstanceTypes. It knows nothing of branch ENIs.
	SourceEC2 LimitsSource = "ec2:DescribeInstanceTypes"
)

// HypervisorNitro is the hypervisor that supports prefixes.
const HypervisorNitro = "nitro"

// Limits are an instance type's network limits.
type Limits struct {
	InstanceType string
	// ENIs is how many ENIs the default network card takes: ipamd and max pods count that card alone, never the sum over cards.
	ENIs int
	// IPv4PerENI is how many IPv4 addresses, or slots, an ENI has, its primary address included.
	IPv4PerENI int
	// Branches is how many branch ENIs a trunk of this type takes; 0 for types that cannot trunk.
	Branches int
	// TrunkKnown tells whether Branches is known; EC2 does not publish it.
	TrunkKnown bool
	Hypervisor string
	BareMetal  bool
	// NetworkCards is how many network cards the type has.
	NetworkCards int
	Source       LimitsSource
}

// LookupLimits returns the limits of an instance type from the embedded table.
func LookupLimits(instanceType string) (Limits, bool) {
	entry, ok := vpc.Limits[instanceType]
	if !ok {
		return Limits{}, false
	}
	return Limits{
		InstanceType: instanceType,
		ENIs:         defaultCardENIs(entry),
		IPv4PerENI:   entry.IPv4PerInterface,
		Branches:     entry.BranchInterface,
		TrunkKnown:   true,
		Hypervisor:   entry.Hypervisor,
		BareMetal:    entry.IsBareMetal,
		NetworkCards: max(1, len(entry.NetworkCards)),
		Source:       SourceTable,
	}, true
}

// defaultCardENIs is the default network card's ENI count. The table's Interface is the sum over all cards.
func defaultCardENIs(entry *vpc.VPCLimits) int {
	for _, card := range entry.NetworkCards {
		if card.NetworkCardIndex == int64(entry.DefaultNetworkCardIndex) {
			return int(card.MaximumNetworkInterfaces)
		}
	}
	return entry.Interface
}

// InstanceTypes returns every instance type of the embedded table, sorted by name.
func InstanceTypes() []string { return slices.Sorted(maps.Keys(vpc.Limits)) }

// SlotsPerENI is how many secondary addresses or prefixes an ENI can hold: its primary address is never given to a pod
// (amazon-vpc-cni-k8s pkg/awsutils/awsutils.go, GetENIIPv4Limit).
func (l Limits) SlotsPerENI() int { return max(0, l.IPv4PerENI-1) }

// SupportsPrefixes reports whether the type can hold prefixes: nitro and bare metal (awsutils.go, IsPrefixDelegationSupported).
func (l Limits) SupportsPrefixes() bool { return l.Hypervisor == HypervisorNitro || l.BareMetal }

// SupportsTrunk reports whether the type can have a trunk ENI. A type that the table does not know counts as able to (awsutils.go,
// IsTrunkingCompatible).
func (l Limits) SupportsTrunk() bool { return !l.TrunkKnown || l.Branches > 0 }
