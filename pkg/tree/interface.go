// SPDX-License-Identifier: Apache-2.0

package tree

import (
	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// attached shows an ENI that is attached to a node, with its branches.
func (s selection) attached(m *topology.Model, n *topology.Node, eni *topology.Interface) (v1alpha1.Interface, bool) {
	shown := s.eni(m, eni)
	attachment := eni.Record.Attachment
	shown.DeviceIndex, shown.NetworkCard = &attachment.DeviceIndex, &attachment.NetworkCardIndex
	if eni.Managed && n.Pool.Held != nil && (eni.Role != cni.RoleTrunk || eni.Held > 0) {
		shown.Held, shown.Used = &eni.Held, eni.Used
	}
	if eni.Role == cni.RoleTrunk && n.Limits != nil && n.Limits.TrunkKnown {
		shown.BranchLimit = &n.Limits.Branches
	}
	for _, branch := range eni.Branches {
		b := s.eni(m, branch)
		if branch.VLANID != 0 {
			b.VLANID = &branch.VLANID
		}
		if s.all() || hasPods(b) {
			shown.Branches = append(shown.Branches, b)
		}
	}
	return shown, s.all() || hasPods(shown) || len(shown.Branches) > 0
}

// eni shows what attached and branch ENIs have in common.
func (s selection) eni(m *topology.Model, eni *topology.Interface) v1alpha1.Interface {
	shown := v1alpha1.Interface{
		ID:          string(eni.ID),
		Role:        string(eni.Role),
		Status:      eni.Record.Status,
		SubnetID:    string(eni.Subnet),
		MACAddress:  eni.Record.MACAddress,
		Description: eni.Record.Description,
	}
	if subnet, ok := m.Subnets[eni.Subnet]; ok && subnet.CIDR.IsValid() {
		shown.SubnetCIDR = subnet.CIDR.String()
	}
	for _, group := range eni.Record.Groups {
		shown.SecurityGroupIDs = append(shown.SecurityGroupIDs, group.GroupID)
	}
	for _, a := range eni.Addresses {
		if shownAddress, ok := s.address(a); ok {
			shown.Addresses = append(shown.Addresses, shownAddress)
		}
	}
	for _, p := range eni.Prefixes {
		if shownPrefix, ok := s.prefix(p, eni.Used != nil); ok {
			shown.Prefixes = append(shown.Prefixes, shownPrefix)
		}
	}
	return shown
}

func (s selection) address(a *topology.Address) (v1alpha1.Address, bool) {
	shown := v1alpha1.Address{IP: a.IP.String(), Primary: a.Primary}
	for _, pod := range a.Pods {
		if s.pod(pod) {
			shown.Pods = append(shown.Pods, podRef(pod))
		}
	}
	return shown, s.all() || len(shown.Pods) > 0
}

func (s selection) prefix(p *topology.Prefix, podsKnown bool) (v1alpha1.Prefix, bool) {
	shown := v1alpha1.Prefix{CIDR: p.CIDR.String()}
	if podsKnown {
		used := p.Used()
		shown.Used = &used
	}
	for _, pod := range p.Pods {
		if s.pod(pod.Pod) {
			shown.Pods = append(shown.Pods, v1alpha1.PrefixPod{IP: pod.IP.String(), PodRef: podRef(pod.Pod)})
		}
	}
	return shown, s.all() || len(shown.Pods) > 0
}

func hasPods(i v1alpha1.Interface) bool {
	for _, a := range i.Addresses {
		if len(a.Pods) > 0 {
			return true
		}
	}
	for _, p := range i.Prefixes {
		if len(p.Pods) > 0 {
			return true
		}
	}
	return false
}
