// SPDX-License-Identifier: Apache-2.0

package explain_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/explain"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// TestIP asks for every kind of address of one VPC, in which the ENIs account for every address of the first subnet and not of the second.
func TestIP(t *testing.T) {
	t.Parallel()
	s := load(t, "testdata/vpc")
	model := topology.Build(s, topology.Options{})
	for _, tc := range []struct {
		ip         string
		code       explain.Code
		confidence explain.Confidence
		// says is a part of the summary, shows of the evidence.
		says, shows string
	}{
		{"10.0.0.11", explain.IPOfPod, explain.Certain, "is pod default/web, on primary ENI eni-0aaaaaaaaaaaaaaa1", "secondary address 10.0.0.11"},
		{"10.0.0.35", explain.IPOfPod, explain.Certain, "is pod default/api, on secondary ENI eni-0aaaaaaaaaaaaaaa2", "prefix 10.0.0.32/28 holds 10.0.0.35"},
		{"10.0.0.91", explain.IPOfBranch, explain.Certain, "is pod default/db: branch ENI eni-0bbbbbbbbbbbbbbb1 of trunk eni-0fffffffffffffff1", "primary address"},
		{"10.0.0.92", explain.IPOfBranch, explain.Certain, "without a pod", "eni-0bbbbbbbbbbbbbbb2"},
		{"10.0.0.10", explain.IPOfNode, explain.Certain, "2 host-network pods share it", "kube-system/aws-node-010"},
		{"10.0.0.20", explain.IPOfInterface, explain.Certain, "the own address of secondary ENI", "primary address 10.0.0.20"},
		{"10.0.0.30", explain.IPOfInterface, explain.Certain, "the own address of trunk ENI", "10.0.0.30"},
		{"10.0.0.12", explain.IPIdle, explain.Certain, "has no pod", "no longer theirs: default/job"},
		{"10.0.0.40", explain.IPIdleInPrefix, explain.Certain, "lies in prefix 10.0.0.32/28", "10.0.0.40"},
		{"10.0.0.77", explain.IPOfFargatePod, explain.Certain, "is pod default/fg on Fargate", "default/fg"},
		{"10.85.0.7", explain.IPOutsideOfEC2, explain.Certain, "is pod default/edge on node mi-01", "default/edge"},
		{"10.0.0.200", explain.IPOutsideOfEC2, explain.Certain, "is pod default/lost", "default/lost"},
		{"10.0.0.101", explain.IPOfAWSService, explain.Certain, "Application Load Balancer web", "ELB app/web"},
		{"10.0.0.102", explain.IPOfAWSService, explain.Certain, "NAT gateway nat-0123456789abcdef0", "Description"},
		{"10.0.0.103", explain.IPOfAWSService, explain.Certain, "belongs to RDS", "RDSNetworkInterface"},
		{"10.0.0.104", explain.IPOfAWSService, explain.Certain, "Lambda report-0a1b2c3d", "AWS Lambda VPC ENI"},
		{"10.0.0.105", explain.IPOfAWSService, explain.Certain, "EKS control plane prod", "Amazon EKS prod"},
		{"10.0.0.106", explain.IPOfAWSService, explain.Certain, "VPC endpoint vpce-0123456789abcdef0", "vpce-"},
		{"10.0.0.107", explain.IPOfAWSService, explain.Certain, "EFS mount target fs-01234567", "fs-"},
		{"10.0.0.108", explain.IPOfAWSService, explain.Certain, "ElastiCache sessions-001", "ElastiCache"},
		{"10.0.0.109", explain.IPOfAWSService, explain.Certain, "requester amazon-redshift-serverless", "RequesterId"},
		{"10.0.0.110", explain.IPOfUnknownInterface, explain.Certain, "nothing says whose", "something by hand"},
		{"10.0.0.111", explain.IPOfOtherCluster, explain.Certain, "belongs to cluster staging", "tag cluster.k8s.amazonaws.com/name"},
		{"10.0.0.112", explain.IPOfOtherCluster, explain.Certain, "belongs to cluster staging", "staging"},
		// An instance's ENI is the instance's, whatever somebody wrote into its description.
		{"10.0.0.113", explain.IPOfOtherInstance, explain.Certain, "of instance i-0dddddddddddddddd", "Attachment.InstanceId"},
		{"10.0.0.114", explain.IPOfDetachedInterface, explain.Certain, "aws-node made it for instance i-0eeeeeeeeeeeeeeee", "available"},
		{"10.0.0.0", explain.IPReservedByAWS, explain.Certain, "the network address", "10.0.0.0/24"},
		{"10.0.0.3", explain.IPReservedByAWS, explain.Certain, "for future use", "10.0.0.0/24"},
		{"10.0.0.255", explain.IPReservedByAWS, explain.Certain, "the last address", "10.0.0.0/24"},
		{"10.0.0.130", explain.IPInReservation, explain.Certain, "kept for prefixes", "prefix 10.0.0.128/26"},
		{"10.0.0.210", explain.IPFree, explain.Certain, "is free", "not this one"},
		{"::ffff:10.0.0.210", explain.IPFree, explain.Certain, "is free", "not this one"},
		{"10.0.1.50", explain.IPFree, explain.Possible, "is free", "0 addresses"},
		{"192.0.2.1", explain.IPOutsideVPC, explain.Likely, "lies in none of the 2 subnets", "none of which"},
		{"2001:db8::1", explain.IPOutsideVPC, explain.Likely, "lies in none", "none of which"},
	} {
		doc := explain.IP(model, s, netip.MustParseAddr(tc.ip))
		if doc.Verdict.Code != string(tc.code) || doc.Verdict.Confidence != string(tc.confidence) || !strings.Contains(doc.Verdict.Summary, tc.says) {
			t.Errorf("%s is %s (%s): %s\nwant %s (%s) with %q", tc.ip, doc.Verdict.Code, doc.Verdict.Confidence, doc.Verdict.Summary, tc.code, tc.confidence, tc.says)
		}
		if text := encode(t, doc.Evidence); !strings.Contains(text, tc.shows) {
			t.Errorf("%s: evidence %q is missing in %s", tc.ip, tc.shows, text)
		}
	}
}

func TestIPFields(t *testing.T) {
	t.Parallel()
	s := load(t, "testdata/vpc")
	doc := explain.IP(topology.Build(s, topology.Options{}), s, netip.MustParseAddr("10.0.0.35"))
	if doc.Node == "" || doc.InterfaceID != "eni-0aaaaaaaaaaaaaaa2" || doc.Role != "secondary" || doc.Slot != "10.0.0.32/28" || doc.SubnetID != "subnet-0aaaaaaaaaaaaaaa1" {
		t.Errorf("node %q, interface %q, role %q, slot %q, subnet %q", doc.Node, doc.InterfaceID, doc.Role, doc.Slot, doc.SubnetID)
	}
	if len(doc.Pods) != 1 || doc.Pods[0].Name != "api" || len(doc.SecurityGroups) != 1 || doc.SecurityGroups[0].Name != "nodes" {
		t.Errorf("pods %v, security groups %v", doc.Pods, doc.SecurityGroups)
	}
	service := explain.IP(topology.Build(s, topology.Options{}), s, netip.MustParseAddr("10.0.0.103"))
	if service.Owner != "RDS" || service.Node != "" || service.Role != "" {
		t.Errorf("owner %q, node %q, role %q", service.Owner, service.Node, service.Role)
	}
}

// TestIPSaysLessWhenLessWasRead takes reads away: what rested on them is no longer certain, and the reads are asked for.
func TestIPSaysLessWhenLessWasRead(t *testing.T) {
	t.Parallel()
	free, idle := netip.MustParseAddr("10.0.0.210"), netip.MustParseAddr("10.0.0.12")
	s := load(t, "testdata/vpc")
	s.NetworkInterfaces = s.NetworkInterfaces[:3]
	model := topology.Build(s, topology.Options{})
	if got := explain.IP(model, s, free).Verdict; got.Confidence != string(explain.Possible) {
		t.Errorf("with ENIs missing, %s is %s for %s", free, got.Code, got.Confidence)
	}
	needs := explain.NeedsOfIP(model, s, free)
	if len(needs) != 2 || needs[0].Kind != explain.NeedInterfacesByAddress || needs[1].Kind != explain.NeedSubnetInterfaces {
		t.Errorf("needs %v", needs)
	}
	s = load(t, "testdata/vpc")
	s.Meta.Unread = append(s.Meta.Unread, snapshot.Unread{Resource: snapshot.Pods, Code: snapshot.Forbidden, Message: "no"})
	if got := explain.IP(topology.Build(s, topology.Options{}), s, idle).Verdict; got.Code != string(explain.IPIdle) || got.Confidence != string(explain.Possible) {
		t.Errorf("with pods missing, %s is %s for %s", idle, got.Code, got.Confidence)
	}
}
