// SPDX-License-Identifier: Apache-2.0

package subnets

import (
	"net/netip"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

// blocks are all /28s of the subnet.
func (l *ledger) blocks() []v1alpha1.SubnetBlock {
	all := make([]v1alpha1.SubnetBlock, 0, len(l.owner)/cni.IPv4PrefixSize)
	for first := 0; first < len(l.owner); first += cni.IPv4PrefixSize {
		all = append(all, l.block(first))
	}
	return all
}

// block is the /28 at a place in the subnet.
func (l *ledger) block(first int) v1alpha1.SubnetBlock {
	cidr := netip.PrefixFrom(l.space.Address(first), cni.IPv4PrefixBits)
	b := v1alpha1.SubnetBlock{CIDR: cidr.String(), Free: l.space.Empty(cidr), Free28: l.space.IsFreeBlock(cidr)}
	b.AWS = cni.IPv4PrefixSize - b.Free
	for _, bucket := range l.owner[first : first+cni.IPv4PrefixSize] {
		if bucket == "" {
			continue
		}
		if b.Addresses == nil {
			b.Addresses = map[v1alpha1.SubnetBucket]int{}
		}
		b.Addresses[bucket]++
		b.AWS--
	}
	prefixes, hand := l.space.Reserved(cidr)
	switch {
	case hand > 0:
		b.Reservation = "explicit"
	case prefixes > 0:
		b.Reservation = prefixReservation
	}
	return b
}
