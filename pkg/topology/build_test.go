// SPDX-License-Identifier: Apache-2.0

package topology_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

func TestBuild(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		reason string
		change func(*world)
		want   string
	}{
		"secondary addresses": {
			"pods sit on secondary addresses, host-network pods under the node's own one",
			func(w *world) {
				w.NetworkInterfaces = []snapshot.NetworkInterface{
					eni("eni-2", instanceA, 1, "10.0.0.20", "10.0.0.21"),
					eni("eni-1", instanceA, 0, "10.0.0.10", "10.0.0.12", "10.0.0.11"),
				}
				w.Pods = []snapshot.Pod{pod("web", nodeA, "10.0.0.11"), hostPod("proxy", nodeA, "10.0.0.10"), pod("db", nodeA, "10.0.0.21")}
			}, `
			node-a EC2 mode=SecondaryIP capacity=27 held=3 used=2 idle=1
			 eni-1 primary
			  10.0.0.10 own proxy
			  10.0.0.11 web
			  10.0.0.12
			 eni-2 secondary
			  10.0.0.20 own
			  10.0.0.21 db
			`,
		},
		"prefixes": {
			"EC2 lists no addresses of a prefix: pods are matched by containment, first and last address included",
			func(w *world) {
				w.env(map[string]string{"ENABLE_PREFIX_DELEGATION": "true"})
				w.NetworkInterfaces = []snapshot.NetworkInterface{eni("eni-1", instanceA, 0, "10.0.0.10", "10.0.1.16/28", "10.0.1.0/28")}
				w.Pods = []snapshot.Pod{pod("last", nodeA, "10.0.1.31"), pod("first", nodeA, "10.0.1.16")}
			}, `
			node-a EC2 mode=PrefixDelegation capacity=432 held=32 used=2 idle=30
			 eni-1 primary
			  10.0.0.10 own
			  10.0.1.0/28
			  10.0.1.16/28 first+last
			`,
		},
		"mixed after a toggle": {
			"old secondary addresses stay while pods use them",
			func(w *world) {
				w.env(map[string]string{"ENABLE_PREFIX_DELEGATION": "true"})
				w.NetworkInterfaces = []snapshot.NetworkInterface{eni("eni-1", instanceA, 0, "10.0.0.10", "10.0.0.11", "10.0.1.0/28")}
				w.Pods = []snapshot.Pod{pod("old", nodeA, "10.0.0.11"), pod("new", nodeA, "10.0.1.0")}
			}, `
			node-a EC2 mode=Mixed capacity=432 held=17 used=2 idle=15
			 eni-1 primary
			  10.0.0.10 own
			  10.0.0.11 old
			  10.0.1.0/28 new
			 note: holds both secondary addresses and prefixes: since the mode was switched, new pods get addresses of /28 prefixes only, and what is idle of the other kind is out of use
			`,
		},
		"switched on, not restarted": {
			"the DaemonSet says prefixes, the node still holds secondary addresses",
			func(w *world) {
				w.env(map[string]string{"ENABLE_PREFIX_DELEGATION": "true"})
				w.NetworkInterfaces = []snapshot.NetworkInterface{eni("eni-1", instanceA, 0, "10.0.0.10", "10.0.0.11")}
			}, `
			node-a EC2 mode=SecondaryIP capacity=27 held=1 used=0 idle=1
			 eni-1 primary
			  10.0.0.10 own
			  10.0.0.11
			 note: holds secondary addresses while aws-node asks for /28 prefixes: its aws-node pod has not restarted since the switch, or has not allocated yet
			`,
		},
		"IPv6": {
			"a /80 is not counted; host-network pods have the node's IPv6 address",
			func(w *world) {
				w.env(map[string]string{"ENABLE_IPv4": "false", "ENABLE_IPv6": "true", "ENABLE_PREFIX_DELEGATION": "true"})
				w.NetworkInterfaces = []snapshot.NetworkInterface{eni("eni-1", instanceA, 0, "10.0.0.10", "2001:db8::10", "2001:db8:0:0:1::/80")}
				w.Pods = []snapshot.Pod{pod("web", nodeA, "2001:db8:0:0:1::5"), hostPod("proxy", nodeA, "2001:db8::10")}
			}, `
			node-a EC2 mode=IPv6 capacity=? held=? used=? idle=?
			 eni-1 primary
			  10.0.0.10 own
			  2001:db8::10 own proxy
			  2001:db8:0:0:1::/80 web
			`,
		},
		"dual-stack pod": {
			"a pod stands once, under the first of its addresses that the node has",
			func(w *world) {
				w.NetworkInterfaces = []snapshot.NetworkInterface{eni("eni-1", instanceA, 0, "10.0.0.10", "10.0.0.11", "2001:db8:0:0:1::/80")}
				w.Pods = []snapshot.Pod{pod("web", nodeA, "10.0.0.11", "2001:db8:0:0:1::5")}
			}, `
			node-a EC2 mode=SecondaryIP capacity=27 held=1 used=1 idle=0
			 eni-1 primary
			  10.0.0.10 own
			  10.0.0.11 web
			  2001:db8:0:0:1::/80
			`,
		},
		"custom networking": {
			"the primary ENI adds nothing to the capacity",
			func(w *world) {
				w.env(map[string]string{"AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "true"})
				w.NetworkInterfaces = []snapshot.NetworkInterface{
					eni("eni-1", instanceA, 0, "10.0.0.10"), eni("eni-2", instanceA, 1, "10.0.0.20", "10.0.0.21"),
				}
			}, `
			node-a EC2 mode=SecondaryIP capacity=18 held=1 used=0 idle=1
			 eni-1 primary
			  10.0.0.10 own
			 eni-2 secondary
			  10.0.0.20 own
			  10.0.0.21
			`,
		},
		"finished pods": {
			"Succeeded and Failed pods keep a stale address; pending ones with an address count",
			func(w *world) {
				w.NetworkInterfaces = []snapshot.NetworkInterface{eni("eni-1", instanceA, 0, "10.0.0.10", "10.0.0.11", "10.0.0.12")}
				done, failed, pending := pod("done", nodeA, "10.0.0.11"), pod("failed", nodeA, "10.0.0.12"), pod("pending", nodeA, "10.0.0.12")
				done.Status.Phase, failed.Status.Phase, pending.Status.Phase = "Succeeded", "Failed", "Pending"
				w.Pods = []snapshot.Pod{done, failed, pending}
			}, `
			node-a EC2 mode=SecondaryIP capacity=27 held=2 used=1 idle=1
			 eni-1 primary
			  10.0.0.10 own
			  10.0.0.11
			  10.0.0.12 pending
			`,
		},
		"unmanaged": {
			"tagged no_manage, on card 1: neither held nor capacity",
			func(w *world) {
				tagged := eni("eni-2", instanceA, 1, "10.0.0.20", "10.0.0.21")
				tagged.TagSet = []snapshot.Tag{{Key: cniNoManage, Value: "true"}}
				card1 := eni("eni-3", instanceA, 0, "10.0.0.30", "10.0.0.31")
				card1.Attachment.NetworkCardIndex = 1
				w.NetworkInterfaces = []snapshot.NetworkInterface{eni("eni-1", instanceA, 0, "10.0.0.10", "10.0.0.11"), tagged, card1}
			}, `
			node-a EC2 mode=SecondaryIP capacity=18 held=1 used=0 idle=1
			 eni-1 primary
			  10.0.0.10 own
			  10.0.0.11
			 eni-2 unmanaged
			  10.0.0.20 own
			  10.0.0.21
			 eni-3 unmanaged
			  10.0.0.30 own
			  10.0.0.31
			`,
		},
		"Windows": {
			"only the primary ENI's addresses, whatever the settings of aws-node",
			func(w *world) {
				w.env(map[string]string{"AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "true", "MAX_ENI": "1"})
				w.Nodes[0].Labels["kubernetes.io/os"] = "windows"
				w.NetworkInterfaces = []snapshot.NetworkInterface{eni("eni-1", instanceA, 0, "10.0.0.10", "10.0.0.11")}
				w.Pods = []snapshot.Pod{pod("iis", nodeA, "10.0.0.11")}
			}, `
			node-a EC2 mode=SecondaryIP capacity=9 held=1 used=1 idle=0
			 eni-1 primary
			  10.0.0.10 own
			  10.0.0.11 iis
			`,
		},
		"prefixes on an old type": {
			"t2 supports no prefixes: ipamd falls back",
			func(w *world) {
				w.env(map[string]string{"ENABLE_PREFIX_DELEGATION": "true"})
				w.Nodes[0].Labels["node.kubernetes.io/instance-type"] = "t2.medium"
				w.NetworkInterfaces = []snapshot.NetworkInterface{eni("eni-1", instanceA, 0, "10.0.0.10", "10.0.0.11")}
			}, `
			node-a EC2 mode=SecondaryIP capacity=15 held=1 used=0 idle=1
			 eni-1 primary
			  10.0.0.10 own
			  10.0.0.11
			 note: ENABLE_PREFIX_DELEGATION=true has no effect here: t2.medium supports no prefixes, so ipamd falls back to secondary addresses
			`,
		},
		"terminating pod": {
			"the old pod and the new one both stand there, and the address is used once",
			func(w *world) {
				w.NetworkInterfaces = []snapshot.NetworkInterface{eni("eni-1", instanceA, 0, "10.0.0.10", "10.0.0.11")}
				old := pod("old", nodeA, "10.0.0.11")
				old.DeletionTimestamp = &w.Meta.Time
				w.Pods = []snapshot.Pod{old, pod("new", nodeA, "10.0.0.11")}
			}, `
			node-a EC2 mode=SecondaryIP capacity=27 held=1 used=1 idle=0
			 eni-1 primary
			  10.0.0.10 own
			  10.0.0.11 new+old
			`,
		},
		"two live pods on one address": {
			"drift that deserves a warning",
			func(w *world) {
				w.env(map[string]string{"ENABLE_PREFIX_DELEGATION": "true"})
				w.NetworkInterfaces = []snapshot.NetworkInterface{eni("eni-1", instanceA, 0, "10.0.0.10", "10.0.1.0/28")}
				w.Pods = []snapshot.Pod{pod("one", nodeA, "10.0.1.1"), pod("two", nodeA, "10.0.1.1"), pod("three", nodeA, "10.0.1.2")}
			}, `
			node-a EC2 mode=PrefixDelegation capacity=432 held=16 used=2 idle=14
			 eni-1 primary
			  10.0.0.10 own
			  10.0.1.0/28 one+two+three
			warning AddressSharedByPods: address 10.0.1.1 of node node-a is the address of several pods: default/one, default/two
			`,
		},
		"excluded subnet": {
			"a subnet tagged kubernetes.io/role/cni=0 gives no new addresses (v1.22 on)",
			func(w *world) {
				w.env(nil)
				w.DaemonSets[0].Spec.Template.Spec.Containers[0].Image = "amazon-k8s-cni:v1.22.0"
				w.Subnets = append(w.Subnets, snapshot.Subnet{ID: "subnet-2", CIDRBlock: "10.1.0.0/16", Tags: []snapshot.Tag{{Key: "kubernetes.io/role/cni", Value: "0"}}})
				other := eni("eni-2", instanceA, 1, "10.1.0.20", "10.1.0.21")
				other.SubnetID = "subnet-2"
				w.NetworkInterfaces = []snapshot.NetworkInterface{eni("eni-1", instanceA, 0, "10.0.0.10"), other}
			}, `
			node-a EC2 mode=SecondaryIP capacity=18 held=1 used=0 idle=1
			 eni-1 primary
			  10.0.0.10 own
			 eni-2 secondary
			  10.1.0.20 own
			  10.1.0.21
			`,
		},
		"subnet of another cluster": {
			"a tagged subnet that is kept for other clusters gives no new addresses either",
			func(w *world) {
				w.env(map[string]string{"CLUSTER_NAME": "blue"})
				w.DaemonSets[0].Spec.Template.Spec.Containers[0].Image = "amazon-k8s-cni:v1.22.0"
				w.Subnets[0].Tags = []snapshot.Tag{{Key: "kubernetes.io/role/cni", Value: "1"}, {Key: "cni.networking.k8s.aws/cluster/green", Value: ""}}
				w.NetworkInterfaces = []snapshot.NetworkInterface{eni("eni-1", instanceA, 0, "10.0.0.10", "10.0.0.11")}
			}, `
			node-a EC2 mode=SecondaryIP capacity=18 held=1 used=0 idle=1
			 eni-1 primary
			  10.0.0.10 own
			  10.0.0.11
			`,
		},
		"addresses that do not parse": {
			"they are warned of, and everything else is shown",
			func(w *world) {
				w.NetworkInterfaces = []snapshot.NetworkInterface{eni("eni-1", instanceA, 0, "10.0.0.10", "10.0.0.300", "10.0.0.11", "10.0.0.0/99")}
				w.Pods = []snapshot.Pod{pod("bad", nodeA, "ten"), pod("good", nodeA, "10.0.0.11")}
			}, `
			node-a EC2 mode=SecondaryIP capacity=27 held=1 used=1 idle=0
			 eni-1 primary
			  10.0.0.10 own
			  10.0.0.11 good
			unplaced default/bad: InvalidAddress: its address does not parse
			warning InvalidAddress: ENI eni-1: address "10.0.0.300" does not parse and is left out
			warning InvalidAddress: pod default/bad: address "ten" does not parse
			warning InvalidPrefix: ENI eni-1: prefix "10.0.0.0/99" does not parse and is left out
			`,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := picture(build(t, newWorld(tc.change)))
			if diff := cmp.Diff(lines(tc.want), got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
		})
	}
}

const cniNoManage = "node.k8s.amazonaws.com/no_manage"
