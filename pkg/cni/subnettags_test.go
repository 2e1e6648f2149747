// SPDX-License-Identifier: Apache-2.0

package cni_test

import (
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

func TestSubnetTags(t *testing.T) {
	t.Parallel()
	const role, mine, theirs = cni.TagSubnetRole, cni.TagSubnetClusterPrefix + "mine", cni.TagSubnetClusterPrefix + "theirs"
	settings := func(version, cluster string, change func(*cni.Settings)) cni.Settings {
		s, _ := cni.ParseSettings(map[string]string{cni.EnvClusterName: cluster}, cni.ParseVersion(version))
		if change != nil {
			change(&s)
		}
		return s
	}
	custom := func(s *cni.Settings) { s.CustomNetworking = true }
	off := func(s *cni.Settings) { s.SubnetDiscovery = false }
	tests := map[string]struct {
		settings                      cni.Settings
		tags                          map[string]string
		discovers, own, other, closed bool
	}{
		"no tags":                         {settings("v1.22.0", "mine", nil), nil, true, true, false, false},
		"opened":                          {settings("v1.22.0", "mine", nil), map[string]string{role: "1"}, true, true, true, false},
		"any value opens":                 {settings("v1.22.0", "mine", nil), map[string]string{role: "yes"}, true, true, true, false},
		"an empty value does not":         {settings("v1.22.0", "mine", nil), map[string]string{role: ""}, true, true, false, false},
		"closed":                          {settings("v1.22.0", "mine", nil), map[string]string{role: "0"}, true, false, false, true},
		"opened for this cluster":         {settings("v1.22.0", "mine", nil), map[string]string{role: "1", mine: "", theirs: ""}, true, true, true, false},
		"opened for another":              {settings("v1.22.0", "mine", nil), map[string]string{role: "1", theirs: ""}, true, false, false, true},
		"cluster tags without a role":     {settings("v1.22.0", "mine", nil), map[string]string{theirs: ""}, true, true, false, false},
		"no CLUSTER_NAME":                 {settings("v1.22.0", "", nil), map[string]string{role: "1", theirs: ""}, true, true, true, false},
		"before 1.22 presence counts":     {settings("v1.21.1", "mine", nil), map[string]string{role: "0"}, true, true, true, false},
		"before 1.18 nothing is searched": {settings("v1.17.1", "mine", nil), map[string]string{role: "1"}, false, true, true, false},
		"custom networking":               {settings("v1.22.0", "mine", custom), map[string]string{role: "0"}, false, false, false, false},
		"switched off":                    {settings("v1.22.0", "mine", off), map[string]string{role: "0"}, false, false, false, true},
	}
	for name, tc := range tests {
		s := tc.settings
		if s.DiscoversSubnets() != tc.discovers || s.AllowsENIs(tc.tags, true) != tc.own || s.AllowsENIs(tc.tags, false) != tc.other || s.ExcludesSubnet(tc.tags) != tc.closed {
			t.Errorf("%s: discovers %t, own %t, other %t, excluded %t", name, s.DiscoversSubnets(), s.AllowsENIs(tc.tags, true), s.AllowsENIs(tc.tags, false), s.ExcludesSubnet(tc.tags))
		}
	}
}
