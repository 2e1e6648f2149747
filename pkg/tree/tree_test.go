// SPDX-License-Identifier: Apache-2.0

package tree_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
	"github.com/kubectl-eni/kubectl-eni/pkg/tree"
)

// cluster is a hand-written cluster: node-a with a pod on an address, one in a prefix and one on a branch ENI, node-b with nothing but an
// idle address.
func cluster() *snapshot.Snapshot {
	s := &snapshot.Snapshot{}
	s.Meta.Region = "eu-west-1"
	for name, instance := range map[string]string{"node-a": "i-a", "node-b": "i-b"} {
		node := snapshot.Node{ObjectMeta: snapshot.ObjectMeta{Name: name, Labels: map[string]string{
			"node.kubernetes.io/instance-type": "m5.large", "topology.kubernetes.io/zone": "eu-west-1" + strings.TrimPrefix(instance, "i-"),
		}}}
		node.Spec.ProviderID = "aws:///z/" + instance
		node.Status.Capacity = map[string]string{"pods": "29"}
		s.Nodes = append(s.Nodes, node)
	}
	s.DaemonSets = []snapshot.DaemonSet{{ObjectMeta: snapshot.ObjectMeta{Namespace: cni.Namespace, Name: cni.DaemonSetName}}}
	s.DaemonSets[0].Spec.Template.Spec.Containers = []snapshot.Container{{
		Name: cni.DaemonSetName, Image: "amazon-k8s-cni:v1.20.4", Env: []snapshot.EnvVar{{Name: cni.EnvPodENI, Value: "true"}},
	}}
	s.Subnets = []snapshot.Subnet{{ID: "subnet-1", CIDRBlock: "10.0.0.0/16"}}
	attachment := func(instance string, device int32) *snapshot.Attachment {
		return &snapshot.Attachment{InstanceID: instance, DeviceIndex: device}
	}
	address := func(ip string, primary bool) snapshot.PrivateIPAddress {
		return snapshot.PrivateIPAddress{PrivateIPAddress: ip, Primary: primary}
	}
	s.NetworkInterfaces = []snapshot.NetworkInterface{
		{
			ID: "eni-a", Status: "in-use", SubnetID: "subnet-1", MACAddress: "02:00:00:00:00:01", Attachment: attachment("i-a", 0),
			PrivateIPAddresses: []snapshot.PrivateIPAddress{address("10.0.0.1", true), address("10.0.0.2", false), address("10.0.0.3", false)},
			IPv4Prefixes:       []snapshot.IPv4Prefix{{IPv4Prefix: "10.0.1.0/28"}, {IPv4Prefix: "10.0.1.16/28"}},
			Groups:             []snapshot.Group{{GroupID: "sg-1"}},
		},
		{ID: "eni-t", InterfaceType: "trunk", Attachment: attachment("i-a", 2), PrivateIPAddresses: []snapshot.PrivateIPAddress{address("10.0.0.4", true)}},
		{
			ID: "eni-branch", InterfaceType: "branch", PrivateIPAddresses: []snapshot.PrivateIPAddress{address("10.0.0.5", true)},
			TagSet: []snapshot.Tag{{Key: cni.TagTrunkID, Value: "eni-t"}, {Key: cni.TagVLANID, Value: "7"}},
		},
		{ID: "eni-b", Attachment: attachment("i-b", 0), PrivateIPAddresses: []snapshot.PrivateIPAddress{address("10.0.0.9", true), address("10.0.0.10", false)}},
	}
	pod := func(namespace, name, ip string, host bool) snapshot.Pod {
		p := snapshot.Pod{ObjectMeta: snapshot.ObjectMeta{Namespace: namespace, Name: name}}
		p.Spec.NodeName, p.Spec.HostNetwork, p.Status.Phase, p.Status.PodIP = "node-a", host, "Running", ip
		return p
	}
	s.Pods = []snapshot.Pod{
		pod("web", "front", "10.0.0.2", false), pod("db", "store", "10.0.1.0", false), pod("db", "copy", "10.0.1.1", false),
		pod("sec", "vault", "10.0.0.5", false), pod("kube-system", "proxy", "10.0.0.1", true), pod("web", "lost", "10.9.9.9", false),
	}
	s.Pods[3].Annotations = map[string]string{cni.AnnotationPodENI: `[{"eniId":"eni-branch","privateIp":"10.0.0.5","vlanId":7}]`}
	return s
}

func document(t *testing.T, o tree.Options) *v1alpha1.Tree {
	t.Helper()
	return tree.Document(topology.Build(cluster(), topology.Options{}), o)
}

func TestDocument(t *testing.T) {
	t.Parallel()
	doc := document(t, tree.Options{})
	got, err := json.MarshalIndent(doc, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	// The contract: the names of the fields, what is absent, and that nothing is lost.
	for _, want := range []string{
		`"kind": "Tree"`, `"apiVersion": "kubectl-eni/v1alpha1"`, `"version": "v1.20.4"`, `"mode": "SecondaryIP"`, `"securityGroupsForPods": "strict"`,
		`"instanceType": "m5.large"`, `"interfaceLimit": 3`, `"branchLimit": 9`, `"vlanID": 7`, `"subnetCIDR": "10.0.0.0/16"`, `"macAddress": "02:00:00:00:00:01"`,
		`"reason": "NotOnNode"`, `"warnings": []`,
	} {
		if !strings.Contains(string(got), want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	a := doc.Nodes[0]
	want := v1alpha1.PoolCounts{Capacity: new(18), Held: new(34), Used: new(3), Idle: new(31)}
	if diff := cmp.Diff(want, a.Addresses); diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}
	pods := v1alpha1.PodCounts{Running: new(6), HostNetwork: new(1), OnENIs: new(3), OnBranches: new(1), Unplaced: new(1), Waiting: new(0), Max: new(29)}
	if diff := cmp.Diff(pods, a.Pods); diff != "" {
		t.Errorf("pods (-want +got):\n%s", diff)
	}
	trunk := a.Interfaces[1]
	if trunk.Role != "trunk" || trunk.Held != nil || trunk.Branches[0].DeviceIndex != nil || *trunk.DeviceIndex != 2 {
		t.Errorf("trunk %+v", trunk)
	}
	if prefix := a.Interfaces[0].Prefixes[0]; *prefix.Used != 2 || prefix.Pods[1].IP != "10.0.1.1" || prefix.Pods[1].Name != "copy" {
		t.Errorf("prefix %+v", prefix)
	}
}

func TestNamespaceLeavesItsSlotsAndTheirParents(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		interfaces, unplaced string
	}{
		"web":         {"node-a: eni-a 10.0.0.2", "lost"},
		"db":          {"node-a: eni-a 10.0.1.0/28", ""},
		"sec":         {"node-a: eni-t eni-branch 10.0.0.5", ""},
		"kube-system": {"node-a: eni-a 10.0.0.1", ""},
		"nobody":      {"", ""},
	}
	for namespace, tc := range tests {
		t.Run(namespace, func(t *testing.T) {
			t.Parallel()
			doc := document(t, tree.Options{Namespace: namespace})
			var shown []string
			for _, n := range doc.Nodes {
				shown = append(shown, n.Name+":")
				for _, i := range n.Interfaces {
					shown = append(shown, slotsOf(i)...)
				}
				if *n.Addresses.Held != 34 {
					t.Errorf("held %d: the node's counts stay its own", *n.Addresses.Held)
				}
			}
			if got := strings.Join(shown, " "); got != tc.interfaces {
				t.Errorf("shown %q, want %q", got, tc.interfaces)
			}
			var unplaced []string
			for _, u := range doc.UnplacedPods {
				unplaced = append(unplaced, u.Name)
			}
			if got := strings.Join(unplaced, " "); got != tc.unplaced {
				t.Errorf("unplaced %q, want %q", got, tc.unplaced)
			}
		})
	}
}

func slotsOf(i v1alpha1.Interface) []string {
	shown := []string{i.ID}
	for _, a := range i.Addresses {
		shown = append(shown, a.IP)
	}
	for _, p := range i.Prefixes {
		shown = append(shown, p.CIDR)
	}
	for _, b := range i.Branches {
		shown = append(shown, slotsOf(b)...)
	}
	return shown
}

func TestSort(t *testing.T) {
	t.Parallel()
	s := cluster()
	s.Nodes = append(s.Nodes, snapshot.Node{ObjectMeta: snapshot.ObjectMeta{Name: "node-0"}})
	m := topology.Build(s, topology.Options{})
	for by, want := range map[tree.SortBy]string{
		tree.SortByName: "node-0 node-a node-b",
		tree.SortByIdle: "node-a node-b node-0",
		tree.SortByUsed: "node-a node-b node-0",
		tree.SortByZone: "node-0 node-a node-b",
		"":              "node-0 node-a node-b",
	} {
		var names []string
		for _, n := range tree.Document(m, tree.Options{SortBy: by}).Nodes {
			names = append(names, n.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("by %q: %s, want %s", by, got, want)
		}
	}
}

func TestParseSortBy(t *testing.T) {
	t.Parallel()
	for _, order := range tree.SortOrders() {
		if got, err := tree.ParseSortBy(string(order)); got != order || err != nil {
			t.Errorf("%s: %s, %v", order, got, err)
		}
	}
	if _, err := tree.ParseSortBy("size"); err == nil || err.Error() != `"size" is no order; one of name, idle, used, zone` {
		t.Errorf("size: %v", err)
	}
}

func TestDeepCopyObject(t *testing.T) {
	t.Parallel()
	doc := document(t, tree.Options{})
	duplicate, ok := doc.DeepCopyObject().(*v1alpha1.Tree)
	if !ok {
		t.Fatal("no Tree")
	}
	if diff := cmp.Diff(doc, duplicate); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	duplicate.Nodes[0].Interfaces[0].ID = "changed"
	if doc.Nodes[0].Interfaces[0].ID == "changed" {
		t.Error("the copy shares memory")
	}
}
