// SPDX-License-Identifier: Apache-2.0

package snapshot

import "time"

// Pod is a Kubernetes pod. A live read for the tree fills only what places a pod; a snapshot and explain fill all of it.
type Pod struct {
	ObjectMeta `json:"metadata"`

	Spec   PodSpec   `json:"spec,omitzero"`
	Status PodStatus `json:"status,omitzero"`
}

// PodSpec is the part of a pod's spec that is kept.
type PodSpec struct {
	NodeName           string            `json:"nodeName,omitempty"`
	HostNetwork        bool              `json:"hostNetwork,omitempty"`
	ServiceAccountName string            `json:"serviceAccountName,omitempty"`
	NodeSelector       map[string]string `json:"nodeSelector,omitempty"`
	Containers         []Container       `json:"containers,omitempty"`
}

// Container is a container of a pod; of its resources only those under vpc.amazonaws.com/ are kept, of its environment only the
// VPC CNI's settings.
type Container struct {
	Name      string          `json:"name"`
	Image     string          `json:"image,omitempty"`
	Resources Resources       `json:"resources,omitzero"`
	Env       []EnvVar        `json:"env,omitempty"`
	EnvFrom   []EnvFromSource `json:"envFrom,omitempty"`
}

// Resources are a container's extended resources.
type Resources struct {
	Limits   map[string]string `json:"limits,omitempty"`
	Requests map[string]string `json:"requests,omitempty"`
}

// PodStatus is the part of a pod's status that is kept.
type PodStatus struct {
	Phase                 string            `json:"phase,omitempty"`
	Reason                string            `json:"reason,omitempty"`
	Message               string            `json:"message,omitempty"`
	HostIP                string            `json:"hostIP,omitempty"`
	PodIP                 string            `json:"podIP,omitempty"`
	PodIPs                []PodIP           `json:"podIPs,omitempty"`
	StartTime             *time.Time        `json:"startTime,omitempty"`
	Conditions            []Condition       `json:"conditions,omitempty"`
	InitContainerStatuses []ContainerStatus `json:"initContainerStatuses,omitempty"`
	ContainerStatuses     []ContainerStatus `json:"containerStatuses,omitempty"`
}

// PodIP is one address of a pod.
type PodIP struct {
	IP string `json:"ip"`
}

// ContainerStatus is the state of a container.
type ContainerStatus struct {
	Name                 string         `json:"name"`
	Ready                bool           `json:"ready"`
	RestartCount         int32          `json:"restartCount"`
	State                ContainerState `json:"state,omitzero"`
	LastTerminationState ContainerState `json:"lastState,omitzero"`
}

// ContainerState is the state that a container is or was in; at most one of its fields is set.
type ContainerState struct {
	Waiting    *ContainerReason `json:"waiting,omitempty"`
	Running    *ContainerRun    `json:"running,omitempty"`
	Terminated *ContainerReason `json:"terminated,omitempty"`
}

// ContainerRun says since when a container runs.
type ContainerRun struct {
	StartedAt time.Time `json:"startedAt,omitzero"`
}

// ContainerReason says why a container waits or ended.
type ContainerReason struct {
	Reason     string    `json:"reason,omitempty"`
	Message    string    `json:"message,omitempty"`
	ExitCode   int32     `json:"exitCode,omitempty"`
	FinishedAt time.Time `json:"finishedAt,omitzero"`
}
