// SPDX-License-Identifier: Apache-2.0

package maxpods

import "fmt"

// fixNodeGroup says how a managed node group comes to a value: by itself where EKS would compute it today, else by an AMI of its own.
func (n *node) fixNodeGroup(value int) string {
	computed := n.rule.managedNodeGroup().Value
	byItself := computed != nil && *computed == value
	switch {
	case byItself && n.smallerType(deref(n.MaxPods)) != "":
		return "Give this instance type a node group of its own: all nodes of a group get the smallest value of its types."
	case byItself && n.provision.LaunchTemplate:
		return sentences(updateNodeGroup(value), fmt.Sprintf("If its launch template names an AMI ID, EKS leaves the value alone: then %s.", n.setInUserData(value)))
	case byItself:
		return updateNodeGroup(value)
	default:
		return sentences(n.setInNodeGroup(value), replaceNodes)
	}
}

// updateNodeGroup says how a managed node group comes to the value that EKS computes (Amazon EKS User Guide, "Assign more IP addresses to
// Amazon EKS nodes with prefixes", considerations).
func updateNodeGroup(value int) string {
	return fmt.Sprintf("Make a new node group, or update this one to a new AMI release or launch template version: its new nodes get the value that EKS computes then, %d today.",
		value)
}

// setInNodeGroup: EKS sets the value of a managed node group by itself unless its launch template names an AMI; on Bottlerocket user data
// wins (Amazon EKS User Guide, "Customize managed nodes with launch templates").
func (n *node) setInNodeGroup(value int) string {
	switch {
	case n.provision.AMI == Bottlerocket:
		return fmt.Sprintf("In the node group's launch template %s; it wins over EKS's own value.", n.setInUserData(value))
	case n.provision.AMI == Windows:
		return fmt.Sprintf("In the node group's launch template name an AMI ID and %s.", n.setInUserData(value))
	case n.provision.LaunchTemplate:
		return fmt.Sprintf("EKS sets the value by itself unless the node group's launch template names an AMI ID: name one there, and %s.", n.setInUserData(value))
	default:
		return fmt.Sprintf("EKS sets the value by itself: give the node group a launch template that names an AMI ID, and %s.", n.setInUserData(value))
	}
}
