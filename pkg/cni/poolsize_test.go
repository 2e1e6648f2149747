// SPDX-License-Identifier: Apache-2.0

package cni_test

import (
	"fmt"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

// TestPoolAtRest pins the closed forms with the tables of amazon-vpc-cni-k8s docs/eni-and-ip-target.md and docs/prefix-and-ip-target.md.
// Rows of theirs that the code contradicts are here as the code has them: t3.small 7/20 with no pods (2 prefixes, not 1), and p3dn.24xlarge,
// whose ENIs hold 49 prefixes, so that one ENI is enough.
func TestPoolAtRest(t *testing.T) {
	t.Parallel()
	t3small, p3dn, m5xlarge, m5large := limitsOf(3, 4), limitsOf(15, 50), limitsOf(4, 15), limitsOf(3, 10)
	warmENI := cni.Settings{IPv4: true, WarmENITarget: 1}
	warmIP := func(warm, minimum int) cni.Settings {
		return cni.Settings{IPv4: true, WarmENITarget: 1, WarmIPTarget: warm, MinimumIPTarget: minimum}
	}
	prefix := func(s cni.Settings) cni.Settings { s.PrefixDelegation = true; return s }
	warmPrefix := cni.Settings{IPv4: true, PrefixDelegation: true, WarmPrefixTarget: 1}
	for _, tc := range []struct {
		settings cni.Settings
		limits   cni.Limits
		pods     int
		want     cni.PoolSize
	}{
		{warmENI, t3small, 0, cni.PoolSize{ENIs: 1, Addresses: 3}},
		{warmENI, t3small, 5, cni.PoolSize{ENIs: 3, Addresses: 9}},
		{warmENI, t3small, 9, cni.PoolSize{ENIs: 3, Addresses: 9}},
		{warmIP(1, 1), t3small, 0, cni.PoolSize{ENIs: 1, Addresses: 1}},
		{warmIP(1, 1), t3small, 5, cni.PoolSize{ENIs: 2, Addresses: 6}},
		{warmIP(1, 1), t3small, 9, cni.PoolSize{ENIs: 3, Addresses: 9}},
		{warmIP(2, 5), t3small, 0, cni.PoolSize{ENIs: 2, Addresses: 5}},
		{warmIP(2, 5), t3small, 5, cni.PoolSize{ENIs: 3, Addresses: 7}},
		{warmIP(2, 5), t3small, 9, cni.PoolSize{ENIs: 3, Addresses: 9}},
		{warmENI, p3dn, 0, cni.PoolSize{ENIs: 1, Addresses: 49}},
		{warmENI, p3dn, 3, cni.PoolSize{ENIs: 2, Addresses: 98}},
		{warmENI, p3dn, 95, cni.PoolSize{ENIs: 3, Addresses: 147}},
		{warmIP(5, 10), p3dn, 0, cni.PoolSize{ENIs: 1, Addresses: 10}},
		{warmIP(5, 10), p3dn, 7, cni.PoolSize{ENIs: 1, Addresses: 12}},
		{warmIP(5, 10), p3dn, 15, cni.PoolSize{ENIs: 1, Addresses: 20}},
		{warmIP(5, 10), p3dn, 45, cni.PoolSize{ENIs: 2, Addresses: 50}},

		{warmPrefix, t3small, 0, cni.PoolSize{1, 16, 1}},
		{warmPrefix, t3small, 5, cni.PoolSize{1, 32, 2}},
		{warmPrefix, t3small, 16, cni.PoolSize{1, 32, 2}},
		{warmPrefix, t3small, 17, cni.PoolSize{1, 48, 3}},
		{warmPrefix, t3small, 58, cni.PoolSize{2, 80, 5}},
		{prefix(warmIP(1, 1)), t3small, 0, cni.PoolSize{1, 16, 1}},
		{prefix(warmIP(1, 1)), t3small, 5, cni.PoolSize{1, 16, 1}},
		{prefix(warmIP(1, 1)), t3small, 17, cni.PoolSize{1, 32, 2}},
		{prefix(warmIP(1, 1)), t3small, 58, cni.PoolSize{2, 64, 4}},
		{prefix(warmIP(7, 20)), t3small, 0, cni.PoolSize{1, 32, 2}},
		{prefix(warmIP(7, 20)), t3small, 5, cni.PoolSize{1, 32, 2}},
		{prefix(warmIP(7, 20)), t3small, 17, cni.PoolSize{1, 32, 2}},
		{prefix(warmIP(7, 20)), t3small, 58, cni.PoolSize{2, 80, 5}},
		{warmPrefix, p3dn, 3, cni.PoolSize{1, 32, 2}},
		{warmPrefix, p3dn, 95, cni.PoolSize{1, 112, 7}},
		{prefix(warmIP(5, 10)), p3dn, 45, cni.PoolSize{1, 64, 4}},

		// "30 addresses for 4 pods", and what two settings make of it.
		{warmENI, m5xlarge, 4, cni.PoolSize{ENIs: 2, Addresses: 28}},
		{warmIP(2, 10), m5xlarge, 4, cni.PoolSize{ENIs: 1, Addresses: 10}},
		{warmENI, m5large, 0, cni.PoolSize{ENIs: 1, Addresses: 9}},
		{warmENI, m5large, 1, cni.PoolSize{ENIs: 2, Addresses: 18}},
		{warmENI, m5large, 10, cni.PoolSize{ENIs: 3, Addresses: 27}},
		// MINIMUM_IP_TARGET alone is a ceiling.
		{warmIP(0, 10), m5large, 20, cni.PoolSize{ENIs: 2, Addresses: 10}},
	} {
		name := fmt.Sprintf("%d/%d pods=%d %s", tc.limits.ENIs, tc.limits.IPv4PerENI, tc.pods, targets(tc.settings))
		if got := tc.settings.PoolAtRest(tc.limits, tc.limits.ENIs, tc.pods, 0); got != tc.want {
			t.Errorf("%s: %+v, want %+v", name, got, tc.want)
		}
	}
	if got := warmENI.PoolAtRest(m5xlarge, 4, 4, 0).SubnetAddresses(); got != 30 {
		t.Errorf("m5.xlarge with 4 pods takes %d addresses of its subnet, want 30", got)
	}
	if got := (cni.Settings{IPv6: true}).PoolAtRest(m5large, 3, 4, 0); got != (cni.PoolSize{}) {
		t.Errorf("an IPv6 node has %+v, want nothing that counts", got)
	}
}

func targets(s cni.Settings) string {
	return fmt.Sprintf("WARM_ENI=%d WARM_IP=%d MIN=%d PREFIX=%t/%d", s.WarmENITarget, s.WarmIPTarget, s.MinimumIPTarget, s.PrefixDelegation, s.WarmPrefixTarget)
}

// TestPoolAtRestIsWhereNextStepRests walks every small setting pod by pod and compares where ipamd's steps lead with the closed forms.
func TestPoolAtRestIsWhereNextStepRests(t *testing.T) {
	t.Parallel()
	limits := limitsOf(3, 5)
	for _, settings := range everySetting() {
		for _, maxPods := range []int{0, 5, 8, 14, 40} {
			walk := newWalk(settings, limits, maxPods)
			for pods := range 20 {
				walk.place(pods)
				want := walk.size()
				if got := settings.PoolAtRest(limits, limits.ENIs, pods, maxPods); got.Addresses != want.Addresses || got.Prefixes != want.Prefixes {
					t.Fatalf("%s, %d pods, max pods %d: closed form %+v, ipamd's steps lead to %+v", targets(settings), pods, maxPods, got, want)
				}
			}
		}
	}
}

func everySetting() []cni.Settings {
	var all []cni.Settings
	for warm := range 4 {
		for minimum := range 7 {
			if warm > 0 || minimum > 0 {
				all = append(all, cni.Settings{IPv4: true, WarmIPTarget: warm, MinimumIPTarget: minimum},
					cni.Settings{IPv4: true, PrefixDelegation: true, WarmIPTarget: warm * 7, MinimumIPTarget: minimum * 9})
			}
		}
	}
	for target := range 3 {
		all = append(all, cni.Settings{IPv4: true, WarmENITarget: target})
	}
	return append(all, cni.Settings{IPv4: true, PrefixDelegation: true, WarmPrefixTarget: 1})
}

// walk is a node whose pods come one by one; addresses are used in order, as the closed forms assume.
type walk struct {
	settings cni.Settings
	limits   cni.Limits
	maxPods  int
	pods     int
	// slots are the used slots of each attached ENI.
	slots []int
}

func newWalk(s cni.Settings, l cni.Limits, maxPods int) *walk {
	w := &walk{settings: s, limits: l, maxPods: maxPods, slots: []int{0}}
	w.rest()
	return w
}

func (w *walk) place(pods int) {
	w.pods = pods
	w.rest()
}

func (w *walk) perSlot() int {
	if w.settings.PrefixDelegation {
		return cni.IPv4PrefixSize
	}
	return 1
}

func (w *walk) state() cni.PoolState {
	used, free := 0, 0
	for _, n := range w.slots {
		used += n
		free += w.limits.SlotsPerENI() - n
	}
	p := cni.PoolState{Total: used * w.perSlot(), FreeSlots: free, FreeENIs: w.limits.ENIs - len(w.slots), MaxPods: w.maxPods}
	p.Assigned = min(w.pods, p.Total)
	if w.settings.PrefixDelegation {
		p.Prefixes, p.FreePrefixes = used, used-(p.Assigned+cni.IPv4PrefixSize-1)/cni.IPv4PrefixSize
	}
	return p
}

// rest takes ipamd's growing steps until it has none left.
func (w *walk) rest() {
	for {
		step := w.settings.NextStep(w.limits, w.state())
		switch step.Action {
		case cni.PoolAddsAddresses, cni.PoolAddsPrefixes:
			last := len(w.slots) - 1
			w.slots[last] += min(step.Count, w.limits.SlotsPerENI()-w.slots[last])
		case cni.PoolAttachesENI:
			w.slots = append(w.slots, step.Count)
		case cni.PoolRests, cni.PoolReturnsAddresses, cni.PoolReturnsPrefixes, cni.PoolMayFreeENI, cni.PoolAtMaxPods, cni.PoolCordoned, cni.PoolFixed, cni.PoolAtLimit:
			return
		}
	}
}

func (w *walk) size() cni.PoolSize {
	p := w.state()
	return cni.PoolSize{ENIs: len(w.slots), Addresses: p.Total, Prefixes: p.Prefixes}
}
