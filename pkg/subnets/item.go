// SPDX-License-Identifier: Apache-2.0

package subnets

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// Notes on prefixes where a count of /28s is no answer.
const (
	noteIPv6Only = "IPv6 only: nodes get /80 prefixes, of which a /64 has 65,536; they are not scarce"
	noteIPv6Mode = "the cluster's pods get IPv6 addresses: a node holds one /80 prefix, of which a /64 has 65,536; they are not scarce"
)

// item makes the document's entry of the subnet.
func (l *ledger) item() v1alpha1.Subnet {
	item := v1alpha1.Subnet{
		ID: string(l.ID), Zone: l.Zone, Why: slices.Concat([]v1alpha1.SubnetReason{}, l.why),
		Buckets: l.buckets, Accounted: l.accounted, IPv6Prefixes: l.ipv6,
		Holders: l.holdersDocument(), Nodes: l.nodesDocument(), Clusters: l.clustersDocument(), Reservations: l.reservationsDocument(),
	}
	if l.Record != nil {
		l.describe(&item, l.Record)
	}
	l.balance(&item)
	if item.Unaccounted == nil {
		delete(item.Buckets, v1alpha1.BucketUnaccounted)
	}
	l.countBlocks(&item)
	item.UnaccountedReasons = l.unaccountedReasons(&item)
	if l.owner != nil {
		item.Blocks = l.blocks()
	}
	return item
}

// describe fills in what EC2 says of the subnet.
func (l *ledger) describe(item *v1alpha1.Subnet, record *snapshot.Subnet) {
	item.Name, _ = tag(record.Tags, tagName)
	item.VPCID, item.OwnerID, item.OutpostARN = record.VPCID, record.OwnerID, record.OutpostARN
	item.ZoneType = zoneType(record)
	item.Shared = l.shared(record)
	if l.CIDR.IsValid() {
		item.CIDR = l.CIDR.String()
	}
	for _, block := range record.IPv6CIDRBlocks {
		item.IPv6CIDRs = append(item.IPv6CIDRs, block.IPv6CIDRBlock)
	}
	if s := l.model.Cluster.Settings; s != nil {
		item.Excluded = s.ExcludesSubnet(tagMap(record.Tags))
	}
}

// shared reports whether another account owns the subnet than the cluster's ENIs.
func (l *ledger) shared(record *snapshot.Subnet) bool {
	account := l.model.Cluster.AccountID
	return account != "" && record.OwnerID != "" && record.OwnerID != account
}

// balance holds what was found against what EC2 counts.
//
// EC2 leaves the empty addresses of reservations of type prefix out of AvailableIpAddressCount; those of type explicit count as available until
// somebody takes them (Amazon VPC User Guide, "Subnet CIDR reservations"). Should the books balance only if the latter are left out as well, then
// they are.
func (l *ledger) balance(item *v1alpha1.Subnet) {
	if l.space == nil {
		return
	}
	usable := l.space.Usable()
	item.Usable = &usable
	prefixes, hand := l.space.EmptyReserved()
	if l.Record.AvailableIPAddressCount == nil {
		return
	}
	available := int(*l.Record.AvailableIPAddressCount)
	reserved, left := prefixes, usable-available-prefixes-l.accounted
	if hand > 0 && left == hand {
		reserved += hand
	} else {
		item.AvailableByHand = hand
	}
	inUse := usable - available - reserved
	unaccounted := inUse - l.accounted
	item.Available, item.InUse, item.Unaccounted = &available, &inUse, &unaccounted
	item.Buckets[v1alpha1.BucketUnaccounted] = unaccounted
	if !l.reservationsUnread() {
		item.Reserved = &reserved
	}
}

// countBlocks fills in what prefixes there could be. The count is the most that there can be as long as it is not known where all addresses in
// use lie; it can be no more than the free addresses make up.
func (l *ledger) countBlocks(item *v1alpha1.Subnet) {
	switch {
	case l.space == nil && len(item.IPv6CIDRs) > 0:
		item.PrefixNote = noteIPv6Only
		return
	case l.space == nil:
		return
	case l.mode() == cni.ModeIPv6:
		item.PrefixNote = noteIPv6Mode
		return
	}
	open, reserved := l.space.FreeBlocks()
	if item.Available != nil {
		// Addresses that are not accounted for may be among those that seem to be kept by hand.
		byHand := max(item.AvailableByHand-max(*item.Unaccounted, 0), 0)
		open = min(open, max(*item.Available-byHand, 0)/cni.IPv4PrefixSize)
	}
	free := open + reserved
	item.Free28, item.Free28Reserved = &free, reserved
	item.Free28AtMost = item.Unaccounted == nil || *item.Unaccounted > 0 || l.interfacesUnread() || l.reservationsUnread()
	if largest, found := l.space.LargestFree(); found && open > 0 {
		item.LargestFree = largest.String()
	}
}

func (l *ledger) interfacesUnread() bool { return l.unread(snapshot.NetworkInterfaces, l.ID) }

func (l *ledger) reservationsUnread() bool { return l.unread(snapshot.SubnetCIDRReservations, l.ID) }

// prefixReservation is the type of a reservation that prefixes come from; from the other one, explicit, addresses are given out by hand
// (Amazon EC2 API Reference, SubnetCidrReservation).
const prefixReservation = "prefix"

// reserve notes the CIDR reservations of the subnet.
func (l *ledger) reserve() {
	if l.space == nil {
		return
	}
	for _, r := range l.reservations[l.ID] {
		if cidr, err := netip.ParsePrefix(r.CIDR); err == nil {
			l.space.Reserve(cidr, r.ReservationType == prefixReservation)
		}
	}
}

// reservationsDocument are the CIDR reservations in the order of their addresses.
func (l *ledger) reservationsDocument() []v1alpha1.SubnetReservation {
	var all []v1alpha1.SubnetReservation
	for _, r := range l.reservations[l.ID] {
		shown := v1alpha1.SubnetReservation{ID: r.ID, CIDR: r.CIDR, Type: r.ReservationType, Description: r.Description}
		cidr, err := netip.ParsePrefix(r.CIDR)
		if err == nil && cidr.Addr().Is4() && l.space != nil {
			size, empty := 1<<(cidr.Addr().BitLen()-cidr.Bits()), l.space.Empty(cidr)
			shown.Addresses, shown.Empty = &size, &empty
		}
		all = append(all, shown)
	}
	slices.SortFunc(all, func(x, y v1alpha1.SubnetReservation) int {
		return cmp.Or(compareCIDRs(x.CIDR, y.CIDR), cmp.Compare(x.ID, y.ID))
	})
	return all
}

// compareCIDRs compares by address, and as text what is no CIDR.
func compareCIDRs(x, y string) int {
	a, errA := netip.ParsePrefix(x)
	b, errB := netip.ParsePrefix(y)
	if errA != nil || errB != nil {
		return cmp.Compare(x, y)
	}
	return a.Compare(b)
}
