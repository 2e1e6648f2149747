// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// SubnetBucket says what an address of a subnet is used for. Every address in use is in exactly one.
type SubnetBucket string

// The buckets. Those up to BranchIdle are of this cluster's nodes.
const (
	// BucketNodePrimary are the primary addresses of nodes.
	BucketNodePrimary SubnetBucket = "nodePrimary"
	// BucketENIPrimary are the own addresses of the nodes' further ENIs; no pod gets them.
	BucketENIPrimary SubnetBucket = "eniPrimary"
	// BucketTrunk are the own addresses of trunk ENIs.
	BucketTrunk SubnetBucket = "trunk"
	// BucketPods are secondary addresses with a pod, and the addresses of Fargate pods.
	BucketPods SubnetBucket = "pods"
	// BucketIdle are secondary addresses without one.
	BucketIdle SubnetBucket = "idle"
	// BucketPrefixUsed are addresses of prefixes with a pod.
	BucketPrefixUsed SubnetBucket = "prefixUsed"
	// BucketPrefixIdle are those without one.
	BucketPrefixIdle SubnetBucket = "prefixIdle"
	// BucketPodsUnknown are pod addresses of nodes of which it is unknown whether they have a pod.
	BucketPodsUnknown SubnetBucket = "podsUnknown"
	// BucketUnmanaged are addresses of the nodes' ENIs that the VPC CNI leaves alone.
	BucketUnmanaged SubnetBucket = "unmanaged"
	// BucketBranchPods are branch ENIs with a pod.
	BucketBranchPods SubnetBucket = "branchPods"
	// BucketBranchCooling are branch ENIs whose pod ended and which are deleted after the cool-down.
	BucketBranchCooling SubnetBucket = "branchCooling"
	// BucketBranchIdle are branch ENIs without a pod.
	BucketBranchIdle SubnetBucket = "branchIdle"

	// BucketMissingNodes are instances of this cluster that are no nodes in its API.
	BucketMissingNodes SubnetBucket = "missingNodes"
	// BucketOtherClusters are ENIs of other clusters.
	BucketOtherClusters SubnetBucket = "otherClusters"
	// BucketControlPlane are the ENIs of this cluster's control plane.
	BucketControlPlane SubnetBucket = "controlPlane"
	// BucketLoadBalancers are Application, Network, Gateway and Classic Load Balancers.
	BucketLoadBalancers SubnetBucket = "loadBalancers"
	// BucketNATGateways are NAT gateways.
	BucketNATGateways SubnetBucket = "natGateways"
	// BucketVPCEndpoints are interface endpoints, those of Gateway Load Balancers included.
	BucketVPCEndpoints SubnetBucket = "vpcEndpoints"
	// BucketLambda are Lambda functions.
	BucketLambda SubnetBucket = "lambda"
	// BucketRDS are databases of Amazon RDS and its proxies.
	BucketRDS SubnetBucket = "rds"
	// BucketEFS are mount targets of Amazon EFS.
	BucketEFS SubnetBucket = "efs"
	// BucketOtherServices are further services of AWS; the holders name them.
	BucketOtherServices SubnetBucket = "otherServices"
	// BucketInstances are EC2 instances that belong to no cluster.
	BucketInstances SubnetBucket = "instances"
	// BucketUnattached are ENIs that are attached to nothing and that no cleaner of a cluster removes.
	BucketUnattached SubnetBucket = "unattached"
	// BucketInFlight are ENIs that were made for this cluster so lately that they may still be attached.
	BucketInFlight SubnetBucket = "inFlight"
	// BucketLeaked are ENIs that nobody owns any more, by the rules of those who made them.
	BucketLeaked SubnetBucket = "leaked"
	// BucketOthers are ENIs in use of which nothing says by whom.
	BucketOthers SubnetBucket = "others"
	// BucketUnaccounted are addresses in use that are on no ENI that was read.
	BucketUnaccounted SubnetBucket = "unaccounted"
)

// SubnetBuckets are all buckets, in the order of a ledger.
func SubnetBuckets() []SubnetBucket {
	return []SubnetBucket{
		BucketNodePrimary, BucketENIPrimary, BucketTrunk, BucketPods, BucketIdle, BucketPrefixUsed, BucketPrefixIdle, BucketPodsUnknown,
		BucketUnmanaged, BucketBranchPods, BucketBranchCooling, BucketBranchIdle, BucketMissingNodes, BucketOtherClusters,
		BucketControlPlane, BucketLoadBalancers, BucketNATGateways, BucketVPCEndpoints, BucketLambda, BucketRDS, BucketEFS,
		BucketOtherServices, BucketInstances, BucketUnattached, BucketInFlight, BucketLeaked, BucketOthers, BucketUnaccounted,
	}
}
