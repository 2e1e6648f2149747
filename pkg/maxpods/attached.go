// SPDX-License-Identifier: Apache-2.0

package maxpods

import (
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

// lacksAWSNode reports whether all pods of the node are known and none of them is aws-node.
func (n *node) lacksAWSNode() bool {
	if n.Pods.Running == nil {
		return false
	}
	for _, eni := range n.Interfaces {
		if eni.Role != cni.RolePrimary {
			continue
		}
		for _, address := range eni.Addresses {
			for _, pod := range address.Pods {
				if pod.Namespace == cni.Namespace && strings.HasPrefix(pod.Name, cni.DaemonSetName+"-") {
					return false
				}
			}
		}
		return true
	}
	return false
}
