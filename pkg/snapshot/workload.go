// SPDX-License-Identifier: Apache-2.0

package snapshot

import "time"

// DaemonSet is a Kubernetes DaemonSet; kube-system/aws-node is the VPC CNI.
type DaemonSet struct {
	ObjectMeta `json:"metadata"`

	Spec   DaemonSetSpec   `json:"spec,omitzero"`
	Status DaemonSetStatus `json:"status,omitzero"`
}

// DaemonSetSpec is the part of a DaemonSet's spec that is kept.
type DaemonSetSpec struct {
	UpdateStrategy UpdateStrategy `json:"updateStrategy,omitzero"`
	Template       PodTemplate    `json:"template,omitzero"`
}

// UpdateStrategy says how a change of the pod template reaches the pods: RollingUpdate replaces them, OnDelete waits until somebody
// deletes them.
type UpdateStrategy struct {
	Type string `json:"type,omitempty"`
}

// PodTemplate is the pod template of a workload.
type PodTemplate struct {
	Spec PodTemplateSpec `json:"spec,omitzero"`
}

// PodTemplateSpec is the part of a pod template's spec that is kept.
type PodTemplateSpec struct {
	InitContainers []Container `json:"initContainers,omitempty"`
	Containers     []Container `json:"containers,omitempty"`
}

// DaemonSetStatus counts a DaemonSet's pods. UpdatedNumberScheduled are those that run the present pod template: while it is less
// than DesiredNumberScheduled, the settings of the others are older ones.
type DaemonSetStatus struct {
	DesiredNumberScheduled int32 `json:"desiredNumberScheduled"`
	CurrentNumberScheduled int32 `json:"currentNumberScheduled"`
	UpdatedNumberScheduled int32 `json:"updatedNumberScheduled,omitempty"`
	NumberReady            int32 `json:"numberReady"`
	NumberUnavailable      int32 `json:"numberUnavailable,omitempty"`
}

// EnvVar is an environment variable of a container: a value, or where it comes from.
type EnvVar struct {
	Name      string        `json:"name"`
	Value     string        `json:"value,omitempty"`
	ValueFrom *EnvVarSource `json:"valueFrom,omitempty"`
}

// EnvVarSource says where a variable's value comes from; one field is set. The values of secrets are never read.
type EnvVarSource struct {
	ConfigMapKeyRef *KeySelector   `json:"configMapKeyRef,omitempty"`
	SecretKeyRef    *KeySelector   `json:"secretKeyRef,omitempty"`
	FieldRef        *FieldSelector `json:"fieldRef,omitempty"`
}

// KeySelector names a key of a ConfigMap or Secret in the pod's namespace.
type KeySelector struct {
	Name     string `json:"name"`
	Key      string `json:"key"`
	Optional *bool  `json:"optional,omitempty"`
}

// FieldSelector names a field of the pod, for example spec.nodeName.
type FieldSelector struct {
	FieldPath string `json:"fieldPath"`
}

// EnvFromSource makes every key of a ConfigMap a variable.
type EnvFromSource struct {
	Prefix       string         `json:"prefix,omitempty"`
	ConfigMapRef *NameReference `json:"configMapRef,omitempty"`
}

// NameReference names an object in the pod's namespace.
type NameReference struct {
	Name string `json:"name"`
}

// ConfigMap is a Kubernetes ConfigMap; kube-system/amazon-vpc-cni holds the settings of the VPC resource controller.
type ConfigMap struct {
	ObjectMeta `json:"metadata"`

	Data map[string]string `json:"data,omitempty"`
}

// ServiceAccount is a Kubernetes service account; security group policies select by its labels.
type ServiceAccount struct {
	ObjectMeta `json:"metadata"`
}

// Event is a Kubernetes event. Those written through events.k8s.io have no FirstTimestamp and LastTimestamp, but EventTime and Series.
type Event struct {
	ObjectMeta `json:"metadata"`

	InvolvedObject     ObjectReference `json:"involvedObject"`
	Type               string          `json:"type,omitempty"`
	Reason             string          `json:"reason,omitempty"`
	Action             string          `json:"action,omitempty"`
	Message            string          `json:"message,omitempty"`
	Count              int32           `json:"count,omitempty"`
	FirstTimestamp     time.Time       `json:"firstTimestamp,omitzero"`
	LastTimestamp      time.Time       `json:"lastTimestamp,omitzero"`
	EventTime          time.Time       `json:"eventTime,omitzero"`
	Series             *EventSeries    `json:"series,omitempty"`
	Source             EventSource     `json:"source,omitzero"`
	ReportingComponent string          `json:"reportingComponent,omitempty"`
}

// EventSeries counts the repetitions of an event.
type EventSeries struct {
	Count            int32     `json:"count"`
	LastObservedTime time.Time `json:"lastObservedTime,omitzero"`
}

// EventSource says who wrote an event.
type EventSource struct {
	Component string `json:"component,omitempty"`
	Host      string `json:"host,omitempty"`
}
