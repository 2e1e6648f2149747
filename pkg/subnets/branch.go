// SPDX-License-Identifier: Apache-2.0

package subnets

import (
	"strconv"
	"time"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// The cool-down of branch ENIs after their pod's end: key, default and floor of the resource controller's setting
// (amazon-vpc-resource-controller-k8s pkg/config/type.go and pkg/provider/branch/cooldown/cooldown.go).
const (
	keyBranchCooldown     = "branch-eni-cooldown"
	defaultBranchCooldown = 60 * time.Second
	minimumBranchCooldown = 30 * time.Second
	// deletionInterval is how often the controller looks which branch ENIs have cooled down (pkg/provider/branch/provider.go,
	// deleteQueueRequeueRequest).
	deletionInterval = 30 * time.Second
)

// indexEnded finds the branch ENIs of pods that ended: the controller's annotation stays on them.
func (v *view) indexEnded() {
	v.branchCooldown = v.cooldown()
	v.ended = map[topology.InterfaceID]time.Time{}
	for i := range v.snapshot.Pods {
		pod := &v.snapshot.Pods[i]
		annotation := pod.Annotations[cni.AnnotationPodENI]
		if annotation == "" || !topology.Finished(pod) {
			continue
		}
		// An annotation that does not parse names no ENI.
		claims, _ := cni.ParsePodENI(annotation)
		for _, claim := range claims {
			v.ended[topology.InterfaceID(claim.ENIID)] = endOf(pod)
		}
	}
}

// cooldown is the controller's setting in ConfigMap kube-system/amazon-vpc-cni, in seconds.
func (v *view) cooldown() time.Duration {
	for i := range v.snapshot.ConfigMaps {
		c := &v.snapshot.ConfigMaps[i]
		if c.Namespace != cni.Namespace || c.Name != cni.ConfigMapName {
			continue
		}
		if seconds, err := strconv.Atoi(c.Data[keyBranchCooldown]); err == nil {
			return max(time.Duration(seconds)*time.Second, minimumBranchCooldown)
		}
	}
	return defaultBranchCooldown
}

// endOf is when the last container of a pod ended; zero if unknown.
func endOf(pod *snapshot.Pod) time.Time {
	var end time.Time
	for _, c := range pod.Status.ContainerStatuses {
		if t := c.State.Terminated; t != nil && t.FinishedAt.After(end) {
			end = t.FinishedAt
		}
	}
	return end
}

// branchBucket is the bucket of a branch ENI under a trunk of this cluster.
func (v *view) branchBucket(branch *topology.Interface) v1alpha1.SubnetBucket {
	for _, a := range branch.Addresses {
		if len(a.Pods) > 0 {
			return v1alpha1.BucketBranchPods
		}
	}
	if !v.podsKnown() {
		return v1alpha1.BucketPodsUnknown
	}
	end, ended := v.ended[branch.ID]
	if ended && (end.IsZero() || v.model.Time.Sub(end) <= v.branchCooldown+deletionInterval) {
		return v1alpha1.BucketBranchCooling
	}
	return v1alpha1.BucketBranchIdle
}
