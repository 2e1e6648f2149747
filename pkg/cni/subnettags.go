// SPDX-License-Identifier: Apache-2.0

package cni

import "strings"

// TagSubnetClusterPrefix on a subnet is followed by the name of a cluster that may use it; a subnet with such tags is for these clusters alone
// (amazon-vpc-cni-k8s pkg/awsutils/awsutils.go, clusterTagKeyPrefix; v1.22.0 and later).
const TagSubnetClusterPrefix = "cni.networking.k8s.aws/cluster/"

// subnetExcluded is the value of [TagSubnetRole] that keeps pods out of a subnet.
const subnetExcluded = "0"

// DiscoversSubnets reports whether ipamd looks for subnets other than the node's own to make ENIs in. It does so from v1.18.0 on, unless it is
// switched off or custom networking names the subnet (amazon-vpc-cni-k8s pkg/awsutils/awsutils.go, createENI).
func (s Settings) DiscoversSubnets() bool {
	return s.SubnetDiscovery && !s.CustomNetworking && s.Version.AtLeast(1, 18, 0)
}

// ExcludesSubnet reports whether pods get no new addresses of a subnet with these tags (amazon-vpc-cni-k8s pkg/awsutils/awsutils.go,
// IsSubnetExcluded; v1.22.0 and later, and never under custom networking).
func (s Settings) ExcludesSubnet(tags map[string]string) bool {
	if s.CustomNetworking || !s.Version.AtLeast(1, 22, 0) {
		return false
	}
	role := tags[TagSubnetRole]
	return role == subnetExcluded || (role != "" && !s.subnetIsForCluster(tags))
}

// AllowsENIs reports whether ipamd would make an ENI in a subnet with these tags, if it is in the node's zone; own tells that the node's
// primary ENI is in it (amazon-vpc-cni-k8s pkg/awsutils/awsutils.go, isSubnetValidForENICreation). Before v1.22.0 the mere presence of the tag
// opened a subnet, and no value excluded one.
func (s Settings) AllowsENIs(tags map[string]string, own bool) bool {
	role, tagged := tags[TagSubnetRole]
	switch {
	case !s.Version.AtLeast(1, 22, 0):
		return own || tagged
	case role == subnetExcluded:
		return false
	case role == "":
		return own
	default:
		return s.subnetIsForCluster(tags)
	}
}

// subnetIsForCluster reports whether the cluster tags of a subnet let this cluster in. Without CLUSTER_NAME ipamd does not look at them.
func (s Settings) subnetIsForCluster(tags map[string]string) bool {
	if s.ClusterName == "" {
		return true
	}
	kept := false
	for key := range tags {
		name, isClusterTag := strings.CutPrefix(key, TagSubnetClusterPrefix)
		if !isClusterTag {
			continue
		}
		if name == s.ClusterName {
			return true
		}
		kept = true
	}
	return !kept
}
