// SPDX-License-Identifier: Apache-2.0

package maxpods

import (
	"fmt"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

// olderSetting explains kubelet's value on a node of a managed node group by other settings of the VPC CNI than today's: EKS computes the
// value when it makes a launch template version, and only the next update of the node group brings nodes with another one (Amazon EKS User
// Guide, "Assign more IP addresses to Amazon EKS nodes with prefixes", considerations). It is "" where the value is today's, or none that EKS would have computed.
func (n *node) olderSetting(kubelet int) string {
	if n.provision.Provisioner != ManagedNodeGroup || n.rule.Setup.Settings.IPv6 || n.rule.calculated() == kubelet {
		return ""
	}
	for _, other := range otherSettings(n.rule.Setup.Settings) {
		c := n.rule
		c.Setup.Settings = other.settings
		if c.calculated() == kubelet {
			return fmt.Sprintf("%d is what EKS sets %s, so the node, or the launch template version that it came from, is older than that setting",
				kubelet, other.what)
		}
	}
	return ""
}

// variant is other settings than today's.
type variant struct {
	what     string
	settings cni.Settings
}

// otherSettings lists the settings that may have been before, those with one difference first.
func otherSettings(s cni.Settings) []variant {
	prefix, custom, both, unlimited := s, s, s, s
	prefix.PrefixDelegation = !s.PrefixDelegation
	custom.CustomNetworking = !s.CustomNetworking
	both.PrefixDelegation, both.CustomNetworking = prefix.PrefixDelegation, custom.CustomNetworking
	unlimited.MaxENI = 0
	variants := []variant{
		{with(prefix.PrefixDelegation) + " prefix delegation", prefix},
		{with(custom.CustomNetworking) + " custom networking", custom},
		{with(both.PrefixDelegation) + " prefix delegation and " + with(both.CustomNetworking) + " custom networking", both},
	}
	if s.MaxENI >= 1 {
		variants = append(variants, variant{"without " + cni.EnvMaxENI, unlimited})
	}
	return variants
}

func with(on bool) string {
	if on {
		return "with"
	}
	return "without"
}

// smallerType explains kubelet's value on a node of a managed node group by another instance type of the group: EKS gives all of a group's
// nodes the smallest of the values of its types (Amazon EKS User Guide, "Create a managed node group").
func (n *node) smallerType(kubelet int) string {
	if n.provision.Provisioner != ManagedNodeGroup || n.rule.Setup.Settings.IPv6 || n.rule.calculated() <= kubelet {
		return ""
	}
	for _, other := range n.groupTypes {
		c := n.rule
		c.Type = other
		if c.calculated() == kubelet {
			return fmt.Sprintf("%d is what EKS sets for %s, of which its node group has nodes too: all nodes of a group get the smallest value of its types",
				kubelet, other.Limits.InstanceType)
		}
	}
	return ""
}
