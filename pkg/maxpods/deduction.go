// SPDX-License-Identifier: Apache-2.0

package maxpods

import (
	"fmt"
	"strconv"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

// DeductionReason says what takes ENIs of the default network card away from pods.
type DeductionReason string

// The reasons, in the order in which they are taken off.
const (
	DeductionMaxENI           DeductionReason = "MaxENI"
	DeductionUnmanaged        DeductionReason = "Unmanaged"
	DeductionExcludedSubnet   DeductionReason = "ExcludedSubnet"
	DeductionTrunk            DeductionReason = "Trunk"
	DeductionCustomNetworking DeductionReason = "CustomNetworking"
)

// Deduction is a count of ENIs that cannot hold pod addresses.
type Deduction struct {
	Reason DeductionReason
	ENIs   int
}

// deductions lists what takes ENIs away, in as far as there are ENIs left to take.
func (c Case) deductions() []Deduction {
	limits, settings := c.Type.Limits, c.Setup.Settings
	left := limits.ENIs
	var list []Deduction
	take := func(reason DeductionReason, enis int) {
		enis = min(enis, left)
		if enis > 0 {
			left -= enis
			list = append(list, Deduction{Reason: reason, ENIs: enis})
		}
	}
	take(DeductionMaxENI, limits.ENIs-settings.MaxENIs(limits))
	take(DeductionUnmanaged, c.Attached.Unmanaged)
	take(DeductionExcludedSubnet, c.Attached.Excluded)
	if c.takesTrunk() {
		take(DeductionTrunk, 1)
	}
	if settings.CustomNetworking && !c.Attached.PrimaryExcluded {
		take(DeductionCustomNetworking, 1)
	}
	return list
}

// takesTrunk reports whether one ENI is the trunk, or is kept free for it.
func (c Case) takesTrunk() bool {
	if c.Attached.HasTrunk {
		return true
	}
	return c.Setup.Settings.ReservesTrunk(c.Type.Limits) && c.hasTrunkSlot()
}

// hasTrunkSlot reports whether a trunk fits beside the primary ENI. On IPv6 MAX_ENI does not count (amazon-vpc-cni-k8s
// pkg/ipamd/ipamd.go, tryEnableSecurityGroupsForPods).
func (c Case) hasTrunkSlot() bool {
	if c.Setup.Settings.IPv6 {
		return c.Type.Limits.ENIs > 1
	}
	return c.Setup.Settings.MaxENIs(c.Type.Limits)-c.Attached.Unmanaged > 1
}

// formula fills the numbers in. The deductions are shown as a difference where they explain the usable ENIs; MAX_ENI is no deduction but
// another limit.
func (c Case) formula(r Result) string {
	limit := c.Setup.Settings.MaxENIs(c.Type.Limits)
	enis := strconv.Itoa(*r.UsableENIs)
	if less := limit - *r.UsableENIs; less > 0 && less == deducted(r.Deductions) {
		enis = fmt.Sprintf("(%d − %d)", limit, less)
	}
	if r.Mode == cni.ModePrefixDelegation {
		return fmt.Sprintf("%s × (%d − 1) × %d + %d", enis, c.Type.Limits.IPv4PerENI, cni.IPv4PrefixSize, hostNetworkPods)
	}
	return fmt.Sprintf("%s × (%d − 1) + %d", enis, c.Type.Limits.IPv4PerENI, hostNetworkPods)
}

// deducted sums up the deductions but MAX_ENI.
func deducted(list []Deduction) int {
	sum := 0
	for _, d := range list {
		if d.Reason != DeductionMaxENI {
			sum += d.ENIs
		}
	}
	return sum
}

// whyNoENI says why no ENI is left for pods. Under custom networking ipamd then fails at its start (ipamd.go, handlePreScaling).
func (c Case) whyNoENI() string {
	if c.Setup.Settings.CustomNetworking {
		return "custom networking leaves no ENI for pods here: ipamd does not start and the node stays NotReady"
	}
	return "no ENI is left for pods"
}
