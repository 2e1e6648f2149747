// SPDX-License-Identifier: Apache-2.0

package maxpods_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/maxpods"
)

func TestParseTypes(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		values []string
		want   []string
		err    string
	}{
		"in the order asked for, once each": {values: []string{" m5.large", "c5.large", "M5.Large "}, want: []string{"m5.large", "c5.large"}},
		"all":                               {values: []string{"all"}, want: cni.InstanceTypes()},
		"an empty list":                     {err: "give names of instance types"},
		"an empty name":                     {values: []string{"m5.large", ""}, err: "name is empty"},
		"all and more":                      {values: []string{"all", "m5.large"}, err: "all stands alone"},
	}
	for name, c := range cases {
		got, err := maxpods.ParseTypes(c.values)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if (err == nil) != (c.err == "") || (err != nil && !strings.Contains(err.Error(), c.err)) {
			t.Errorf("%s: error %v, want %q", name, err, c.err)
		}
	}
}

func TestTypesListsUnknownOnesAndAnswersTheOthers(t *testing.T) {
	t.Parallel()
	report := typesReport(t, maxpods.Flags{}, "c7g.4xlarge", "m5.lagre", "m5.large")
	var names []string
	for _, item := range report.Items {
		names = append(names, item.InstanceType)
	}
	if diff := cmp.Diff([]string{"c7g.4xlarge", "m5.large"}, names); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	if len(report.UnknownTypes) != 1 || report.UnknownTypes[0].Name != "m5.lagre" || report.UnknownTypes[0].Nearest[0] != "m5.large" {
		t.Errorf("unknown types %+v, want m5.lagre with m5.large nearest", report.UnknownTypes)
	}
	if len(report.Warnings) != 1 || !strings.Contains(report.Warnings[0].Message, "m5.lagre is unknown") || !strings.Contains(report.Warnings[0].Message, "did you mean m5.large") {
		t.Errorf("warnings %+v, want one that names m5.large", report.Warnings)
	}
}

func TestTypesTakesWhatEC2Knows(t *testing.T) {
	t.Parallel()
	report := maxpods.Types([]string{"hpc6id.32xlarge"}, maxpods.Setup{}, func(string) (maxpods.InstanceType, bool) { return oneENIType(), true })
	item := report.Items[0]
	if show(item.MaxPods) != "51" || show(item.VCPUs) != "64" || item.Sources.Limits != "ec2:DescribeInstanceTypes" || item.Sources.VCPUs != "ec2:DescribeInstanceTypes" {
		t.Errorf("max pods %s, %s vCPUs, sources %+v; want 51, 64 and ec2:DescribeInstanceTypes for both", show(item.MaxPods), show(item.VCPUs), item.Sources)
	}
	if item.BranchENIs == nil || *item.BranchENIs != 0 {
		t.Errorf("branch ENIs %s, want 0 while security groups for pods is off", show(item.BranchENIs))
	}
	report = maxpods.Types([]string{"hpc6id.32xlarge"}, setup(t, maxpods.Flags{SecurityGroupsForPods: true}), func(string) (maxpods.InstanceType, bool) { return oneENIType(), true })
	if report.Items[0].BranchENIs != nil {
		t.Errorf("branch ENIs %s, want unknown: EC2 does not publish them", show(report.Items[0].BranchENIs))
	}
}

func TestTypesSaysWhereTheNumbersComeFrom(t *testing.T) {
	t.Parallel()
	item := typesReport(t, maxpods.Flags{CustomNetworking: true, SecurityGroupsForPods: true}, "m5.large").Items[0]
	if item.Sources.Limits != "embedded table: "+cni.LimitsTable {
		t.Errorf("limits come from %q, want the embedded table", item.Sources.Limits)
	}
	if !item.CustomNetworking || !item.SecurityGroupsForPods || item.Mode != "SecondaryIP" || show(item.UsableENIs) != "1" || item.Verdict != "" {
		t.Errorf("item %+v, want custom networking, security groups for pods, SecondaryIP, 1 usable ENI and no verdict", item)
	}
	if diff := cmp.Diff([]string{"Calculator", "ManagedNodeGroup"}, item.CapAppliesTo); diff != "" {
		t.Errorf("cap applies to (-want +got):\n%s", diff)
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	cases := map[string]struct{ name, want string }{
		"a typing mistake":     {"m5.larg", "m5.large"},
		"swapped letters":      {"c5.4xlrage", "c5.4xlarge"},
		"upper case":           {"M5.LARGE", "m5.large"},
		"a size of the family": {"m5.3xlarge", "m5.2xlarge"},
		"no dot":               {"m5", "m5.large"},
		"missing dot":          {"m5large", "m5.large"},
	}
	for name, c := range cases {
		got := maxpods.Nearest(c.name, cni.InstanceTypes())
		if len(got) == 0 || got[0] != c.want || len(got) > 3 {
			t.Errorf("%s: Nearest(%q) = %q, want %s first and 3 at most", name, c.name, got, c.want)
		}
	}
	for _, name := range []string{"", "postgres", "zzz.zzzzzzzzz"} {
		if got := maxpods.Nearest(name, cni.InstanceTypes()); len(got) != 0 {
			t.Errorf("Nearest(%q) = %q, want nothing", name, got)
		}
	}
}

func BenchmarkAllTypes(b *testing.B) {
	prefixes, err := maxpods.Flags{PrefixDelegation: true}.Setup()
	if err != nil {
		b.Fatal(err)
	}
	names := cni.InstanceTypes()
	for b.Loop() {
		maxpods.Types(names, prefixes, maxpods.Known)
	}
	b.ReportMetric(float64(len(names)), "types/op")
}

func BenchmarkNearest(b *testing.B) {
	names := cni.InstanceTypes()
	for b.Loop() {
		maxpods.Nearest("m5.lagre", names)
	}
}
