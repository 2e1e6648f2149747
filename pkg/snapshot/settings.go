// SPDX-License-Identifier: Apache-2.0

package snapshot

import "slices"

// Where the VPC CNI and the VPC resource controller are set up.
const (
	cniNamespace   = "kube-system"
	cniDaemonSet   = "aws-node"
	cniPodLabel    = "k8s-app"
	controllerMap  = "amazon-vpc-cni"
	annotationName = "ENI_CONFIG_ANNOTATION_DEF"
)

// isSetting reports whether an environment variable of aws-node is a setting of the VPC CNI that the project interprets. No other
// variable is saved. The names are those of the README of github.com/aws/amazon-vpc-cni-k8s.
func isSetting(name string) bool {
	return slices.Contains([]string{
		"ADDITIONAL_ENI_TAGS",
		"ANNOTATE_POD_IP",
		"AWS_EXTERNAL_SERVICE_CIDRS",
		"AWS_MANAGE_ENIS_NON_SCHEDULABLE",
		"AWS_VPC_CNI_NODE_PORT_SUPPORT",
		"AWS_VPC_ENI_MTU",
		"AWS_VPC_K8S_CNI_CONNMARK",
		"AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG",
		"AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS",
		"AWS_VPC_K8S_CNI_EXTERNALSNAT",
		"AWS_VPC_K8S_CNI_RANDOMIZESNAT",
		"AWS_VPC_K8S_CNI_VETHPREFIX",
		"CLUSTER_NAME",
		"DISABLE_INTROSPECTION",
		"DISABLE_METRICS",
		"DISABLE_NETWORK_RESOURCE_PROVISIONING",
		"DISABLE_TCP_EARLY_DEMUX",
		"ENABLE_IMDS_ONLY_MODE",
		"ENABLE_IPv4",
		"ENABLE_IPv6",
		"ENABLE_MULTI_NIC",
		"ENABLE_POD_ENI",
		"ENABLE_PREFIX_DELEGATION",
		"ENABLE_SUBNET_DISCOVERY",
		"ENABLE_V6_EGRESS",
		annotationName,
		"ENI_CONFIG_LABEL_DEF",
		"INTROSPECTION_BIND_ADDRESS",
		"IP_COOLDOWN_PERIOD",
		"MANAGE_UNTAGGED_ENI",
		"MAX_ENI",
		"MINIMUM_IP_TARGET",
		"NETWORK_POLICY_ENFORCING_MODE",
		"POD_SECURITY_GROUP_ENFORCING_MODE",
		"WARM_ENI_TARGET",
		"WARM_IP_TARGET",
		"WARM_PREFIX_TARGET",
	}, name)
}

// isCNI reports whether a DaemonSet is the VPC CNI.
func isCNI(d *DaemonSet) bool {
	return d.Namespace == cniNamespace && d.Name == cniDaemonSet
}

// cniContainers returns the containers of the VPC CNI whose environment holds settings.
func (s *Snapshot) cniContainers() []Container {
	for i := range s.DaemonSets {
		if isCNI(&s.DaemonSets[i]) {
			spec := s.DaemonSets[i].Spec.Template.Spec
			return slices.Concat(spec.InitContainers, spec.Containers)
		}
	}
	return nil
}

// configMapValue returns a value of a ConfigMap beside the VPC CNI.
func (s *Snapshot) configMapValue(name, key string) string {
	for i := range s.ConfigMaps {
		if s.ConfigMaps[i].Namespace == cniNamespace && s.ConfigMaps[i].Name == name {
			return s.ConfigMaps[i].Data[key]
		}
	}
	return ""
}
