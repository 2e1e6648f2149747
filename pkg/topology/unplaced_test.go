// SPDX-License-Identifier: Apache-2.0

package topology_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// TestUnplaced checks that no pod is lost: what finds no slot is listed with the reason.
func TestUnplaced(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*world)
		reason topology.UnplacedReason
		detail string
	}{
		"Fargate": {
			func(w *world) {
				w.Nodes[0] = snapshot.Node{ObjectMeta: snapshot.ObjectMeta{Name: nodeA, Labels: map[string]string{"eks.amazonaws.com/compute-type": "fargate"}}}
				w.Nodes[0].Spec.ProviderID = "aws:///eu-west-1a/0123456789-abcdef/fargate-ip-10-0-0-9.eu-west-1.compute.internal"
			},
			topology.UnplacedFargate, "Fargate: each pod has an ENI of its own, which EC2 does not tie to the node",
		},
		"hybrid": {
			func(w *world) { w.Nodes[0].Spec.ProviderID = "eks-hybrid:///eu-west-1/blue/mi-0123" },
			topology.UnplacedHybrid, "hybrid node: it runs outside of AWS and has no ENIs",
		},
		"no instance": {
			func(w *world) { w.Nodes[0].Spec.ProviderID = "kind://docker/kind/kind-control-plane" },
			topology.UnplacedNoInstance, "its provider id names no EC2 instance: kind://docker/kind/kind-control-plane",
		},
		"no provider id": {
			func(w *world) { w.Nodes[0].Spec.ProviderID = "" },
			topology.UnplacedNoInstance, "the node has no provider id, so its EC2 instance is unknown",
		},
		"EC2 knows no ENI": {
			func(w *world) { w.NetworkInterfaces = nil },
			topology.UnplacedInterfacesUnknown, "EC2 has no ENI that is attached to i-0aaaaaaaaaaaaaaaa: the instance is gone, or in another account or region",
		},
		"HyperPod": {
			func(w *world) {
				w.NetworkInterfaces = nil
				w.Nodes[0].Spec.ProviderID = "aws:///eu-west-1a/sagemaker/cluster/hyperpod-abc1-" + instanceA
			},
			topology.UnplacedInterfacesUnknown, "HyperPod: i-0aaaaaaaaaaaaaaaa runs in an account that is not yours to read",
		},
		"read failed for that node": {
			func(w *world) {
				w.NetworkInterfaces = nil
				w.Meta.Unread = []snapshot.Unread{{Resource: snapshot.NetworkInterfaces, Code: snapshot.Throttled, Message: "RequestLimitExceeded", IDs: []string{instanceA}}}
			},
			topology.UnplacedInterfacesUnknown, "its ENIs could not be read: RequestLimitExceeded",
		},
		"read failed for all": {
			func(w *world) {
				w.NetworkInterfaces = nil
				w.Meta.Unread = []snapshot.Unread{{Resource: snapshot.NetworkInterfaces, Code: snapshot.NotInSnapshot, Message: "the snapshot has no ec2/network-interfaces.json"}}
			},
			topology.UnplacedInterfacesUnknown, "its ENIs could not be read: the snapshot has no ec2/network-interfaces.json",
		},
		"another CNI": {
			func(w *world) { w.DaemonSets = nil },
			topology.UnplacedOtherCNI, "the cluster has no aws-node DaemonSet: another CNI gave this address",
		},
		"no word on the CNI": {
			func(w *world) {
				w.DaemonSets = nil
				w.Meta.Unread = []snapshot.Unread{{Resource: snapshot.DaemonSets, Code: snapshot.Forbidden, Message: "no"}}
			},
			topology.UnplacedNotOnNode, "10.0.0.99 is on no ENI of the node",
		},
		"drift": {
			func(*world) {}, topology.UnplacedNotOnNode, "10.0.0.99 is on no ENI of the node",
		},
		"drift to another node": {
			func(w *world) {
				w.Nodes = append(w.Nodes, node(nodeB, instanceB))
				w.NetworkInterfaces = append(w.NetworkInterfaces, eni("eni-9", instanceB, 0, "10.0.0.90", "10.0.0.99"))
			},
			topology.UnplacedNotOnNode, "10.0.0.99 is on an ENI of node node-b",
		},
		"node is gone": {
			func(w *world) { w.Nodes = nil },
			topology.UnplacedNodeNotFound, "node node-a is not among the nodes that were read",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(func(w *world) {
				w.NetworkInterfaces = []snapshot.NetworkInterface{eni("eni-1", instanceA, 0, "10.0.0.10", "10.0.0.11")}
				w.Pods = []snapshot.Pod{pod("web", nodeA, "10.0.0.99")}
			}, tc.change)
			m := build(t, w)
			if len(m.Unplaced) != 1 {
				t.Fatalf("unplaced: %v", m.Unplaced)
			}
			got := m.Unplaced[0]
			if got.String() != "default/web" || got.Reason != tc.reason || got.Detail != tc.detail {
				t.Errorf("%s: %s: %s; want %s: %s", got, got.Reason, got.Detail, tc.reason, tc.detail)
			}
		})
	}
}

func TestPodCounts(t *testing.T) {
	t.Parallel()
	w := newWorld(func(w *world) {
		w.env(map[string]string{"ENABLE_POD_ENI": "true"})
		w.NetworkInterfaces = []snapshot.NetworkInterface{
			eni("eni-1", instanceA, 0, "10.0.0.10", "10.0.0.11"), trunk("eni-t", instanceA, 2, "10.0.0.40"), branch("eni-b", "eni-t", "1", "10.0.0.51"),
		}
		done := pod("done", nodeA, "10.0.0.11")
		done.Status.Phase = "Succeeded"
		w.Pods = []snapshot.Pod{
			pod("web", nodeA, "10.0.0.11"), hostPod("proxy", nodeA, "10.0.0.10"), hostPod("aws-node", nodeA, "10.0.0.10"),
			branchPod("db", nodeA, "eni-b", "10.0.0.51"), pod("lost", nodeA, "10.9.9.9"), pod("waiting", nodeA), done, pod("unscheduled", ""),
		}
	})
	got := build(t, w).Nodes[0].Pods
	want := topology.PodCounts{Running: new(5), HostNetwork: new(2), OnENIs: new(1), OnBranches: new(1), Unplaced: new(1), Waiting: new(1)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestUnreadPods checks that numbers which depend on pods are unknown, not zero, when some pods could not be read.
func TestUnreadPods(t *testing.T) {
	t.Parallel()
	w := newWorld(func(w *world) {
		w.NetworkInterfaces = []snapshot.NetworkInterface{eni("eni-1", instanceA, 0, "10.0.0.10", "10.0.0.11")}
		w.Pods = []snapshot.Pod{pod("web", nodeA, "10.0.0.11")}
		w.Meta.Unread = []snapshot.Unread{{Resource: snapshot.Pods, Code: snapshot.Forbidden, Message: "pods is forbidden", API: "list pods", Permission: "list pods"}}
	})
	want := lines(`
		node-a EC2 mode=SecondaryIP capacity=27 held=1 used=? idle=?
		 eni-1 primary
		  10.0.0.10 own
		  10.0.0.11 web
		warning Forbidden: pods were not read: pods is forbidden
	`)
	m := build(t, w)
	if diff := cmp.Diff(want, picture(m)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if m.Nodes[0].Pods != (topology.PodCounts{}) || m.Nodes[0].Interfaces[0].Used != nil {
		t.Errorf("pod counts %+v and used %v of a node whose pods are unknown", m.Nodes[0].Pods, m.Nodes[0].Interfaces[0].Used)
	}
	if m.Warnings[0].Permission != "list pods" || m.Warnings[0].API != "list pods" {
		t.Errorf("warning %+v", m.Warnings[0])
	}
}

// TestInstancesStandIn checks that EC2's side alone still gives a tree.
func TestInstancesStandIn(t *testing.T) {
	t.Parallel()
	w := newWorld(func(w *world) {
		w.Nodes = nil
		w.Meta.Unread = []snapshot.Unread{{Resource: snapshot.Nodes, Code: snapshot.NotInSnapshot, Message: "no kubernetes/nodes.json"}}
		w.NetworkInterfaces = []snapshot.NetworkInterface{eni("eni-9", instanceB, 0, "10.0.0.90"), eni("eni-1", instanceA, 0, "10.0.0.10", "10.0.0.11")}
	})
	want := lines(`
		i-0aaaaaaaaaaaaaaaa Unknown mode=SecondaryIP capacity=? held=1 used=0 idle=1
		 eni-1 primary
		  10.0.0.10 own
		  10.0.0.11
		i-0bbbbbbbbbbbbbbbb Unknown mode= capacity=? held=0 used=0 idle=0
		 eni-9 primary
		  10.0.0.90 own
		warning NotInSnapshot: nodes were not read: no kubernetes/nodes.json
	`)
	if diff := cmp.Diff(want, picture(build(t, w))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
