// SPDX-License-Identifier: Apache-2.0

package topology_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

func TestParseProviderID(t *testing.T) {
	t.Parallel()
	for providerID, want := range map[string]topology.InstanceID{
		"aws:///eu-west-1a/i-0123456789abcdef0":                                      "i-0123456789abcdef0",
		"aws:////i-0123456789abcdef0":                                                "i-0123456789abcdef0",
		"i-0123456789abcdef0":                                                        "i-0123456789abcdef0",
		"aws:///us-west-2-lax-1a/i-0123":                                             "i-0123",
		"aws:///us-east-1a/sagemaker/cluster/hyperpod-ab-1-i-0123":                   "i-0123",
		"aws:///eu-west-1a/0123-abcd/fargate-ip-10-0-1-2.eu-west-1.compute.internal": "",
		"eks-hybrid:///eu-west-1/blue/i-looks-like-one":                              "",
		"eks-hybrid:///eu-west-1/blue/i-0123":                                        "",
		"aws:///eu-west-1a/hyperpod-ab-1-i-0123":                                     "",
		"gce://project/zone/name":                                                    "",
		"":                                                                           "",
		"aws:///eu-west-1a/":                                                         "",
		"aws:///eu-west-1a/i-":                                                       "",
		"aws:///eu-west-1a/i-\x1b[31m":                                               "",
	} {
		if got := topology.ParseProviderID(providerID); got != want {
			t.Errorf("ParseProviderID(%q) = %q, want %q", providerID, got, want)
		}
	}
}

func FuzzParseProviderID(f *testing.F) {
	f.Add("aws:///eu-west-1a/i-0123456789abcdef0")
	f.Add("aws:///a/sagemaker/cluster/hyperpod-ab-1-i-0123")
	f.Fuzz(func(t *testing.T, providerID string) {
		id := topology.ParseProviderID(providerID)
		for _, r := range string(id) {
			if r != '-' && (r < '0' || r > 'z') {
				t.Errorf("ParseProviderID(%q) = %q", providerID, id)
			}
		}
	})
}

func TestNodeKind(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		name, providerID, compute string
		want                      topology.NodeKind
	}{
		"EC2":                   {"ip-10-0-0-1", "aws:///a/i-0123", "", topology.KindEC2},
		"managed node group":    {"ip-10-0-0-1", "aws:///a/i-0123", "ec2", topology.KindEC2},
		"Auto Mode":             {"i-0123", "aws:///a/i-0123", "auto", topology.KindAutoMode},
		"Fargate by label":      {"x", "", "fargate", topology.KindFargate},
		"Fargate by name":       {"fargate-ip-10-0-0-1", "", "", topology.KindFargate},
		"Fargate by provider":   {"x", "aws:///a/0-1/fargate-ip-10-0-0-1", "", topology.KindFargate},
		"hybrid by label":       {"mi-1", "", "hybrid", topology.KindHybrid},
		"hybrid by provider id": {"mi-1", "eks-hybrid:///r/c/mi-1", "", topology.KindHybrid},
		"HyperPod":              {"x", "aws:///a/sagemaker/cluster/hyperpod-a-i-0123", "", topology.KindHyperPod},
		"nothing known":         {"x", "", "", topology.KindUnknown},
	}
	for name, tc := range tests {
		w := newWorld(func(w *world) {
			w.Nodes = []snapshot.Node{{ObjectMeta: snapshot.ObjectMeta{Name: tc.name, Labels: map[string]string{"eks.amazonaws.com/compute-type": tc.compute}}}}
			w.Nodes[0].Spec.ProviderID = tc.providerID
		})
		if got := build(t, w).Nodes[0].Kind; got != tc.want {
			t.Errorf("%s: %s, want %s", name, got, tc.want)
		}
	}
}

func TestNodeFacts(t *testing.T) {
	t.Parallel()
	w := newWorld(func(w *world) {
		n := &w.Nodes[0]
		n.Labels = map[string]string{"beta.kubernetes.io/instance-type": "m5.large", "failure-domain.beta.kubernetes.io/zone": "eu-west-1b"}
		n.Status.NodeInfo.OperatingSystem = "linux"
		n.Spec.Unschedulable = true
		n.Status.Conditions = []snapshot.Condition{
			{Type: "Ready", Status: "Unknown", Reason: "NodeStatusUnknown"},
			{Type: "MemoryPressure", Status: "True", Reason: "KubeletHasInsufficientMemory"},
			{Type: "DiskPressure", Status: "False"},
			{Type: "NetworkingReady", Status: "False", Reason: "IPAMDNoIPs"},
			{Type: "StorageReady", Status: "True"},
			{Type: "NetworkUnavailable", Status: "True"},
			{Type: "SomethingElse", Status: "True"},
		}
		n.Status.Capacity = map[string]string{"pods": "many"}
	})
	n := build(t, w).Nodes[0]
	if n.InstanceType != "m5.large" || n.Zone != "eu-west-1b" || n.OS != "linux" || !n.Cordoned || n.Ready == nil || *n.Ready || n.MaxPods != nil {
		t.Errorf("%+v", n)
	}
	want := []string{
		"MemoryPressure=True: KubeletHasInsufficientMemory", "NetworkUnavailable=True: no reason given",
		"NetworkingReady=False: IPAMDNoIPs", "Ready=Unknown: NodeStatusUnknown",
	}
	if diff := cmp.Diff(want, n.Conditions); diff != "" {
		t.Errorf("conditions (-want +got):\n%s", diff)
	}
}

func TestClusterFacts(t *testing.T) {
	t.Parallel()
	w := newWorld(func(w *world) {
		w.Meta.Cluster, w.Meta.Region, w.Meta.Account = "from-context", "", "999999999999"
		w.Nodes[0].Labels["topology.kubernetes.io/region"] = "eu-west-3"
		w.NetworkInterfaces = []snapshot.NetworkInterface{eni("eni-1", instanceA, 0, "10.0.0.10"), eni("eni-2", instanceA, 1, "10.0.0.20"), eni("eni-3", instanceA, 2, "10.0.0.30")}
		w.NetworkInterfaces[0].OwnerID = "000000000000"
		// Other instances' ENIs, which a snapshot holds as well, have no say.
		for i := range 9 {
			w.NetworkInterfaces = append(w.NetworkInterfaces, eni(fmt.Sprintf("eni-other-%d", i), "i-0cccccccccccccccc", 0, "10.0.9.9"))
			w.NetworkInterfaces[3+i].OwnerID = "444455556666"
		}
	})
	got := build(t, w).Cluster
	if got.Name != "from-context" || got.Region != "eu-west-3" || got.AccountID != "111122223333" {
		t.Errorf("%+v", got)
	}
	w.env(map[string]string{"CLUSTER_NAME": "blue"})
	w.NetworkInterfaces = nil
	got = build(t, w).Cluster
	if got.Name != "blue" || got.AccountID != "999999999999" || got.Settings.Version.Text != "v1.20.4" {
		t.Errorf("%+v", got)
	}
}

func TestSettingsThroughReferences(t *testing.T) {
	t.Parallel()
	key := func(name, key string) *snapshot.EnvVarSource {
		return &snapshot.EnvVarSource{ConfigMapKeyRef: &snapshot.KeySelector{Name: name, Key: key}}
	}
	w := newWorld(func(w *world) {
		w.DaemonSets = []snapshot.DaemonSet{daemonSet(snapshot.Container{
			Name:    "aws-node",
			EnvFrom: []snapshot.EnvFromSource{{ConfigMapRef: &snapshot.NameReference{Name: "cni"}}, {ConfigMapRef: &snapshot.NameReference{Name: "absent"}}},
			Env: []snapshot.EnvVar{
				{Name: "MAX_ENI", Value: "2"},
				{Name: "WARM_IP_TARGET", ValueFrom: key("cni", "warm")},
				{Name: "MINIMUM_IP_TARGET", ValueFrom: key("cni", "absent")},
				{Name: "ENABLE_POD_ENI", ValueFrom: &snapshot.EnvVarSource{SecretKeyRef: &snapshot.KeySelector{Name: "s", Key: "k"}}},
				{Name: "MY_NODE_NAME", ValueFrom: &snapshot.EnvVarSource{FieldRef: &snapshot.FieldSelector{FieldPath: "spec.nodeName"}}},
			},
		})}
		w.ConfigMaps = []snapshot.ConfigMap{{
			ObjectMeta: snapshot.ObjectMeta{Namespace: "kube-system", Name: "cni"},
			Data:       map[string]string{"warm": "5", "MAX_ENI": "9", "ENABLE_PREFIX_DELEGATION": "true"},
		}}
	})
	m := build(t, w)
	s := m.Cluster.Settings
	if s.MaxENI != 2 || s.WarmIPTarget != 5 || !s.PrefixDelegation || s.PodENI {
		t.Errorf("%+v", s)
	}
	want := lines(`
		warning CNISetting: DaemonSet kube-system/aws-node: ENABLE_POD_ENI comes from Secret kube-system/s, which is never read: its default is assumed
		warning CNISetting: DaemonSet kube-system/aws-node: MINIMUM_IP_TARGET comes from key absent of ConfigMap kube-system/cni, which was not found: its default is assumed
	`)
	m.Nodes = nil
	if diff := cmp.Diff(want, picture(m)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestNoVPCCNI checks that a cluster without aws-node gets its tree and a word on what the numbers mean.
func TestNoVPCCNI(t *testing.T) {
	t.Parallel()
	w := newWorld(func(w *world) {
		w.DaemonSets = nil
		w.Nodes = append(w.Nodes, node(nodeB, instanceB))
		w.Nodes[1].Labels["eks.amazonaws.com/compute-type"] = "auto"
		w.NetworkInterfaces = []snapshot.NetworkInterface{
			eni("eni-1", instanceA, 0, "10.0.0.10", "10.0.0.11"), eni("eni-9", instanceB, 0, "10.0.0.90", "10.0.1.0/28"),
		}
		w.Pods = []snapshot.Pod{pod("cilium", nodeA, "10.0.0.11"), pod("auto", nodeB, "10.0.1.3"), pod("drift", nodeB, "10.0.9.9")}
	})
	want := lines(`
		node-a EC2 mode=SecondaryIP capacity=? held=1 used=1 idle=0
		 eni-1 primary
		  10.0.0.10 own
		  10.0.0.11 cilium
		node-b AutoMode mode=PrefixDelegation capacity=? held=16 used=1 idle=15
		 eni-9 primary
		  10.0.0.90 own
		  10.0.1.0/28 auto
		unplaced default/drift: NotOnNode: 10.0.9.9 is on no ENI of the node
		warning AutoModeCNI: EKS Auto Mode runs its CNI outside of the cluster's DaemonSets: held and used are what the ENIs show, and what its nodes could hold is unknown
		warning NoVPCCNI: the cluster has no DaemonSet kube-system/aws-node, so another CNI gives out addresses: held and used are what the ENIs show, and what the nodes could hold is unknown
	`)
	if diff := cmp.Diff(want, picture(build(t, w))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLimitsFromEC2(t *testing.T) {
	t.Parallel()
	w := newWorld(func(w *world) {
		w.Nodes = append(w.Nodes, node(nodeB, instanceB))
		w.Nodes[1].Labels["node.kubernetes.io/instance-type"] = "m99.large"
		info := snapshot.NetworkInfo{
			MaximumNetworkInterfaces: 8, IPv4AddressesPerInterface: 6, DefaultNetworkCardIndex: 1,
			NetworkCards: []snapshot.NetworkCard{{NetworkCardIndex: 0, MaximumNetworkInterfaces: 3}, {NetworkCardIndex: 1, MaximumNetworkInterfaces: 5}},
		}
		w.InstanceTypes = []snapshot.InstanceType{{InstanceType: "m5.large", Hypervisor: "nitro", NetworkInfo: info}, {InstanceType: "m99.large", Hypervisor: "nitro", NetworkInfo: info}}
	})
	fromEC2 := cni.Limits{InstanceType: "m99.large", ENIs: 5, IPv4PerENI: 6, Hypervisor: "nitro", NetworkCards: 2, Source: cni.SourceEC2}
	m := build(t, w)
	if got := m.Nodes[0].Limits; got.Source != cni.SourceTable || got.ENIs != 3 {
		t.Errorf("m5.large: %+v, want the table's", got)
	}
	if diff := cmp.Diff(&fromEC2, m.Nodes[1].Limits); diff != "" {
		t.Errorf("m99.large (-want +got):\n%s", diff)
	}
	m = topology.Build(&w.Snapshot, topology.Options{PreferEC2Limits: true})
	if got := m.Nodes[0].Limits; got.Source != cni.SourceEC2 || got.ENIs != 5 || got.Branches != 9 || !got.TrunkKnown {
		t.Errorf("m5.large, EC2 preferred: %+v", got)
	}
}

func TestUnreadInstanceTypes(t *testing.T) {
	t.Parallel()
	w := newWorld(func(w *world) {
		w.Meta.Unread = []snapshot.Unread{{Resource: snapshot.InstanceTypes, Code: snapshot.NotInSnapshot, Message: "no file"}}
	})
	if m := build(t, w); len(m.Warnings) != 0 {
		t.Errorf("the table knows m5.large, yet: %v", m.Warnings)
	}
	w.Nodes[0].Labels["node.kubernetes.io/instance-type"] = "m99.large"
	if m := build(t, w); len(m.Warnings) != 1 || m.Nodes[0].Limits != nil {
		t.Errorf("limits %v, warnings %v", m.Nodes[0].Limits, m.Warnings)
	}
}
