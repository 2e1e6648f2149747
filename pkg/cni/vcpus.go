// SPDX-License-Identifier: Apache-2.0

package cni

import (
	"math"
	"strconv"
	"strings"
)

// VCPURange is what is known of an instance type's vCPUs: at least Low, at most High. Both are the same when the count is exact.
type VCPURange struct{ Low, High int }

// ExactVCPUs is the range of a known count of vCPUs.
func ExactVCPUs(count int) VCPURange { return VCPURange{Low: count, High: count} }

// Exact returns the count of vCPUs, where it is known.
func (r VCPURange) Exact() (count int, known bool) { return r.Low, r.Low == r.High && r.Low > 0 }

// MoreThan reports whether the type has more than n vCPUs, where the range tells.
func (r VCPURange) MoreThan(n int) (more, known bool) {
	if r.Low > n {
		return true, true
	}
	return false, r.High <= n
}

const (
	// vCPUsPerXlarge is how many vCPUs AWS's size names stand for: Nxlarge has 4 times N.
	vCPUsPerXlarge = 4
	// maxSmallVCPUs is the most that the sizes below large have: 1 or 2. Every large has 2.
	maxSmallVCPUs = 2
	// minMetalVCPUs is the least that a bare .metal has, a1.metal and the mac types apart.
	minMetalVCPUs = 48
)

// VCPUsBySize tells an instance type's vCPUs from its name. EC2 says it exactly (ec2:DescribeInstanceTypes, VCpuInfo.DefaultVCpus), and so
// does a node (status.capacity.cpu); this is for when neither can be asked. It was checked against EC2's counts for 1,363 types
// (karpenter-provider-aws v1.14.1, website/content/en/docs/reference/instance-types.md): none of them lies outside of its range.
func VCPUsBySize(instanceType string) VCPURange {
	family, size, _ := strings.Cut(instanceType, ".")
	if exception, ok := vCPUException(family, size); ok {
		return exception
	}
	switch size {
	case "nano", "micro", "small", "medium":
		return VCPURange{Low: 1, High: maxSmallVCPUs}
	case "large":
		return ExactVCPUs(maxSmallVCPUs)
	case "metal":
		return VCPURange{Low: minMetalVCPUs, High: math.MaxInt}
	}
	times, ok := xlarges(size)
	if !ok {
		return VCPURange{High: math.MaxInt}
	}
	if strings.HasPrefix(family, "hpc") {
		// Without hyper-threading a size has half of the vCPUs; which future family does is not in its name.
		return VCPURange{Low: times * vCPUsPerXlarge / 2, High: times * vCPUsPerXlarge}
	}
	return ExactVCPUs(times * vCPUsPerXlarge)
}

// vCPUException returns the vCPUs of the types whose size names do not say them.
func vCPUException(family, size string) (VCPURange, bool) {
	switch family + "." + size {
	case "a1.metal":
		return ExactVCPUs(16), true
	case "c1.xlarge":
		return ExactVCPUs(8), true
	case "c4.8xlarge", "d2.8xlarge":
		return ExactVCPUs(36), true
	}
	switch family {
	case "hpc6a", "hpc6id", "hpc7a", "hpc8a", "m2":
		times, ok := xlarges(size)
		return ExactVCPUs(times * vCPUsPerXlarge / 2), ok
	case "hpc7g":
		times, ok := xlarges(size)
		return ExactVCPUs(times * vCPUsPerXlarge), ok
	}
	if strings.HasPrefix(family, "mac") {
		return VCPURange{Low: 8, High: 28}, true
	}
	return VCPURange{}, false
}

// xlarges returns the N of Nxlarge and metal-Nxl; plain xlarge is 1.
func xlarges(size string) (times int, ok bool) {
	if size == "xlarge" {
		return 1, true
	}
	number, isSize := strings.CutSuffix(size, "xlarge")
	if metal, isMetal := strings.CutPrefix(size, "metal-"); isMetal {
		number, isSize = strings.CutSuffix(metal, "xl")
	}
	times, err := strconv.Atoi(number)
	return times, isSize && err == nil && times > 0
}
