// SPDX-License-Identifier: Apache-2.0

package topology

import (
	"regexp"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// NodeKind is what runs a node.
type NodeKind string

// The kinds.
const (
	// KindEC2 is an EC2 instance: managed node group, Karpenter or self-managed.
	KindEC2 NodeKind = "EC2"
	// KindAutoMode is an EC2 instance that EKS Auto Mode runs; its CNI is no DaemonSet of the cluster.
	KindAutoMode NodeKind = "AutoMode"
	// KindFargate is one Fargate pod's node.
	KindFargate NodeKind = "Fargate"
	// KindHybrid is a machine outside of AWS (EKS Hybrid Nodes).
	KindHybrid NodeKind = "Hybrid"
	// KindHyperPod is an instance of a SageMaker HyperPod cluster.
	KindHyperPod NodeKind = "HyperPod"
	// KindUnknown is a node whose provider id tells nothing.
	KindUnknown NodeKind = "Unknown"
)

// Labels that tell a node's kind, type and place. Sources: Kubernetes well-known labels; EKS User Guide (Fargate, Auto Mode, Hybrid Nodes).
const (
	labelComputeType        = "eks.amazonaws.com/compute-type"
	labelInstanceType       = "node.kubernetes.io/instance-type"
	labelInstanceTypeLegacy = "beta.kubernetes.io/instance-type"
	labelZone               = "topology.kubernetes.io/zone"
	labelZoneLegacy         = "failure-domain.beta.kubernetes.io/zone"
	labelRegion             = "topology.kubernetes.io/region"
	labelRegionLegacy       = "failure-domain.beta.kubernetes.io/region"
	labelOS                 = "kubernetes.io/os"
	labelOSLegacy           = "beta.kubernetes.io/os"
)

// Marks of provider ids. Sources: cloud-provider-aws pkg/providers/v1/instances.go, eks-hybrid internal/kubelet/config.go,
// amazon-vpc-cni-k8s pkg/awsutils/awsutils.go (HyperPod).
const (
	providerHybrid   = "eks-hybrid://"
	providerHyperPod = "/sagemaker/cluster/"
	fargateName      = "fargate-"
)

var (
	instancePattern = regexp.MustCompile(`^i-[0-9a-zA-Z]+$`)
	hyperPodPattern = regexp.MustCompile(`^hyperpod-.*-(i-[0-9a-zA-Z]+)$`)
)

// ParseProviderID returns the instance id in a node's provider id, or "" when it names none. It takes aws:///<zone>/i-…, aws:////i-…, the
// bare i-…, and HyperPod's aws:///<zone>/sagemaker/cluster/hyperpod-<cluster>-i-….
func ParseProviderID(providerID string) InstanceID {
	if strings.HasPrefix(providerID, providerHybrid) {
		return ""
	}
	last := providerID[strings.LastIndex(providerID, "/")+1:]
	if instancePattern.MatchString(last) {
		return InstanceID(last)
	}
	if !strings.Contains(providerID, providerHyperPod) {
		return ""
	}
	if match := hyperPodPattern.FindStringSubmatch(last); match != nil {
		return InstanceID(match[1])
	}
	return ""
}

// KindOf tells a node's kind from its provider id, labels and name.
func KindOf(n *snapshot.Node) NodeKind {
	compute := n.Labels[labelComputeType]
	switch {
	case compute == "hybrid" || strings.HasPrefix(n.Spec.ProviderID, providerHybrid):
		return KindHybrid
	case compute == "fargate" || strings.HasPrefix(n.Name, fargateName) || strings.Contains(n.Spec.ProviderID, "/"+fargateName):
		return KindFargate
	case compute == "auto":
		return KindAutoMode
	case strings.Contains(n.Spec.ProviderID, providerHyperPod):
		return KindHyperPod
	case ParseProviderID(n.Spec.ProviderID) != "":
		return KindEC2
	default:
		return KindUnknown
	}
}

// label returns the first label that is set.
func label(n *snapshot.Node, keys ...string) string {
	for _, key := range keys {
		if value := n.Labels[key]; value != "" {
			return value
		}
	}
	return ""
}

// InstanceType returns the instance type that a node's labels name; "" when they name none.
func InstanceType(n *snapshot.Node) string {
	return label(n, labelInstanceType, labelInstanceTypeLegacy)
}
