// SPDX-License-Identifier: Apache-2.0

package cni_test

import (
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

// The expected numbers are the worked example of m5.large (3 ENIs, 10 addresses each, can trunk): 27 addresses by default, 18 with custom
// networking, 432 with prefixes, 288 with both, 18 with a trunk, 9 with a trunk under custom networking.
func TestCapacity(t *testing.T) {
	t.Parallel()
	newest, old := cni.ParseVersion("v1.20.4"), cni.ParseVersion("v1.20.3")
	tests := map[string]struct {
		instanceType string
		settings     cni.Settings
		enis         cni.NodeENIs
		want         int
		known        bool
	}{
		"secondary":              {"m5.large", cni.Settings{}, cni.NodeENIs{}, 27, true},
		"custom networking":      {"m5.large", cni.Settings{CustomNetworking: true}, cni.NodeENIs{}, 18, true},
		"prefix":                 {"m5.large", cni.Settings{PrefixDelegation: true}, cni.NodeENIs{}, 432, true},
		"prefix and custom":      {"m5.large", cni.Settings{PrefixDelegation: true, CustomNetworking: true}, cni.NodeENIs{}, 288, true},
		"prefix on xen":          {"t2.medium", cni.Settings{PrefixDelegation: true}, cni.NodeENIs{}, 15, true},
		"trunk attached":         {"m5.large", cni.Settings{PodENI: true}, cni.NodeENIs{HasTrunk: true}, 18, true},
		"trunk reserved":         {"m5.large", cni.Settings{PodENI: true}, cni.NodeENIs{}, 18, true},
		"trunk and custom":       {"m5.large", cni.Settings{PodENI: true, CustomNetworking: true}, cni.NodeENIs{HasTrunk: true}, 9, true},
		"no room for the trunk":  {"m5.large", cni.Settings{PodENI: true}, cni.NodeENIs{InUse: 3}, 27, true},
		"type that cannot trunk": {"t3.medium", cni.Settings{PodENI: true, Version: newest}, cni.NodeENIs{}, 15, true},
		"the same before v1.20.4": {
			"t3.medium", cni.Settings{PodENI: true, Version: old}, cni.NodeENIs{}, 10, true,
		},
		"MAX_ENI":                    {"m5.large", cni.Settings{MaxENI: 2}, cni.NodeENIs{}, 18, true},
		"MAX_ENI above the limit":    {"m5.large", cni.Settings{MaxENI: 20}, cni.NodeENIs{}, 27, true},
		"MAX_ENI 1 and a trunk":      {"m5.large", cni.Settings{MaxENI: 1, PodENI: true}, cni.NodeENIs{}, 9, true},
		"MAX_ENI 1, custom":          {"m5.large", cni.Settings{MaxENI: 1, CustomNetworking: true}, cni.NodeENIs{}, 0, true},
		"unmanaged":                  {"m5.large", cni.Settings{}, cni.NodeENIs{Unmanaged: 1}, 18, true},
		"excluded subnet":            {"m5.large", cni.Settings{}, cni.NodeENIs{Excluded: 1}, 18, true},
		"primary in excluded subnet": {"m5.large", cni.Settings{}, cni.NodeENIs{Excluded: 3, PrimaryExcluded: true}, 0, true},
		"IPv6":                       {"m5.large", cni.Settings{IPv6: true, PrefixDelegation: true}, cni.NodeENIs{}, 0, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			limits, ok := cni.LookupLimits(tc.instanceType)
			if !ok {
				t.Fatalf("unknown type %s", tc.instanceType)
			}
			got, known := tc.settings.Capacity(limits, tc.enis)
			if got != tc.want || known != tc.known {
				t.Errorf("capacity %d, known %t; want %d, %t", got, known, tc.want, tc.known)
			}
		})
	}
}

func TestWindowsCapacity(t *testing.T) {
	t.Parallel()
	limits, _ := cni.LookupLimits("m5.large")
	if got := cni.WindowsCapacity(limits, false); got != 9 {
		t.Errorf("secondary: %d, want 9", got)
	}
	if got := cni.WindowsCapacity(limits, true); got != 144 {
		t.Errorf("prefix: %d, want 144", got)
	}
}
