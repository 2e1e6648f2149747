// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"net/netip"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// reservationPrefix is the type of a CIDR reservation that prefixes may come from; addresses do not (EC2 API Reference,
// SubnetCidrReservation).
const reservationPrefix = "prefix"

// room is a subnet's answer to a request.
type room struct {
	// lacks tells that the subnet does not have what is asked for; fragmented, that it has addresses, but no /28.
	lacks, fragmented bool
	// certain tells that nothing that was not read could change the answer.
	certain  bool
	words    string
	evidence []v1alpha1.Evidence
}

// ask holds a request against a subnet. A subnet of which nothing is known lacks nothing.
func (x *subject) ask(r request) room {
	subnet, ok := x.model.Subnets[r.id]
	if !ok || subnet.Record.AvailableIPAddressCount == nil {
		x.read(snapshot.Subnets, string(r.id))
		return room{}
	}
	available := int(*subnet.Record.AvailableIPAddressCount)
	answer := room{certain: true, evidence: x.subnetEvidence(subnet, available)}
	switch {
	case available < r.addresses:
		answer.lacks = true
		answer.words = lackOfAddresses(subnet, available, r)
	case r.prefixes > 0:
		x.askPrefixes(subnet, available, r.prefixes, &answer)
	}
	return answer
}

func lackOfAddresses(subnet topology.Subnet, available int, r request) string {
	words := fmt.Sprintf("subnet %s (%s) has %s", subnet.ID, subnet.CIDR, plural(available, "free address"))
	if available > 0 {
		words += fmt.Sprintf(", and a new ENI asks for %d at once", r.addresses)
	}
	return words
}

// askPrefixes asks for free /28s. Those outside of prefix reservations need 16 free addresses; the count of blocks is exact once the ENIs that
// were read account for every address in use, and else the most that there can be.
func (x *subject) askPrefixes(subnet topology.Subnet, available, prefixes int, answer *room) {
	reserved := x.reservations(subnet.ID)
	whole := x.snapshot.Whole(snapshot.SubnetCIDRReservations)
	free, known := x.freeBlocks(subnet)
	noRoom := available < cni.IPv4PrefixSize && !hasType(reserved, reservationPrefix)
	if !known || (free >= prefixes && !noRoom) {
		return
	}
	if noRoom && !whole {
		x.read(snapshot.SubnetCIDRReservations)
	}
	answer.lacks = true
	answer.fragmented = available > 0
	answer.certain = whole || free < prefixes
	answer.words = fmt.Sprintf("subnet %s (%s) has %s and no free /28", subnet.ID, subnet.CIDR, plural(available, "free address"))
	if free > 0 && free < prefixes {
		answer.words = fmt.Sprintf("subnet %s (%s) has %d of the %d free /28s that a new ENI asks for at once", subnet.ID, subnet.CIDR, free, prefixes)
	}
	answer.evidence = append(answer.evidence, evidence(fmt.Sprintf("EC2 network interfaces of subnet %s", subnet.ID),
		"at most %s on a 16-address boundary", plural(min(free, blocksIn(available, reserved)), "free block")))
}

// blocksIn is how many /28s can be free at most: as many as fit into the free addresses, or any number where reservations keep some.
func blocksIn(available int, reserved []reservation) int {
	if hasType(reserved, reservationPrefix) {
		return 1 << 12
	}
	return available / cni.IPv4PrefixSize
}

// subnetEvidence says what EC2 counts in a subnet.
func (x *subject) subnetEvidence(subnet topology.Subnet, available int) []v1alpha1.Evidence {
	facts := []v1alpha1.Evidence{evidence(fmt.Sprintf("EC2 subnet %s AvailableIpAddressCount", subnet.ID), "%d in %s", available, subnet.CIDR)}
	for _, r := range x.reservations(subnet.ID) {
		facts = append(facts, evidence(fmt.Sprintf("EC2 subnet %s CIDR reservation %s", subnet.ID, r.id), "%s keeps %s: its addresses do not count as available", r.kind, r.cidr))
	}
	return facts
}

// reservation is a CIDR reservation that parses.
type reservation struct {
	id, kind string
	cidr     netip.Prefix
}

func hasType(reserved []reservation, kind string) bool {
	for _, r := range reserved {
		if r.kind == kind {
			return true
		}
	}
	return false
}

// reservations are a subnet's IPv4 CIDR reservations.
func (v *view) reservations(id topology.SubnetID) []reservation {
	var reserved []reservation
	for i := range v.snapshot.SubnetCIDRReservations {
		record := &v.snapshot.SubnetCIDRReservations[i]
		cidr, err := netip.ParsePrefix(record.CIDR)
		if topology.SubnetID(record.SubnetID) != id || err != nil || !cidr.Addr().Is4() {
			continue
		}
		reserved = append(reserved, reservation{id: record.ID, kind: record.ReservationType, cidr: cidr.Masked()})
	}
	return reserved
}

// held are the addresses and prefixes of all ENIs in a subnet that were read.
func (v *view) held(id topology.SubnetID) []netip.Prefix {
	var held []netip.Prefix
	for i := range v.snapshot.NetworkInterfaces {
		eni := &v.snapshot.NetworkInterfaces[i]
		if topology.SubnetID(eni.SubnetID) != id {
			continue
		}
		for _, a := range eni.PrivateIPAddresses { // EC2 lists the primary one among them
			if addr, err := netip.ParseAddr(a.PrivateIPAddress); err == nil {
				held = append(held, netip.PrefixFrom(addr, addr.BitLen()))
			}
		}
		for _, p := range eni.IPv4Prefixes {
			if cidr, err := netip.ParsePrefix(p.IPv4Prefix); err == nil {
				held = append(held, cidr.Masked())
			}
		}
	}
	return held
}

// space is a subnet's addresses with all that was read of them.
func (v *view) space(subnet topology.Subnet) (*cni.AddressSpace, bool) {
	space, ok := cni.NewAddressSpace(subnet.CIDR)
	if !ok {
		return nil, false
	}
	for _, h := range v.held(subnet.ID) {
		space.TakePrefix(h)
	}
	for _, r := range v.reservations(subnet.ID) {
		space.Reserve(r.cidr, r.kind == reservationPrefix)
	}
	return space, true
}

// freeBlocks counts the /28s that an ENI could get, those inside of prefix reservations too.
func (v *view) freeBlocks(subnet topology.Subnet) (free int, known bool) {
	space, ok := v.space(subnet)
	if !ok {
		return 0, false
	}
	open, reserved := space.FreeBlocks()
	return open + reserved, true
}

// accounted reports whether the ENIs that were read hold every address that EC2 counts as in use outside of reservations, so that no other ENI
// is in the subnet.
func (v *view) accounted(subnet topology.Subnet) bool {
	space, ok := v.space(subnet)
	if !ok || subnet.Record.AvailableIPAddressCount == nil {
		return false
	}
	forPrefixes, byHand := space.EmptyReserved()
	return space.Empty(subnet.CIDR)-forPrefixes-byHand <= int(*subnet.Record.AvailableIPAddressCount)
}

func size(p netip.Prefix) int { return 1 << (p.Addr().BitLen() - p.Bits()) }
