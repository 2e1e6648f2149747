// SPDX-License-Identifier: Apache-2.0

package cni

// NodeENIs is what a node's attached ENIs take away from its pod pool.
type NodeENIs struct {
	// Unmanaged counts the ENIs of the default network card that ipamd leaves alone, efa-only ones included.
	Unmanaged int
	// HasTrunk tells whether a trunk ENI is attached.
	HasTrunk bool
	// Excluded counts the ENIs that sit in a subnet tagged kubernetes.io/role/cni=0.
	Excluded int
	// PrimaryExcluded tells whether the primary ENI is among them.
	PrimaryExcluded bool
	// InUse counts the ENIs of the default network card that hold pod addresses now.
	InUse int
}

// MaxENIs is how many ENIs ipamd would attach to the default network card: the type's limit, or MAX_ENI where that is lower
// (amazon-vpc-cni-k8s pkg/ipamd/ipamd.go, getMaxENI; values below 1 are ignored).
func (s Settings) MaxENIs(l Limits) int {
	if s.MaxENI >= 1 {
		return min(s.MaxENI, l.ENIs)
	}
	return l.ENIs
}

// ReservesTrunk reports whether ipamd keeps one ENI free for a trunk that is not attached yet. Before v1.20.4 it did so on types that
// cannot trunk, too (ipamd.go, hasRoomForEni; amazon-vpc-cni-k8s#3250).
func (s Settings) ReservesTrunk(l Limits) bool {
	return s.PodENI && (l.SupportsTrunk() || !s.Version.AtLeast(1, 20, 4))
}

// UsableENIs is how many ENIs of a Linux node can hold pod addresses: the maximum less the unmanaged ones, the trunk, those in excluded
// subnets and, under custom networking, the primary one (ipamd.go, hasRoomForEni; datastore GetAllocatableENIs). Before v1.16.4 pods
// could sit on the trunk as well; that is not counted.
func (s Settings) UsableENIs(l Limits, n NodeENIs) int {
	usable := s.MaxENIs(l) - n.Unmanaged - n.Excluded
	if n.HasTrunk || s.ReservesTrunk(l) {
		usable--
	}
	switch {
	case s.CustomNetworking && !n.PrimaryExcluded:
		usable--
	case !n.PrimaryExcluded:
		// The primary ENI is there in any case, whatever MAX_ENI says.
		usable = max(usable, 1)
	}
	// ENIs that are attached already stay, even where the settings would not add them any more.
	return max(usable, n.InUse, 0)
}

// Capacity is the most pod addresses that a Linux node could hold in the mode that the settings ask for. It is unknown for IPv6, whose /80
// is not counted.
func (s Settings) Capacity(l Limits, n NodeENIs) (addresses int, known bool) {
	return s.CapacityIn(s.ModeOn(l), l, n)
}

// CapacityIn is [Settings.Capacity] in another mode: that of a node whose ipamd has not restarted since the settings changed.
func (s Settings) CapacityIn(mode Mode, l Limits, n NodeENIs) (addresses int, known bool) {
	perENI, known := addressesPerENI(l, mode)
	return s.UsableENIs(l, n) * perENI, known
}

// WindowsCapacity is the most pod addresses that a Windows node could hold: those of its primary ENI
// (amazon-vpc-resource-controller-k8s pkg/provider/ip/provider.go, pkg/provider/prefix/provider.go).
func WindowsCapacity(l Limits, prefixDelegation bool) int {
	mode := ModeSecondaryIP
	if prefixDelegation && l.SupportsPrefixes() {
		mode = ModePrefixDelegation
	}
	addresses, _ := addressesPerENI(l, mode)
	return addresses
}

func addressesPerENI(l Limits, mode Mode) (addresses int, known bool) {
	switch mode {
	case ModeSecondaryIP:
		return l.SlotsPerENI(), true
	case ModePrefixDelegation:
		return l.SlotsPerENI() * IPv4PrefixSize, true
	case ModeIPv6, ModeMixed:
		return 0, false
	default:
		return 0, false
	}
}
