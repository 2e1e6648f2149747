// SPDX-License-Identifier: Apache-2.0

package cni_test

import (
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

func space(t testing.TB, cidr string) *cni.AddressSpace {
	t.Helper()
	s, ok := cni.NewAddressSpace(netip.MustParsePrefix(cidr))
	if !ok {
		t.Fatalf("%s is no subnet", cidr)
	}
	return s
}

func TestAddressSpaceOfAnEmptySubnet(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		usable, free int
		largest      string
	}{
		"10.0.0.0/28":  {11, 0, ""},
		"10.0.0.0/27":  {27, 0, ""},
		"10.0.0.0/26":  {59, 2, "10.0.0.16/28"},
		"10.0.0.0/25":  {123, 6, "10.0.0.32/27"},
		"10.0.0.0/24":  {251, 14, "10.0.0.64/26"},
		"10.1.32.0/19": {8187, 510, "10.1.40.0/21"},
		"10.0.0.0/16":  {65531, 4094, "10.0.64.0/18"},
	}
	for cidr, want := range tests {
		s := space(t, cidr)
		free, reserved := s.FreeBlocks()
		largest, found := s.LargestFree()
		if s.Usable() != want.usable || free != want.free || reserved != 0 || found != (want.largest != "") || (found && largest.String() != want.largest) {
			t.Errorf("%s: %d usable, %d+%d free blocks, largest %v", cidr, s.Usable(), free, reserved, largest)
		}
	}
	for _, cidr := range []string{"10.0.0.0/15", "10.0.0.0/29", "2001:db8::/64"} {
		if _, ok := cni.NewAddressSpace(netip.MustParsePrefix(cidr)); ok {
			t.Errorf("%s passes for an IPv4 subnet of a VPC", cidr)
		}
	}
	if _, ok := cni.NewAddressSpace(netip.Prefix{}); ok {
		t.Error("no CIDR passes for a subnet")
	}
}

func TestAddressSpaceCountsAnAddressOnce(t *testing.T) {
	t.Parallel()
	s := space(t, "10.0.0.0/24")
	for text, want := range map[string]bool{
		"10.0.0.0": false, "10.0.0.3": false, "10.0.0.255": false, "10.0.1.1": false, "2001:db8::1": false, "10.0.0.4": true, "10.0.0.254": true,
	} {
		addr := netip.MustParseAddr(text)
		if got := s.TakeAddress(addr); got != want {
			t.Errorf("taking %s: %t", text, got)
		}
		if s.TakeAddress(addr) {
			t.Errorf("%s was taken twice", text)
		}
	}
	if fresh := s.TakePrefix(netip.MustParsePrefix("10.0.0.0/28")); fresh != 11 {
		t.Errorf("%d addresses of the first /28 were new, want those but AWS's four and one that was taken", fresh)
	}
	if fresh := s.TakePrefix(netip.MustParsePrefix("10.0.0.0/8")); fresh != 251-12-1 {
		t.Errorf("%d addresses of a range around the subnet were new", fresh)
	}
	if fresh := s.TakePrefix(netip.MustParsePrefix("10.9.0.0/28")); fresh != 0 {
		t.Errorf("%d addresses outside of the subnet were new", fresh)
	}
}

func TestFreeBlocksAndReservations(t *testing.T) {
	t.Parallel()
	type reservation struct {
		cidr     string
		prefixes bool
	}
	tests := map[string]struct {
		reservations   []reservation
		taken          []string
		open, reserved int
		largest        string
	}{
		"all for prefixes":             {[]reservation{{"10.0.0.0/24", true}}, nil, 0, 14, ""},
		"all by hand":                  {[]reservation{{"10.0.0.0/24", false}}, nil, 0, 0, ""},
		"half for prefixes":            {[]reservation{{"10.0.0.128/25", true}}, nil, 7, 7, "10.0.0.64/26"},
		"a prefix in a reservation":    {[]reservation{{"10.0.0.128/25", true}}, []string{"10.0.0.160/28"}, 7, 6, "10.0.0.64/26"},
		"an address in a reservation":  {[]reservation{{"10.0.0.128/25", true}}, []string{"10.0.0.161/32"}, 7, 6, "10.0.0.64/26"},
		"half a block for prefixes":    {[]reservation{{"10.0.0.16/29", true}}, nil, 13, 0, "10.0.0.64/26"},
		"two halves of a block":        {[]reservation{{"10.0.0.16/29", true}, {"10.0.0.24/29", true}}, nil, 13, 1, "10.0.0.64/26"},
		"one address of a block":       {nil, []string{"10.0.0.100/32"}, 13, 0, "10.0.0.128/26"},
		"prefixes that touch each end": {nil, []string{"10.0.0.16/28", "10.0.0.224/28"}, 12, 0, "10.0.0.64/26"},
		"a whole /26 by hand":          {[]reservation{{"10.0.0.64/26", false}}, nil, 10, 0, "10.0.0.128/26"},
	}
	for name, tc := range tests {
		s := space(t, "10.0.0.0/24")
		for _, r := range tc.reservations {
			s.Reserve(netip.MustParsePrefix(r.cidr), r.prefixes)
		}
		for _, p := range tc.taken {
			s.TakePrefix(netip.MustParsePrefix(p))
		}
		open, reserved := s.FreeBlocks()
		largest, found := s.LargestFree()
		if open != tc.open || reserved != tc.reserved || found != (tc.largest != "") || (found && largest.String() != tc.largest) {
			t.Errorf("%s: %d open and %d reserved blocks, largest %v; want %d, %d, %s", name, open, reserved, largest, tc.open, tc.reserved, tc.largest)
		}
	}
}

// slowSpace is an address space by the letter: a field for every address.
type slowSpace struct {
	taken, prefixes, hand []bool
}

func (s *slowSpace) blocks() (open, reserved int) {
	for first := 0; first < len(s.taken); first += 16 {
		busy, kept := false, 0
		for i := first; i < first+16; i++ {
			busy = busy || s.taken[i] || s.hand[i]
			if s.prefixes[i] {
				kept++
			}
		}
		switch {
		case !busy && kept == 0:
			open++
		case !busy && kept == 16:
			reserved++
		}
	}
	return open, reserved
}

// largest looks at every aligned block of every size.
func (s *slowSpace) largest() (first, size int) {
	for blockSize := 16; blockSize <= len(s.taken); blockSize *= 2 {
		for start := len(s.taken) - blockSize; start >= 0; start -= blockSize {
			free := true
			for i := start; i < start+blockSize; i++ {
				free = free && !s.taken[i] && !s.hand[i] && !s.prefixes[i]
			}
			if free {
				first, size = start, blockSize
			}
		}
	}
	return first, size
}

func TestAddressSpaceAgainstBruteForce(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 1))
		bits := 20 + r.IntN(9)
		cidr := netip.PrefixFrom(netip.MustParseAddr("10.7.0.0"), bits)
		size := 1 << (32 - bits)
		fast, slow := space(t, cidr.String()), &slowSpace{make([]bool, size), make([]bool, size), make([]bool, size)}
		for _, i := range []int{0, 1, 2, 3, size - 1} {
			slow.taken[i] = true
		}
		for range r.IntN(4) {
			length := bits + r.IntN(33-bits)
			start := r.IntN(size) >> (32 - length) << (32 - length)
			prefixes := r.IntN(2) == 0
			fast.Reserve(netip.PrefixFrom(fast.Address(start), length), prefixes)
			for i := start; i < start+1<<(32-length); i++ {
				if prefixes {
					slow.prefixes[i] = true
				} else {
					slow.hand[i] = true
				}
			}
		}
		for range r.IntN(size) / 16 {
			start, length := r.IntN(size), 1
			if r.IntN(3) == 0 {
				start, length = start/16*16, 16
			}
			fresh := 0
			for i := start; i < start+length; i++ {
				if !slow.taken[i] {
					fresh++
				}
				slow.taken[i] = true
			}
			got := fast.TakePrefix(netip.PrefixFrom(fast.Address(start), map[int]int{1: 32, 16: 28}[length]))
			if got != fresh {
				t.Fatalf("seed %d: %d new addresses, want %d", seed, got, fresh)
			}
		}
		open, reserved := fast.FreeBlocks()
		wantOpen, wantReserved := slow.blocks()
		largest, _ := fast.LargestFree()
		first, length := slow.largest()
		want := netip.Prefix{}
		if length > 0 {
			want = netip.PrefixFrom(fast.Address(first), 32)
			for n := length; n > 1; n /= 2 {
				want = netip.PrefixFrom(want.Addr(), want.Bits()-1)
			}
		}
		if open != wantOpen || reserved != wantReserved || largest != want {
			t.Fatalf("seed %d, %s: %d and %d free blocks, largest %v; want %d, %d, %v", seed, cidr, open, reserved, largest, wantOpen, wantReserved, want)
		}
	}
}

// BenchmarkFreeBlocks is the /28 analysis of a /16 with 20,000 ENIs of ten addresses or two prefixes each, as far as they fit.
func BenchmarkFreeBlocks(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	var addresses []netip.Addr
	var prefixes []netip.Prefix
	base := space(b, "10.0.0.0/16")
	for range 20000 {
		addresses = append(addresses, base.Address(r.IntN(65536)))
		if r.IntN(10) == 0 {
			prefixes = append(prefixes, netip.PrefixFrom(base.Address(r.IntN(4096)*16), 28))
		}
	}
	b.ResetTimer()
	for b.Loop() {
		s := space(b, "10.0.0.0/16")
		for _, p := range prefixes {
			s.TakePrefix(p)
		}
		for _, a := range addresses {
			s.TakeAddress(a)
		}
		s.FreeBlocks()
		s.LargestFree()
	}
}
