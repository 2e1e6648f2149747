// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// podContainer makes the record of a pod's container. Its environment is never kept, and of its resources only the VPC's: branch
// ENIs and Windows addresses, which the webhook of the VPC resource controller adds to a pod's first container.
func podContainer(container *corev1.Container, texts interner) snapshot.Container {
	vpcResources := under("vpc.amazonaws.com/")
	return snapshot.Container{
		Name: texts.shared(container.Name), Image: texts.shared(container.Image),
		Resources: snapshot.Resources{
			Limits:   quantities(container.Resources.Limits, vpcResources),
			Requests: quantities(container.Resources.Requests, vpcResources),
		},
	}
}

func containerStatuses(statuses []corev1.ContainerStatus, texts interner) []snapshot.ContainerStatus {
	var records []snapshot.ContainerStatus
	for i := range statuses {
		status := &statuses[i]
		records = append(records, snapshot.ContainerStatus{
			Name: texts.shared(status.Name), Ready: status.Ready, RestartCount: status.RestartCount,
			State: containerState(&status.State), LastTerminationState: containerState(&status.LastTerminationState),
		})
	}
	return records
}

func containerState(state *corev1.ContainerState) snapshot.ContainerState {
	var record snapshot.ContainerState
	if state.Waiting != nil {
		record.Waiting = &snapshot.ContainerReason{Reason: state.Waiting.Reason, Message: state.Waiting.Message}
	}
	if state.Running != nil {
		record.Running = &snapshot.ContainerRun{StartedAt: state.Running.StartedAt.UTC()}
	}
	if state.Terminated != nil {
		record.Terminated = &snapshot.ContainerReason{
			Reason: state.Terminated.Reason, Message: state.Terminated.Message,
			ExitCode: state.Terminated.ExitCode, FinishedAt: state.Terminated.FinishedAt.UTC(),
		}
	}
	return record
}
