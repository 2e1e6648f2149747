// SPDX-License-Identifier: Apache-2.0

package explain_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/explain"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// TestStuck lists the pods that wait for an address, and only those.
func TestStuck(t *testing.T) {
	t.Parallel()
	deleted := time.Date(2026, 3, 14, 11, 59, 0, 0, time.UTC)
	pod := func(namespace, name, node string, change func(*snapshot.Pod)) snapshot.Pod {
		p := snapshot.Pod{ObjectMeta: snapshot.ObjectMeta{Namespace: namespace, Name: name}, Spec: snapshot.PodSpec{NodeName: node}, Status: snapshot.PodStatus{Phase: "Pending"}}
		if change != nil {
			change(&p)
		}
		return p
	}
	unscheduled := func(message string) func(*snapshot.Pod) {
		return func(p *snapshot.Pod) {
			p.Status.Conditions = []snapshot.Condition{{Type: "PodScheduled", Status: "False", Reason: "Unschedulable", Message: message}}
		}
	}
	s := &snapshot.Snapshot{
		Nodes: []snapshot.Node{{ObjectMeta: snapshot.ObjectMeta{Name: "n"}}},
		Pods: []snapshot.Pod{
			pod("b", "waits", "n", nil),
			pod("a", "waits", "n", nil),
			pod("a", "runs", "n", func(p *snapshot.Pod) { p.Status.PodIP = "10.0.0.1" }),
			pod("a", "on-host", "n", func(p *snapshot.Pod) { p.Spec.HostNetwork = true }),
			pod("a", "ended", "n", func(p *snapshot.Pod) { p.Status.Phase = "Failed" }),
			pod("a", "goes", "n", func(p *snapshot.Pod) { p.DeletionTimestamp = &deleted }),
			pod("a", "too-many", "", unscheduled("0/1 nodes are available: 1 Too many pods.")),
			pod("a", "no-branch", "", unscheduled("0/2 nodes are available: 1 Insufficient cpu, 1 Insufficient vpc.amazonaws.com/pod-eni.")),
			pod("a", "no-cpu", "", unscheduled("0/1 nodes are available: 1 Insufficient cpu.")),
			pod("a", "unheard", "", nil),
		},
	}
	model := topology.Build(s, topology.Options{})
	want := []v1alpha1.PodRef{{Namespace: "a", Name: "no-branch"}, {Namespace: "a", Name: "too-many"}, {Namespace: "a", Name: "waits"}, {Namespace: "b", Name: "waits"}}
	if diff := cmp.Diff(want, explain.Stuck(model, s, "")); diff != "" {
		t.Errorf("stuck (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want[3:], explain.Stuck(model, s, "b")); diff != "" {
		t.Errorf("stuck in b (-want +got):\n%s", diff)
	}
	docs, err := explain.Pods(model, s, want)
	if err != nil || len(docs) != len(want) || docs[0].Verdict.Code != string(explain.NotScheduledPodENI) {
		t.Errorf("explaining them: %v, %d documents", err, len(docs))
	}
	if _, err := explain.Pods(model, s, []v1alpha1.PodRef{{Namespace: "a", Name: "none"}}); err == nil {
		t.Error("a pod that is not there was explained")
	}
}

// TestNeeds walks through a case as a command would: what is asked for is read, and then no longer asked for.
func TestNeeds(t *testing.T) {
	t.Parallel()
	s := load(t, filepath.Join(corpus, "subnet-fragmented"))
	whole := s.NetworkInterfaces
	s.NetworkInterfaces = whole[:1]
	s.SubnetCIDRReservations = nil
	s.Meta.Unread = append(s.Meta.Unread, snapshot.Unread{Resource: snapshot.SubnetCIDRReservations, Code: snapshot.NotInSnapshot, Message: "not asked"})
	verdict := explainPod(t, s, "default/web").Verdict
	if verdict.Code != string(explain.Unknown) {
		t.Fatalf("before the subnet was read: %s", verdict.Code)
	}
	needs := explain.Needs(topology.Build(s, topology.Options{}), s, "default", "web")
	want := []explain.Need{
		{Kind: explain.NeedReservations, IDs: []string{"subnet-0aaaaaaaaaaaaaaa1"}, Why: "reserved addresses do not count as available"},
		{Kind: explain.NeedSubnetInterfaces, IDs: []string{"subnet-0aaaaaaaaaaaaaaa1"}, Why: "whether there is a free /28 depends on every address in the subnet"},
	}
	if diff := cmp.Diff(want, needs); diff != "" {
		t.Fatalf("needs (-want +got):\n%s", diff)
	}
	s.NetworkInterfaces = whole
	s.Meta.Unread = nil
	if verdict = explainPod(t, s, "default/web").Verdict; verdict.Code != string(explain.SubnetNoFreePrefix) || verdict.Confidence != string(explain.Certain) {
		t.Errorf("after the subnet was read: %s (%s)", verdict.Code, verdict.Confidence)
	}
	if needs := explain.Needs(topology.Build(s, topology.Options{}), s, "default", "web"); len(needs) != 0 {
		t.Errorf("after the subnet was read, needs %v", needs)
	}
}

// TestNeedsOfHealthyPod asks for nothing more where the answer is there.
func TestNeedsOfHealthyPod(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"secondary-ip", "prefix-address", "branch-strict", "host-network", "max-pods-over-ceiling", "subnet-full", "too-many-pods"} {
		s := load(t, filepath.Join(corpus, name))
		namespace, pod := "default", "web"
		switch name {
		case "branch-strict":
			pod = "aws-cli"
		case "host-network":
			namespace, pod = "kube-system", "kube-proxy-010"
		}
		if needs := explain.Needs(topology.Build(s, topology.Options{}), s, namespace, pod); len(needs) != 0 {
			t.Errorf("%s: needs %v", name, needs)
		}
	}
}

// TestNeedsOfPlace asks for the ENI of an address that is on no node, and for the branches of a trunk that show none.
func TestNeedsOfPlace(t *testing.T) {
	t.Parallel()
	s := load(t, filepath.Join(corpus, "not-on-node"))
	s.NetworkInterfaces = s.NetworkInterfaces[:2]
	s.Nodes = s.Nodes[:1]
	needs := explain.Needs(topology.Build(s, topology.Options{}), s, "default", "web")
	if len(needs) != 1 || needs[0].Kind != explain.NeedInterfacesByAddress || needs[0].IDs[0] != "10.0.0.51" {
		t.Errorf("drifted pod: needs %v", needs)
	}
	s = load(t, filepath.Join(corpus, "branch-strict"))
	for i := range s.NetworkInterfaces {
		if s.NetworkInterfaces[i].InterfaceType == "branch" {
			s.NetworkInterfaces = append(s.NetworkInterfaces[:i], s.NetworkInterfaces[i+1:]...)
			break
		}
	}
	needs = explain.Needs(topology.Build(s, topology.Options{}), s, "default", "aws-cli")
	if len(needs) != 1 || needs[0].Kind != explain.NeedBranches || needs[0].IDs[0] != "eni-01f7b73cf13962fe5" {
		t.Errorf("branch pod: needs %v", needs)
	}
}
