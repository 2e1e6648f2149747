// SPDX-License-Identifier: Apache-2.0

package cni_test

import (
	"math"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

// The counts are EC2's own (VCpuInfo.DefaultVCpus).
func TestVCPUsBySize(t *testing.T) {
	t.Parallel()
	small := cni.VCPURange{Low: 1, High: 2}
	cases := map[string]cni.VCPURange{
		"t2.nano": small, "t3.micro": small, "t3.medium": small, "c7g.medium": small,
		"m5.large":          cni.ExactVCPUs(2),
		"m5.xlarge":         cni.ExactVCPUs(4),
		"c5.4xlarge":        cni.ExactVCPUs(16),
		"m5.8xlarge":        cni.ExactVCPUs(32),
		"p4d.24xlarge":      cni.ExactVCPUs(96),
		"p5.48xlarge":       cni.ExactVCPUs(192),
		"p6-b200.48xlarge":  cni.ExactVCPUs(192),
		"u-6tb1.56xlarge":   cni.ExactVCPUs(224),
		"m7i.metal-24xl":    cni.ExactVCPUs(96),
		"m8i.metal-96xl":    cni.ExactVCPUs(384),
		"c1.xlarge":         cni.ExactVCPUs(8),
		"m2.2xlarge":        cni.ExactVCPUs(4),
		"c4.8xlarge":        cni.ExactVCPUs(36),
		"d2.8xlarge":        cni.ExactVCPUs(36),
		"a1.metal":          cni.ExactVCPUs(16),
		"hpc6id.32xlarge":   cni.ExactVCPUs(64),
		"hpc7a.12xlarge":    cni.ExactVCPUs(24),
		"hpc7g.16xlarge":    cni.ExactVCPUs(64),
		"hpc99.16xlarge":    {Low: 32, High: 64},
		"m5zn.metal":        {Low: 48, High: math.MaxInt},
		"mac2-m2pro.metal":  {Low: 8, High: 28},
		"":                  {High: math.MaxInt},
		"m5":                {High: math.MaxInt},
		"m5.enormous":       {High: math.MaxInt},
		"m5.-4xlarge":       {High: math.MaxInt},
		"m5.metal-xl":       {High: math.MaxInt},
		"m5.metal-24xlarge": {High: math.MaxInt},
	}
	for name, want := range cases {
		if got := cni.VCPUsBySize(name); got != want {
			t.Errorf("VCPUsBySize(%q) = %+v, want %+v", name, got, want)
		}
	}
}

func TestVCPURange(t *testing.T) {
	t.Parallel()
	type answer struct{ more, known bool }
	cases := map[string]struct {
		in   cni.VCPURange
		want answer
	}{
		"below":          {cni.ExactVCPUs(16), answer{false, true}},
		"30 is not more": {cni.ExactVCPUs(30), answer{false, true}},
		"31 is":          {cni.ExactVCPUs(31), answer{true, true}},
		"small":          {cni.VCPURange{Low: 1, High: 2}, answer{false, true}},
		"metal":          {cni.VCPURange{Low: 48, High: math.MaxInt}, answer{true, true}},
		"unknown":        {cni.VCPURange{High: math.MaxInt}, answer{false, false}},
	}
	for name, c := range cases {
		more, known := c.in.MoreThan(30)
		if got := (answer{more, known}); got != c.want {
			t.Errorf("%s: MoreThan(30) of %+v = %+v, want %+v", name, c.in, got, c.want)
		}
	}
	if _, known := (cni.VCPURange{Low: 1, High: 2}).Exact(); known {
		t.Error("1 to 2 vCPUs count as exact")
	}
	if count, known := cni.ExactVCPUs(8).Exact(); count != 8 || !known {
		t.Errorf("Exact() = %d, %t, want 8, true", count, known)
	}
}

// Every type of the embedded table is on a known side of 30 vCPUs, so that its cap is known without EC2.
func TestVCPUsBySizeTellsTheCapOfEveryKnownType(t *testing.T) {
	t.Parallel()
	for _, name := range cni.InstanceTypes() {
		if _, known := cni.VCPUsBySize(name).MoreThan(30); !known {
			t.Errorf("%s: its size does not tell whether it has more than 30 vCPUs", name)
		}
	}
}
