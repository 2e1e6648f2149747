// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// vpcCNI is the name of the VPC CNI's DaemonSet
// (https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.19.4/config/master/aws-k8s-cni.yaml).
const vpcCNI = "aws-node"

// daemonSet makes the record of a DaemonSet. The environment of its containers is kept for the VPC CNI alone, whose settings it is.
func daemonSet(set *appsv1.DaemonSet) snapshot.DaemonSet {
	record := snapshot.DaemonSet{
		ObjectMeta: metadata(&set.ObjectMeta),
		Status: snapshot.DaemonSetStatus{
			DesiredNumberScheduled: set.Status.DesiredNumberScheduled, CurrentNumberScheduled: set.Status.CurrentNumberScheduled,
			UpdatedNumberScheduled: set.Status.UpdatedNumberScheduled,
			NumberReady:            set.Status.NumberReady, NumberUnavailable: set.Status.NumberUnavailable,
		},
	}
	record.Spec.UpdateStrategy.Type = string(set.Spec.UpdateStrategy.Type)
	template := &set.Spec.Template.Spec
	record.Spec.Template.Spec = snapshot.PodTemplateSpec{
		InitContainers: templateContainers(template.InitContainers, set.Name == vpcCNI),
		Containers:     templateContainers(template.Containers, set.Name == vpcCNI),
	}
	return record
}

func templateContainers(containers []corev1.Container, withSettings bool) []snapshot.Container {
	var records []snapshot.Container
	for i := range containers {
		record := podContainer(&containers[i], interner{})
		if withSettings {
			record.Env = settings(containers[i].Env)
			record.EnvFrom = settingSources(containers[i].EnvFrom)
		}
		records = append(records, record)
	}
	return records
}

// settings returns the variables that are settings of the VPC CNI.
func settings(variables []corev1.EnvVar) []snapshot.EnvVar {
	var records []snapshot.EnvVar
	for _, variable := range variables {
		if isCNISetting(variable.Name) {
			records = append(records, snapshot.EnvVar{
				Name: variable.Name, Value: variable.Value, ValueFrom: settingSource(variable.ValueFrom),
			})
		}
	}
	return records
}

// isCNISetting reports whether a variable of aws-node's environment is a setting of the VPC CNI or tells about the cluster. Others
// are left out, since they may hold anything: credentials, proxies with passwords. The settings are those of the README of
// https://github.com/aws/amazon-vpc-cni-k8s (section "CNI Configuration Variables"); prefixes let in those of later versions.
func isCNISetting(name string) bool {
	families := under("AWS_VPC_", "ENABLE_", "DISABLE_", "WARM_", "MINIMUM_", "MAX_", "ENI_CONFIG_", "NETWORK_POLICY_")
	return families(name) || slices.Contains([]string{
		"ADDITIONAL_ENI_TAGS", "ANNOTATE_POD_IP", "AWS_EXTERNAL_SERVICE_CIDRS", "AWS_MANAGE_ENIS_NON_SCHEDULABLE", "CLUSTER_NAME",
		"INTROSPECTION_BIND_ADDRESS", "IP_COOLDOWN_PERIOD", "MANAGE_UNTAGGED_ENI", "POD_MTU", "POD_SECURITY_GROUP_ENFORCING_MODE",
		"VPC_CNI_VERSION", "VPC_ID",
	}, name)
}

// settingSource says where a variable's value comes from. A kind of source that records do not have leaves it empty, which still says
// that the value comes from elsewhere.
func settingSource(source *corev1.EnvVarSource) *snapshot.EnvVarSource {
	if source == nil {
		return nil
	}
	record := &snapshot.EnvVarSource{}
	if ref := source.ConfigMapKeyRef; ref != nil {
		record.ConfigMapKeyRef = &snapshot.KeySelector{Name: ref.Name, Key: ref.Key, Optional: ref.Optional}
	}
	if ref := source.SecretKeyRef; ref != nil {
		record.SecretKeyRef = &snapshot.KeySelector{Name: ref.Name, Key: ref.Key, Optional: ref.Optional}
	}
	if ref := source.FieldRef; ref != nil {
		record.FieldRef = &snapshot.FieldSelector{FieldPath: ref.FieldPath}
	}
	return record
}

func settingSources(sources []corev1.EnvFromSource) []snapshot.EnvFromSource {
	var records []snapshot.EnvFromSource
	for _, source := range sources {
		record := snapshot.EnvFromSource{Prefix: source.Prefix}
		if source.ConfigMapRef != nil {
			record.ConfigMapRef = &snapshot.NameReference{Name: source.ConfigMapRef.Name}
		}
		records = append(records, record)
	}
	return records
}
