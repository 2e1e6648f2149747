// SPDX-License-Identifier: Apache-2.0

package maxpods_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/maxpods"
)

func typesReport(t *testing.T, flags maxpods.Flags, names ...string) *v1alpha1.MaxPodsReport {
	t.Helper()
	return maxpods.Types(names, setup(t, flags), maxpods.Known)
}

func emit(t *testing.T, target maxpods.Target, report *v1alpha1.MaxPodsReport) string {
	t.Helper()
	text, err := maxpods.Emit(target, report)
	if err != nil {
		t.Fatalf("Emit(%s): %v", target, err)
	}
	return text
}

func TestEmitYAML(t *testing.T) {
	t.Parallel()
	cases := map[maxpods.Target]map[string]any{
		maxpods.EmitNodeadm: {
			"apiVersion": "node.eks.aws/v1alpha1", "kind": "NodeConfig",
			"spec": map[string]any{"kubelet": map[string]any{"config": map[string]any{"maxPods": 110.0}}},
		},
		maxpods.EmitKarpenter: {
			"apiVersion": "karpenter.k8s.aws/v1", "kind": "EC2NodeClass", "metadata": map[string]any{"name": "default"},
			"spec": map[string]any{"kubelet": map[string]any{"maxPods": 110.0}},
		},
		maxpods.EmitEksctl: {
			"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig",
			"metadata":   map[string]any{"name": "my-cluster", "region": "us-east-1"},
			"nodeGroups": []any{map[string]any{"name": "max-pods-110", "instanceType": "m5.large", "maxPodsPerNode": 110.0}},
		},
		maxpods.EmitKubelet: {"apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration", "maxPods": 110.0},
	}
	for target, want := range cases {
		text := emit(t, target, typesReport(t, maxpods.Flags{PrefixDelegation: true}, "m5.large"))
		var got map[string]any
		if err := yaml.UnmarshalStrict([]byte(text), &got); err != nil {
			t.Errorf("%s is no YAML: %v\n%s", target, err, text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", target, diff)
		}
	}
}

// The subset of TOML that Bottlerocket's user data needs: comments, a table, and a key with a whole number.
var tomlLine = regexp.MustCompile(`^(#.*|\[([a-z.]+)\]|([a-z-]+) = (\d+))$`)

func TestEmitTOML(t *testing.T) {
	t.Parallel()
	text := emit(t, maxpods.EmitBottlerocket, typesReport(t, maxpods.Flags{PrefixDelegation: true}, "m5.large"))
	got, table := map[string]string{}, ""
	for line := range strings.Lines(text) {
		match := tomlLine.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		switch {
		case match == nil:
			t.Errorf("line %q is no TOML", line)
		case match[2] != "":
			table = match[2]
		case match[3] != "":
			got[table+"."+match[3]] = match[4]
		}
	}
	if diff := cmp.Diff(map[string]string{"settings.kubernetes.max-pods": "110"}, got); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
}

func TestEmitTakesTheSmallestValue(t *testing.T) {
	t.Parallel()
	text := emit(t, maxpods.EmitKubelet, typesReport(t, maxpods.Flags{}, "m5.large", "t3.medium", "m5.4xlarge"))
	for _, want := range []string{"maxPods: 17\n", "# kubectl eni max-pods: m5.4xlarge 110, m5.large 29, t3.medium 17; the smallest, for all of them\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in:\n%s", want, text)
		}
	}
}

func TestEmitOfNodes(t *testing.T) {
	t.Parallel()
	w := newWorld(prefixDelegation)
	w.node("m5.large", 29, al2023Image, karpenter())
	w.node("m5.large", 29, al2023Image, karpenter())
	w.node("", 1, "", map[string]string{"eks.amazonaws.com/compute-type": "fargate"})
	w.node("c6a.large", 27, "", autoMode())
	text := emit(t, maxpods.EmitEksctl, w.report())
	for _, want := range []string{"# kubectl eni max-pods: m5.large 110\n", `name: "shop"`, `region: "eu-west-1"`, "maxPodsPerNode: 110\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in:\n%s", want, text)
		}
	}
}

func TestEmitCountsTypesItDoesNotName(t *testing.T) {
	t.Parallel()
	text := emit(t, maxpods.EmitKubelet, typesReport(t, maxpods.Flags{}, "m5.large", "m5.xlarge", "m5.2xlarge", "m5.4xlarge", "c5.large", "c5.xlarge", "r5.large"))
	if !strings.Contains(text, " and 2 more;") || strings.Contains(text, "instanceType") {
		t.Errorf("comment names all types:\n%s", text)
	}
}

func TestEmitKeepsHostileNamesOnTheirLine(t *testing.T) {
	t.Parallel()
	report := typesReport(t, maxpods.Flags{}, "m5.large")
	report.Items[0].InstanceType = "m5\nmaxPods: 1\x1b[31m"
	report.Cluster = &v1alpha1.Cluster{Name: "a\"\nkind: Pod"}
	for _, target := range maxpods.Targets() {
		text := emit(t, target, report)
		if strings.Contains(text, "\nmaxPods: 1") || strings.Contains(text, "\nkind: Pod") || strings.Contains(text, "\x1b") {
			t.Errorf("%s lets a name out of its line:\n%s", target, text)
		}
	}
}

func TestEmitRefuses(t *testing.T) {
	t.Parallel()
	fargate := newWorld(nil)
	fargate.node("", 1, "", map[string]string{"eks.amazonaws.com/compute-type": "fargate"})
	cases := map[string]struct {
		target maxpods.Target
		report *v1alpha1.MaxPodsReport
		want   string
	}{
		"nothing to set": {maxpods.EmitKubelet, fargate.report(), "no recommended value"},
		"no ENI for pods": {
			maxpods.EmitKubelet, typesReport(t, maxpods.Flags{CustomNetworking: true, SecurityGroupsForPods: true}, "p5.48xlarge"), "p5.48xlarge cannot run pods in this set-up",
		},
		"Windows for nodeadm":      {maxpods.EmitNodeadm, typesReport(t, maxpods.Flags{Windows: true}, "m5.large"), "m5.large runs Windows"},
		"Windows for Bottlerocket": {maxpods.EmitBottlerocket, typesReport(t, maxpods.Flags{Windows: true}, "m5.large"), "m5.large runs Windows"},
		"no such target":           {"ansible", typesReport(t, maxpods.Flags{}, "m5.large"), "there is no such configuration"},
	}
	for name, c := range cases {
		text, err := maxpods.Emit(c.target, c.report)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %q and error %v, want an error with %q", name, text, err, c.want)
		}
	}
}

func TestEmitWindowsForKarpenter(t *testing.T) {
	t.Parallel()
	if text := emit(t, maxpods.EmitKarpenter, typesReport(t, maxpods.Flags{Windows: true}, "m5.large")); !strings.Contains(text, "    maxPods: 9\n") {
		t.Errorf("no maxPods: 9 in:\n%s", text)
	}
}

func TestParseTarget(t *testing.T) {
	t.Parallel()
	for _, target := range maxpods.Targets() {
		if got, err := maxpods.ParseTarget(string(target)); got != target || err != nil {
			t.Errorf("ParseTarget(%q) = %q, %v", target, got, err)
		}
	}
	if _, err := maxpods.ParseTarget("terraform"); err == nil || !strings.Contains(err.Error(), "nodeadm, karpenter, eksctl, bottlerocket, kubelet") {
		t.Errorf("ParseTarget(terraform): %v, want the choices", err)
	}
}

// Whatever is emitted is the recommended value, for every type that has one.
func TestEmitSaysTheRecommendedValueOfEveryType(t *testing.T) {
	t.Parallel()
	for _, name := range shapes() {
		report := typesReport(t, maxpods.Flags{PrefixDelegation: true, CustomNetworking: true}, name)
		want := fmt.Sprintf("maxPods: %d\n", *report.Items[0].Recommended)
		if text := emit(t, maxpods.EmitKubelet, report); !strings.Contains(text, want) {
			t.Errorf("%s: no %q in:\n%s", name, want, text)
		}
	}
}
