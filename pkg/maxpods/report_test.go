// SPDX-License-Identifier: Apache-2.0

package maxpods_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/maxpods"
)

// fleet is a cluster with a node for most verdicts.
func fleet() *world {
	w := newWorld(prefixDelegation)
	w.node("m5.large", 110, al2023Image, karpenter())
	w.node("m5.large", 29, al2023Image, managed())
	w.node("t3.medium", 17, bottlerocketImage, nil)
	w.node("m5.large", 110, al2023Image, karpenter())
	w.node("c7g.medium", 110, al2023Image, nil)
	w.node("", 1, "", map[string]string{"eks.amazonaws.com/compute-type": "fargate"})
	return w
}

func names(items []v1alpha1.MaxPods) string {
	var all []string
	for _, item := range items {
		all = append(all, item.Node)
	}
	return strings.Join(all, " ")
}

func TestSortOrders(t *testing.T) {
	t.Parallel()
	cases := map[maxpods.SortBy]string{
		maxpods.SortByName:        "node-0 node-1 node-2 node-3 node-4 node-5",
		maxpods.SortByType:        "node-5 node-4 node-0 node-1 node-3 node-2",
		maxpods.SortByVerdict:     "node-4 node-1 node-2 node-0 node-3 node-5",
		maxpods.SortByKubelet:     "node-0 node-3 node-4 node-1 node-2 node-5",
		maxpods.SortByRecommended: "node-0 node-1 node-2 node-3 node-4 node-5",
	}
	for _, order := range maxpods.SortOrders() {
		report := maxpods.Nodes(fleet().model(), order)
		if got := names(report.Items); got != cases[order] {
			t.Errorf("by %s: %s, want %s", order, got, cases[order])
		}
		if parsed, err := maxpods.ParseSortBy(string(order)); parsed != order || err != nil {
			t.Errorf("ParseSortBy(%q) = %q, %v", order, parsed, err)
		}
	}
	if _, err := maxpods.ParseSortBy("colour"); err == nil || !strings.Contains(err.Error(), "name, type, verdict, kubelet, recommended") {
		t.Errorf("ParseSortBy(colour): %v, want the choices", err)
	}
}

func TestFailOn(t *testing.T) {
	t.Parallel()
	report := fleet().report()
	for choice, want := range map[maxpods.FailOn]int{maxpods.FailOnOver: 1, maxpods.FailOnUnder: 2, maxpods.FailOnAny: 3} {
		if got := choice.Findings(report); got != want {
			t.Errorf("--fail-on %s: %d findings, want %d", choice, got, want)
		}
		if parsed, err := maxpods.ParseFailOn(string(choice)); parsed != choice || err != nil {
			t.Errorf("ParseFailOn(%q) = %q, %v", choice, parsed, err)
		}
	}
	stale := newWorld(nil)
	stale.node("m5.large", 110, al2023Image, nil)
	quietPrefixes(stale)
	for choice, want := range map[maxpods.FailOn]int{maxpods.FailOnOver: 0, maxpods.FailOnUnder: 0, maxpods.FailOnAny: 1} {
		if got := choice.Findings(stale.report()); got != want {
			t.Errorf("--fail-on %s: %d findings for a stale node that is not under, want %d", choice, got, want)
		}
	}
	if got := maxpods.FailOnAny.Findings(typesReport(t, maxpods.Flags{}, "m5.large")); got != 0 {
		t.Errorf("%d findings among instance types, want 0", got)
	}
	if _, err := maxpods.ParseFailOn("never"); err == nil || !strings.Contains(err.Error(), "over, under, any") {
		t.Errorf("ParseFailOn(never): %v, want the choices", err)
	}
}

func TestReportNamesTheCluster(t *testing.T) {
	t.Parallel()
	want := &v1alpha1.Cluster{Name: "shop", Region: "eu-west-1", CNI: &v1alpha1.CNI{Version: "v1.20.4", Mode: "PrefixDelegation"}}
	if diff := cmp.Diff(want, fleet().report().Cluster); diff != "" {
		t.Errorf("cluster (-want +got):\n%s", diff)
	}
}

// The order of what was read changes nothing.
func TestReportIsTheSameWhateverTheOrder(t *testing.T) {
	t.Parallel()
	want := marshal(t, fullNode(2).report())
	for seed := range uint64(5) {
		w := fullNode(2)
		r := rand.New(rand.NewPCG(seed, 1))
		r.Shuffle(len(w.Pods), func(i, j int) { w.Pods[i], w.Pods[j] = w.Pods[j], w.Pods[i] })
		r.Shuffle(len(w.NetworkInterfaces), func(i, j int) {
			w.NetworkInterfaces[i], w.NetworkInterfaces[j] = w.NetworkInterfaces[j], w.NetworkInterfaces[i]
		})
		if diff := cmp.Diff(want, marshal(t, w.report())); diff != "" {
			t.Errorf("seed %d (-want +got):\n%s", seed, diff)
		}
	}
}

func marshal(t *testing.T, report *v1alpha1.MaxPodsReport) string {
	t.Helper()
	data, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		t.Fatalf("marshalling the report: %v", err)
	}
	return string(data)
}

// Every field that the design promises is there, under its name.
func TestDocumentFields(t *testing.T) {
	t.Parallel()
	var document struct {
		APIVersion string           `json:"apiVersion"`
		Kind       string           `json:"kind"`
		Items      []map[string]any `json:"items"`
	}
	if err := json.Unmarshal([]byte(marshal(t, fullNode(2).report())), &document); err != nil {
		t.Fatalf("reading the report: %v", err)
	}
	if document.APIVersion != "kubectl-eni/v1alpha1" || document.Kind != "MaxPodsReport" {
		t.Errorf("type %s %s, want kubectl-eni/v1alpha1 MaxPodsReport", document.APIVersion, document.Kind)
	}
	for _, field := range []string{
		"node", "instanceType", "mode", "enis", "ipv4PerENI", "vcpus", "formula", "maxPods", "cap", "recommended", "podIPs", "branchENIs", "kubelet",
		"provisioner", "verdict", "fix", "sources", "usableENIs", "deductions", "implementations", "overBy", "happening", "pods",
	} {
		if _, ok := document.Items[0][field]; !ok {
			t.Errorf("field %s is missing", field)
		}
	}
}

func TestReportCopies(t *testing.T) {
	t.Parallel()
	report := fullNode(1).report()
	if diff := cmp.Diff(report, report.DeepCopyObject()); diff != "" {
		t.Errorf("copy (-want +got):\n%s", diff)
	}
}

func TestNodeAnswersAsNodesDoes(t *testing.T) {
	t.Parallel()
	model := fleet().model()
	report := maxpods.Nodes(model, maxpods.SortByName)
	for i, node := range model.Nodes {
		if diff := cmp.Diff(report.Items[i], maxpods.Node(model, node)); diff != "" {
			t.Errorf("%s (-Nodes +Node):\n%s", node.Name, diff)
		}
	}
}
