// SPDX-License-Identifier: Apache-2.0

package cni

// Tags and descriptions of ENIs. Sources: amazon-vpc-cni-k8s pkg/awsutils/awsutils.go and amazon-vpc-resource-controller-k8s
// pkg/config/type.go, pkg/aws/ec2/api/helper.go, pkg/provider/branch/trunk/trunk.go.
const (
	// TagInstanceID is set by ipamd on every ENI that it manages, the primary one included, to the instance's id.
	TagInstanceID = "node.k8s.amazonaws.com/instance_id"
	// TagCreatedAt is set by ipamd on the ENIs that it creates, to an RFC 3339 time.
	TagCreatedAt = "node.k8s.amazonaws.com/createdAt"
	// TagNoManage set to exactly "true" makes ipamd leave an ENI alone; any other value makes it manage the ENI.
	TagNoManage = "node.k8s.amazonaws.com/no_manage"
	// TagClusterName is set by ipamd when CLUSTER_NAME is.
	TagClusterName = "cluster.k8s.amazonaws.com/name"
	// TagOwner names the component that owns the ENI: [OwnerVPCCNI] or [OwnerResourceController].
	TagOwner = "eks:eni:owner"
	// TagClusterPrefix is followed by the cluster's name; the resource controller sets it to "owned".
	TagClusterPrefix = "kubernetes.io/cluster/"
	// TagTrunkID is set by the resource controller on branch ENIs, to their trunk's ENI id.
	TagTrunkID = "vpcresources.k8s.aws/trunk-eni-id"
	// TagVLANID is set by the resource controller on branch ENIs, to their VLAN on the trunk, 1 to 120.
	TagVLANID = "vpcresources.k8s.aws/vlan-id"
	// TagSubnetRole on a subnet includes it in subnet discovery, or excludes it when it is "0" (v1.22).
	TagSubnetRole = "kubernetes.io/role/cni"

	// OwnerVPCCNI is the value of [TagOwner] for ipamd's ENIs (v1.19.4 and v1.20.0 on).
	OwnerVPCCNI = "amazon-vpc-cni"
	// OwnerResourceController is the value of [TagOwner] for trunk and branch ENIs.
	OwnerResourceController = "eks-vpc-resource-controller"

	// DescriptionPrefix begins the description of the ENIs that ipamd creates; the instance's id follows.
	DescriptionPrefix = "aws-K8S-"
	// DescriptionTrunk is a trunk ENI's description. Note the case: the resource controller writes k8s in small letters.
	DescriptionTrunk = "aws-k8s-trunk-eni"
	// DescriptionBranch is a branch ENI's description.
	DescriptionBranch = "aws-k8s-branch-eni"
)

// Annotations, resources and objects of the CNI in Kubernetes. Sources: amazon-vpc-resource-controller-k8s pkg/config/type.go and
// amazon-vpc-cni-k8s config/master/aws-k8s-cni.yaml.
const (
	// AnnotationPodENI is written by the resource controller on a pod with branch ENIs: a JSON array, see [ParsePodENI].
	AnnotationPodENI = "vpc.amazonaws.com/pod-eni"
	// ResourcePodENI is the extended resource that counts branch ENIs.
	ResourcePodENI = "vpc.amazonaws.com/pod-eni"
	// ResourcePrivateIPv4 is the extended resource, and the pod annotation, of Windows pod addresses.
	ResourcePrivateIPv4 = "vpc.amazonaws.com/PrivateIPv4Address"

	// Namespace holds the CNI's objects.
	Namespace = "kube-system"
	// DaemonSetName is the VPC CNI's DaemonSet, and the name of its main container.
	DaemonSetName = "aws-node"
	// ConfigMapName is the ConfigMap of the resource controller; its warm targets act on Windows only.
	ConfigMapName = "amazon-vpc-cni"
)

// Addresses of a prefix on an ENI. Source: EC2 User Guide, "Prefix delegation for Amazon EC2 network interfaces".
const (
	// IPv4PrefixBits is the length of an IPv4 prefix.
	IPv4PrefixBits = 28
	// IPv4PrefixSize is how many addresses a /28 has; pods use all of them.
	IPv4PrefixSize = 16
	// IPv6PrefixBits is the length of an IPv6 prefix.
	IPv6PrefixBits = 80
)
