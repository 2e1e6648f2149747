// SPDX-License-Identifier: Apache-2.0

package maxpods_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/maxpods"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// fullNode is an m5.large under custom networking whose 18 pod addresses are all in use.
func fullNode(waiting int) *world {
	w := newWorld(customNetworking)
	w.node("m5.large", 29, al2023Image, nil)
	w.eni("interface", 0, 0)
	w.eni("interface", 9, 0)
	w.eni("interface", 9, 0)
	w.fill()
	w.host("aws-node")
	w.host("kube-proxy")
	for range waiting {
		w.pod("stuck", "").Status.Phase = "Pending"
	}
	return w
}

func TestOverSaysWhetherItIsHappening(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	halfFull := newWorld(customNetworking)
	halfFull.node("m5.large", 29, al2023Image, nil)
	halfFull.eni("interface", 0, 0)
	halfFull.eni("interface", 9, 0)
	halfFull.fill()
	halfFull.pod("stuck", "")
	cases := map[string]struct {
		world *world
		want  *bool
	}{
		"full, and two pods wait":             {fullNode(2), &yes},
		"full, and one pod waits":             {fullNode(1), &yes},
		"full, and no pod waits":              {fullNode(0), &no},
		"a pod waits, but addresses are free": {halfFull, &no},
	}
	for name, c := range cases {
		got := c.world.only(t)
		if got.Verdict != string(maxpods.Over) {
			t.Errorf("%s: verdict %s (%s), want Over", name, got.Verdict, got.Summary)
		}
		if diff := cmp.Diff(c.want, got.Happening); diff != "" {
			t.Errorf("%s: happening (-want +got):\n%s", name, diff)
		}
	}
}

func TestHappeningIsUnknownWithoutEC2(t *testing.T) {
	t.Parallel()
	w := newWorld(customNetworking)
	w.node("m5.large", 29, al2023Image, nil)
	w.pod("stuck", "")
	if got := w.only(t); got.Verdict != string(maxpods.Over) || got.Happening != nil {
		t.Errorf("verdict %s, happening %v; want Over and unknown", got.Verdict, got.Happening)
	}
}

// A node that has not switched to prefixes yet hangs pods when its single addresses are all in use.
func TestOldModeThatHangsPodsIsOver(t *testing.T) {
	t.Parallel()
	w := newWorld(prefixDelegation)
	w.node("m5.large", 110, al2023Image, nil)
	for range 3 {
		w.eni("interface", 9, 0)
	}
	w.fill()
	w.pod("stuck", "")
	got := w.only(t)
	if got.Verdict != string(maxpods.Over) || got.Happening == nil || !*got.Happening || show(got.OverBy) != "81" {
		t.Errorf("verdict %s, over by %s, happening %v (%s); want Over by 81, happening", got.Verdict, show(got.OverBy), got.Happening, got.Summary)
	}
	if !strings.Contains(got.Fix, "new nodes for another mode") {
		t.Errorf("fix %q, want new nodes", got.Fix)
	}
}

func TestNodesWithoutAWSNode(t *testing.T) {
	t.Parallel()
	without := newWorld(nil)
	without.DaemonSets = nil
	unread := newWorld(nil)
	unread.DaemonSets = nil
	unread.Meta.Unread = []snapshot.Unread{{Resource: snapshot.DaemonSets, Code: snapshot.Forbidden, Message: "forbidden"}}
	for name, c := range map[string]struct {
		world *world
		want  string
	}{
		"no DaemonSet":       {without, "no aws-node runs in this cluster: another CNI"},
		"DaemonSet not read": {unread, "settings of DaemonSet kube-system/aws-node could not be read"},
	} {
		c.world.node("m5.large", 29, al2023Image, managed())
		got := c.world.only(t)
		if got.Verdict != string(maxpods.Unknown) || !strings.Contains(got.Summary, c.want) {
			t.Errorf("%s: %s (%s), want Unknown with %q", name, got.Verdict, got.Summary, c.want)
		}
		if got.Formula != "" || got.Recommended != nil || got.PodIPs != nil {
			t.Errorf("%s: formula %q, recommended %s, %s pod IPs; want none of them", name, got.Formula, show(got.Recommended), show(got.PodIPs))
		}
		if show(got.ENIs) != "3" || show(got.ProvisionerValue) != "29" {
			t.Errorf("%s: %s ENIs and provisioner's value %s, want 3 and 29", name, show(got.ENIs), show(got.ProvisionerValue))
		}
	}
}

func TestNodesWithUnknownInputs(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		change func(*snapshot.Node)
		want   string
	}{
		"no capacity":      {func(n *snapshot.Node) { n.Status.Capacity = nil }, "status.capacity.pods"},
		"no instance type": {func(n *snapshot.Node) { delete(n.Labels, "node.kubernetes.io/instance-type") }, "label node.kubernetes.io/instance-type"},
		"no provider id":   {func(n *snapshot.Node) { n.Spec.ProviderID = "" }, "provider id names no EC2 instance"},
	}
	for name, c := range cases {
		w := newWorld(nil)
		c.change(w.node("m5.large", 29, al2023Image, nil))
		if got := w.only(t); got.Verdict != string(maxpods.Unknown) || !strings.Contains(got.Summary, c.want) {
			t.Errorf("%s: %s (%s), want Unknown with %q", name, got.Verdict, got.Summary, c.want)
		}
	}
}

// EKS gives all nodes of a group the smallest value of its types.
func TestUnderInAGroupOfSeveralTypes(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	w.node("m5.large", 17, al2023Image, managed())
	w.node("t3.medium", 17, al2023Image, managed())
	items := w.report().Items
	if got := items[0]; got.Verdict != string(maxpods.Under) || !hasNote(got, "17 is what EKS sets for t3.medium, of which its node group has nodes too") {
		t.Errorf("m5.large: %s, notes %q; want Under because of t3.medium", got.Verdict, got.Notes)
	}
	if got := items[0]; !strings.Contains(got.Fix, "a node group of its own") {
		t.Errorf("m5.large: fix %q, want a node group of its own", got.Fix)
	}
	if got := items[1]; got.Verdict != string(maxpods.OK) {
		t.Errorf("t3.medium: %s (%s), want OK", got.Verdict, got.Summary)
	}
}

func hasNote(item v1alpha1.MaxPods, text string) bool {
	return slices.ContainsFunc(item.Notes, func(note string) bool { return strings.Contains(note, text) })
}

func TestNodeNotes(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		env  map[string]string
		more func(*world)
		want string
	}{
		"no aws-node pod":    {nil, func(w *world) { w.eni("interface", 1, 0); w.host("kube-proxy") }, "no aws-node pod was seen"},
		"host-network":       {nil, func(w *world) { quiet(w); w.host("node-exporter") }, "host-network pods here: 3"},
		"mixed":              {prefixDelegation, func(w *world) { w.eni("interface", 2, 1) }, "holds both single addresses and prefixes"},
		"no trunk yet":       {podENI, quiet, "no trunk ENI is attached"},
		"older, and above":   {customNetworking, quiet, "29 is what EKS sets without custom networking"},
		"older than a limit": {map[string]string{"MAX_ENI": "2"}, quiet, "29 is what EKS sets without MAX_ENI"},
	}
	for name, c := range cases {
		w := newWorld(c.env)
		w.node("m5.large", 29, al2023Image, managed())
		c.more(w)
		if got := w.only(t); !hasNote(got, c.want) {
			t.Errorf("%s: notes %q, want %q among them", name, got.Notes, c.want)
		}
	}
}

func TestNoProvisioningMeansNoMoreAddresses(t *testing.T) {
	t.Parallel()
	w := newWorld(map[string]string{"DISABLE_NETWORK_RESOURCE_PROVISIONING": "true"})
	w.node("m5.large", 29, al2023Image, nil)
	w.eni("interface", 5, 0)
	got := w.only(t)
	if show(got.PodIPs) != "5" || show(got.Recommended) != "7" || show(got.OverBy) != "22" {
		t.Errorf("%s pod IPs, recommended %s, over by %s; want 5, 7 and 22", show(got.PodIPs), show(got.Recommended), show(got.OverBy))
	}
}

// ipamd hands out the addresses of the primary ENI, too, where they were assigned before custom networking.
func TestMoreAddressesInUseThanTheSettingsGive(t *testing.T) {
	t.Parallel()
	w := newWorld(customNetworking)
	w.node("m5.large", 29, al2023Image, nil)
	for range 3 {
		w.eni("interface", 9, 0)
	}
	w.fill()
	if got := w.only(t); show(got.PodIPs) != "27" || got.Verdict != string(maxpods.OK) || !hasNote(got, "more addresses are in use") {
		t.Errorf("%s pod IPs, verdict %s, notes %q; want 27, OK and a note", show(got.PodIPs), got.Verdict, got.Notes)
	}
}

// A value that EKS computes today is not that of an older setting or of another type.
func TestTodaysValueIsNotExplainedByAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(prefixDelegation)
	w.DaemonSets[0].Spec.Template.Spec.Containers[0].Image = "amazon-k8s-cni:v1.8.0"
	w.node("m5.large", 29, al2023Image, managed())
	w.node("m5d.large", 29, al2023Image, managed())
	for _, item := range w.report().Items {
		if item.Verdict != string(maxpods.Under) || hasNote(item, "is what EKS sets") {
			t.Errorf("%s: %s, notes %q; want Under without an explanation", item.Node, item.Verdict, item.Notes)
		}
	}
}

// IPv6 groups have no value by type.
func TestUnderOnIPv6IsNotExplainedByAnotherType(t *testing.T) {
	t.Parallel()
	w := newWorld(ipv6)
	w.node("m5.large", 17, al2023Image, managed())
	w.node("t3.medium", 17, al2023Image, managed())
	if got := w.report().Items[0]; got.Verdict != string(maxpods.Under) || hasNote(got, "is what EKS sets") {
		t.Errorf("%s, notes %q; want Under without an explanation", got.Verdict, got.Notes)
	}
}

func TestFixOffersOnlyWhatHelps(t *testing.T) {
	t.Parallel()
	limited := newWorld(map[string]string{"ENABLE_POD_ENI": "true", "MAX_ENI": "2"})
	limited.node("m5.large", 29, al2023Image, karpenter())
	withTrunk(limited)
	if got := limited.only(t); strings.Contains(got.Fix, "RESERVED_ENIS") {
		t.Errorf("fix %q offers RESERVED_ENIS, which would give another value", got.Fix)
	}
	small := newWorld(nil)
	small.node("c7g.medium", 110, al2023Image, nil)
	if got := small.only(t); got.Verdict != string(maxpods.Over) || strings.Contains(got.Fix, "prefix delegation") {
		t.Errorf("%s, fix %q; want Over without prefixes, which would not do", got.Verdict, got.Fix)
	}
	large := newWorld(nil)
	large.node("m5.large", 110, al2023Image, nil)
	if got := large.only(t); !strings.Contains(got.Fix, "prefix delegation would give 432 addresses") {
		t.Errorf("fix %q, want prefixes", got.Fix)
	}
}

// MAX_ENI was lowered after the node got its ENIs: what is attached stays.
func TestAddressesInUseCount(t *testing.T) {
	t.Parallel()
	w := newWorld(map[string]string{"MAX_ENI": "1"})
	w.node("m5.large", 29, al2023Image, nil)
	w.eni("interface", 9, 0)
	w.eni("interface", 9, 0)
	w.fill()
	got := w.only(t)
	if show(got.PodIPs) != "18" || got.Formula != "2 × (10 − 1) + 2" {
		t.Errorf("%s pod IPs by %s, want 18 by 2 × (10 − 1) + 2", show(got.PodIPs), got.Formula)
	}
}

func TestBranchENIsOfANode(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		env    map[string]string
		more   func(*world)
		want   string
		source string
	}{
		"off":                   {nil, quiet, "0", "formula"},
		"trunk attached":        {podENI, withTrunk, "9", "formula"},
		"trunk missing":         {podENI, quiet, "0", "node status.capacity vpc.amazonaws.com/pod-eni"},
		"as the node offers it": {podENI, func(w *world) { withTrunk(w); w.Nodes[0].Status.Capacity["vpc.amazonaws.com/pod-eni"] = "7" }, "7", "node status.capacity vpc.amazonaws.com/pod-eni"},
		"without EC2":           {podENI, func(w *world) { w.Nodes[0].Status.Capacity["vpc.amazonaws.com/pod-eni"] = "9" }, "9", "node status.capacity vpc.amazonaws.com/pod-eni"},
	}
	for name, c := range cases {
		w := newWorld(c.env)
		w.node("m5.large", 29, al2023Image, nil)
		c.more(w)
		if got := w.only(t); show(got.BranchENIs) != c.want || got.Sources.BranchENIs != c.source {
			t.Errorf("%s: %s branch ENIs from %q, want %s from %q", name, show(got.BranchENIs), got.Sources.BranchENIs, c.want, c.source)
		}
	}
}

// The model counts the same pod addresses as this package.
func TestPodIPsAreTheModelsCapacity(t *testing.T) {
	t.Parallel()
	worlds := map[string]func(*world){
		"quiet": quiet, "trunk": withTrunk,
		"unmanaged": func(w *world) {
			quiet(w)
			w.eni("interface", 0, 0).TagSet = []snapshot.Tag{{Key: "node.k8s.amazonaws.com/no_manage", Value: "true"}}
		},
		"efa-only": func(w *world) { quiet(w); w.eni("efa-only", 0, 0) },
		"other card": func(w *world) {
			quiet(w)
			w.eni("interface", 0, 0).Attachment.NetworkCardIndex = 1
		},
		"excluded": func(w *world) {
			quiet(w)
			w.DaemonSets[0].Spec.Template.Spec.Containers[0].Image = "amazon-k8s-cni:v1.22.4"
			w.Subnets = []snapshot.Subnet{{ID: "subnet-1", Tags: []snapshot.Tag{{Key: "kubernetes.io/role/cni", Value: "0"}}}}
		},
	}
	for name, more := range worlds {
		for _, env := range []map[string]string{nil, prefixDelegation, customNetworking, podENI, {"MAX_ENI": "2"}} {
			w := newWorld(env)
			w.node("c5.4xlarge", 29, al2023Image, nil)
			more(w)
			node := w.model().Nodes[0]
			got := w.only(t)
			if show(got.PodIPs) != show(node.Pool.Capacity) {
				t.Errorf("%s with %v: %s pod IPs, but the model's capacity is %s", name, env, show(got.PodIPs), show(node.Pool.Capacity))
			}
		}
	}
}

func TestVCPUsOfANode(t *testing.T) {
	t.Parallel()
	cases := map[string]struct{ instanceType, cpu, vCPUs, limit, source string }{
		"from the node":  {"m5.8xlarge", "32", "32", "250", "node status.capacity.cpu"},
		"from its name":  {"m5.8xlarge", "", "32", "250", "size in the instance type's name"},
		"unreadable":     {"m5.large", "1930m", "2", "110", "size in the instance type's name"},
		"only the range": {"t3.medium", "", "-", "110", "size in the instance type's name"},
		"nonsense":       {"m5.large", "0", "2", "110", "size in the instance type's name"},
		"cores disabled": {"m5.8xlarge", "16", "16", "110", "node status.capacity.cpu"},
	}
	for name, c := range cases {
		w := newWorld(nil)
		w.node(c.instanceType, 29, al2023Image, nil).Status.Capacity["cpu"] = c.cpu
		got := w.only(t)
		if show(got.VCPUs) != c.vCPUs || show(got.Cap) != c.limit || got.Sources.VCPUs != c.source {
			t.Errorf("%s: %s vCPUs, cap %s, from %q; want %s, %s and %q", name, show(got.VCPUs), show(got.Cap), got.Sources.VCPUs, c.vCPUs, c.limit, c.source)
		}
	}
}

func TestWindowsCapacityIsTheNodes(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	w.node("m5.large", 110, "Windows Server 2022 Datacenter", map[string]string{"kubernetes.io/os": "windows"}).
		Status.Capacity["vpc.amazonaws.com/PrivateIPv4Address"] = "144"
	got := w.only(t)
	if show(got.PodIPs) != "144" || got.Mode != "PrefixDelegation" || show(got.Recommended) != "110" || got.Sources.PodIPs != "node status.capacity vpc.amazonaws.com/PrivateIPv4Address" {
		t.Errorf("%s pod IPs from %q in mode %s, recommended %s; want 144 from the node's capacity, PrefixDelegation and 110",
			show(got.PodIPs), got.Sources.PodIPs, got.Mode, show(got.Recommended))
	}
}
