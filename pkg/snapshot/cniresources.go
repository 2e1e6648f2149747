// SPDX-License-Identifier: Apache-2.0

package snapshot

// ENIConfig (crd.k8s.amazonaws.com/v1alpha1) tells the VPC CNI the subnet and security groups of secondary ENIs under custom networking.
type ENIConfig struct {
	ObjectMeta `json:"metadata"`

	Spec ENIConfigSpec `json:"spec,omitzero"`
}

// ENIConfigSpec is the spec of an [ENIConfig].
type ENIConfigSpec struct {
	Subnet         string   `json:"subnet,omitempty"`
	SecurityGroups []string `json:"securityGroups,omitempty"`
}

// CNINode (vpcresources.k8s.aws/v1alpha1) is how the VPC CNI asks the VPC resource controller for features on a node.
type CNINode struct {
	ObjectMeta `json:"metadata"`

	Spec CNINodeSpec `json:"spec,omitzero"`
}

// CNINodeSpec is the spec of a [CNINode].
type CNINodeSpec struct {
	Features  []CNINodeFeature  `json:"features,omitempty"`
	Tags      map[string]string `json:"tags,omitempty"`
	ManagedBy string            `json:"managedBy,omitempty"`
}

// CNINodeFeature is one feature: SecurityGroupsForPods, or CustomNetworking with an ENIConfig's name as its value.
type CNINodeFeature struct {
	Name  string `json:"name"`
	Value string `json:"value,omitempty"`
}

// SecurityGroupPolicy (vpcresources.k8s.aws/v1beta1) gives the pods that it selects security groups of their own.
type SecurityGroupPolicy struct {
	ObjectMeta `json:"metadata"`

	Spec SecurityGroupPolicySpec `json:"spec,omitzero"`
}

// SecurityGroupPolicySpec is the spec of a [SecurityGroupPolicy]. When both selectors are given, both must match.
type SecurityGroupPolicySpec struct {
	PodSelector            *LabelSelector   `json:"podSelector,omitempty"`
	ServiceAccountSelector *LabelSelector   `json:"serviceAccountSelector,omitempty"`
	SecurityGroups         SecurityGroupIDs `json:"securityGroups,omitzero"`
}

// SecurityGroupIDs lists security groups by id.
type SecurityGroupIDs struct {
	Groups []string `json:"groupIds,omitempty"`
}
