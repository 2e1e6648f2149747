// SPDX-License-Identifier: Apache-2.0

package cni_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

// defaults are the CNI's own, as the README of amazon-vpc-cni-k8s lists them.
func defaults() cni.Settings {
	return cni.Settings{
		IPv4:                true,
		EnforcingMode:       cni.EnforcingStrict,
		WarmENITarget:       1,
		IPCooldown:          30 * time.Second,
		SubnetDiscovery:     true,
		ManageUntaggedENI:   true,
		ENIConfigLabel:      "k8s.amazonaws.com/eniConfig",
		ENIConfigAnnotation: "k8s.amazonaws.com/eniConfig",
		VethPrefix:          "eni",
	}
}

func TestParseSettings(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		env     map[string]string
		change  func(*cni.Settings)
		problem string
	}{
		"nothing set": {nil, func(*cni.Settings) {}, ""},
		"all set": {
			map[string]string{
				"ENABLE_IPv4": "true", "ENABLE_IPv6": "false", "ENABLE_PREFIX_DELEGATION": "true", "ENABLE_POD_ENI": "1",
				"AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "true", "POD_SECURITY_GROUP_ENFORCING_MODE": "standard",
				"WARM_IP_TARGET": "2", "MINIMUM_IP_TARGET": "10", "WARM_ENI_TARGET": "0", "WARM_PREFIX_TARGET": "1", "MAX_ENI": "4",
				"IP_COOLDOWN_PERIOD": "0", "ENABLE_SUBNET_DISCOVERY": "false", "AWS_MANAGE_ENIS_NON_SCHEDULABLE": "true",
				"MANAGE_UNTAGGED_ENI": "false", "ENABLE_MULTI_NIC": "true", "AWS_VPC_K8S_CNI_EXTERNALSNAT": "true",
				"CLUSTER_NAME": "blue", "ENI_CONFIG_LABEL_DEF": "topology.kubernetes.io/zone", "ENI_CONFIG_ANNOTATION_DEF": "a/b",
				"AWS_VPC_K8S_CNI_VETHPREFIX": "pod",
			},
			func(s *cni.Settings) {
				s.PrefixDelegation, s.PodENI, s.CustomNetworking, s.EnforcingMode = true, true, true, cni.EnforcingStandard
				s.WarmIPTarget, s.MinimumIPTarget, s.WarmENITarget, s.WarmPrefixTarget, s.MaxENI = 2, 10, 0, 1, 4
				s.IPCooldown, s.SubnetDiscovery, s.ManageCordoned, s.ManageUntaggedENI = 0, false, true, false
				s.MultiNIC, s.ExternalSNAT, s.ClusterName, s.VethPrefix = true, true, "blue", "pod"
				s.ENIConfigLabel, s.ENIConfigAnnotation = "topology.kubernetes.io/zone", "a/b"
			}, "",
		},
		"IMDS-only mode provisions nothing": {
			map[string]string{"ENABLE_IMDS_ONLY_MODE": "true"}, func(s *cni.Settings) { s.DisableProvisioning = true }, "",
		},
		"negative targets are unset": {
			map[string]string{"WARM_IP_TARGET": "-1", "MAX_ENI": "-1", "WARM_ENI_TARGET": "-5"}, func(*cni.Settings) {}, "",
		},
		"a value that is no boolean": {
			map[string]string{"ENABLE_PREFIX_DELEGATION": "yes"}, func(*cni.Settings) {}, `ENABLE_PREFIX_DELEGATION="yes" is no boolean`,
		},
		"a value that is no number": {
			map[string]string{"MAX_ENI": "four"}, func(*cni.Settings) {}, `MAX_ENI="four" is no number`,
		},
		"an unfilled template": {map[string]string{"ENABLE_POD_ENI": "", "MAX_ENI": ""}, func(*cni.Settings) {}, ""},
		"an unknown enforcing mode is strict": {
			map[string]string{"POD_SECURITY_GROUP_ENFORCING_MODE": "Standard"}, func(*cni.Settings) {}, "",
		},
		"both families": {
			map[string]string{"ENABLE_IPv4": "true", "ENABLE_IPv6": "true"}, func(s *cni.Settings) { s.IPv6 = true }, "are both true",
		},
		"no family": {
			map[string]string{"ENABLE_IPv4": "false"}, func(s *cni.Settings) { s.IPv4 = false }, "are both false",
		},
		"IPv6 without prefixes": {
			map[string]string{"ENABLE_IPv4": "false", "ENABLE_IPv6": "true"},
			func(s *cni.Settings) { s.IPv4, s.IPv6 = false, true }, "which IPv6 requires",
		},
		"IPv6 with custom networking": {
			map[string]string{"ENABLE_IPv4": "false", "ENABLE_IPv6": "true", "ENABLE_PREFIX_DELEGATION": "true", "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "true"},
			func(s *cni.Settings) {
				s.IPv4, s.IPv6, s.PrefixDelegation, s.CustomNetworking = false, true, true, true
			}, "which IPv6 does not support",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := defaults()
			tc.change(&want)
			got, problems := cni.ParseSettings(tc.env, cni.Version{})
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(cni.Version{})); diff != "" {
				t.Errorf("settings (-want +got):\n%s", diff)
			}
			if all := strings.Join(problems, "\n"); !strings.Contains(all, tc.problem) || (tc.problem == "") != (all == "") {
				t.Errorf("problems = %q, want %q", all, tc.problem)
			}
		})
	}
}

func TestModeOn(t *testing.T) {
	t.Parallel()
	nitro, xen, metal := cni.Limits{Hypervisor: "nitro"}, cni.Limits{Hypervisor: "xen"}, cni.Limits{BareMetal: true}
	tests := map[string]struct {
		settings cni.Settings
		limits   cni.Limits
		want     cni.Mode
	}{
		"secondary":            {cni.Settings{}, nitro, cni.ModeSecondaryIP},
		"prefix on nitro":      {cni.Settings{PrefixDelegation: true}, nitro, cni.ModePrefixDelegation},
		"prefix on bare metal": {cni.Settings{PrefixDelegation: true}, metal, cni.ModePrefixDelegation},
		"prefix on xen":        {cni.Settings{PrefixDelegation: true}, xen, cni.ModeSecondaryIP},
		"IPv6":                 {cni.Settings{IPv6: true, PrefixDelegation: true}, nitro, cni.ModeIPv6},
	}
	for name, tc := range tests {
		if got := tc.settings.ModeOn(tc.limits); got != tc.want {
			t.Errorf("%s: mode %s, want %s", name, got, tc.want)
		}
	}
}
