// SPDX-License-Identifier: Apache-2.0

package maxpods

import "fmt"

// karpenter is Karpenter with RESERVED_ENIS at its default of 0.
func (c Case) karpenter() Implementation {
	if c.Setup.Windows {
		return value(KarpenterValue, windowsMaxPods, "")
	}
	note := c.ignores("no cap")
	if reserved := c.reservedENIs(); reserved > 0 {
		note += fmt.Sprintf("; %d with RESERVED_ENIS=%d", c.karpenterReserving(reserved), reserved)
	}
	return value(KarpenterValue, c.standard(), note)
}

// reservedENIs is what RESERVED_ENIS should be: one for custom networking and one for the trunk (karpenter-provider-aws
// website/content/en/docs/concepts/scheduling.md and troubleshooting.md).
func (c Case) reservedENIs() int {
	enis := 0
	if c.Setup.Settings.IPv6 {
		return enis
	}
	if c.Setup.Settings.CustomNetworking {
		enis++
	}
	if c.takesTrunk() {
		enis++
	}
	return enis
}

// karpenterReserving is Karpenter's value with RESERVED_ENIS set. No usable ENI makes it 0, without the 2 of the others.
func (c Case) karpenterReserving(enis int) int {
	usable := max(0, c.Type.Limits.ENIs-enis)
	if usable == 0 {
		return 0
	}
	return usable*c.Type.Limits.SlotsPerENI() + hostNetworkPods
}
