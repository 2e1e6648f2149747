// SPDX-License-Identifier: Apache-2.0

package demo_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// TestFirstArticle holds what the article of 2022 on the addresses of worker nodes prints.
func TestFirstArticle(t *testing.T) {
	t.Parallel()
	s := cluster(t)
	first, second := attached(s, "i-03846c730abe852f4")[0], attached(s, "i-03846c730abe852f4")[1]
	equal(t, "primary", addresses(first), []string{
		"192.168.55.245", "192.168.49.56", "192.168.44.157", "192.168.38.15", "192.168.41.146",
		"192.168.60.179", "192.168.33.52", "192.168.49.180", "192.168.41.36", "192.168.42.86",
	})
	equal(t, "secondary", addresses(second), []string{
		"192.168.50.176", "192.168.53.76", "192.168.41.30", "192.168.47.240", "192.168.47.144",
		"192.168.61.98", "192.168.35.36", "192.168.61.68", "192.168.51.85", "192.168.52.54",
	})
	equal(t, "ids", []string{first.ID, second.ID}, []string{"eni-0ab6702642861e690", "eni-0bbea279695112970"})
	equal(t, "MACs", []string{first.MACAddress, second.MACAddress}, []string{"0a:39:dc:28:ad:03", "0a:92:eb:9f:86:db"})
	equal(t, "public address", first.PrivateIPAddresses[0].Association.PublicIP, "52.210.231.138")

	held := 0
	for _, eni := range in(s, "subnet-00ebeb2e8903fb3f9") {
		held += len(eni.PrivateIPAddresses)
		if instance := eni.Attachment.InstanceID; instance != "i-03846c730abe852f4" && instance != "i-020fc35362114539d" {
			t.Errorf("%s of %s is in the article's subnet too", eni.ID, instance)
		}
	}
	equal(t, "addresses of the subnet", held, 40)
	equal(t, "available", *subnet(s, "subnet-00ebeb2e8903fb3f9").AvailableIPAddressCount, 8147)

	var pods []string
	for _, p := range s.Pods {
		if p.Namespace == "kube-system" && !strings.HasSuffix(p.Spec.NodeName, "166"+suffix) || p.Namespace == "nginx-demo" {
			pods = append(pods, p.Name)
		}
	}
	for _, name := range []string{
		"aws-node-5gg2g", "aws-node-hbb9k", "aws-node-rbbsr", "aws-node-vhgmj", "aws-node-x7vv5",
		"coredns-5947f47f5f-r4n48", "coredns-5947f47f5f-zb4cq",
		"kube-proxy-4dpnm", "kube-proxy-btz4n", "kube-proxy-j8hhz", "kube-proxy-pbgzd", "kube-proxy-pm595",
		"nginx-demo-deployment-7489d44bbd-9z5dg", "nginx-demo-deployment-7489d44bbd-jcshp", "nginx-demo-deployment-7489d44bbd-m22pd",
	} {
		if !slices.Contains(pods, name) {
			t.Errorf("pod %s is missing", name)
		}
	}
}

// TestAges holds the AGE column of the article: what kubectl prints of nodes and pods at the time of the snapshot.
func TestAges(t *testing.T) {
	t.Parallel()
	s := cluster(t)
	ages := map[string]string{}
	for _, n := range s.Nodes {
		ages[n.Name] = age(s, n.ObjectMeta)
	}
	for _, p := range s.Pods {
		ages[p.Name] = age(s, p.ObjectMeta)
	}
	for name, want := range map[string]string{
		"ip-192-168-18-190" + suffix: "3d1h", "ip-192-168-55-245" + suffix: "3d1h", "ip-192-168-61-79" + suffix: "2d6h",
		"ip-192-168-71-85" + suffix: "2d6h", "ip-192-168-76-241" + suffix: "2d6h",
		"aws-node-5gg2g": "2d6h", "aws-node-hbb9k": "3d1h", "aws-node-rbbsr": "3d1h", "coredns-5947f47f5f-r4n48": "3d1h",
		"nginx-demo-deployment-7489d44bbd-9z5dg": "2d3h",
	} {
		equal(t, name, ages[name], want)
	}
}

func age(s *snapshot.Snapshot, meta snapshot.ObjectMeta) string {
	hours := int(s.Meta.Time.Sub(meta.CreationTimestamp).Hours())
	return fmt.Sprintf("%dd%dh", hours/24, hours%24)
}

// TestEveryArticleNode holds its five nodes: two ENIs of ten addresses each, and one pod that has one of them.
func TestEveryArticleNode(t *testing.T) {
	t.Parallel()
	s := cluster(t)
	for _, name := range []string{"18-190", "55-245", "61-79", "71-85", "76-241"} {
		n := node(t, s, "ip-192-168-"+name+suffix)
		enis := attached(s, instance(n))
		if len(enis) != 2 || len(enis[0].PrivateIPAddresses) != 10 || len(enis[1].PrivateIPAddresses) != 10 {
			t.Errorf("%s: %d ENIs, want two with ten addresses", name, len(enis))
		}
		equal(t, name+": pods of its own", len(own(s, n.Name)), 1)
	}
}

// TestThirdArticle holds what the article of 2022 on security groups for pods prints.
func TestThirdArticle(t *testing.T) {
	t.Parallel()
	s := cluster(t)
	enis := attached(s, "i-01ac2403f4932c7ee")
	primary, trunk := enis[0], enis[1]
	equal(t, "primary", []string{primary.PrivateIPAddress, primary.MACAddress}, []string{"192.168.31.166", "02:a5:ee:3d:4a:c9"})
	equal(t, "trunk", []string{trunk.ID, trunk.InterfaceType, trunk.PrivateIPAddress, trunk.MACAddress, trunk.Attachment.AttachmentID},
		[]string{"eni-01f7b73cf13962fe5", "trunk", "192.168.9.59", "02:27:6e:aa:23:15", "eni-attach-0f6699c0476404a29"})
	equal(t, "device index", trunk.Attachment.DeviceIndex, 2)

	at := slices.IndexFunc(s.NetworkInterfaces, func(i snapshot.NetworkInterface) bool { return i.InterfaceType == "branch" })
	branch := s.NetworkInterfaces[at]
	equal(t, "branch", []string{branch.ID, branch.PrivateIPAddress, branch.MACAddress, branch.AvailabilityZone, branch.SubnetID},
		[]string{"eni-09a7a909e06fc4be6", "192.168.26.162", "02:b0:01:6c:b5:79", "eu-west-1a", "subnet-0e863f9fbcda592a3"})
	equal(t, "groups", branch.Groups, []snapshot.Group{{
		GroupID: "sg-079157a483bcb371f", GroupName: "eksctl-ironman-2022-nodegroup-ng1-public-ssh-remoteAccess",
	}})
	equal(t, "tags", branch.TagSet, []snapshot.Tag{
		{Key: "eks:eni:owner", Value: "eks-vpc-resource-controller"},
		{Key: "kubernetes.io/cluster/ironman-2022", Value: "owned"},
		{Key: "vpcresources.k8s.aws/trunk-eni-id", Value: "eni-01f7b73cf13962fe5"},
		{Key: "vpcresources.k8s.aws/vlan-id", Value: "1"},
	})
	if branch.Attachment != nil {
		t.Errorf("the branch ENI has an attachment: %+v", branch.Attachment)
	}
	equal(t, "annotation", pod(t, s, "aws-cli").Annotations["vpc.amazonaws.com/pod-eni"],
		`[{"eniId":"eni-09a7a909e06fc4be6","ifAddress":"02:b0:01:6c:b5:79","privateIp":"192.168.26.162","vlanId":1,"subnetCidr":"192.168.0.0/19"}]`)
}
