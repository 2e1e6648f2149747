// SPDX-License-Identifier: Apache-2.0

// Package maxpods computes how many pods an instance type or a node can carry, what each of the implementations that set kubelet's maxPods
// makes of it, and whether a node's kubelet agrees with the addresses that the node has. It is pure.
//
// The rule is the VPC CNI's: each pod that is not on the host's network needs an address of its own, and a node has those of the slots of
// its usable ENIs. Around it stand the implementations, which differ in what they know of the CNI's settings; each is described where it
// is computed. The sources are the upstream projects as of 2026-08: awslabs/amazon-eks-ami (nodeadm, and max-pods-calculator.sh of its
// branch al2, which was removed from main in March 2026), aws/amazon-vpc-cni-k8s, aws/amazon-vpc-resource-controller-k8s,
// aws/karpenter-provider-aws, bottlerocket-os, and the Amazon EKS User Guide.
package maxpods
