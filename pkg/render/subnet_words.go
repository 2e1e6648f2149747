// SPDX-License-Identifier: Apache-2.0

package render

import (
	"fmt"
	"slices"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// modePrefixDelegation is the mode of a CNI whose nodes hold prefixes, see [v1alpha1.CNI].
const modePrefixDelegation = "PrefixDelegation"

// bucketWords say what the addresses of buckets are for.
var bucketWords = map[v1alpha1.SubnetBucket]string{
	v1alpha1.BucketNodePrimary:   "primary addresses of nodes",
	v1alpha1.BucketENIPrimary:    "own addresses of the nodes' further ENIs",
	v1alpha1.BucketTrunk:         "trunk ENIs",
	v1alpha1.BucketPods:          "pods",
	v1alpha1.BucketIdle:          "idle secondary addresses",
	v1alpha1.BucketPrefixUsed:    "pods on addresses of prefixes",
	v1alpha1.BucketPrefixIdle:    "idle addresses of prefixes",
	v1alpha1.BucketPodsUnknown:   "held for pods (which have one is not known)",
	v1alpha1.BucketUnmanaged:     "ENIs of nodes that the VPC CNI leaves alone",
	v1alpha1.BucketBranchPods:    "branch ENIs with a pod",
	v1alpha1.BucketBranchCooling: "branch ENIs that cool down",
	v1alpha1.BucketBranchIdle:    "branch ENIs without a pod",
	v1alpha1.BucketMissingNodes:  "instances of this cluster that are no nodes in its API",
	v1alpha1.BucketOtherClusters: "other clusters",
	v1alpha1.BucketControlPlane:  "EKS control plane",
	v1alpha1.BucketLoadBalancers: "load balancers",
	v1alpha1.BucketNATGateways:   "NAT gateways",
	v1alpha1.BucketVPCEndpoints:  "VPC endpoints",
	v1alpha1.BucketLambda:        "Lambda functions",
	v1alpha1.BucketRDS:           "RDS databases",
	v1alpha1.BucketEFS:           "EFS mount targets",
	v1alpha1.BucketOtherServices: "other services of AWS",
	v1alpha1.BucketInstances:     "EC2 instances of no cluster",
	v1alpha1.BucketUnattached:    "ENIs attached to nothing",
	v1alpha1.BucketInFlight:      "ENIs that may still be attached",
	v1alpha1.BucketLeaked:        "leaked ENIs",
	v1alpha1.BucketOthers:        "ENIs of unknown use",
	v1alpha1.BucketUnaccounted:   "not accounted for",
}

// bucketInWords says what the addresses of a bucket are for.
func bucketInWords(b v1alpha1.SubnetBucket) string {
	if text, found := bucketWords[b]; found {
		return text
	}
	return string(b)
}

// subnetSums are the addresses of a subnet as the table shows them. A nil sum is unknown.
type subnetSums struct {
	pods, idle                *int
	interfaces, branch, other int
}

// sumsOf adds up the buckets of a subnet.
func sumsOf(s *v1alpha1.Subnet) subnetSums {
	b := s.Buckets
	var sums subnetSums
	pods := b[v1alpha1.BucketPods] + b[v1alpha1.BucketPrefixUsed]
	idle := b[v1alpha1.BucketIdle] + b[v1alpha1.BucketPrefixIdle]
	if b[v1alpha1.BucketPodsUnknown] == 0 {
		sums.pods, sums.idle = &pods, &idle
	}
	sums.interfaces = b[v1alpha1.BucketNodePrimary] + b[v1alpha1.BucketENIPrimary] + b[v1alpha1.BucketTrunk]
	sums.branch = b[v1alpha1.BucketBranchPods] + b[v1alpha1.BucketBranchCooling] + b[v1alpha1.BucketBranchIdle]
	sums.other = s.Accounted - pods - idle - b[v1alpha1.BucketPodsUnknown] - sums.interfaces - sums.branch
	return sums
}

// usedPercent is how much of a subnet is in use, and "" where that is unknown.
func usedPercent(s *v1alpha1.Subnet) string {
	if s.Usable == nil || s.InUse == nil || *s.Usable == 0 {
		return ""
	}
	percent := *s.InUse * 100 / *s.Usable
	if percent == 0 && *s.InUse > 0 {
		return "<1%"
	}
	return fmt.Sprintf("%d%%", percent)
}

// wantsPrefixes tells whether the cluster's nodes need free /28s: the CNI is set so, or nodes hold some, as those of EKS Auto Mode do.
func wantsPrefixes(doc *v1alpha1.SubnetReport) bool {
	if doc.Cluster.CNI != nil && doc.Cluster.CNI.Mode == modePrefixDelegation {
		return true
	}
	return slices.ContainsFunc(doc.Items, func(s v1alpha1.Subnet) bool {
		return slices.ContainsFunc(s.Nodes, func(n v1alpha1.SubnetNode) bool { return n.Prefixes > 0 })
	})
}

// accountedInWords holds what was found against what is in use.
func accountedInWords(s *v1alpha1.Subnet) string {
	if s.InUse == nil {
		return fmt.Sprintf("%d of %s", s.Accounted, unknown)
	}
	return fmt.Sprintf("%d of %d", s.Accounted, *s.InUse)
}

// balances tells whether all addresses in use are accounted for.
func balances(s *v1alpha1.Subnet) bool { return s.Unaccounted != nil && *s.Unaccounted == 0 }
