// SPDX-License-Identifier: Apache-2.0

package cni_test

import (
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

func TestRoleOf(t *testing.T) {
	t.Parallel()
	const instance = "i-0123456789abcdef0"
	byDefault := func() *cni.Settings { return &cni.Settings{ManageUntaggedENI: true} }
	attached := func(kind string, device, card int32, tags map[string]string) cni.InterfaceFacts {
		return cni.InterfaceFacts{Type: kind, Attached: true, DeviceIndex: device, NetworkCard: card, InstanceID: instance, Tags: tags}
	}
	tests := map[string]struct {
		facts    cni.InterfaceFacts
		settings *cni.Settings
		role     cni.Role
		managed  bool
	}{
		"primary":                          {attached("interface", 0, 0, nil), byDefault(), cni.RolePrimary, true},
		"primary that is tagged no_manage": {attached("interface", 0, 0, map[string]string{cni.TagNoManage: "true"}), byDefault(), cni.RolePrimary, true},
		"primary of type efa":              {attached("efa", 0, 0, nil), byDefault(), cni.RolePrimary, true},
		"secondary":                        {attached("interface", 1, 0, nil), byDefault(), cni.RoleSecondary, true},
		"device 0 of card 1":               {attached("interface", 0, 1, nil), byDefault(), cni.RoleUnmanaged, false},
		"card 1 with multi-NIC":            {attached("interface", 0, 1, nil), &cni.Settings{ManageUntaggedENI: true, MultiNIC: true}, cni.RoleSecondary, true},
		"no_manage true":                   {attached("interface", 1, 0, map[string]string{cni.TagNoManage: "true"}), byDefault(), cni.RoleUnmanaged, false},
		"no_manage anything else": {
			attached("interface", 1, 0, map[string]string{cni.TagNoManage: "yes"}),
			&cni.Settings{ManageUntaggedENI: false}, cni.RoleSecondary, true,
		},
		"untagged with MANAGE_UNTAGGED_ENI=false": {attached("interface", 1, 0, nil), &cni.Settings{}, cni.RoleUnmanaged, false},
		"tagged for this instance": {
			attached("interface", 1, 0, map[string]string{cni.TagInstanceID: instance}), &cni.Settings{}, cni.RoleSecondary, true,
		},
		"tagged for another instance": {
			attached("interface", 1, 0, map[string]string{cni.TagInstanceID: "i-other"}), &cni.Settings{}, cni.RoleUnmanaged, false,
		},
		"trunk":             {attached("trunk", 2, 0, nil), byDefault(), cni.RoleTrunk, true},
		"efa":               {attached("efa", 1, 0, nil), byDefault(), cni.RoleEFA, true},
		"efa on card 1":     {attached("efa", 1, 1, nil), byDefault(), cni.RoleEFA, false},
		"efa-only":          {attached("efa-only", 1, 1, nil), &cni.Settings{MultiNIC: true, ManageUntaggedENI: true}, cni.RoleEFAOnly, false},
		"branch":            {cni.InterfaceFacts{Type: "branch"}, byDefault(), cni.RoleBranch, false},
		"branch being made": {cni.InterfaceFacts{Type: "interface", Tags: map[string]string{cni.TagTrunkID: "eni-1"}}, byDefault(), cni.RoleBranch, false},
		"no VPC CNI":        {attached("interface", 0, 1, map[string]string{cni.TagNoManage: "true"}), nil, cni.RoleSecondary, true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			role, managed := cni.RoleOf(tc.facts, tc.settings)
			if role != tc.role || managed != tc.managed {
				t.Errorf("RoleOf = %s, managed %t; want %s, %t", role, managed, tc.role, tc.managed)
			}
		})
	}
}
