// SPDX-License-Identifier: Apache-2.0

package topology_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

func TestBranches(t *testing.T) {
	t.Parallel()
	const start = `
			node-a EC2 mode=SecondaryIP capacity=18 held=0 used=0 idle=0
			 eni-1 primary
			  10.0.0.10 own
			 eni-t trunk
			  10.0.0.40 own
			`
	tests := map[string]struct {
		reason string
		change func(*world)
		want   string
	}{
		"annotated pod on its branch": {
			"branches stand under their trunk by VLAN, and are counted apart from the pool",
			func(w *world) {
				w.NetworkInterfaces = append(w.NetworkInterfaces, branch("eni-b2", "eni-t", "2", "10.0.0.52"), branch("eni-b1", "eni-t", "1", "10.0.0.51"))
				w.Pods = []snapshot.Pod{branchPod("one", nodeA, "eni-b1", "10.0.0.51"), branchPod("two", nodeA, "eni-b2", "10.0.0.52")}
			}, start + `  eni-b1 branch
			   10.0.0.51 own one
			  eni-b2 branch
			   10.0.0.52 own two
			`,
		},
		"annotation without an ENI": {
			"both sides are named",
			func(w *world) { w.Pods = []snapshot.Pod{branchPod("one", nodeA, "eni-gone", "10.0.0.51")} },
			start + `unplaced default/one: NotOnNode: 10.0.0.51 is on no ENI of the node
			warning BranchNotFound: pod default/one on node node-a is annotated with branch ENI eni-gone (vlan 1, 10.0.0.51), which EC2 does not have
			`,
		},
		"ENI without a pod": {
			"it cools down or was left behind",
			func(w *world) {
				w.NetworkInterfaces = append(w.NetworkInterfaces, branch("eni-b1", "eni-t", "3", "10.0.0.51"))
			},
			start + `  eni-b1 branch
			   10.0.0.51 own
			warning BranchWithoutPod: branch ENI eni-b1 (vlan 3) of trunk eni-t on node node-a has no pod: it cools down after its pod's end (60 s by default), or it was left behind
			`,
		},
		"two pods on one ENI": {
			"both stand there",
			func(w *world) {
				w.NetworkInterfaces = append(w.NetworkInterfaces, branch("eni-b1", "eni-t", "1", "10.0.0.51"))
				w.Pods = []snapshot.Pod{branchPod("one", nodeA, "eni-b1", "10.0.0.51"), branchPod("two", nodeA, "eni-b1", "10.0.0.51")}
			},
			start + `  eni-b1 branch
			   10.0.0.51 own one+two
			warning AddressSharedByPods: address 10.0.0.51 of node node-a is the address of several pods: default/one, default/two
			warning BranchSharedByPods: branch ENI eni-b1 is annotated on several pods: default/one, default/two
			`,
		},
		"ENI of another trunk": {
			"the tag and the annotation disagree",
			func(w *world) {
				w.NetworkInterfaces = append(w.NetworkInterfaces, branch("eni-b1", "eni-other", "1", "10.0.0.51"))
				w.Pods = []snapshot.Pod{branchPod("one", nodeA, "eni-b1", "10.0.0.51")}
			},
			start + `unplaced default/one: NotOnNode: 10.0.0.51 is on no ENI of the node
			warning BranchOnOtherTrunk: pod default/one on node node-a is annotated with branch ENI eni-b1, but its tag vpcresources.k8s.aws/trunk-eni-id is "eni-other", which is no trunk of that node
			`,
		},
		"address differs": {
			"the pod stands on the ENI that it names",
			func(w *world) {
				w.NetworkInterfaces = append(w.NetworkInterfaces, branch("eni-b1", "eni-t", "1", "10.0.0.51"))
				w.Pods = []snapshot.Pod{branchPod("one", nodeA, "eni-b1", "10.0.0.99")}
			},
			start + `  eni-b1 branch
			   10.0.0.51 own one
			warning BranchAddressDiffers: pod default/one is annotated with 10.0.0.99 on branch ENI eni-b1, but EC2 says that its address is 10.0.0.51
			`,
		},
		"pod without the annotation": {
			"matched by its address",
			func(w *world) {
				w.NetworkInterfaces = append(w.NetworkInterfaces, branch("eni-b1", "eni-t", "1", "10.0.0.51"))
				w.Pods = []snapshot.Pod{pod("one", nodeA, "10.0.0.51")}
			},
			start + `  eni-b1 branch
			   10.0.0.51 own one
			warning BranchNotAnnotated: branch ENI eni-b1 of trunk eni-t on node node-a has the address of pod default/one, whose annotation vpc.amazonaws.com/pod-eni does not name it
			`,
		},
		"finished pod with a stale annotation": {
			"its branch ENI is gone, and that is normal",
			func(w *world) {
				done := branchPod("done", nodeA, "eni-gone", "10.0.0.51")
				done.Status.Phase = "Succeeded"
				w.Pods = []snapshot.Pod{done}
			}, start,
		},
		"annotation that does not parse": {
			"the pod is placed by its address",
			func(w *world) {
				w.NetworkInterfaces = append(w.NetworkInterfaces, branch("eni-b1", "eni-t", "1", "10.0.0.51"))
				p := pod("one", nodeA, "10.0.0.51")
				p.Annotations = map[string]string{"vpc.amazonaws.com/pod-eni": "{"}
				w.Pods = []snapshot.Pod{p}
			},
			start + `  eni-b1 branch
			   10.0.0.51 own one
			warning BranchNotAnnotated: branch ENI eni-b1 of trunk eni-t on node node-a has the address of pod default/one, whose annotation vpc.amazonaws.com/pod-eni does not name it
			warning InvalidAnnotation: pod default/one: annotation vpc.amazonaws.com/pod-eni: unexpected end of JSON input
			`,
		},
		"branches could not be read": {
			"no guess about pods that may sit there",
			func(w *world) {
				w.Meta.Unread = []snapshot.Unread{{Resource: snapshot.NetworkInterfaces, Code: snapshot.Throttled, Message: "slow down", API: "ec2:DescribeNetworkInterfaces", IDs: []string{"eni-t"}}}
				w.Pods = []snapshot.Pod{branchPod("one", nodeA, "eni-b1", "10.0.0.51")}
			},
			start + `unplaced default/one: InterfacesUnknown: its branch ENI eni-b1 could not be read
			warning Throttled: network-interfaces of eni-t were not read: slow down
			`,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(func(w *world) {
				w.env(map[string]string{"ENABLE_POD_ENI": "true"})
				w.NetworkInterfaces = []snapshot.NetworkInterface{eni("eni-1", instanceA, 0, "10.0.0.10"), trunk("eni-t", instanceA, 2, "10.0.0.40")}
			}, tc.change)
			if diff := cmp.Diff(lines(tc.want), picture(build(t, w))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
		})
	}
}
