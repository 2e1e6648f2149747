// SPDX-License-Identifier: Apache-2.0

package topology

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strconv"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// indexInterfaces sorts the ENIs by what they belong to.
func (b *builder) indexInterfaces() {
	b.byInstance = map[InstanceID][]*snapshot.NetworkInterface{}
	b.byTrunk = map[InterfaceID][]*snapshot.NetworkInterface{}
	b.byID = make(map[InterfaceID]*snapshot.NetworkInterface, len(b.snapshot.NetworkInterfaces))
	for i := range b.snapshot.NetworkInterfaces {
		eni := &b.snapshot.NetworkInterfaces[i]
		b.byID[InterfaceID(eni.ID)] = eni
		if eni.Attachment != nil && eni.Attachment.InstanceID != "" {
			instance := InstanceID(eni.Attachment.InstanceID)
			b.byInstance[instance] = append(b.byInstance[instance], eni)
			continue
		}
		if trunk := tag(eni, cni.TagTrunkID); trunk != "" {
			b.byTrunk[InterfaceID(trunk)] = append(b.byTrunk[InterfaceID(trunk)], eni)
		}
	}
}

func tag(eni *snapshot.NetworkInterface, key string) string {
	for _, t := range eni.TagSet {
		if t.Key == key {
			return t.Value
		}
	}
	return ""
}

// attach gives a node its ENIs, and the trunk its branches.
func (b *builder) attach(node *Node) {
	if node.InstanceID != "" {
		for _, record := range b.byInstance[node.InstanceID] {
			node.Interfaces = append(node.Interfaces, b.newInterface(node, record))
		}
	}
	if len(node.Interfaces) == 0 {
		node.InterfacesUnknown = b.whyNoInterfaces(node)
		return
	}
	slices.SortFunc(node.Interfaces, func(x, y *Interface) int {
		return cmp.Or(
			cmp.Compare(x.Record.Attachment.NetworkCardIndex, y.Record.Attachment.NetworkCardIndex),
			cmp.Compare(x.Record.Attachment.DeviceIndex, y.Record.Attachment.DeviceIndex),
			cmp.Compare(x.ID, y.ID))
	})
	for _, eni := range node.Interfaces {
		if eni.Role == cni.RoleTrunk {
			b.attachBranches(node, eni)
		}
	}
}

func (b *builder) attachBranches(node *Node, trunk *Interface) {
	for _, record := range b.byTrunk[trunk.ID] {
		trunk.Branches = append(trunk.Branches, b.newInterface(node, record))
	}
	sortBranches(trunk)
	for _, missed := range b.snapshot.Missed(snapshot.NetworkInterfaces) {
		if slices.Contains(missed.IDs, string(trunk.ID)) {
			trunk.BranchesUnknown = true
		}
	}
}

func sortBranches(trunk *Interface) {
	slices.SortFunc(trunk.Branches, func(x, y *Interface) int {
		return cmp.Or(cmp.Compare(x.VLANID, y.VLANID), cmp.Compare(x.ID, y.ID))
	})
}

func (b *builder) newInterface(node *Node, record *snapshot.NetworkInterface) *Interface {
	facts := cni.InterfaceFacts{Type: record.InterfaceType, Tags: make(map[string]string, len(record.TagSet))}
	for _, t := range record.TagSet {
		facts.Tags[t.Key] = t.Value
	}
	if a := record.Attachment; a != nil {
		facts.Attached, facts.DeviceIndex, facts.NetworkCard, facts.InstanceID = true, a.DeviceIndex, a.NetworkCardIndex, a.InstanceID
	}
	eni := &Interface{ID: InterfaceID(record.ID), Subnet: SubnetID(record.SubnetID), Record: record}
	eni.Role, eni.Managed = cni.RoleOf(facts, node.Settings)
	eni.Excluded = node.Settings != nil && b.model.Subnets[eni.Subnet].Excluded
	if vlan, err := strconv.Atoi(facts.Tags[cni.TagVLANID]); err == nil {
		eni.VLANID = vlan
	}
	b.addAddresses(eni)
	return eni
}

// addAddresses parses the ENI's addresses and prefixes. Single IPv6 addresses are the ENI's own: the VPC CNI gives pods IPv6 addresses from
// a prefix only.
func (b *builder) addAddresses(eni *Interface) {
	for _, a := range eni.Record.PrivateIPAddresses {
		b.addAddress(eni, a.PrivateIPAddress, a.Primary)
	}
	if len(eni.Record.PrivateIPAddresses) == 0 && eni.Record.PrivateIPAddress != "" {
		b.addAddress(eni, eni.Record.PrivateIPAddress, true)
	}
	for _, a := range eni.Record.IPv6Addresses {
		b.addAddress(eni, a.IPv6Address, true)
	}
	for _, p := range eni.Record.IPv4Prefixes {
		b.addPrefix(eni, p.IPv4Prefix)
	}
	for _, p := range eni.Record.IPv6Prefixes {
		b.addPrefix(eni, p.IPv6Prefix)
	}
	slices.SortFunc(eni.Addresses, func(x, y *Address) int {
		if x.Primary != y.Primary {
			if x.Primary {
				return -1
			}
			return 1
		}
		return x.IP.Compare(y.IP)
	})
	slices.SortFunc(eni.Prefixes, func(x, y *Prefix) int { return x.CIDR.Compare(y.CIDR) })
}

func (b *builder) addAddress(eni *Interface, text string, primary bool) {
	addr, err := netip.ParseAddr(text)
	if err != nil {
		b.warn("InvalidAddress", fmt.Sprintf("ENI %s: address %q does not parse and is left out", eni.ID, text))
		return
	}
	eni.Addresses = append(eni.Addresses, &Address{IP: addr, Primary: primary})
}

func (b *builder) addPrefix(eni *Interface, text string) {
	cidr, err := netip.ParsePrefix(text)
	if err != nil {
		b.warn("InvalidPrefix", fmt.Sprintf("ENI %s: prefix %q does not parse and is left out", eni.ID, text))
		return
	}
	eni.Prefixes = append(eni.Prefixes, &Prefix{CIDR: cidr.Masked()})
}
