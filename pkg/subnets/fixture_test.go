// SPDX-License-Identifier: Apache-2.0

package subnets_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/subnets"
)

// scene is a small snapshot by hand: one node in subnet-1, 10.0.0.0/24, whose primary ENI has 10.0.0.10.
func scene(change ...func(*snapshot.Snapshot)) *snapshot.Snapshot {
	s := &snapshot.Snapshot{Meta: snapshot.Meta{Time: now, Cluster: thisCluster, Region: "eu-west-1", Account: account}}
	withEnv(s, "v1.22.0", map[string]string{cni.EnvClusterName: thisCluster})
	node := snapshot.Node{ObjectMeta: snapshot.ObjectMeta{Name: "node-1", Labels: map[string]string{"kubernetes.io/os": "linux"}}}
	node.Spec.ProviderID = "aws:///" + zone + "/i-1"
	s.Nodes = []snapshot.Node{node}
	s.Subnets = []snapshot.Subnet{subnetOf("subnet-1", "10.0.0.0/24", 250)}
	s.NetworkInterfaces = []snapshot.NetworkInterface{on("i-1", 0, eniWith("eni-1", "10.0.0.10"))}
	for _, f := range change {
		f(s)
	}
	s.Normalize()
	return s
}

// withEnv sets the VPC CNI's version and environment.
func withEnv(s *snapshot.Snapshot, version string, env map[string]string) {
	container := snapshot.Container{Name: "aws-node", Image: "amazon-k8s-cni:" + version}
	for name, value := range env {
		container.Env = append(container.Env, snapshot.EnvVar{Name: name, Value: value})
	}
	s.DaemonSets = []snapshot.DaemonSet{{
		ObjectMeta: snapshot.ObjectMeta{Namespace: "kube-system", Name: "aws-node"},
		Spec:       snapshot.DaemonSetSpec{Template: snapshot.PodTemplate{Spec: snapshot.PodTemplateSpec{Containers: []snapshot.Container{container}}}},
	}}
}

func subnetOf(id, cidr string, available int32, t ...string) snapshot.Subnet {
	return snapshot.Subnet{
		ID: id, CIDRBlock: cidr, VPCID: vpcID, OwnerID: account, AvailabilityZone: zone, AvailableIPAddressCount: &available, Tags: tags(t...),
	}
}

// eniWith makes an ENI in subnet-1; text with a slash is a prefix.
func eniWith(id string, addresses ...string) snapshot.NetworkInterface {
	eni := snapshot.NetworkInterface{ID: id, InterfaceType: "interface", Status: "in-use", SubnetID: "subnet-1", VPCID: vpcID, OwnerID: account}
	for _, a := range addresses {
		if strings.Contains(a, "/") {
			eni.IPv4Prefixes = append(eni.IPv4Prefixes, snapshot.IPv4Prefix{IPv4Prefix: a})
			continue
		}
		eni.PrivateIPAddresses = append(eni.PrivateIPAddresses, snapshot.PrivateIPAddress{PrivateIPAddress: a, Primary: len(eni.PrivateIPAddresses) == 0})
	}
	if len(eni.PrivateIPAddresses) > 0 {
		eni.PrivateIPAddress = eni.PrivateIPAddresses[0].PrivateIPAddress
	}
	return eni
}

func on(instance string, device int32, eni snapshot.NetworkInterface) snapshot.NetworkInterface {
	attach(&eni, instance, device)
	return eni
}

// with adds ENIs.
func with(enis ...snapshot.NetworkInterface) func(*snapshot.Snapshot) {
	return func(s *snapshot.Snapshot) { s.NetworkInterfaces = append(s.NetworkInterfaces, enis...) }
}

// available sets what EC2 counts in subnet-1.
func available(n int32) func(*snapshot.Snapshot) {
	return func(s *snapshot.Snapshot) { s.Subnets[0].AvailableIPAddressCount = &n }
}

func reserve(cidr, kind string) func(*snapshot.Snapshot) {
	return func(s *snapshot.Snapshot) {
		s.SubnetCIDRReservations = append(s.SubnetCIDRReservations, snapshot.SubnetCIDRReservation{ID: "scr-" + cidr, SubnetID: "subnet-1", CIDR: cidr, ReservationType: kind})
	}
}

func runs(name, ip, phase string) func(*snapshot.Snapshot) {
	return func(s *snapshot.Snapshot) {
		p := snapshot.Pod{ObjectMeta: snapshot.ObjectMeta{Namespace: "default", Name: name}}
		p.Spec.NodeName = "node-1"
		p.Status = snapshot.PodStatus{Phase: phase, PodIP: ip, PodIPs: []snapshot.PodIP{{IP: ip}}}
		s.Pods = append(s.Pods, p)
	}
}

// first is the report's first subnet.
func first(t *testing.T, s *snapshot.Snapshot) v1alpha1.Subnet {
	t.Helper()
	doc := report(t, s, subnets.Options{})
	if len(doc.Items) == 0 {
		t.Fatal("no subnet is listed")
	}
	return doc.Items[0]
}

// filled are the buckets that are not empty.
func filled(item v1alpha1.Subnet) map[v1alpha1.SubnetBucket]int {
	all := map[v1alpha1.SubnetBucket]int{}
	for bucket, n := range item.Buckets {
		if n != 0 {
			all[bucket] = n
		}
	}
	return all
}

func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
