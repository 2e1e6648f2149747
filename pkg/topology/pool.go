// SPDX-License-Identifier: Apache-2.0

package topology

import (
	"fmt"
	"net/netip"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

// count fills in a node's pod and pool numbers, once its pods are placed.
func (b *builder) count(node *Node) {
	if b.podsKnown {
		node.Pods = b.countPods(node)
	}
	if len(node.Interfaces) == 0 {
		return
	}
	held, used := 0, 0
	for _, eni := range node.Interfaces {
		b.countInterface(eni)
		b.checkShared(node, eni)
		if eni.Managed {
			held += eni.Held
			used += deref(eni.Used)
		}
	}
	node.Mode = observedMode(node)
	b.noteMode(node)
	if node.Mode == cni.ModeIPv6 {
		return
	}
	node.Pool.Held = &held
	if b.podsKnown {
		idle := held - used
		node.Pool.Used, node.Pool.Idle = &used, &idle
	}
	node.Pool.Capacity = b.capacity(node)
}

// countInterface counts the pod addresses of an ENI: secondary addresses and whole prefixes. A branch ENI is one pod's, and an ENI that
// ipamd does not manage is nobody's.
func (b *builder) countInterface(eni *Interface) {
	used := 0
	for _, a := range eni.Addresses {
		if a.Primary {
			continue
		}
		eni.Held++
		if len(a.Pods) > 0 {
			used++
		}
	}
	for _, p := range eni.Prefixes {
		if p.CIDR.Addr().Is6() {
			continue
		}
		eni.Held += 1 << (p.CIDR.Addr().BitLen() - p.CIDR.Bits())
		used += p.Used()
	}
	if b.podsKnown {
		eni.Used = &used
	}
}

// Used is how many addresses of the prefix have a pod.
func (p *Prefix) Used() int {
	used := 0
	var last netip.Addr
	for _, pod := range p.Pods {
		if pod.IP != last {
			used++
		}
		last = pod.IP
	}
	return used
}

func (b *builder) countPods(node *Node) PodCounts {
	var running, host, onBranches, waiting int
	for _, pod := range b.pods[node.Name] {
		switch {
		case pod.Waiting():
			waiting++
			continue
		case pod.HostNetwork:
			host++
		}
		running++
	}
	unplaced := b.unplacedOn[node.Name]
	for _, eni := range node.Interfaces {
		for _, branch := range eni.Branches {
			for _, a := range branch.Addresses {
				onBranches += len(a.Pods)
			}
		}
	}
	onENIs := running - host - onBranches - unplaced
	return PodCounts{Running: &running, HostNetwork: &host, OnENIs: &onENIs, OnBranches: &onBranches, Unplaced: &unplaced, Waiting: &waiting}
}

// holdings are the kinds of pod addresses that a node's ENIs hold.
type holdings struct {
	secondary, prefixes, ipv6 bool
}

func (h *holdings) add(eni *Interface) {
	for _, a := range eni.Addresses {
		h.secondary = h.secondary || !a.Primary
	}
	for _, p := range eni.Prefixes {
		h.ipv6 = h.ipv6 || p.CIDR.Addr().Is6()
		h.prefixes = h.prefixes || p.CIDR.Addr().Is4()
	}
}

// observedMode is how the node holds addresses: what its ENIs show, else what the settings say.
func observedMode(node *Node) cni.Mode {
	var h holdings
	for _, eni := range node.Interfaces {
		if eni.Managed && eni.Role != cni.RoleTrunk {
			h.add(eni)
		}
	}
	switch {
	case h.secondary && h.prefixes:
		return cni.ModeMixed
	case h.prefixes:
		return cni.ModePrefixDelegation
	case h.secondary:
		return cni.ModeSecondaryIP
	case h.ipv6:
		return cni.ModeIPv6
	default:
		return wantedMode(node)
	}
}

// wantedMode is the mode that the settings ask for on this node.
func wantedMode(node *Node) cni.Mode {
	switch {
	case node.Settings == nil:
		return ""
	case node.Limits == nil:
		return node.Settings.Mode()
	default:
		return node.Settings.ModeOn(*node.Limits)
	}
}

// noteMode notes a node whose ENIs do not show the mode that the settings ask for.
func (b *builder) noteMode(node *Node) {
	if node.Settings == nil || node.Limits == nil {
		return
	}
	wanted := node.Settings.ModeOn(*node.Limits)
	switch {
	case node.Settings.Mode() != wanted:
		node.Notes = append(node.Notes, fmt.Sprintf("%s=true has no effect here: %s supports no prefixes, so ipamd falls back to secondary addresses",
			cni.EnvPrefixDelegation, node.InstanceType))
	case node.Mode == cni.ModeMixed:
		node.Notes = append(node.Notes, fmt.Sprintf("holds both secondary addresses and prefixes: since the mode was switched, new pods get addresses of %s only, and what is idle of the other kind is out of use",
			holdingWords(wanted)))
	case node.Mode != wanted:
		node.Notes = append(node.Notes, fmt.Sprintf("holds %s while aws-node asks for %s: its aws-node pod has not restarted since the switch, or has not allocated yet",
			holdingWords(node.Mode), holdingWords(wanted)))
	}
}

// holdingWords says what a node in a mode holds.
func holdingWords(mode cni.Mode) string {
	switch mode {
	case cni.ModeSecondaryIP:
		return "secondary addresses"
	case cni.ModePrefixDelegation:
		return "/28 prefixes"
	case cni.ModeIPv6:
		return "an IPv6 prefix"
	case cni.ModeMixed:
		return "secondary addresses and /28 prefixes"
	default:
		return "nothing"
	}
}

// capacity is the most pod addresses that the node could hold; nil when its type is unknown or no VPC CNI runs on it.
func (b *builder) capacity(node *Node) *int {
	if node.Limits == nil {
		return nil
	}
	if node.Windows() {
		capacity := cni.WindowsCapacity(*node.Limits, node.Mode == cni.ModePrefixDelegation)
		return &capacity
	}
	if node.Settings == nil {
		return nil
	}
	// ipamd stays in the mode that it started in; a node that holds both kinds grows in the one that the settings ask for.
	mode := node.Mode
	if mode == cni.ModeMixed {
		mode = wantedMode(node)
	}
	capacity, known := node.Settings.CapacityIn(mode, *node.Limits, node.ENIs())
	if !known {
		return nil
	}
	return &capacity
}

// ENIs counts what the node's attached ENIs take away from its pool. Only the default network card counts, which is card 0 on every type.
func (n *Node) ENIs() cni.NodeENIs {
	var enis cni.NodeENIs
	for _, eni := range n.Interfaces {
		if eni.Record.Attachment.NetworkCardIndex != 0 {
			continue
		}
		switch {
		case eni.Role == cni.RoleTrunk:
			enis.HasTrunk = true
		case !eni.Managed:
			enis.Unmanaged++
		case eni.Excluded:
			enis.Excluded++
			enis.PrimaryExcluded = enis.PrimaryExcluded || eni.Role == cni.RolePrimary
		case eni.Role != cni.RolePrimary || n.Settings == nil || !n.Settings.CustomNetworking:
			enis.InUse++
		}
	}
	return enis
}

func deref(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}
