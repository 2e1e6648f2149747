// SPDX-License-Identifier: Apache-2.0

package seed

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"net/netip"
	"strings"
)

// The address plan: /18 subnets one after the other from the first address on, dealt to three zones in turn. A node has
// an aligned block of 64 addresses in a subnet of its zone. The first and the last block of a subnet stay empty: they
// hold the five addresses that AWS reserves
// (https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html).
const (
	zones          = 3
	subnetBits     = 18
	subnetSize     = 1 << (32 - subnetBits)
	nodeBlock      = 64
	nodesPerSubnet = subnetSize/nodeBlock - 2
	// maxSubnets fills 10.64.0.0/10 up.
	maxSubnets = 1 << (subnetBits - 10)
	maxNodes   = maxSubnets / zones * zones * nodesPerSubnet

	// Offsets inside the block of a node: one ENI each in the first three quarters, branches in the last. A node in
	// prefix mode has its three primary addresses in the first quarter and one /28 in each of the others.
	quarter = nodeBlock / 4
)

// vpcCIDR is the range that all subnets lie in. A real VPC would have it as several associated /16 blocks.
func vpcCIDR() netip.Prefix {
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{10, 64, 0, 0}), 10)
}

// subnetsFor returns as many subnets as a number of nodes takes.
func subnetsFor(nodes int) []*Subnet {
	perZone := (nodes + zones - 1) / zones
	rounds := (perZone + nodesPerSubnet - 1) / nodesPerSubnet
	subnets := make([]*Subnet, 0, rounds*zones)
	for i := range rounds * zones {
		subnets = append(subnets, &Subnet{
			ID:     resourceID("subnet", i),
			Zone:   Region + string(rune('a'+i%zones)),
			ZoneID: fmt.Sprintf("euw1-az%d", i%zones+1),
			CIDR:   netip.PrefixFrom(offset(vpcCIDR().Addr(), i*subnetSize), subnetBits),
		})
	}
	return subnets
}

// placeNode returns the subnet of the node of a number and the first address of its block.
func placeNode(number int, subnets []*Subnet) (*Subnet, netip.Addr) {
	zone, inZone := number%zones, number/zones
	subnet := subnets[inZone/nodesPerSubnet*zones+zone]
	return subnet, offset(subnet.CIDR.Addr(), (1+inZone%nodesPerSubnet)*nodeBlock)
}

// offset returns the IPv4 address a number of addresses further on.
func offset(addr netip.Addr, by int) netip.Addr {
	bytes := addr.As4()
	binary.BigEndian.PutUint32(bytes[:], binary.BigEndian.Uint32(bytes[:])+uint32(by))
	return netip.AddrFrom4(bytes)
}

// internalName returns the private DNS name that EC2 gives an address.
func internalName(addr netip.Addr) string {
	return "ip-" + strings.ReplaceAll(addr.String(), ".", "-") + "." + Region + ".compute.internal"
}

// resourceID returns an id of EC2's form (a kind, a dash and 17 hexadecimal digits) that looks random but is the same
// for the same numbers.
func resourceID(kind string, numbers ...int) string {
	return fmt.Sprintf("%s-0%016x", kind, digest(kind, numbers...))
}

// macAddress returns a locally administered MAC address for an ENI.
func macAddress(eni string) string {
	sum := digest(eni)
	return fmt.Sprintf("02:%02x:%02x:%02x:%02x:%02x", byte(sum>>32), byte(sum>>24), byte(sum>>16), byte(sum>>8), byte(sum))
}

// digest mixes a kind and numbers into 64 bits.
func digest(kind string, numbers ...int) uint64 {
	sum := fnv.New64a()
	_, _ = fmt.Fprint(sum, kind, numbers)
	return sum.Sum64()
}
