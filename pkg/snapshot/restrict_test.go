// SPDX-License-Identifier: Apache-2.0

package snapshot_test

import (
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// kept is what is left of a snapshot after it was cut down.
type kept struct {
	Nodes, Pods, Interfaces, Subnets, CNINodes []string
}

func TestRestrict(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		node string
		want kept
	}{
		"a node": {
			node: "node-1",
			want: kept{
				Nodes: []string{"node-1"}, Pods: []string{"a/web-0"}, Interfaces: []string{"eni-1"},
				Subnets: []string{"subnet-1"}, CNINodes: []string{"node-1"},
			},
		},
		"a node with a trunk": {
			node: "trunk",
			want: kept{
				Nodes: []string{"trunk"}, Pods: []string{"a/branch"}, Interfaces: []string{"eni-annotated", "eni-branch", "eni-trunk"},
				Subnets: []string{"subnet-2", "subnet-3"},
			},
		},
		"a Fargate node": {
			node: "fargate",
			want: kept{Nodes: []string{"fargate"}, Interfaces: []string{"eni-fargate"}, Subnets: []string{"subnet-3"}},
		},
		"a HyperPod node": {
			node: "hyperpod",
			want: kept{Nodes: []string{"hyperpod"}, Interfaces: []string{"eni-2"}, Subnets: []string{"subnet-2"}},
		},
		"a hybrid node": {node: "hybrid", want: kept{Nodes: []string{"hybrid"}}},
		"no node":       {node: "none"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, before := several(), several()
			shared := *s
			s.Restrict(func(n *snapshot.Node) bool { return n.Name == test.node })
			equal(t, "kept", whatIsLeft(s), test.want)
			equal(t, "events", s.Events, before.Events)
			equal(t, "instances", s.Instances, before.Instances)
			equal(t, "the lists of before", &shared, before)
		})
	}
}

// several has a node of each kind.
func several() *snapshot.Snapshot {
	s := full()
	for name, provider := range map[string]string{
		"trunk":    "aws:////i-3",
		"fargate":  "aws:///eu-west-1a/0123-4567/fargate-ip-10-0-0-50.eu-west-1.compute.internal",
		"hyperpod": "aws:///use1-az4/sagemaker/cluster/hyperpod-x-i-1-i-2",
		"hybrid":   "eks-hybrid:///eu-west-1/blue/mi-0123",
	} {
		n := node(name, "")
		n.Spec.ProviderID = provider
		n.Status.Addresses = []snapshot.NodeAddress{{Type: "InternalIP", Address: "10.0.0.50"}}
		s.Nodes = append(s.Nodes, n)
	}
	annotated := pod("a", "branch", "trunk", "10.0.0.31")
	annotated.Annotations = map[string]string{"vpc.amazonaws.com/pod-eni": `[{"eniId":"eni-annotated"}]`}
	broken := pod("a", "broken", "elsewhere", "10.0.0.32")
	broken.Annotations = map[string]string{"vpc.amazonaws.com/pod-eni": `{"eniId":`}
	s.Pods = append(s.Pods, annotated, broken)
	branch := snapshot.NetworkInterface{
		ID: "eni-branch", SubnetID: "subnet-2", TagSet: []snapshot.Tag{{Key: "vpcresources.k8s.aws/trunk-eni-id", Value: "eni-trunk"}},
	}
	s.NetworkInterfaces = append(s.NetworkInterfaces,
		eni("eni-trunk", "i-3", "subnet-2", "10.0.0.30"),
		branch,
		snapshot.NetworkInterface{ID: "eni-annotated", SubnetID: "subnet-3"},
		snapshot.NetworkInterface{ID: "eni-fargate", SubnetID: "subnet-3", PrivateIPAddress: "10.0.0.50"},
		snapshot.NetworkInterface{ID: "eni-free", SubnetID: "subnet-3"})
	s.Subnets = append(s.Subnets, snapshot.Subnet{ID: "subnet-3"})
	s.Normalize()
	return s
}

func whatIsLeft(s *snapshot.Snapshot) kept {
	left := kept{Pods: podNames(s)}
	for _, n := range s.Nodes {
		left.Nodes = append(left.Nodes, n.Name)
	}
	for _, i := range s.NetworkInterfaces {
		left.Interfaces = append(left.Interfaces, i.ID)
	}
	for _, n := range s.Subnets {
		left.Subnets = append(left.Subnets, n.ID)
	}
	for _, c := range s.CNINodes {
		left.CNINodes = append(left.CNINodes, c.Name)
	}
	return left
}
