// SPDX-License-Identifier: Apache-2.0

package maxpods_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/aws/amazon-vpc-resource-controller-k8s/pkg/aws/vpc"
	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/maxpods"
)

func known(t *testing.T, name string) maxpods.InstanceType {
	t.Helper()
	instanceType, ok := maxpods.Known(name)
	if !ok {
		t.Fatalf("%s is not in the embedded table", name)
	}
	return instanceType
}

func setup(t *testing.T, flags maxpods.Flags) maxpods.Setup {
	t.Helper()
	s, err := flags.Setup()
	if err != nil {
		t.Fatalf("Setup of %+v: %v", flags, err)
	}
	return s
}

func result(t *testing.T, name string, flags maxpods.Flags) maxpods.Result {
	t.Helper()
	return maxpods.Case{Type: known(t, name), Setup: setup(t, flags)}.Result()
}

func show(n *int) string {
	if n == nil {
		return "-"
	}
	return strconv.Itoa(*n)
}

// allFlags are all combinations that a node can have.
func allFlags() []maxpods.Flags {
	var all []maxpods.Flags
	for bits := range 1 << 5 {
		for _, limit := range []int{0, 1, 2, 3, 1000} {
			flags := maxpods.Flags{
				PrefixDelegation: bits&1 != 0, CustomNetworking: bits&2 != 0, SecurityGroupsForPods: bits&4 != 0,
				IPv6: bits&8 != 0, Windows: bits&16 != 0,
			}
			if limit > 0 {
				flags.MaxENI = &limit
			}
			if _, err := flags.Setup(); err == nil {
				all = append(all, flags)
			}
		}
	}
	return all
}

// shapes are instance types with different limits, one for each.
func shapes() []string {
	seen := map[cni.Limits]bool{}
	var names []string
	for _, name := range cni.InstanceTypes() {
		limits, _ := cni.LookupLimits(name)
		limits.InstanceType = ""
		if !seen[limits] {
			seen[limits] = true
			names = append(names, name)
		}
	}
	return names
}

func describe(flags maxpods.Flags) string {
	text := fmt.Sprintf("%+v", flags)
	if flags.MaxENI != nil {
		text = strings.Replace(text, fmt.Sprint(flags.MaxENI), strconv.Itoa(*flags.MaxENI), 1)
	}
	return text
}

// byHand counts slot by slot, from the table's raw data: it puts the ENIs of the default network card on a node one after the other, takes
// away those that are not for pods, and counts the addresses of the rest.
func byHand(entry *vpc.VPCLimits, flags maxpods.Flags) (maxPods, podIPs string) {
	slotSize := 1
	if flags.PrefixDelegation && (entry.Hypervisor == "nitro" || entry.IsBareMetal) {
		slotSize = 16
	}
	if flags.IPv6 {
		if entry.Hypervisor == "nitro" || entry.IsBareMetal {
			return "-", "-"
		}
		return "-", "0"
	}
	if flags.Windows {
		addresses := 0
		for range entry.IPv4PerInterface - 1 {
			addresses += slotSize
		}
		return strconv.Itoa(addresses), strconv.Itoa(addresses)
	}

	const primary, trunk, secondary = "primary", "trunk", "secondary"
	var enis []string
	for _, card := range entry.NetworkCards {
		if card.NetworkCardIndex != int64(entry.DefaultNetworkCardIndex) {
			continue
		}
		for range card.MaximumNetworkInterfaces {
			if flags.MaxENI != nil && len(enis) == *flags.MaxENI {
				break
			}
			enis = append(enis, secondary)
		}
	}
	enis[0] = primary
	if flags.SecurityGroupsForPods && entry.IsTrunkingCompatible && len(enis) > 1 {
		enis[len(enis)-1] = trunk
	}
	addresses := 0
	for _, eni := range enis {
		if eni == trunk || (eni == primary && flags.CustomNetworking) {
			continue
		}
		for slot := range entry.IPv4PerInterface {
			if slot > 0 {
				addresses += slotSize
			}
		}
	}
	return strconv.Itoa(addresses + 2), strconv.Itoa(addresses)
}

func TestResultOfEveryTypeInEveryMode(t *testing.T) {
	t.Parallel()
	flags := allFlags()
	for name, entry := range vpc.Limits {
		for _, f := range flags {
			got := result(t, name, f)
			maxPods, podIPs := byHand(entry, f)
			if show(got.MaxPods) != maxPods || show(got.PodIPs) != podIPs {
				t.Errorf("%s with %s: max pods %s and %s pod IPs, want %s and %s", name, describe(f), show(got.MaxPods), show(got.PodIPs), maxPods, podIPs)
			}
		}
	}
}

// The formula's text gives the formula's result.
func TestFormulaSaysTheResult(t *testing.T) {
	t.Parallel()
	for _, name := range shapes() {
		for _, f := range allFlags() {
			got := result(t, name, f)
			if got.MaxPods == nil {
				continue
			}
			if value := evaluate(t, got.Formula); value != *got.MaxPods {
				t.Errorf("%s with %s: %s is %d, but max pods is %d", name, describe(f), got.Formula, value, *got.MaxPods)
			}
		}
	}
}

// evaluate computes sums, differences and products of whole numbers, with brackets one deep.
func evaluate(t *testing.T, formula string) int {
	t.Helper()
	product, sum, sign := 1, 0, 1
	for part := range strings.FieldsSeq(flatten(t, formula)) {
		var n int
		switch part {
		case "×":
		case "+", "−":
			sum += sign * product
			product, sign = 1, 1
			if part == "−" {
				sign = -1
			}
		default:
			if _, err := fmt.Sscan(part, &n); err != nil {
				t.Fatalf("formula %q: %v", formula, err)
			}
			product *= n
		}
	}
	return sum + sign*product
}

// flatten replaces brackets by their value.
func flatten(t *testing.T, formula string) string {
	t.Helper()
	for strings.Contains(formula, "(") {
		before, rest, _ := strings.Cut(formula, "(")
		inner, after, _ := strings.Cut(rest, ")")
		formula = fmt.Sprintf("%s%d%s", before, evaluate(t, inner), after)
	}
	return formula
}

// The values that AWS documents: eni-max-pods.txt of amazon-vpc-cni-k8s for the plain formula, the Amazon EKS User Guide and EKS Best
// Practices Guide for m5.large in the other modes, the cap of max-pods-calculator.sh.
func TestResultDocumentedValues(t *testing.T) {
	t.Parallel()
	one, two := 1, 2
	cases := []struct {
		name        string
		flags       maxpods.Flags
		formula     string
		maxPods     string
		recommended string
		podIPs      string
		branches    string
	}{
		{"m5.large", maxpods.Flags{}, "3 × (10 − 1) + 2", "29", "29", "27", "0"},
		{"m5.large", maxpods.Flags{CustomNetworking: true}, "(3 − 1) × (10 − 1) + 2", "20", "20", "18", "0"},
		{"m5.large", maxpods.Flags{PrefixDelegation: true}, "3 × (10 − 1) × 16 + 2", "434", "110", "432", "0"},
		{"m5.large", maxpods.Flags{PrefixDelegation: true, CustomNetworking: true}, "(3 − 1) × (10 − 1) × 16 + 2", "290", "110", "288", "0"},
		{"m5.large", maxpods.Flags{SecurityGroupsForPods: true}, "(3 − 1) × (10 − 1) + 2", "20", "20", "18", "9"},
		{"m5.large", maxpods.Flags{CustomNetworking: true, SecurityGroupsForPods: true}, "(3 − 2) × (10 − 1) + 2", "11", "11", "9", "9"},
		{"m5.large", maxpods.Flags{MaxENI: &two}, "2 × (10 − 1) + 2", "20", "20", "18", "0"},
		{"m5.large", maxpods.Flags{MaxENI: &two, CustomNetworking: true}, "(2 − 1) × (10 − 1) + 2", "11", "11", "9", "0"},
		{"m5.large", maxpods.Flags{MaxENI: &one, SecurityGroupsForPods: true}, "1 × (10 − 1) + 2", "11", "11", "9", "0"},
		{"m5.large", maxpods.Flags{Windows: true}, "10 − 1", "9", "9", "9", "0"},
		{"m5.large", maxpods.Flags{Windows: true, PrefixDelegation: true}, "(10 − 1) × 16", "144", "110", "144", "0"},
		{"m5.large", maxpods.Flags{IPv6: true}, "one /80 a node: no limit by ENIs", "-", "110", "-", "0"},
		{"m5.large", maxpods.Flags{IPv6: true, SecurityGroupsForPods: true}, "one /80 a node: no limit by ENIs", "-", "110", "-", "9"},
		{"m5.xlarge", maxpods.Flags{}, "4 × (15 − 1) + 2", "58", "58", "56", "0"},
		{"c5.4xlarge", maxpods.Flags{}, "8 × (30 − 1) + 2", "234", "110", "232", "0"},
		{"c5.4xlarge", maxpods.Flags{SecurityGroupsForPods: true}, "(8 − 1) × (30 − 1) + 2", "205", "110", "203", "54"},
		{"t3.medium", maxpods.Flags{}, "3 × (6 − 1) + 2", "17", "17", "15", "0"},
		{"t3.medium", maxpods.Flags{SecurityGroupsForPods: true}, "3 × (6 − 1) + 2", "17", "17", "15", "0"},
		{"t3.medium", maxpods.Flags{PrefixDelegation: true}, "3 × (6 − 1) × 16 + 2", "242", "110", "240", "0"},
		{"t2.medium", maxpods.Flags{PrefixDelegation: true}, "3 × (6 − 1) + 2", "17", "17", "15", "0"},
		{"c7g.medium", maxpods.Flags{}, "2 × (4 − 1) + 2", "8", "8", "6", "0"},
		{"c7g.medium", maxpods.Flags{PrefixDelegation: true}, "2 × (4 − 1) × 16 + 2", "98", "98", "96", "0"},
		{"p4d.24xlarge", maxpods.Flags{}, "15 × (50 − 1) + 2", "737", "250", "735", "0"},
		{"p5.48xlarge", maxpods.Flags{}, "2 × (50 − 1) + 2", "100", "100", "98", "0"},
		{"m5.metal", maxpods.Flags{}, "15 × (50 − 1) + 2", "737", "250", "735", "0"},
		{"m5.metal", maxpods.Flags{PrefixDelegation: true}, "15 × (50 − 1) × 16 + 2", "11762", "250", "11760", "0"},
		{"a1.metal", maxpods.Flags{}, "8 × (30 − 1) + 2", "234", "110", "232", "0"},
	}
	for _, c := range cases {
		got := result(t, c.name, c.flags)
		gotValues := []string{got.Formula, show(got.MaxPods), show(got.Recommended), show(got.PodIPs), show(got.BranchENIs)}
		want := []string{c.formula, c.maxPods, c.recommended, c.podIPs, c.branches}
		if diff := cmp.Diff(want, gotValues); diff != "" {
			t.Errorf("%s with %s (-want +got):\n%s", c.name, describe(c.flags), diff)
		}
	}
}

// hpc6id is not in the embedded table; EC2 describes it as 2 network cards with one ENI each.
func oneENIType() maxpods.InstanceType {
	return maxpods.FromEC2(cni.Limits{
		InstanceType: "hpc6id.32xlarge", ENIs: 1, IPv4PerENI: 50, Hypervisor: "nitro", NetworkCards: 2, Source: cni.SourceEC2,
	}, 64)
}

func TestResultWithoutAnyENIForPods(t *testing.T) {
	t.Parallel()
	two := 2
	cases := map[string]maxpods.Case{
		"custom networking on one ENI": {Type: oneENIType(), Setup: setup(t, maxpods.Flags{CustomNetworking: true})},
		"custom networking and a trunk on two ENIs": {
			Type: known(t, "p5.48xlarge"), Setup: setup(t, maxpods.Flags{CustomNetworking: true, SecurityGroupsForPods: true}),
		},
		"custom networking and a trunk with MAX_ENI 2": {
			Type: known(t, "m5.large"), Setup: setup(t, maxpods.Flags{CustomNetworking: true, SecurityGroupsForPods: true, MaxENI: &two}),
		},
	}
	for name, c := range cases {
		got := c.Result()
		if show(got.PodIPs) != "0" || show(got.MaxPods) != "2" || got.Recommended != nil || got.Unusable == "" {
			t.Errorf("%s: %s pod IPs, max pods %s, recommended %s, unusable %q; want 0, 2, none and a reason",
				name, show(got.PodIPs), show(got.MaxPods), show(got.Recommended), got.Unusable)
		}
	}
}

func TestResultOfOneENIType(t *testing.T) {
	t.Parallel()
	got := maxpods.Case{Type: oneENIType()}.Result()
	if got.Formula != "1 × (50 − 1) + 2" || show(got.MaxPods) != "51" {
		t.Errorf("hpc6id.32xlarge: %s = %s, want 1 × (50 − 1) + 2 = 51", got.Formula, show(got.MaxPods))
	}
}

func TestResultOfIPv6WithoutPrefixes(t *testing.T) {
	t.Parallel()
	got := result(t, "t2.medium", maxpods.Flags{IPv6: true})
	if got.Recommended != nil || show(got.PodIPs) != "0" || !strings.Contains(got.Unusable, "ipamd does not start") {
		t.Errorf("t2.medium on IPv6: recommended %s, %s pod IPs, %q; want none, 0 and that ipamd does not start",
			show(got.Recommended), show(got.PodIPs), got.Unusable)
	}
}

func TestDeductionsAddUp(t *testing.T) {
	t.Parallel()
	two := 2
	cases := map[string]struct {
		flags    maxpods.Flags
		attached cni.NodeENIs
		want     []maxpods.Deduction
	}{
		"none":              {},
		"custom networking": {flags: maxpods.Flags{CustomNetworking: true}, want: []maxpods.Deduction{{maxpods.DeductionCustomNetworking, 1}}},
		"MAX_ENI and custom networking": {
			flags: maxpods.Flags{CustomNetworking: true, MaxENI: &two},
			want:  []maxpods.Deduction{{maxpods.DeductionMaxENI, 6}, {maxpods.DeductionCustomNetworking, 1}},
		},
		"unmanaged and a trunk": {
			flags: maxpods.Flags{SecurityGroupsForPods: true}, attached: cni.NodeENIs{Unmanaged: 2, HasTrunk: true},
			want: []maxpods.Deduction{{maxpods.DeductionUnmanaged, 2}, {maxpods.DeductionTrunk, 1}},
		},
		"the primary ENI's subnet is excluded": {
			attached: cni.NodeENIs{Excluded: 1, PrimaryExcluded: true},
			want:     []maxpods.Deduction{{maxpods.DeductionExcludedSubnet, 1}},
		},
	}
	for name, c := range cases {
		got := maxpods.Case{Type: known(t, "c5.4xlarge"), Setup: setup(t, c.flags), Attached: c.attached}.Result()
		if diff := cmp.Diff(c.want, got.Deductions); diff != "" {
			t.Errorf("%s: deductions (-want +got):\n%s", name, diff)
		}
		sum := *got.UsableENIs
		for _, d := range got.Deductions {
			sum += d.ENIs
		}
		if sum != 8 {
			t.Errorf("%s: usable ENIs and deductions make %d, want 8", name, sum)
		}
	}
}

func TestCapNeedsVCPUs(t *testing.T) {
	t.Parallel()
	limits := cni.Limits{InstanceType: "x9.huge", ENIs: 15, IPv4PerENI: 50, Hypervisor: "nitro", Source: cni.SourceEC2}
	cases := map[string]struct {
		vCPUs, want int
		noted       bool
	}{
		"unknown": {0, 110, true}, "30": {30, 110, false}, "31": {31, 250, false},
	}
	for name, c := range cases {
		got := maxpods.Case{Type: maxpods.FromEC2(limits, c.vCPUs)}.Result()
		if got.Cap != c.want || show(got.Recommended) != strconv.Itoa(c.want) {
			t.Errorf("%s vCPUs: cap %d and recommended %s, want %d for both", name, got.Cap, show(got.Recommended), c.want)
		}
		if noted := strings.Contains(strings.Join(got.Notes, " "), "the smaller cap is assumed"); noted != c.noted {
			t.Errorf("%s vCPUs: notes %q, want a note about the cap: %t", name, got.Notes, c.noted)
		}
	}
}
