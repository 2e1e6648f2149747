// SPDX-License-Identifier: Apache-2.0

package cni

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
)

// largestSubnetBits is the prefix length of the largest subnet (Amazon VPC User Guide, "Subnet CIDR blocks").
const largestSubnetBits = 16

// SubnetReserved is how many IPv4 addresses AWS keeps of every subnet: the first four and the last one (Amazon VPC User Guide, "Subnet
// CIDR blocks").
const SubnetReserved = 5

const (
	// wordBits is how many addresses one word of a bitmap has.
	wordBits = 64
	// blockMask is one /28 in a bitmap.
	blockMask = 1<<IPv4PrefixSize - 1
)

// AddressSpace is the IPv4 address space of a subnet, one bit an address. It answers which addresses are taken, and which aligned blocks
// EC2 could still give to an ENI as a prefix.
type AddressSpace struct {
	cidr netip.Prefix
	base uint32
	size int
	// taken are the addresses in use and AWS's own five; forPrefixes and forHand are those of CIDR reservations.
	taken, forPrefixes, forHand []uint64
}

// NewAddressSpace returns the space of a subnet in which only AWS's own addresses are taken. It is false for what is no IPv4 subnet of a VPC:
// those have /16 to /28 (Amazon VPC User Guide, "Subnet CIDR blocks").
func NewAddressSpace(subnet netip.Prefix) (*AddressSpace, bool) {
	if !subnet.Addr().Is4() || subnet.Bits() < largestSubnetBits || subnet.Bits() > IPv4PrefixBits {
		return nil, false
	}
	size := 1 << (subnet.Addr().BitLen() - subnet.Bits())
	words := (size + wordBits - 1) / wordBits
	s := &AddressSpace{
		cidr: subnet.Masked(), size: size,
		taken: make([]uint64, words), forPrefixes: make([]uint64, words), forHand: make([]uint64, words),
	}
	s.base = number(s.cidr.Addr())
	s.taken[0] |= 0b1111
	s.taken[words-1] |= 1 << ((size - 1) % wordBits)
	return s, true
}

// Usable is how many addresses the subnet has for its owner: its size less [SubnetReserved].
func (s *AddressSpace) Usable() int { return s.size - SubnetReserved }

// TakeAddress marks an address as in use, and reports whether it was not before. Addresses outside of the subnet and AWS's own cannot be
// taken.
func (s *AddressSpace) TakeAddress(addr netip.Addr) bool {
	i, ok := s.Index(addr)
	if !ok || s.taken[i/wordBits]&(1<<(i%wordBits)) != 0 {
		return false
	}
	s.taken[i/wordBits] |= 1 << (i % wordBits)
	return true
}

// TakePrefix marks the addresses of a prefix as in use, and returns how many of them were not before.
func (s *AddressSpace) TakePrefix(p netip.Prefix) (fresh int) {
	s.each(p, func(word int, mask uint64) {
		fresh += bits.OnesCount64(mask &^ s.taken[word])
		s.taken[word] |= mask
	})
	return fresh
}

// Reserve notes a CIDR reservation: for prefixes (type prefix), or for addresses that somebody gives out by hand (type explicit).
func (s *AddressSpace) Reserve(p netip.Prefix, prefixes bool) {
	reserved := s.forHand
	if prefixes {
		reserved = s.forPrefixes
	}
	s.each(p, func(word int, mask uint64) { reserved[word] |= mask })
}

// Empty is how many addresses of a range nothing uses.
func (s *AddressSpace) Empty(p netip.Prefix) (n int) {
	s.each(p, func(word int, mask uint64) { n += bits.OnesCount64(mask &^ s.taken[word]) })
	return n
}

// EmptyReserved is how many addresses nothing uses inside of reservations for prefixes, and of reservations for hand-given addresses.
func (s *AddressSpace) EmptyReserved() (prefixes, hand int) {
	for i := range s.taken {
		prefixes += bits.OnesCount64(s.forPrefixes[i] &^ s.taken[i])
		hand += bits.OnesCount64(s.forHand[i] &^ s.forPrefixes[i] &^ s.taken[i])
	}
	return prefixes, hand
}

// FreeBlocks counts the /28s that EC2 could give to an ENI: blocks on a 16-address boundary of which nothing is in use, open ones outside of all
// reservations, and those inside of reservations for prefixes. Blocks that touch a reservation for hand-given addresses are not free, nor are
// those that lie across the border of a reservation. The first and the last block of a subnet never are: they have AWS's own addresses.
//
// Sources: EC2 User Guide, "Prefix delegation for Amazon EC2 network interfaces"; Amazon VPC User Guide, "Subnet CIDR reservations".
func (s *AddressSpace) FreeBlocks() (open, reserved int) {
	for word := range s.taken {
		for shift := 0; shift < wordBits && word*wordBits+shift < s.size; shift += IPv4PrefixSize {
			switch s.block(word, shift) {
			case blockOpen:
				open++
			case blockReserved:
				reserved++
			case blockTaken:
			}
		}
	}
	return open, reserved
}

// blockState is what can be done with a /28.
type blockState int

const (
	blockTaken blockState = iota
	blockOpen
	blockReserved
)

// block is the state of the /28 at a place in the bitmaps.
func (s *AddressSpace) block(word, shift int) blockState {
	kept := s.forPrefixes[word] >> shift & blockMask
	switch {
	case (s.taken[word]|s.forHand[word])>>shift&blockMask != 0:
		return blockTaken
	case kept == blockMask:
		return blockReserved
	case kept == 0:
		return blockOpen
	default:
		return blockTaken
	}
}

// LargestFree is the largest aligned block of at least a /28 in which nothing is in use and nothing is reserved, of several the first one.
func (s *AddressSpace) LargestFree() (netip.Prefix, bool) {
	free := make([]bool, s.size/IPv4PrefixSize)
	for i := range free {
		at := i * IPv4PrefixSize
		free[i] = s.block(at/wordBits, at%wordBits) == blockOpen
	}
	first, length := -1, IPv4PrefixBits
	for bitLen := IPv4PrefixBits; len(free) > 0; bitLen-- {
		for i, isFree := range free {
			if isFree {
				first, length = i<<(32-bitLen), bitLen
				break
			}
		}
		free = halves(free)
	}
	if first < 0 {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(s.Address(first), length), true
}

// halves joins neighbours: a pair is free if both of it are.
func halves(free []bool) []bool {
	joined := make([]bool, len(free)/2)
	for i := range joined {
		joined[i] = free[2*i] && free[2*i+1]
	}
	return joined
}

// IsFreeBlock reports whether EC2 could give a /28 of the subnet to an ENI; see [AddressSpace.FreeBlocks].
func (s *AddressSpace) IsFreeBlock(block netip.Prefix) bool {
	i, ok := s.Index(block.Masked().Addr())
	return ok && block.Bits() == IPv4PrefixBits && s.block(i/wordBits, i%wordBits) != blockTaken
}

// Reserved is how many addresses of a range, in use or not, are in reservations for prefixes and for hand-given addresses.
func (s *AddressSpace) Reserved(p netip.Prefix) (prefixes, hand int) {
	s.each(p, func(word int, mask uint64) {
		prefixes += bits.OnesCount64(mask & s.forPrefixes[word])
		hand += bits.OnesCount64(mask & s.forHand[word])
	})
	return prefixes, hand
}

// Index is where in the subnet an address lies, counted from 0.
func (s *AddressSpace) Index(addr netip.Addr) (int, bool) {
	if !s.cidr.Contains(addr) {
		return 0, false
	}
	return int(number(addr) - s.base), true
}

// Address is the address at a place in the subnet, counted from 0.
func (s *AddressSpace) Address(index int) netip.Addr {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], s.base+uint32(index)) //nolint:gosec // an index is less than 65,536
	return netip.AddrFrom4(b)
}

// each goes through the words of a range, as far as it is inside of the subnet.
func (s *AddressSpace) each(p netip.Prefix, f func(word int, mask uint64)) {
	if !p.Addr().Is4() || !p.Overlaps(s.cidr) {
		return
	}
	first, last := 0, s.size-1
	if p.Bits() > s.cidr.Bits() {
		first = int(number(p.Masked().Addr()) - s.base)
		last = first + 1<<(p.Addr().BitLen()-p.Bits()) - 1
	}
	for word := first / wordBits; word <= last/wordBits; word++ {
		mask := ^uint64(0)
		if low := first - word*wordBits; low > 0 {
			mask &= ^uint64(0) << low
		}
		if high := last - word*wordBits; high < wordBits-1 {
			mask &= 1<<(high+1) - 1
		}
		f(word, mask)
	}
}

// number is an IPv4 address as a number.
func number(addr netip.Addr) uint32 {
	b := addr.As4()
	return binary.BigEndian.Uint32(b[:])
}
