// SPDX-License-Identifier: Apache-2.0

package topology

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// checkBranches compares the two sides of every branch ENI, the pod's annotation and EC2, and warns where they disagree.
func (b *builder) checkBranches() {
	claims := map[string][]*Pod{}
	for _, node := range b.model.Nodes {
		for _, pod := range b.pods[node.Name] {
			for _, claim := range pod.Branches {
				claims[claim.ENIID] = append(claims[claim.ENIID], pod)
				b.checkClaim(node, pod, claim)
			}
		}
	}
	for id, pods := range claims {
		if len(pods) > 1 {
			b.warn("BranchSharedByPods", fmt.Sprintf("branch ENI %s is annotated on several pods: %s", id, podNames(pods)))
		}
	}
	if !b.podsKnown {
		return
	}
	for _, node := range b.model.Nodes {
		for _, trunk := range node.Interfaces {
			for _, branch := range trunk.Branches {
				b.checkBranch(node, trunk, branch, len(claims[string(branch.ID)]) > 0)
			}
		}
	}
}

// checkClaim checks one entry of a pod's annotation against EC2.
func (b *builder) checkClaim(node *Node, pod *Pod, claim cni.PodENI) {
	if len(node.Interfaces) == 0 || branchesUnknown(node) {
		return
	}
	record := b.byID[InterfaceID(claim.ENIID)]
	if record == nil {
		if b.snapshot.Whole(snapshot.NetworkInterfaces) {
			b.warn("BranchNotFound", fmt.Sprintf("pod %s on node %s is annotated with branch ENI %s (vlan %d, %s), which EC2 does not have",
				pod, node.Name, claim.ENIID, claim.VLANID, claim.PrivateIP))
		}
		return
	}
	trunk := tag(record, cni.TagTrunkID)
	if !slices.ContainsFunc(node.Interfaces, func(i *Interface) bool { return string(i.ID) == trunk }) {
		b.warn("BranchOnOtherTrunk", fmt.Sprintf("pod %s on node %s is annotated with branch ENI %s, but its tag %s is %q, which is no trunk of that node",
			pod, node.Name, claim.ENIID, cni.TagTrunkID, trunk))
		return
	}
	if claim.PrivateIP.IsValid() && record.PrivateIPAddress != "" && claim.PrivateIP.String() != record.PrivateIPAddress {
		b.warn("BranchAddressDiffers", fmt.Sprintf("pod %s is annotated with %s on branch ENI %s, but EC2 says that its address is %s",
			pod, claim.PrivateIP, claim.ENIID, record.PrivateIPAddress))
	}
}

// checkBranch warns of a branch ENI that no pod claims.
func (b *builder) checkBranch(node *Node, trunk, branch *Interface, claimed bool) {
	holders := podsOf(branch)
	switch {
	case claimed:
	case len(holders) > 0:
		b.warn("BranchNotAnnotated", fmt.Sprintf("branch ENI %s of trunk %s on node %s has the address of pod %s, whose annotation %s does not name it",
			branch.ID, trunk.ID, node.Name, podNames(holders), cni.AnnotationPodENI))
	default:
		b.warn("BranchWithoutPod", fmt.Sprintf("branch ENI %s (vlan %d) of trunk %s on node %s has no pod: it cools down after its pod's end (60 s by default), or it was left behind",
			branch.ID, branch.VLANID, trunk.ID, node.Name))
	}
}

func podsOf(eni *Interface) []*Pod {
	var pods []*Pod
	for _, a := range eni.Addresses {
		pods = append(pods, a.Pods...)
	}
	return pods
}

func podNames(pods []*Pod) string {
	names := make([]string, 0, len(pods))
	for _, pod := range pods {
		names = append(names, pod.String())
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}

// checkShared warns of two live pods on one address of an ENI or of its branches; an old pod that is terminating is normal.
func (b *builder) checkShared(node *Node, eni *Interface) {
	for _, a := range eni.Addresses {
		b.warnShared(node, a.IP, a.Pods)
	}
	for _, p := range eni.Prefixes {
		for start := 0; start < len(p.Pods); {
			end := start
			var pods []*Pod
			for ; end < len(p.Pods) && p.Pods[end].IP == p.Pods[start].IP; end++ {
				pods = append(pods, p.Pods[end].Pod)
			}
			b.warnShared(node, p.Pods[start].IP, pods)
			start = end
		}
	}
	for _, branch := range eni.Branches {
		b.checkShared(node, branch)
	}
}

func (b *builder) warnShared(node *Node, ip netip.Addr, pods []*Pod) {
	if len(pods) < 2 {
		return
	}
	live := slices.DeleteFunc(slices.Clone(pods), func(p *Pod) bool { return p.Terminating || p.HostNetwork })
	if len(live) > 1 {
		b.warn("AddressSharedByPods", fmt.Sprintf("address %s of node %s is the address of several pods: %s", ip, node.Name, podNames(live)))
	}
}
