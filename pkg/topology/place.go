// SPDX-License-Identifier: Apache-2.0

package topology

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// slots finds an address among a node's ENIs.
type slots struct {
	addresses map[netip.Addr]*Address
	prefixes  map[netip.Prefix]*Prefix
	// bits are the prefix lengths that occur, so that containment is a handful of map look-ups.
	bits     []int
	branches map[InterfaceID]*Interface
}

func newSlots(node *Node) *slots {
	s := &slots{addresses: map[netip.Addr]*Address{}, prefixes: map[netip.Prefix]*Prefix{}, branches: map[InterfaceID]*Interface{}}
	for _, eni := range node.Interfaces {
		s.add(eni)
		for _, branch := range eni.Branches {
			s.add(branch)
			s.branches[branch.ID] = branch
		}
	}
	return s
}

func (s *slots) add(eni *Interface) {
	for _, a := range eni.Addresses {
		s.addresses[a.IP] = a
	}
	for _, p := range eni.Prefixes {
		s.prefixes[p.CIDR] = p
		if !slices.Contains(s.bits, p.CIDR.Bits()) {
			s.bits = append(s.bits, p.CIDR.Bits())
		}
	}
}

// prefixOf returns the prefix that holds an address. EC2 lists no addresses of prefixes, so pods are matched by containment.
func (s *slots) prefixOf(ip netip.Addr) *Prefix {
	for _, bits := range s.bits {
		cidr, err := ip.Prefix(bits)
		if err != nil {
			continue
		}
		if p := s.prefixes[cidr]; p != nil {
			return p
		}
	}
	return nil
}

// placePods puts the node's pods on its slots; what finds no slot becomes unplaced.
func (b *builder) placePods(node *Node) {
	s := newSlots(node)
	for _, pod := range b.pods[node.Name] {
		if pod.Waiting() {
			continue
		}
		switch {
		case pod.HostNetwork && s.placeOnHost(node, pod):
		case !pod.HostNetwork && (s.placeOnBranch(pod) || s.placeByAddress(pod)):
		default:
			b.unplace(node, pod)
		}
	}
	for _, p := range s.prefixes {
		slices.SortFunc(p.Pods, func(x, y PrefixPod) int {
			if c := x.IP.Compare(y.IP); c != 0 {
				return c
			}
			return comparePods(x.Pod, y.Pod)
		})
	}
}

// placeOnHost puts a host-network pod under the node's own address: the one that the pod reports where the primary ENI has it, else the
// primary ENI's first.
func (s *slots) placeOnHost(node *Node, pod *Pod) bool {
	for _, ip := range pod.IPs {
		if a := s.addresses[ip]; a != nil && a.Primary {
			a.Pods = append(a.Pods, pod)
			return true
		}
	}
	for _, eni := range node.Interfaces {
		if eni.Role == cni.RolePrimary && len(eni.Addresses) > 0 {
			eni.Addresses[0].Pods = append(eni.Addresses[0].Pods, pod)
			return true
		}
	}
	return false
}

// placeOnBranch puts a pod with the resource controller's annotation under its branch ENI's own address.
func (s *slots) placeOnBranch(pod *Pod) bool {
	for _, claim := range pod.Branches {
		branch := s.branches[InterfaceID(claim.ENIID)]
		if branch == nil || len(branch.Addresses) == 0 {
			continue
		}
		branch.Addresses[0].Pods = append(branch.Addresses[0].Pods, pod)
		return true
	}
	return false
}

// placeByAddress puts a pod under the first of its addresses that the node's ENIs have.
func (s *slots) placeByAddress(pod *Pod) bool {
	for _, ip := range pod.IPs {
		if a := s.addresses[ip]; a != nil {
			a.Pods = append(a.Pods, pod)
			return true
		}
		if p := s.prefixOf(ip); p != nil {
			p.Pods = append(p.Pods, PrefixPod{IP: ip, Pod: pod})
			return true
		}
	}
	return false
}

// unplace records a pod that found no slot on its node, with the reason.
func (b *builder) unplace(node *Node, pod *Pod) {
	if !pod.HostNetwork {
		b.unplacedOn[node.Name]++
	}
	reason, detail := b.whyUnplaced(node, pod)
	b.model.Unplaced = append(b.model.Unplaced, UnplacedPod{Pod: pod, Reason: reason, Detail: detail})
}

func (b *builder) whyUnplaced(node *Node, pod *Pod) (UnplacedReason, string) {
	switch {
	case node.Kind == KindFargate:
		return UnplacedFargate, node.InterfacesUnknown
	case node.Kind == KindHybrid:
		return UnplacedHybrid, node.InterfacesUnknown
	case node.InstanceID == "":
		return UnplacedNoInstance, node.InterfacesUnknown
	case len(node.Interfaces) == 0:
		return UnplacedInterfacesUnknown, node.InterfacesUnknown
	case len(pod.IPs) == 0:
		return UnplacedInvalidAddress, "its address does not parse"
	case len(pod.Branches) > 0 && branchesUnknown(node):
		return UnplacedInterfacesUnknown, fmt.Sprintf("its branch ENI %s could not be read", pod.Branches[0].ENIID)
	case b.otherCNI(node):
		return UnplacedOtherCNI, "the cluster has no aws-node DaemonSet: another CNI gave this address"
	default:
		return UnplacedNotOnNode, fmt.Sprintf("%s is on no ENI of the node", pod.IPs[0])
	}
}

// otherCNI reports whether another CNI than Amazon's gives this node's pods their addresses.
func (b *builder) otherCNI(node *Node) bool {
	return node.Settings == nil && b.snapshot.Whole(snapshot.DaemonSets) && node.Kind != KindAutoMode && !node.Windows()
}

func branchesUnknown(node *Node) bool {
	return slices.ContainsFunc(node.Interfaces, func(i *Interface) bool { return i.BranchesUnknown })
}

// strayPods unplaces the pods whose node is not in the model.
func (b *builder) strayPods() {
	for name, pods := range b.pods {
		if b.nodes[name] != nil {
			continue
		}
		for _, pod := range pods {
			if !pod.Waiting() {
				b.model.Unplaced = append(b.model.Unplaced, UnplacedPod{
					Pod: pod, Reason: UnplacedNodeNotFound, Detail: fmt.Sprintf("node %s is not among the nodes that were read", name),
				})
			}
		}
	}
}

// explainDrift says of pods with an address elsewhere where it is.
func (b *builder) explainDrift() {
	if !slices.ContainsFunc(b.model.Unplaced, func(u UnplacedPod) bool { return u.Reason == UnplacedNotOnNode }) {
		return
	}
	bySlot := make([]*slots, len(b.model.Nodes))
	for i, node := range b.model.Nodes {
		bySlot[i] = newSlots(node)
	}
	for i := range b.model.Unplaced {
		pod := &b.model.Unplaced[i]
		if pod.Reason != UnplacedNotOnNode {
			continue
		}
		for j, s := range bySlot {
			if s.addresses[pod.IPs[0]] != nil || s.prefixOf(pod.IPs[0]) != nil {
				pod.Detail = fmt.Sprintf("%s is on an ENI of node %s", pod.IPs[0], b.model.Nodes[j].Name)
				break
			}
		}
	}
}
