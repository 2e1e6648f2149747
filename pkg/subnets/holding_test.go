// SPDX-License-Identifier: Apache-2.0

package subnets_test

import (
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/subnets"
)

func TestServices(t *testing.T) {
	t.Parallel()
	const uuid = "-01234567-89ab-cdef-0123-456789abcdef"
	tests := map[string]struct {
		kind, description, requester, owner string
		bucket                              v1alpha1.SubnetBucket
		name                                string
	}{
		"application load balancer": {"interface", "ELB app/web/0f1e", "amazon-elb", "amazon-elb", v1alpha1.BucketLoadBalancers, "ALB web"},
		"network load balancer":     {"network_load_balancer", "ELB net/tcp/0f1e", account, "amazon-aws", v1alpha1.BucketLoadBalancers, "NLB tcp"},
		"gateway load balancer":     {"gateway_load_balancer", "ELB gwy/fw/0f1e", "", "", v1alpha1.BucketLoadBalancers, "Gateway Load Balancer fw"},
		"classic load balancer":     {"interface", "ELB old-one", "amazon-elb", "amazon-elb", v1alpha1.BucketLoadBalancers, "CLB old-one"},
		"load balancer by alias":    {"interface", "", "amazon-elb", "", v1alpha1.BucketLoadBalancers, "load balancer"},
		"NAT gateway":               {"nat_gateway", "Interface for NAT Gateway nat-1", "", "", v1alpha1.BucketNATGateways, "NAT gateway nat-1"},
		"NAT gateway, as the enum":  {"natGateway", "Interface for NAT Gateway nat-1", "", "", v1alpha1.BucketNATGateways, "NAT gateway nat-1"},
		"VPC endpoint":              {"vpc_endpoint", "VPC Endpoint Interface vpce-1", "", "", v1alpha1.BucketVPCEndpoints, "VPC endpoint vpce-1"},
		"VPC endpoint, old":         {"interface", "VPC Endpoint Interface: vpce-1", "", "", v1alpha1.BucketVPCEndpoints, "VPC endpoint vpce-1"},
		"function":                  {"lambda", "AWS Lambda VPC ENI-my-function" + uuid, "", "", v1alpha1.BucketLambda, "Lambda my-function"},
		"function, old":             {"interface", "AWS Lambda VPC ENI: " + uuid, "", "aws-lambda", v1alpha1.BucketLambda, "Lambda"},
		"database":                  {"interface", "RDSNetworkInterface", "amazon-rds", "amazon-rds", v1alpha1.BucketRDS, "RDS"},
		"database proxy":            {"interface", "Network interface for DBProxy prx-1", "", "", v1alpha1.BucketRDS, "RDS Proxy prx-1"},
		"mount target":              {"efs", "EFS mount target for fs-1 (fsmt-2)", "", "", v1alpha1.BucketEFS, "EFS fs-1"},
		"cache":                     {"interface", "ElastiCache+sessions", "", "", v1alpha1.BucketOtherServices, "ElastiCache sessions"},
		"directory":                 {"interface", "AWS created network interface for directory d-1.", "", "", v1alpha1.BucketOtherServices, "Directory Service d-1"},
		"ECS task":                  {"interface", "arn:aws-cn:ecs:cn-north-1:111122223333:attachment/1", "", "", v1alpha1.BucketOtherServices, "ECS tasks"},
		"ECS task on a branch":      {"branch", "arn:aws:ecs:eu-west-1:111122223333:attachment/1", "", "", v1alpha1.BucketOtherServices, "ECS tasks"},
		"branch of nobody":          {"branch", "mine", "", "", v1alpha1.BucketOthers, "mine"},
		"endpoint of EC2":           {"ec2_instance_connect_endpoint", "", "", "", v1alpha1.BucketOtherServices, "EC2 Instance Connect endpoint"},
		"by alias alone":            {"interface", "new thing", "amazon-new", "", v1alpha1.BucketOtherServices, "amazon-new"},
		"of AWS, no more known":     {"interface", "new thing", "", "amazon-aws", v1alpha1.BucketOtherServices, "new thing"},
		"of nobody":                 {"interface", "new thing", account, account, v1alpha1.BucketOthers, "new thing"},
	}
	for name, tc := range tests {
		eni := eniWith("eni-2", "10.0.0.20")
		eni.InterfaceType, eni.Description, eni.RequesterID = tc.kind, tc.description, tc.requester
		eni.Attachment = &snapshot.Attachment{InstanceOwnerID: tc.owner, DeviceIndex: 1}
		item := first(t, scene(available(249), with(eni)))
		equal(t, name+": holder", item.Holders, []v1alpha1.SubnetHolder{{Bucket: tc.bucket, Name: tc.name, Interfaces: 1, Addresses: 1}})
		equal(t, name+": bucket", item.Buckets[tc.bucket], 1)
	}
}

func TestManagedByOperator(t *testing.T) {
	t.Parallel()
	eni := eniWith("eni-2", "10.0.0.20")
	eni.Operator = &snapshot.Operator{Managed: true, Principal: "service.example"}
	equal(t, "holder", first(t, scene(with(eni))).Holders[0].Name, "service.example")
}

func TestClusters(t *testing.T) {
	t.Parallel()
	const mine, theirs = thisCluster, "theirs"
	foreign := func(t ...string) func(*snapshot.Snapshot) {
		eni := on("i-9", 0, eniWith("eni-2", "10.0.0.20"))
		eni.TagSet = tags(t...)
		return with(eni)
	}
	instance := func(t ...string) func(*snapshot.Snapshot) {
		return func(s *snapshot.Snapshot) {
			s.Instances = []snapshot.Instance{{ID: "i-9", Tags: tags(t...), State: &snapshot.InstanceState{Name: "stopped"}}}
		}
	}
	controlPlane := func(description string) func(*snapshot.Snapshot) {
		eni := eniWith("eni-2", "10.0.0.20")
		eni.Description = description
		return with(eni)
	}
	none := func(*snapshot.Snapshot) {}
	tests := map[string]struct {
		a, b    func(*snapshot.Snapshot)
		bucket  v1alpha1.SubnetBucket
		cluster string
		name    string
	}{
		"ENI tag of the CNI":         {foreign(cni.TagClusterName, theirs), none, v1alpha1.BucketOtherClusters, theirs, "i-9"},
		"ENI tag of the controller":  {foreign(cni.TagClusterPrefix+theirs, "owned"), none, v1alpha1.BucketOtherClusters, theirs, "i-9"},
		"ENI tag of Auto Mode":       {foreign("eks:eks-cluster-name", theirs), none, v1alpha1.BucketOtherClusters, theirs, "i-9"},
		"this cluster's, no node":    {foreign(cni.TagClusterName, mine), none, v1alpha1.BucketMissingNodes, mine, "i-9"},
		"in two clusters":            {foreign(cni.TagClusterPrefix+theirs, "shared", cni.TagClusterPrefix+mine, "owned"), none, v1alpha1.BucketMissingNodes, mine, "i-9"},
		"CNI, cluster not named":     {foreign(cni.TagInstanceID, "i-9"), none, v1alpha1.BucketOtherClusters, "", "i-9"},
		"no tags":                    {foreign(), none, v1alpha1.BucketInstances, "", "i-9"},
		"instance tag":               {foreign(), instance("aws:eks:cluster-name", theirs), v1alpha1.BucketOtherClusters, theirs, "i-9, stopped"},
		"instance with a name":       {foreign(), instance("Name", "db"), v1alpha1.BucketInstances, "", "db (i-9), stopped"},
		"ENI with a name":            {foreign("Name", "db"), none, v1alpha1.BucketInstances, "", "db (i-9)"},
		"own control plane":          {controlPlane("Amazon EKS mine"), none, v1alpha1.BucketControlPlane, mine, "EKS control plane"},
		"another one":                {controlPlane("Amazon EKS theirs"), none, v1alpha1.BucketOtherClusters, theirs, "EKS control plane"},
		"an instance that claims so": {with(on("i-9", 0, snapshot.NetworkInterface{ID: "eni-2", Status: "in-use", SubnetID: "subnet-1", PrivateIPAddress: "10.0.0.20", Description: "Amazon EKS mine"})), none, v1alpha1.BucketInstances, "", "i-9"},
	}
	for name, tc := range tests {
		item := first(t, scene(available(249), tc.a, tc.b))
		h := item.Holders[0]
		equal(t, name, []string{string(h.Bucket), h.Cluster, h.Name}, []string{string(tc.bucket), tc.cluster, tc.name})
		equal(t, name+": split", len(item.Clusters) > 0, tc.bucket == v1alpha1.BucketOtherClusters)
	}
}

// TestClusterNameFromTags: without a name the nodes' own tags tell it.
func TestClusterNameFromTags(t *testing.T) {
	t.Parallel()
	other := on("i-9", 0, eniWith("eni-2", "10.0.0.20"))
	other.TagSet = tags(cni.TagClusterName, "tagged")
	s := scene(available(249), with(other), func(s *snapshot.Snapshot) {
		s.Meta.Cluster = ""
		withEnv(s, "v1.22.0", nil)
		s.NetworkInterfaces[0].TagSet = tags(cni.TagClusterName, "tagged")
	})
	equal(t, "bucket", first(t, s).Holders[0].Bucket, v1alpha1.BucketMissingNodes)
}

func TestLooseENIs(t *testing.T) {
	t.Parallel()
	const old, young = "2026-01-02T02:00:00Z", "2026-01-02T03:00:00Z"
	ipamd := []string{cni.TagInstanceID, "i-gone"}
	tests := map[string]struct {
		description string
		tags        []string
		verdict     subnets.Verdict
		owner       string
	}{
		"ipamd's, old":                    {"aws-K8S-i-gone", append(ipamd, cni.TagCreatedAt, old, cni.TagClusterName, thisCluster), subnets.Leaked, cni.OwnerVPCCNI},
		"ipamd's, old, no cluster":        {"aws-K8S-i-gone", append(ipamd, cni.TagCreatedAt, old), subnets.Leaked, cni.OwnerVPCCNI},
		"ipamd's, 4 minutes old":          {"aws-K8S-i-gone", append(ipamd, cni.TagCreatedAt, "2026-01-02T03:00:06Z"), subnets.InFlight, cni.OwnerVPCCNI},
		"ipamd's, 5 minutes old":          {"aws-K8S-i-gone", append(ipamd, cni.TagCreatedAt, "2026-01-02T02:59:05Z"), subnets.Leaked, cni.OwnerVPCCNI},
		"ipamd's, without a time":         {"aws-K8S-i-gone", ipamd, subnets.InFlight, cni.OwnerVPCCNI},
		"ipamd's, time does not parse":    {"aws-K8S-i-gone", append(ipamd, cni.TagCreatedAt, "yesterday"), subnets.Leaked, cni.OwnerVPCCNI},
		"another cluster's":               {"aws-K8S-i-gone", append(ipamd, cni.TagCreatedAt, old, cni.TagClusterName, "theirs"), subnets.OtherCluster, cni.OwnerVPCCNI},
		"small letters are not ipamd's":   {"aws-k8s-i-gone", append(ipamd, cni.TagCreatedAt, old), subnets.Unattached, ""},
		"without the instance's tag":      {"aws-K8S-i-gone", []string{cni.TagCreatedAt, old}, subnets.Unattached, cni.OwnerVPCCNI},
		"branch of the controller":        {"aws-k8s-branch-eni", []string{cni.TagOwner, cni.OwnerResourceController, cni.TagClusterPrefix + thisCluster, "owned"}, subnets.Leaked, cni.OwnerResourceController},
		"branch of another cluster":       {"aws-k8s-branch-eni", []string{cni.TagOwner, cni.OwnerResourceController, cni.TagClusterPrefix + "theirs", "owned"}, subnets.OtherCluster, cni.OwnerResourceController},
		"branch without an owner tag":     {"aws-k8s-branch-eni", []string{cni.TagClusterPrefix + thisCluster, "owned"}, subnets.Unattached, cni.OwnerResourceController},
		"controller's, made lately":       {"aws-k8s-trunk-eni", []string{cni.TagOwner, cni.OwnerResourceController, cni.TagClusterPrefix + thisCluster, "owned", cni.TagCreatedAt, young}, subnets.InFlight, cni.OwnerResourceController},
		"CNI's by its owner tag":          {"mine", []string{cni.TagOwner, cni.OwnerVPCCNI, cni.TagClusterName, thisCluster}, subnets.Leaked, cni.OwnerVPCCNI},
		"somebody's":                      {"spare", nil, subnets.Unattached, ""},
		"somebody's with a tag of ours":   {"spare", []string{cni.TagClusterName, thisCluster}, subnets.Unattached, ""},
		"somebody's with a tag of others": {"spare", []string{cni.TagClusterPrefix + "theirs", "owned"}, subnets.OtherCluster, ""},
	}
	for name, tc := range tests {
		eni := eniWith("eni-2", "10.0.0.20", "10.0.0.32/28")
		eni.Status, eni.Description, eni.TagSet = "available", tc.description, tags(tc.tags...)
		doc := report(t, scene(available(250-17), with(eni)), subnets.Options{})
		if len(doc.Interfaces) != 1 {
			t.Errorf("%s: %d ENIs are loose", name, len(doc.Interfaces))
			continue
		}
		got := doc.Interfaces[0]
		equal(t, name, []string{got.Verdict, got.Owner}, []string{string(tc.verdict), tc.owner})
		equal(t, name+": addresses", got.Addresses, 17)
		command := ""
		if tc.verdict == subnets.Leaked {
			command = "aws ec2 delete-network-interface --network-interface-id eni-2 --region eu-west-1"
		}
		equal(t, name+": command", got.Command, command)
	}
}

// TestServiceENIsAreNotLoose: a service's own ENI is the service's, whether it is attached or not.
func TestServiceENIsAreNotLoose(t *testing.T) {
	t.Parallel()
	eni := eniWith("eni-2", "10.0.0.20")
	eni.Status, eni.InterfaceType, eni.Description = "available", "lambda", "AWS Lambda VPC ENI-f"
	doc := report(t, scene(available(249), with(eni)), subnets.Options{})
	equal(t, "loose", len(doc.Interfaces), 0)
	equal(t, "bucket", doc.Items[0].Buckets[v1alpha1.BucketLambda], 1)
}

func TestControlPlaneENIsAreNotLoose(t *testing.T) {
	t.Parallel()
	eni := eniWith("eni-2", "10.0.0.20")
	eni.Status, eni.Description = "available", "Amazon EKS "+thisCluster
	doc := report(t, scene(available(249), with(eni)), subnets.Options{})
	equal(t, "loose", len(doc.Interfaces), 0)
	equal(t, "bucket", doc.Items[0].Buckets[v1alpha1.BucketControlPlane], 1)
}

// TestNoCommandFromAStrangeID: what is no id is not put into a line that somebody may run.
func TestNoCommandFromAStrangeID(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"eni-2; rm -rf /", "eni-", "-x", "eni-2\nreboot"} {
		eni := eniWith(id, "10.0.0.20")
		eni.Status, eni.Description = "available", "aws-K8S-i-gone"
		eni.TagSet = tags(cni.TagInstanceID, "i-gone", cni.TagCreatedAt, "2025-01-02T02:00:00Z")
		doc := report(t, scene(with(eni), func(s *snapshot.Snapshot) { s.Meta.Region = "$(reboot)" }), subnets.Options{})
		equal(t, id+": verdict", doc.Interfaces[0].Verdict, string(subnets.Leaked))
		equal(t, id+": command", doc.Interfaces[0].Command, "")
	}
}
