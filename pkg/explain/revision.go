// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// labelRevision is the revision of its DaemonSet that a pod runs (Kubernetes apps/v1, DefaultDaemonSetUniqueLabelKey).
const labelRevision = "controller-revision-hash"

// olderRevision shows that a node's aws-node pod runs an older revision of the DaemonSet than the newest aws-node pod does: with the update
// strategy OnDelete, and during a rollout, the DaemonSet's settings are not yet those of every node.
func (v *view) olderRevision(node string) *v1alpha1.Evidence {
	var own, newest *snapshot.Pod
	for _, pod := range v.awsNodes {
		if pod.Labels[labelRevision] == "" {
			continue
		}
		if pod.Spec.NodeName == node {
			own = pod
		}
		if newest == nil || pod.CreationTimestamp.After(newest.CreationTimestamp) {
			newest = pod
		}
	}
	if own == nil || newest == nil || own.Labels[labelRevision] == newest.Labels[labelRevision] || !newest.CreationTimestamp.After(own.CreationTimestamp) {
		return nil
	}
	fact := evidence(fmt.Sprintf("pod %s/%s label %s", own.Namespace, own.Name, labelRevision),
		"%s, while the newest aws-node pod, on node %s, has %s: the settings of DaemonSet %s may not be those of this node yet",
		own.Labels[labelRevision], newest.Spec.NodeName, newest.Labels[labelRevision], cni.DaemonSetName)
	return &fact
}
