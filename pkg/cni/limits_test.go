// SPDX-License-Identifier: Apache-2.0

package cni_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

func TestLookupLimits(t *testing.T) {
	t.Parallel()
	m5 := cni.Limits{
		InstanceType: "m5.large", ENIs: 3, IPv4PerENI: 10, Branches: 9, TrunkKnown: true,
		Hypervisor: "nitro", NetworkCards: 1, Source: cni.SourceTable,
	}
	got, ok := cni.LookupLimits("m5.large")
	if diff := cmp.Diff(m5, got); !ok || diff != "" {
		t.Errorf("m5.large: %t (-want +got):\n%s", ok, diff)
	}
	if _, ok := cni.LookupLimits("m99.large"); ok {
		t.Error("m99.large was found")
	}
}

// Max pods and ipamd count the default network card alone: domain tables of eni-max-pods.txt (p4d.24xlarge 737 = 15×49+2, p5.48xlarge
// 100 = 2×49+2, c6in.32xlarge 394 = 8×49+2).
func TestLimitsCountTheDefaultCardOnly(t *testing.T) {
	t.Parallel()
	for instanceType, want := range map[string]int{"p4d.24xlarge": 15, "p5.48xlarge": 2, "c6in.32xlarge": 8} {
		limits, ok := cni.LookupLimits(instanceType)
		if !ok || limits.ENIs != want || limits.NetworkCards < 2 {
			t.Errorf("%s: %d ENIs on %d cards, found %t; want %d on several", instanceType, limits.ENIs, limits.NetworkCards, ok, want)
		}
	}
}

func TestLimitsOfEveryTypeMakeSense(t *testing.T) {
	t.Parallel()
	types := cni.InstanceTypes()
	if len(types) < 1400 || !slices.IsSorted(types) {
		t.Fatalf("%d instance types, sorted %t", len(types), slices.IsSorted(types))
	}
	for _, name := range types {
		limits, _ := cni.LookupLimits(name)
		if limits.ENIs < 1 || limits.SlotsPerENI() < 1 || limits.NetworkCards < 1 {
			t.Errorf("%s: %+v", name, limits)
		}
	}
}

func TestSupports(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ prefixes, trunk bool }{
		"m5.large":  {prefixes: true, trunk: true},
		"m5.metal":  {prefixes: true, trunk: true},
		"t3.medium": {prefixes: true, trunk: false},
		"t2.medium": {prefixes: false, trunk: false},
	}
	for name, want := range tests {
		limits, _ := cni.LookupLimits(name)
		if limits.SupportsPrefixes() != want.prefixes || limits.SupportsTrunk() != want.trunk {
			t.Errorf("%s: prefixes %t, trunk %t; want %+v", name, limits.SupportsPrefixes(), limits.SupportsTrunk(), want)
		}
	}
	if !(cni.Limits{}).SupportsTrunk() {
		t.Error("a type that the table does not know counts as able to trunk")
	}
}
