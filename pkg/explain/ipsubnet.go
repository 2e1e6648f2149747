// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// reservedFirst is how many addresses at the start of a subnet AWS keeps; it keeps the last one too (Amazon VPC User Guide, "Subnet sizing").
const reservedFirst = 4

// subnet returns the subnet that the address lies in.
func (a *address) subnet() (topology.Subnet, bool) {
	ids := make([]topology.SubnetID, 0, len(a.model.Subnets))
	for id, subnet := range a.model.Subnets {
		if subnet.CIDR.Contains(a.ip) || slices.ContainsFunc(subnet.Record.IPv6CIDRBlocks, func(b snapshot.IPv6CIDRBlock) bool { return contains(b.IPv6CIDRBlock, a.ip) }) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return topology.Subnet{}, false
	}
	return a.model.Subnets[slices.Min(ids)], true
}

func contains(cidr string, ip netip.Addr) bool {
	prefix, err := netip.ParsePrefix(cidr)
	return err == nil && prefix.Contains(ip)
}

// inSubnet explains an address that no ENI and no living pod has.
func (a *address) inSubnet() v1alpha1.Finding {
	subnet, ok := a.subnet()
	if !ok {
		f := found(IPOutsideVPC, fmt.Sprintf("%s lies in none of the %s that were read.", a.ip, plural(len(a.model.Subnets), "subnet")),
			evidence("EC2 subnets", "%s, none of which holds it", plural(len(a.model.Subnets), "subnet")))
		if !a.read(snapshot.Subnets) || len(a.model.Subnets) == 0 {
			return a.withPods(weaken(f, Possible))
		}
		return a.withPods(weaken(f, Likely))
	}
	in := fmt.Sprintf("subnet %s (%s)", subnet.ID, subnet.CIDR)
	if why := reservedByAWS(subnet.CIDR, a.ip); why != "" {
		return a.withPods(found(IPReservedByAWS, fmt.Sprintf("%s is %s of %s, which AWS keeps for itself.", a.ip, why, in), evidence("EC2 subnet "+string(subnet.ID)+" CidrBlock", "%s", subnet.CIDR)))
	}
	for _, r := range a.reservations(subnet.ID) {
		if r.cidr.Contains(a.ip) {
			return a.inReservation(r, subnet, in)
		}
	}
	f := found(IPFree, fmt.Sprintf("%s is free: no ENI has it in %s.", a.ip, in), a.freeEvidence(subnet))
	return a.withPods(a.unlessHidden(f, subnet))
}

func (a *address) inReservation(r reservation, subnet topology.Subnet, in string) v1alpha1.Finding {
	use := "addresses that are assigned by hand"
	if r.kind == reservationPrefix {
		use = "prefixes"
	}
	f := found(IPInReservation, fmt.Sprintf("%s lies in CIDR reservation %s of %s, which is kept for %s.", a.ip, r.cidr, in, use),
		evidence(fmt.Sprintf("EC2 subnet %s CIDR reservation %s", subnet.ID, r.id), "%s %s", r.kind, r.cidr), a.freeEvidence(subnet))
	return a.withPods(a.unlessHidden(f, subnet))
}

func (a *address) freeEvidence(subnet topology.Subnet) v1alpha1.Evidence {
	return evidence(fmt.Sprintf("EC2 network interfaces of subnet %s", subnet.ID), "%s and prefixes held, not this one", plural(len(a.held(subnet.ID)), "address"))
}

// unlessHidden weakens that an address is free where an ENI that was not read may have it.
func (a *address) unlessHidden(f v1alpha1.Finding, subnet topology.Subnet) v1alpha1.Finding {
	if !a.read(snapshot.NetworkInterfaces) {
		return weaken(f, Possible)
	}
	if !a.accounted(subnet) {
		return weaken(f, Possible)
	}
	return f
}

// reservedByAWS says which of the five reserved addresses of a subnet an address is; "" if none.
func reservedByAWS(cidr netip.Prefix, ip netip.Addr) string {
	if !cidr.IsValid() || !ip.Is4() {
		return ""
	}
	names := []string{"the network address", "the address for the VPC router", "the address for DNS", "an address for future use"}
	addr := cidr.Masked().Addr()
	for i := range reservedFirst {
		if addr == ip {
			return names[i]
		}
		addr = addr.Next()
	}
	if cidr.Contains(ip) && !cidr.Contains(ip.Next()) {
		return "the last address"
	}
	return ""
}
