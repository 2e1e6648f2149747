// SPDX-License-Identifier: Apache-2.0

package explain_test

import (
	"net/netip"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/explain"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// TestNode explains the first node of cases of the corpus.
func TestNode(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    string
		verdict explain.Code
		// action is ipamd's next one; empty where there is no ipamd.
		action cni.PoolAction
		// finding must be among the findings, unusable among the reasons for what is out of use.
		finding  explain.Code
		unusable string
	}{
		{"secondary-ip", explain.PoolHasRoom, cni.PoolRests, "", ""},
		{"prefix-address", explain.PoolHasRoom, cni.PoolRests, "", ""},
		{"ipv6-prefix", explain.PoolHasRoom, cni.PoolRests, "", ""},
		{"eni-limit", explain.PoolEmptyENILimit, cni.PoolAtLimit, "", ""},
		{"max-pods-over-ceiling", explain.MaxPodsOverIPCeiling, cni.PoolAtLimit, explain.PoolEmptyENILimit, ""},
		{"trunk-takes-slot", explain.TrunkTakesSlot, cni.PoolAtLimit, "", "the trunk ENI carries branch ENIs"},
		{"trunk-slot-reserved", explain.TrunkTakesSlot, cni.PoolAtLimit, "", "kept free for the trunk ENI"},
		{"unmanaged-eni", explain.UnmanagedENIsTakeSlots, cni.PoolAtLimit, "", "no_manage=true"},
		{"max-eni", explain.PoolEmptyMaxENI, cni.PoolAtLimit, "", "MAX_ENI=2"},
		{"cordoned", explain.NodeCordonedNoGrowth, cni.PoolCordoned, "", ""},
		{"subnet-full", explain.SubnetFull, cni.PoolAttachesENI, "", ""},
		{"subnet-excluded", explain.SubnetExcluded, cni.PoolAttachesENI, "", "keep pods out"},
		{"eniconfig-missing", explain.ENIConfigMissing, cni.PoolAttachesENI, "", "custom networking leaves the primary ENI out"},
		{"prefix-mode-after-switch", explain.PrefixModeNotActive, cni.PoolAtLimit, "", ""},
		{"prefix-mode-mixed", explain.PrefixModeNotActive, cni.PoolAtLimit, "", "from before a switch"},
		{"prefix-mode-unsupported", explain.PrefixModeNotActive, cni.PoolAtLimit, "", ""},
		{"minimum-ip-target-alone", explain.PoolCappedByMinimumIPTarget, cni.PoolRests, "", ""},
		{"capped-by-max-pods", explain.PoolCappedByMaxPods, cni.PoolAtMaxPods, "", ""},
		{"provisioning-disabled", explain.ProvisioningDisabled, cni.PoolFixed, "", ""},
		{"config-map-ignored", explain.PoolCappedByMinimumIPTarget, cni.PoolRests, explain.CNIConfigIgnored, ""},
		{"aws-node-crash-loop", explain.CNINotRunning, cni.PoolMayFreeENI, "", ""},
		{"permission-denied", explain.CNIPermissionDenied, cni.PoolAttachesENI, "", ""},
		{"kubelet-silent", explain.NotANetworkProblem, cni.PoolMayFreeENI, "", ""},
		{"auto-mode", explain.AutoMode, "", "", ""},
		{"fargate", explain.Fargate, "", "", ""},
		{"hybrid-node", explain.HybridNode, "", "", ""},
		{"other-cni", explain.OtherCNI, "", "", ""},
		{"windows-secondary-ip", explain.PoolHasRoom, "", "", ""},
		{"secondary-ip-without-ec2", explain.Unknown, "", "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			doc := explainFirstNode(t, tc.name)
			if doc.Verdict.Code != string(tc.verdict) {
				t.Errorf("verdict %s: %s\nwant %s", doc.Verdict.Code, doc.Verdict.Summary, tc.verdict)
			}
			if got := action(doc); got != string(tc.action) {
				t.Errorf("ipamd's next action %q, want %q", got, tc.action)
			}
			if text := encode(t, doc.Findings); !strings.Contains(text, string(tc.finding)) {
				t.Errorf("finding %s is missing", tc.finding)
			}
			if text := encode(t, doc.Unusable); !strings.Contains(text, tc.unusable) {
				t.Errorf("%q is missing in %s", tc.unusable, text)
			}
			golden(t, filepath.Join("testdata", "nodes", tc.name+".golden"), doc)
		})
	}
}

func explainFirstNode(t *testing.T, name string) *v1alpha1.NodeExplanation {
	t.Helper()
	s := load(t, filepath.Join(corpus, name))
	doc, err := explain.Node(topology.Build(s, topology.Options{}), s, s.Nodes[0].Name)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func action(doc *v1alpha1.NodeExplanation) string {
	if doc.IPAM == nil {
		return ""
	}
	return doc.IPAM.Action
}

// TestNodeNumbers checks the counts of a node by hand: a t3.small with two full ENIs, one pod, and two host-network pods.
func TestNodeNumbers(t *testing.T) {
	t.Parallel()
	doc := explainFirstNode(t, "secondary-ip")
	if got := []int{*doc.Addresses.Capacity, *doc.Addresses.Held, *doc.Addresses.Used, *doc.Addresses.Idle}; got[0] != 9 || got[1] != 6 || got[2] != 1 || got[3] != 5 {
		t.Errorf("capacity, held, used, idle %v, want 9 6 1 5", got)
	}
	if len(doc.Interfaces) != 2 || *doc.Interfaces[1].Slots != 3 || *doc.Interfaces[1].SlotsUsed != 3 || *doc.Interfaces[1].Used != 1 || *doc.Interfaces[1].Idle != 2 {
		t.Errorf("interfaces %s", encode(t, doc.Interfaces))
	}
	if doc.MaxPods.Kubelet != 11 || *doc.MaxPods.Ceiling != 11 {
		t.Errorf("max pods %d, ceiling %d, want 11, 11", doc.MaxPods.Kubelet, *doc.MaxPods.Ceiling)
	}
	// One pod and one ENI to spare: 3 addresses per ENI, so that 4 are wanted, which is 2 ENIs.
	if rest := doc.IPAM.AtRest; rest.Interfaces != 2 || rest.Addresses != 6 || rest.SubnetAddresses != 8 {
		t.Errorf("at rest %+v, want 2 ENIs with 6 addresses, 8 of the subnet", *rest)
	}
	if !strings.Contains(strings.Join(doc.IPAM.Targets, " "), "WARM_ENI_TARGET=1") {
		t.Errorf("targets %v", doc.IPAM.Targets)
	}
}

func TestNothingToExplain(t *testing.T) {
	t.Parallel()
	s := load(t, filepath.Join(corpus, "secondary-ip"))
	model := topology.Build(s, topology.Options{})
	if _, err := explain.Pod(model, s, "default", "none"); err == nil || !strings.Contains(err.Error(), "there is no such pod") {
		t.Errorf("a pod that is not there: %v", err)
	}
	if _, err := explain.Node(model, s, "none"); err == nil || !strings.Contains(err.Error(), "there is no such node") {
		t.Errorf("a node that is not there: %v", err)
	}
	if needs := explain.Needs(model, s, "default", "none"); needs != nil {
		t.Errorf("needs of a pod that is not there: %v", needs)
	}
	unread := load(t, filepath.Join(corpus, "pods-not-all-read"))
	if _, err := explain.Pod(topology.Build(unread, topology.Options{}), unread, "payments", "none"); err == nil || !strings.Contains(err.Error(), "pods is forbidden in namespace payments") {
		t.Errorf("a pod that may not have been read: %v", err)
	}
}

// TestDocumentsCopy gives kubectl's printers what they ask for.
func TestDocumentsCopy(t *testing.T) {
	t.Parallel()
	s := load(t, "testdata/vpc")
	model := topology.Build(s, topology.Options{})
	pod := explainPod(t, s, "default/web")
	if diff := cmp.Diff(pod, pod.DeepCopyObject()); diff != "" {
		t.Errorf("pod (-document +copy):\n%s", diff)
	}
	ip := explain.IP(model, s, netip.MustParseAddr("10.0.0.35"))
	if diff := cmp.Diff(ip, ip.DeepCopyObject()); diff != "" {
		t.Errorf("address (-document +copy):\n%s", diff)
	}
	node, err := explain.Node(model, s, pod.Pod.Node)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(node, node.DeepCopyObject()); diff != "" {
		t.Errorf("node (-document +copy):\n%s", diff)
	}
}
