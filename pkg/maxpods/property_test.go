// SPDX-License-Identifier: Apache-2.0

package maxpods_test

import (
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/maxpods"
)

func TestNoNumberIsNegative(t *testing.T) {
	t.Parallel()
	for _, name := range shapes() {
		for _, flags := range allFlags() {
			c := maxpods.Case{Type: known(t, name), Setup: setup(t, flags)}
			got := c.Result()
			for what, n := range map[string]*int{
				"max pods": got.MaxPods, "recommended": got.Recommended, "pod IPs": got.PodIPs, "branch ENIs": got.BranchENIs,
				"usable ENIs": got.UsableENIs, "cap": &got.Cap,
			} {
				if n != nil && *n < 0 {
					t.Errorf("%s with %s: %s is %d", name, describe(flags), what, *n)
				}
			}
			for _, i := range c.Implementations() {
				if i.Value != nil && *i.Value < 0 {
					t.Errorf("%s with %s: %s says %d", name, describe(flags), i.Name, *i.Value)
				}
			}
		}
	}
}

func TestRecommendedIsWithinTheCapAndTheFormula(t *testing.T) {
	t.Parallel()
	for _, name := range shapes() {
		for _, flags := range allFlags() {
			got := result(t, name, flags)
			if got.Recommended == nil {
				continue
			}
			if *got.Recommended > got.Cap || (got.MaxPods != nil && *got.Recommended > *got.MaxPods) {
				t.Errorf("%s with %s: recommended %d is above cap %d or formula %s", name, describe(flags), *got.Recommended, got.Cap, show(got.MaxPods))
			}
		}
	}
}

func TestMoreENIsNeverMeanFewerPods(t *testing.T) {
	t.Parallel()
	for _, name := range shapes() {
		for bits := range 1 << 3 {
			last := 0
			for limit := 1; limit <= 30; limit++ {
				flags := maxpods.Flags{
					PrefixDelegation: bits&1 != 0, CustomNetworking: bits&2 != 0, SecurityGroupsForPods: bits&4 != 0, MaxENI: &limit,
				}
				got := *result(t, name, flags).MaxPods
				if got < last {
					t.Errorf("%s with %s: %d max pods, but %d with an ENI fewer", name, describe(flags), got, last)
				}
				last = got
			}
			unlimited := maxpods.Flags{PrefixDelegation: bits&1 != 0, CustomNetworking: bits&2 != 0, SecurityGroupsForPods: bits&4 != 0}
			if got := *result(t, name, unlimited).MaxPods; got != last {
				t.Errorf("%s with %s: %d max pods, but %d with a MAX_ENI above its limit", name, describe(unlimited), got, last)
			}
		}
	}
}

func TestPrefixesNeverMeanFewerPodsAndCustomNetworkingNeverMore(t *testing.T) {
	t.Parallel()
	for _, name := range shapes() {
		for _, flags := range allFlags() {
			if flags.IPv6 {
				continue
			}
			prefixes, plain := flags, flags
			prefixes.PrefixDelegation, plain.PrefixDelegation = true, false
			if *result(t, name, prefixes).MaxPods < *result(t, name, plain).MaxPods {
				t.Errorf("%s with %s: fewer max pods with prefixes than without", name, describe(flags))
			}
			if flags.Windows {
				continue
			}
			custom, standard := flags, flags
			custom.CustomNetworking, standard.CustomNetworking = true, false
			if *result(t, name, custom).MaxPods > *result(t, name, standard).MaxPods {
				t.Errorf("%s with %s: more max pods with custom networking than without", name, describe(flags))
			}
		}
	}
}
