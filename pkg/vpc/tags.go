// SPDX-License-Identifier: Apache-2.0

package vpc

import (
	"cmp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// KeepTag reports whether a tag with this key is kept. Kept are the resource's name and the tags by which EKS, the VPC CNI, its
// controllers and the cluster's provisioners mark what is theirs. All others are the user's own (cost centres, owners, contracts): the
// model does not need them, and a snapshot is handed to others.
func KeepTag(key string) bool {
	if key == "Name" {
		return true
	}
	return slices.ContainsFunc([]string{
		"aws:eks:",                   // EKS: the cluster of a managed node
		"cluster.k8s.amazonaws.com/", // VPC CNI: the cluster of an ENI
		"cni.networking.k8s.aws/",    // VPC CNI
		"eks:",                       // EKS: owner of an ENI, cluster and node in Auto Mode
		"elbv2.k8s.aws/",             // AWS Load Balancer Controller: its cluster
		"ingress.k8s.aws/",           // AWS Load Balancer Controller: an ingress
		"k8s.amazonaws.com/",         // VPC CNI and others
		"karpenter.",                 // Karpenter: karpenter.sh/, karpenter.k8s.aws/
		"kubernetes.io/",             // kubernetes.io/cluster/<name>, kubernetes.io/role/…
		"node.k8s.amazonaws.com/",    // VPC CNI: instance, creation time, no_manage
		"service.k8s.aws/",           // AWS Load Balancer Controller: a service
		"vpcresources.k8s.aws/",      // VPC resource controller: trunk and VLAN of a branch ENI
	}, func(prefix string) bool { return strings.HasPrefix(key, prefix) })
}

// tags keeps the tags that [KeepTag] allows, sorted by key: EC2 gives them in any order.
func tags(list []types.Tag) []snapshot.Tag {
	var kept []snapshot.Tag
	for _, t := range list {
		if key := aws.ToString(t.Key); KeepTag(key) {
			kept = append(kept, snapshot.Tag{Key: key, Value: aws.ToString(t.Value)})
		}
	}
	slices.SortFunc(kept, func(a, b snapshot.Tag) int { return cmp.Compare(a.Key, b.Key) })
	return kept
}
