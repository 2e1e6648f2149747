// SPDX-License-Identifier: Apache-2.0

package cni_test

import (
	"strings"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

// limitsOf is a nitro type with so many ENIs and addresses per ENI.
func limitsOf(enis, ipv4PerENI int) cni.Limits {
	return cni.Limits{ENIs: enis, IPv4PerENI: ipv4PerENI, Hypervisor: cni.HypervisorNitro}
}

func TestNextStep(t *testing.T) {
	t.Parallel()
	m5large := limitsOf(3, 10)
	warmENI := cni.Settings{IPv4: true, WarmENITarget: 1}
	prefixes := cni.Settings{IPv4: true, PrefixDelegation: true, WarmPrefixTarget: 1}
	for name, tc := range map[string]struct {
		settings cni.Settings
		limits   cni.Limits
		pool     cni.PoolState
		action   cni.PoolAction
		count    int
		reason   string
	}{
		"one ENI free is enough": {
			warmENI, m5large, cni.PoolState{Total: 18, Assigned: 9, FreeENIs: 1}, cni.PoolRests, 0, "WARM_ENI_TARGET=1",
		},
		"one pod more, one ENI more": {
			warmENI, m5large, cni.PoolState{Total: 18, Assigned: 10, FreeENIs: 1}, cni.PoolAttachesENI, 9, "8 available",
		},
		"slots first": {
			warmENI, m5large, cni.PoolState{Total: 10, Assigned: 10, FreeSlots: 8, FreeENIs: 1}, cni.PoolAddsAddresses, 8, "0 available",
		},
		"every slot used": {
			warmENI, m5large, cni.PoolState{Total: 27, Assigned: 27, MaxPods: 110}, cni.PoolAtLimit, 0, "no further ENI may be attached",
		},
		"cordoned": {
			warmENI, m5large, cni.PoolState{Total: 9, Assigned: 9, FreeENIs: 2, Cordoned: true}, cni.PoolCordoned, 0, cni.EnvManageCordoned,
		},
		"cordoned, but managed": {
			cni.Settings{IPv4: true, WarmENITarget: 1, ManageCordoned: true}, m5large, cni.PoolState{Total: 9, Assigned: 9, FreeENIs: 2, Cordoned: true}, cni.PoolAttachesENI, 9, "",
		},
		"cordoned nodes with enough rest": {
			warmENI, m5large, cni.PoolState{Total: 18, Assigned: 2, FreeENIs: 1, Cordoned: true}, cni.PoolRests, 0, "",
		},
		"max pods": {
			warmENI, m5large, cni.PoolState{Total: 18, Assigned: 18, FreeENIs: 1, MaxPods: 17}, cni.PoolAtMaxPods, 0, "the node takes 17 pods",
		},
		"nothing may be written": {
			cni.Settings{IPv4: true, DisableProvisioning: true}, m5large, cni.PoolState{FreeSlots: 9}, cni.PoolFixed, 0, cni.EnvDisableProvisioning,
		},
		"WARM_ENI_TARGET gives back ENIs only": {
			warmENI, m5large, cni.PoolState{Total: 27, Assigned: 9}, cni.PoolMayFreeENI, 0, "18 available",
		},
		"WARM_ENI_TARGET=0 wants one address": {
			cni.Settings{IPv4: true}, m5large, cni.PoolState{Total: 9, Assigned: 9, FreeENIs: 2}, cni.PoolAttachesENI, 9, "",
		},
		"WARM_IP_TARGET wants exactly that": {
			cni.Settings{IPv4: true, WarmIPTarget: 2, MinimumIPTarget: 10}, limitsOf(4, 15), cni.PoolState{FreeSlots: 14, FreeENIs: 3}, cni.PoolAddsAddresses, 10, "MINIMUM_IP_TARGET=10",
		},
		"WARM_IP_TARGET returns the rest": {
			cni.Settings{IPv4: true, WarmIPTarget: 2, MinimumIPTarget: 4}, m5large, cni.PoolState{Total: 18, Assigned: 3, FreeENIs: 1}, cni.PoolReturnsAddresses, 13, "",
		},
		"MINIMUM_IP_TARGET alone is a ceiling": {
			cni.Settings{IPv4: true, MinimumIPTarget: 4, WarmENITarget: 1}, m5large, cni.PoolState{Total: 4, Assigned: 4, FreeSlots: 5, FreeENIs: 2}, cni.PoolRests, 0, "MINIMUM_IP_TARGET=4",
		},
		"prefix mode keeps 16 free": {
			prefixes, m5large, cni.PoolState{Total: 32, Assigned: 17, Prefixes: 2, FreeSlots: 7}, cni.PoolAddsPrefixes, 1, "WARM_PREFIX_TARGET=1",
		},
		"prefix mode at rest": {
			prefixes, m5large, cni.PoolState{Total: 32, Assigned: 16, Prefixes: 2, FreePrefixes: 1, FreeSlots: 7}, cni.PoolRests, 0, "",
		},
		"prefix mode returns whole prefixes": {
			prefixes, m5large, cni.PoolState{Total: 64, Assigned: 1, Prefixes: 4, FreePrefixes: 3}, cni.PoolReturnsPrefixes, 2, "",
		},
		"prefix mode with WARM_IP_TARGET counts in prefixes": {
			cni.Settings{IPv4: true, PrefixDelegation: true, WarmIPTarget: 20}, m5large, cni.PoolState{Total: 16, Prefixes: 1, FreePrefixes: 1, FreeSlots: 8}, cni.PoolAddsPrefixes, 1, "",
		},
		"a prefix with one pod stays": {
			cni.Settings{IPv4: true, PrefixDelegation: true, WarmIPTarget: 1}, m5large, cni.PoolState{Total: 48, Assigned: 3, Prefixes: 3}, cni.PoolRests, 0, "",
		},
		"xen falls back to single addresses": {
			prefixes, cni.Limits{ENIs: 3, IPv4PerENI: 6, Hypervisor: "xen"}, cni.PoolState{FreeSlots: 5}, cni.PoolRests, 0, "",
		},
		"IPv6 has no targets": {
			cni.Settings{IPv6: true, PrefixDelegation: true}, m5large, cni.PoolState{}, cni.PoolRests, 0, "one /80",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if tc.limits.Hypervisor == "xen" {
				tc.settings.WarmENITarget, tc.pool.Total = 1, 5
			}
			got := tc.settings.NextStep(tc.limits, tc.pool)
			if got.Action != tc.action || got.Count != tc.count || !strings.Contains(got.Reason, tc.reason) {
				t.Errorf("NextStep = %+v, want %s %d with %q", got, tc.action, tc.count, tc.reason)
			}
		})
	}
}
