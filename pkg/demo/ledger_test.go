// SPDX-License-Identifier: Apache-2.0

package demo_test

import (
	"net/netip"
	"slices"
	"testing"
)

// TestEverySubnetCloses checks that what EC2 counts as used is what the ENIs hold, in every subnet.
func TestEverySubnetCloses(t *testing.T) {
	t.Parallel()
	s := cluster(t)
	equal(t, "subnets", len(s.Subnets), 7)
	for _, n := range s.Subnets {
		cidr := netip.MustParsePrefix(n.CIDRBlock)
		var reserved []netip.Prefix
		free := 1<<(32-cidr.Bits()) - 5
		for _, r := range s.SubnetCIDRReservations {
			if r.SubnetID == n.ID {
				reserved = append(reserved, netip.MustParsePrefix(r.CIDR))
				free -= 1 << (32 - reserved[len(reserved)-1].Bits())
			}
		}
		for a := range used(s, n.ID) {
			if !cidr.Contains(a) {
				t.Errorf("%s (%s) does not contain %s", n.ID, cidr, a)
			}
			if !slices.ContainsFunc(reserved, func(p netip.Prefix) bool { return p.Contains(a) }) {
				free--
			}
		}
		equal(t, n.ID, int(*n.AvailableIPAddressCount), free)
	}
}

func TestNoAddressTwice(t *testing.T) {
	t.Parallel()
	s := cluster(t)
	count, distinct := 0, map[netip.Addr]bool{}
	for _, eni := range s.NetworkInterfaces {
		count += len(eni.PrivateIPAddresses) + 16*len(eni.IPv4Prefixes)
	}
	for _, n := range s.Subnets {
		for a := range used(s, n.ID) {
			distinct[a] = true
		}
	}
	equal(t, "addresses", len(distinct), count)
}

// TestEveryPodIsOnItsNode checks that a pod's address is on an ENI of its node, and no two live pods share one.
func TestEveryPodIsOnItsNode(t *testing.T) {
	t.Parallel()
	s := cluster(t)
	taken := map[string]string{}
	for _, n := range s.Nodes {
		onNode := map[netip.Addr]bool{}
		for _, eni := range attached(s, instance(&n)) {
			for a := range held(eni) {
				onNode[a] = true
			}
		}
		for _, p := range own(s, n.Name) {
			if p.Name == "aws-cli" {
				continue
			}
			if !onNode[netip.MustParseAddr(p.Status.PodIP)] || p.Status.PodIP == n.Status.Addresses[0].Address {
				t.Errorf("%s has %s, which is not for pods on %s", p.Name, p.Status.PodIP, n.Name)
			}
			if other := taken[p.Status.PodIP]; other != "" {
				t.Errorf("%s and %s both have %s", p.Name, other, p.Status.PodIP)
			}
			taken[p.Status.PodIP] = p.Name
		}
	}
	equal(t, "pods with an address of their own", len(taken), 5+15+16)
}
