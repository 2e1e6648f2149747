// SPDX-License-Identifier: Apache-2.0

package snapshot

import (
	"encoding/json"
	"slices"
	"strings"
)

const (
	tagTrunk         = "vpcresources.k8s.aws/trunk-eni-id"
	annotationPodENI = "vpc.amazonaws.com/pod-eni"
)

// Restrict cuts a snapshot down to some nodes, to what a live read of these nodes alone would have found: the nodes, the pods bound
// to them, the ENIs attached to their instances, the branch ENIs of their trunks and of the pods, the subnets of all these ENIs,
// and the CNINodes of the nodes. Everything else stays. The lists are replaced, not written into.
func (s *Snapshot) Restrict(keep func(*Node) bool) {
	s.Nodes = selected(s.Nodes, keep)
	nodes := names(s.Nodes, func(n *Node) string { return n.Name })
	s.Pods = selected(s.Pods, func(p *Pod) bool { return p.Spec.NodeName != "" && nodes[p.Spec.NodeName] })
	s.CNINodes = selected(s.CNINodes, func(c *CNINode) bool { return nodes[c.Name] })
	s.NetworkInterfaces = s.interfacesOf()
	subnets := names(s.NetworkInterfaces, func(i *NetworkInterface) string { return i.SubnetID })
	s.Subnets = selected(s.Subnets, func(n *Subnet) bool { return subnets[n.ID] })
}

// interfacesOf returns the network interfaces of the nodes and pods that are left.
func (s *Snapshot) interfacesOf() []NetworkInterface {
	instances := names(s.Nodes, instanceID)
	fargate := fargateAddresses(s.Nodes)
	attached := func(i *NetworkInterface) bool {
		return i.Attachment != nil && instances[i.Attachment.InstanceID] || fargate[i.PrivateIPAddress]
	}
	trunks := names(selected(s.NetworkInterfaces, attached), func(i *NetworkInterface) string { return i.ID })
	branches := branchIDs(s.Pods)
	return selected(s.NetworkInterfaces, func(i *NetworkInterface) bool {
		return attached(i) || branches[i.ID] || slices.ContainsFunc(i.TagSet, func(t Tag) bool { return t.Key == tagTrunk && trunks[t.Value] })
	})
}

// instanceID returns the EC2 instance of a node, "" if it has none: the last part of the provider id if it is an instance's, as
// github.com/kubernetes/cloud-provider-aws does it, or its end in the form of SageMaker HyperPod, hyperpod-<cluster>-<instance>.
func instanceID(n *Node) string {
	last := n.Spec.ProviderID[strings.LastIndex(n.Spec.ProviderID, "/")+1:]
	if strings.HasPrefix(last, "hyperpod-") {
		last = last[strings.LastIndex(last, "-i-")+1:]
	}
	if !strings.HasPrefix(last, "i-") {
		return ""
	}
	return last
}

// fargateAddresses returns the addresses of the nodes without an instance. A Fargate node is found in EC2 by its address alone.
func fargateAddresses(nodes []Node) map[string]bool {
	found := map[string]bool{}
	for i := range nodes {
		if instanceID(&nodes[i]) != "" || !strings.Contains(nodes[i].Spec.ProviderID, "/fargate-") {
			continue
		}
		for _, address := range nodes[i].Status.Addresses {
			if address.Type == "InternalIP" {
				found[address.Address] = true
			}
		}
	}
	return found
}

// branchIDs returns the branch ENIs that the VPC resource controller wrote on pods.
func branchIDs(pods []Pod) map[string]bool {
	found := map[string]bool{}
	for i := range pods {
		var branches []struct {
			ID string `json:"eniId"`
		}
		if json.Unmarshal([]byte(pods[i].Annotations[annotationPodENI]), &branches) != nil {
			continue
		}
		for _, branch := range branches {
			found[branch.ID] = true
		}
	}
	return found
}

// selected copies the items that are wanted; nil if there are none.
func selected[T any](items []T, wanted func(*T) bool) []T {
	var kept []T
	for i := range items {
		if wanted(&items[i]) {
			kept = append(kept, items[i])
		}
	}
	return kept
}

// names returns the set of a field's values, without the empty one.
func names[T any](items []T, name func(*T) string) map[string]bool {
	set := map[string]bool{}
	for i := range items {
		if n := name(&items[i]); n != "" {
			set[n] = true
		}
	}
	return set
}
