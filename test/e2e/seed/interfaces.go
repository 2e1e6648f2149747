// SPDX-License-Identifier: Apache-2.0

package seed

import "net/netip"

// trunkDeviceIndex is where a trunk sits on an [InstanceType]: the VPC resource controller takes the highest free device
// index (aws/amazon-vpc-resource-controller-k8s v1.8.2, pkg/aws/ec2/instance.go, GetHighestUnusedDeviceIndex).
const trunkDeviceIndex = 3

// secondaryInterfaces returns ENIs whose slots all hold secondary addresses, one for each quarter of the node's block.
func secondaryInterfaces(node int, block netip.Addr, count int) []Interface {
	interfaces := make([]Interface, 0, count)
	for index := range count {
		eni := newInterface(node, index, offset(block, index*quarter))
		for slot := range podAddressesPerInterface {
			eni.Secondary = append(eni.Secondary, offset(eni.Primary, 1+slot))
		}
		interfaces = append(interfaces, eni)
	}
	return interfaces
}

// prefixInterfaces returns ENIs that hold one /28 each.
func prefixInterfaces(node int, block netip.Addr) []Interface {
	interfaces := make([]Interface, 0, interfacesPerNode)
	for index := range interfacesPerNode {
		eni := newInterface(node, index, offset(block, index))
		eni.Prefixes = []netip.Prefix{netip.PrefixFrom(offset(block, (1+index)*quarter), 28)}
		interfaces = append(interfaces, eni)
	}
	return interfaces
}

// trunkInterfaces returns two ENIs with secondary addresses, a trunk in the place of the third, and its branches.
func trunkInterfaces(node int, block netip.Addr) []Interface {
	interfaces := secondaryInterfaces(node, block, interfacesPerNode-1)
	trunk := newInterface(node, interfacesPerNode-1, offset(block, (interfacesPerNode-1)*quarter))
	trunk.Role, trunk.DeviceIndex = RoleTrunk, trunkDeviceIndex
	interfaces = append(interfaces, trunk)
	for i := range branchesPerTrunk {
		branch := newInterface(node, interfacesPerNode+i, offset(block, interfacesPerNode*quarter+i))
		branch.Role, branch.TrunkID, branch.VLAN = RoleBranch, trunk.ID, 1+i
		interfaces = append(interfaces, branch)
	}
	return interfaces
}

// newInterface returns the ENI of a number on a node, without pod addresses.
func newInterface(node, number int, primary netip.Addr) Interface {
	id := resourceID("eni", node, number)
	role := RoleSecondary
	if number == 0 {
		role = RolePrimary
	}
	return Interface{ID: id, MAC: macAddress(id), Role: role, DeviceIndex: number, Primary: primary}
}

// podAddresses returns the addresses of an ENI that pods can have, in the order in which a plan gives them out.
func (i Interface) podAddresses() []netip.Addr {
	addresses := i.Secondary
	for _, prefix := range i.Prefixes {
		for n := range prefixSize {
			addresses = append(addresses, offset(prefix.Addr(), n))
		}
	}
	return addresses
}
