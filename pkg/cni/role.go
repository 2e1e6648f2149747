// SPDX-License-Identifier: Apache-2.0

package cni

// Role is what an ENI is to its node.
type Role string

// The roles.
const (
	RolePrimary   Role = "primary"
	RoleSecondary Role = "secondary"
	RoleTrunk     Role = "trunk"
	RoleBranch    Role = "branch"
	RoleEFA       Role = "efa"
	RoleEFAOnly   Role = "efa-only"
	// RoleUnmanaged is an ordinary ENI that ipamd leaves alone.
	RoleUnmanaged Role = "unmanaged"
)

// Interface types of EC2 that have a role of their own. Source: EC2 API Reference, NetworkInterface.interfaceType.
const (
	typeTrunk   = "trunk"
	typeBranch  = "branch"
	typeEFA     = "efa"
	typeEFAOnly = "efa-only"
)

// InterfaceFacts is what decides an ENI's role.
type InterfaceFacts struct {
	// Type is EC2's interface type.
	Type string
	// Attached tells whether DeviceIndex and NetworkCard are known.
	Attached    bool
	DeviceIndex int32
	NetworkCard int32
	// InstanceID is the instance that the ENI is attached to.
	InstanceID string
	Tags       map[string]string
}

// RoleOf returns an ENI's role and whether ipamd manages it, that is, whether its addresses belong to the pod pool. Settings is nil when
// no VPC CNI manages the node: then only EC2's own facts count.
//
// Source: amazon-vpc-cni-k8s pkg/ipamd/ipamd.go, setUnmanagedENIs, markUnmanagedNetworkCards, filterUnmanagedENIs.
func RoleOf(f InterfaceFacts, s *Settings) (role Role, managed bool) {
	_, hasTrunkTag := f.Tags[TagTrunkID]
	switch {
	case f.Type == typeBranch || (hasTrunkTag && !f.Attached):
		return RoleBranch, false
	case f.Attached && f.DeviceIndex == 0 && f.NetworkCard == 0:
		return RolePrimary, true
	case f.Type == typeTrunk:
		return RoleTrunk, true
	case f.Type == typeEFAOnly:
		return RoleEFAOnly, false
	case f.Type == typeEFA:
		return RoleEFA, s == nil || s.manages(f)
	case s != nil && !s.manages(f):
		return RoleUnmanaged, false
	default:
		return RoleSecondary, true
	}
}

// manages reports whether ipamd manages an ENI that is not the primary one.
func (s *Settings) manages(f InterfaceFacts) bool {
	if f.NetworkCard > 0 && !s.MultiNIC {
		return false
	}
	if value, tagged := f.Tags[TagNoManage]; tagged {
		return value != "true"
	}
	if f.InstanceID != "" && f.Tags[TagInstanceID] == f.InstanceID {
		return true
	}
	return s.ManageUntaggedENI
}
