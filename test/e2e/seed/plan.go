// SPDX-License-Identifier: Apache-2.0

// Package seed generates a cluster of any size and fills a control plane with it, for measurements.
//
// A [Plan] lays out nodes, network interfaces, addresses and pods. The Kubernetes objects ([Plan.Write]) and the EC2 side
// ([Plan.NetworkInterfaces], [Plan.Subnets]) are two views of one plan, so that every pod address lies on an interface
// of its node. The same numbers always give the same plan.
package seed

import (
	"fmt"
	"net/netip"
)

// Region is the AWS region of every plan.
const Region = "eu-west-1"

// InstanceType is the type of every node: 4 ENIs with 15 IPv4 addresses each, 18 branches
// (aws/amazon-vpc-resource-controller-k8s v1.8.2, pkg/aws/vpc/limits.go).
// The plan attaches three of the four, as MAX_ENI=3 in the settings of aws-node has it.
const InstanceType = "m5.xlarge"

const (
	// interfacesPerNode is how many ENIs are attached to each node, a trunk included.
	interfacesPerNode = 3
	// podAddressesPerInterface is the number of slots of an ENI: 15 IPv4 addresses less its primary one.
	podAddressesPerInterface = 14
	// branchesPerTrunk is how many pods of a node with a trunk have a branch ENI: five on a fifth of the nodes make one
	// for each node on average.
	branchesPerTrunk = 5
	// prefixSize is the number of addresses of a /28 prefix.
	prefixSize = 16
	// hostNetworkPods is how many pods of each node share its address: aws-node, kube-proxy and a metrics exporter.
	hostNetworkPods = 3

	// MaxPodsPerNode is the most that every kind of node of a plan can hold: two ENIs of pod addresses beside a trunk.
	MaxPodsPerNode = hostNetworkPods + branchesPerTrunk + (interfacesPerNode-1)*podAddressesPerInterface
)

// Role says what an ENI of a plan is for.
type Role string

// The roles of the ENIs of a plan.
const (
	RolePrimary   Role = "primary"
	RoleSecondary Role = "secondary"
	RoleTrunk     Role = "trunk"
	RoleBranch    Role = "branch"
)

// Interface is one ENI of a plan.
type Interface struct {
	ID, MAC string
	Role    Role
	// DeviceIndex is the position on the instance; it means nothing for a branch, which is not attached.
	DeviceIndex int
	// TrunkID and VLAN are set for a branch only.
	TrunkID string
	VLAN    int
	// Primary is the ENI's own address. No pod has it, but for the one on a branch.
	Primary netip.Addr
	// Secondary and Prefixes are what pods get their addresses from; an ENI has one or the other.
	Secondary []netip.Addr
	Prefixes  []netip.Prefix
}

// Pod is one pod of a plan.
type Pod struct {
	Namespace, Name, App string
	IP                   netip.Addr
	HostNetwork          bool
	// Branch is the pod's own ENI, or nil.
	Branch *Interface
}

// Node is one node of a plan.
type Node struct {
	Name, InstanceID string
	Address          netip.Addr
	Subnet           *Subnet
	// Interfaces are the attached ENIs by device index, then the branches by VLAN.
	Interfaces []Interface
	Pods       []Pod
}

// Subnet is one subnet of a plan.
type Subnet struct {
	ID, Zone, ZoneID string
	CIDR             netip.Prefix
	// Taken is the number of addresses that ENIs of the plan hold.
	Taken int
}

// Plan is a cluster that is laid out, on paper.
type Plan struct {
	Nodes   []Node
	subnets []*Subnet
}

// NewPlan lays out a cluster: every fifth node has a trunk with branches, every tenth is in prefix mode, the others
// hold secondary addresses. It fails when more pods are asked for than a node can hold, see [MaxPodsPerNode].
func NewPlan(nodes, podsPerNode int) (Plan, error) {
	if podsPerNode > MaxPodsPerNode {
		return Plan{}, fmt.Errorf("%d pods on each node: a node of the plan holds %d at most", podsPerNode, MaxPodsPerNode)
	}
	if nodes > maxNodes {
		return Plan{}, fmt.Errorf("%d nodes: the address plan has room for %d", nodes, maxNodes)
	}
	plan := Plan{subnets: subnetsFor(nodes)}
	for i := range nodes {
		plan.Nodes = append(plan.Nodes, planNode(i, nodes, podsPerNode, plan.subnets))
	}
	return plan, nil
}

// planNode lays out the node of a number, one of many.
func planNode(number, nodes, podsPerNode int, subnets []*Subnet) Node {
	subnet, block := placeNode(number, subnets)
	node := Node{InstanceID: resourceID("i", number), Subnet: subnet, Address: block}
	node.Name = internalName(node.Address)
	switch {
	case number%5 == 0:
		node.Interfaces = trunkInterfaces(number, block)
	case number%10 == 3:
		node.Interfaces = prefixInterfaces(number, block)
	default:
		node.Interfaces = secondaryInterfaces(number, block, interfacesPerNode)
	}
	node.Pods = planPods(&node, number, nodes, podsPerNode)
	for _, eni := range node.Interfaces {
		subnet.Taken += 1 + len(eni.Secondary) + prefixSize*len(eni.Prefixes)
	}
	return node
}
