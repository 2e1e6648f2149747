// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"slices"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// taintUnschedulable is the taint of a cordoned node (Kubernetes well-known taints); ipamd looks for it.
const taintUnschedulable = "node.kubernetes.io/unschedulable"

// pool is a Linux node's IPv4 pool on the default network card, as ipamd counts it: only addresses of its mode, and only on ENIs whose subnet
// is not excluded.
type pool struct {
	node *topology.Node
	// settings are the node's, with prefix mode as the node runs in it.
	settings cni.Settings
	limits   cni.Limits
	// mode is the one that the node runs in: what its ENIs show, since ipamd stays in the mode that it started in; with both kinds of addresses,
	// and with none, the one that the settings ask for.
	mode  cni.Mode
	state cni.PoolState
	parts []poolPart
	// podsKnown tells whether all pods of the node were read: else Assigned is the least that it can be.
	podsKnown bool
	// older is set where the node's aws-node pod runs an older revision of the DaemonSet, so that its settings may be others.
	older *v1alpha1.Evidence
	// attached counts the managed ENIs, the trunk included; unmanaged the others of the default card.
	attached, unmanaged int
	hasTrunk            bool
	// furtherIdle counts unused addresses on further network cards, which serve ordinary pods too once the first card has none left
	// (amazon-vpc-cni-k8s pkg/ipamd/rpc_handler.go, AddNetwork).
	furtherIdle int
	// otherMode counts addresses of the other mode, excludedIdle unused ones in excluded subnets.
	otherMode, excludedIdle int
	// hostPods and branchPods count the node's living pods that take no address of the pool; waiting those without an address that do.
	hostPods, branchPods, waiting int
}

// poolPart is an ENI of a pool.
type poolPart struct {
	eni *topology.Interface
	// slots is how many addresses or prefixes it takes besides its primary address, filled how many it has.
	slots, filled int
	// unused says why ipamd adds nothing to it; empty if it does.
	unused string
}

// newPool counts a node's pool; nil where ipamd gives out no IPv4 addresses, or where the type or the ENIs are unknown.
func newPool(v *view, node *topology.Node) *pool {
	if node.Settings == nil || node.Limits == nil || len(node.Interfaces) == 0 || node.Windows() {
		return nil
	}
	mode, hasPool := poolMode(node)
	if !hasPool {
		return nil
	}
	p := &pool{node: node, settings: *node.Settings, limits: *node.Limits, mode: mode, podsKnown: v.snapshot.Whole(snapshot.Pods)}
	p.settings.PrefixDelegation = p.mode == cni.ModePrefixDelegation
	for _, eni := range node.Interfaces {
		p.add(eni)
	}
	p.state.Cordoned = cordoned(node)
	if node.MaxPods != nil {
		p.state.MaxPods = *node.MaxPods
	}
	reserve := 0
	if !p.hasTrunk && p.settings.ReservesTrunk(p.limits) {
		reserve = 1
	}
	// Excluded ENIs count on both sides of hasRoomForEni (amazon-vpc-cni-k8s pkg/ipamd/ipamd.go) and cancel out.
	p.state.FreeENIs = max(p.settings.MaxENIs(p.limits)-p.unmanaged-reserve-p.attached, 0)
	p.countPods(v)
	p.older = v.olderRevision(string(node.Name))
	return p
}

// poolMode is the mode that a node runs in; false for IPv6, which has no pool to count.
func poolMode(node *topology.Node) (cni.Mode, bool) {
	mode := node.Settings.ModeOn(*node.Limits)
	if node.Mode == cni.ModeSecondaryIP || node.Mode == cni.ModePrefixDelegation {
		mode = node.Mode
	}
	return mode, mode != cni.ModeIPv6 && node.Mode != cni.ModeIPv6
}

func cordoned(node *topology.Node) bool {
	if node.Cordoned || node.Record == nil {
		return node.Cordoned
	}
	return slices.ContainsFunc(node.Record.Spec.Taints, func(t snapshot.Taint) bool {
		return t.Key == taintUnschedulable && t.Effect == "NoSchedule"
	})
}

// add counts an ENI of the node.
func (p *pool) add(eni *topology.Interface) {
	if eni.Record.Attachment.NetworkCardIndex != 0 {
		if eni.Managed && eni.Used != nil {
			p.furtherIdle += eni.Held - *eni.Used
		}
		return
	}
	if !eni.Managed {
		p.unmanaged++
		return
	}
	p.attached++
	part := poolPart{eni: eni, slots: p.limits.SlotsPerENI(), unused: p.whyUnused(eni)}
	p.hasTrunk = p.hasTrunk || eni.Role == cni.RoleTrunk
	for _, a := range eni.Addresses {
		if a.Primary || !a.IP.Is4() {
			continue
		}
		part.filled++
		p.countSlot(eni, cni.ModeSecondaryIP, 1, min(len(a.Pods), 1))
	}
	for _, prefix := range eni.Prefixes {
		if !prefix.CIDR.Addr().Is4() {
			continue
		}
		part.filled++
		p.countSlot(eni, cni.ModePrefixDelegation, cni.IPv4PrefixSize, prefix.Used())
	}
	if part.unused == "" {
		p.state.FreeSlots += max(part.slots-part.filled, 0)
	}
	p.parts = append(p.parts, part)
}

// whyUnused says why ipamd adds no addresses to a managed ENI (amazon-vpc-cni-k8s pkg/ipamd/datastore/data_store.go, GetAllocatableENIs).
func (p *pool) whyUnused(eni *topology.Interface) string {
	switch {
	case eni.Role == cni.RoleTrunk:
		return "the trunk ENI carries branch ENIs, and no pod addresses of its own"
	case eni.Excluded:
		return fmt.Sprintf("the tags of subnet %s keep pods out", eni.Subnet)
	case p.settings.CustomNetworking && eni.Role == cni.RolePrimary:
		return "custom networking leaves the primary ENI out"
	default:
		return ""
	}
}

// countSlot counts a slot of an ENI into the pool, or beside it.
func (p *pool) countSlot(eni *topology.Interface, mode cni.Mode, size, used int) {
	switch {
	case eni.Excluded:
		p.excludedIdle += size - used
	case mode != p.mode:
		p.otherMode += size
	default:
		p.state.Total += size
		p.state.Assigned += used
		if mode == cni.ModePrefixDelegation {
			p.state.Prefixes++
			if used == 0 {
				p.state.FreePrefixes++
			}
		}
	}
}

func (p *pool) countPods(v *view) {
	for _, pod := range v.podsOn(p.node.Name) {
		switch {
		case pod.Spec.HostNetwork:
			p.hostPods++
		case wantsBranch(pod):
			p.branchPods++
		case len(addressTexts(pod)) == 0:
			p.waiting++
		}
	}
}

// usedUp reports whether every address of the pool has a pod.
func (p *pool) usedUp() bool { return p.state.Available()+p.furtherIdle <= 0 }

// canGrow reports whether there is a slot to fill or an ENI to attach.
func (p *pool) canGrow() bool { return p.state.FreeSlots > 0 || p.state.FreeENIs > 0 }

// slots counts the slots of the ENIs that ipamd adds to, and how many of them are filled.
func (p *pool) slots() (filled, all int) {
	for _, part := range p.parts {
		if part.unused == "" {
			filled += part.filled
			all += part.slots
		}
	}
	return filled, all
}

// evidence says what the pool holds.
func (p *pool) evidence() v1alpha1.Evidence {
	filled, all := p.slots()
	return evidence(fmt.Sprintf("EC2 network interfaces of node %s", p.node.Name),
		"%d of %s attached, %d of %s filled, %s of mode %s held, %d of them with a pod",
		p.attached+p.unmanaged, plural(p.limits.ENIs, "ENI"), filled, plural(all, "slot"), plural(p.state.Total, "address"), p.mode, p.state.Assigned)
}

// maxPodsEvidence is kubelet's limit.
func (p *pool) maxPodsEvidence() v1alpha1.Evidence {
	return evidence(fmt.Sprintf("node %s status.capacity.pods", p.node.Name), "%d", p.state.MaxPods)
}
