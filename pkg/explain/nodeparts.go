// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"slices"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// What an unusable part is counted in.
const (
	partAddresses  = "addresses"
	partSlots      = "slots"
	partInterfaces = "interfaces"
)

// poolInterfaces shows the node's attached ENIs as parts of the pool.
func (x *subject) poolInterfaces() []v1alpha1.PoolInterface {
	shown := make([]v1alpha1.PoolInterface, 0, len(x.node.Interfaces))
	for _, eni := range x.node.Interfaces {
		shown = append(shown, x.poolInterface(eni))
	}
	return shown
}

func (x *subject) poolInterface(eni *topology.Interface) v1alpha1.PoolInterface {
	i := v1alpha1.PoolInterface{
		ID: string(eni.ID), Role: string(eni.Role), SubnetID: string(eni.Subnet),
		DeviceIndex: eni.Record.Attachment.DeviceIndex, NetworkCard: eni.Record.Attachment.NetworkCardIndex,
	}
	if eni.Role == cni.RoleTrunk && !eni.BranchesUnknown {
		branches := len(eni.Branches)
		i.Branches = &branches
		if x.node.Limits != nil && x.node.Limits.TrunkKnown {
			i.BranchLimit = &x.node.Limits.Branches
		}
	}
	if !eni.Managed {
		i.Unused = unmanagedReason(eni)
		return i
	}
	if eni.Role != cni.RoleTrunk || eni.Held > 0 {
		i.Held, i.Used = &eni.Held, eni.Used
		if eni.Used != nil {
			idle := eni.Held - *eni.Used
			i.Idle = &idle
		}
	}
	if x.pool == nil {
		return i
	}
	at := slices.IndexFunc(x.pool.parts, func(p poolPart) bool { return p.eni == eni })
	if at >= 0 {
		part := x.pool.parts[at]
		i.Slots, i.SlotsUsed, i.Unused = &part.slots, &part.filled, part.unused
	}
	return i
}

// unusable lists what of the node pods cannot use.
func (x *subject) unusable() []v1alpha1.UnusablePart {
	p := x.pool
	if p == nil {
		return nil
	}
	var parts []v1alpha1.UnusablePart
	add := func(what string, count int, reason string) {
		if count > 0 {
			parts = append(parts, v1alpha1.UnusablePart{What: what, Count: count, Reason: reason})
		}
	}
	for _, part := range p.parts {
		if part.unused != "" {
			add(partSlots, part.slots-part.filled, fmt.Sprintf("%s: %s", part.eni.ID, part.unused))
		}
	}
	for _, eni := range p.node.Interfaces {
		if !eni.Managed && eni.Record.Attachment.NetworkCardIndex == 0 {
			add(partInterfaces, 1, fmt.Sprintf("%s: %s", eni.ID, unmanagedReason(eni)))
		}
	}
	if !p.hasTrunk && p.settings.ReservesTrunk(p.limits) {
		add(partInterfaces, 1, "kept free for the trunk ENI of security groups for pods, which is not attached yet")
	}
	if maxENIs := p.settings.MaxENIs(p.limits); maxENIs < p.limits.ENIs {
		add(partInterfaces, p.limits.ENIs-maxENIs, fmt.Sprintf("%s=%d", cni.EnvMaxENI, p.settings.MaxENI))
	}
	add(partAddresses, p.excludedIdle, "unused, in subnets whose tags keep pods out")
	add(partAddresses, p.otherMode, fmt.Sprintf("of another mode than %s, from before a switch: those without a pod are out of use", p.mode))
	return parts
}
