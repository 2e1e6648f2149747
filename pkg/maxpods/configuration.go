// SPDX-License-Identifier: Apache-2.0

package maxpods

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// What stands for a cluster's name and region where they are not known.
const (
	placeholderCluster = "my-cluster"
	placeholderRegion  = "us-east-1"
)

// nodeConfig is a part of the user data of AL2023 nodes; nodeadm merges it with the others (amazon-eks-ami nodeadm/doc/api.md,
// node.eks.aws/v1alpha1).
func nodeConfig(value int) string {
	return fmt.Sprintf(`apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  kubelet:
    config:
      maxPods: %d
`, value)
}

// nodeClass is a part of Karpenter's EC2NodeClass (karpenter-provider-aws website/content/en/docs/concepts/nodeclasses.md, spec.kubelet).
func nodeClass(value int) string {
	return fmt.Sprintf(`# A part of your EC2NodeClass. It holds for every instance type of the NodePools that use it.
apiVersion: karpenter.k8s.aws/v1
kind: EC2NodeClass
metadata:
  name: default
spec:
  kubelet:
    maxPods: %d
`, value)
}

// clusterConfig is eksctl's (eksctl pkg/apis/eksctl.io/v1alpha5/types.go, NodeGroupBase.MaxPodsPerNode).
func clusterConfig(report *v1alpha1.MaxPodsReport, value int) string {
	cluster, region := placeholderCluster, placeholderRegion
	if report.Cluster != nil {
		cluster, region = cmp.Or(report.Cluster.Name, cluster), cmp.Or(report.Cluster.Region, region)
	}
	var text strings.Builder
	fmt.Fprintf(&text, `# Fill in the rest of your node group. managedNodeGroups have the same field, but EKS's own value may win over it there.
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata:
  name: %s
  region: %s
nodeGroups:
  - name: max-pods-%d
`, quoted(cluster), quoted(region), value)
	if types := instanceTypes(report.Items); len(types) == 1 {
		fmt.Fprintf(&text, "    instanceType: %s\n", quoted(types[0]))
	}
	fmt.Fprintf(&text, "    maxPodsPerNode: %d\n", value)
	return text.String()
}

// quoted writes a name as text in YAML and JSON, whatever is in it.
func quoted(name string) string { return strconv.Quote(name) }

func instanceTypes(items []v1alpha1.MaxPods) []string {
	var types []string
	for i := range items {
		if items[i].Recommended != nil {
			types = append(types, items[i].InstanceType)
		}
	}
	slices.Sort(types)
	return slices.Compact(types)
}

// bottlerocketSettings is the user data of Bottlerocket nodes (bottlerocket.dev, settings.kubernetes.max-pods).
func bottlerocketSettings(value int) string {
	return fmt.Sprintf("[settings.kubernetes]\nmax-pods = %d\n", value)
}

// kubeletConfiguration is kubelet's (kubernetes.io, kubelet.config.k8s.io/v1beta1).
func kubeletConfiguration(value int) string {
	return fmt.Sprintf(`apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
maxPods: %d
`, value)
}
