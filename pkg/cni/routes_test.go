// SPDX-License-Identifier: Apache-2.0

package cni_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

func TestRouteTable(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		version      string
		device, card int
		table        int
		exact        bool
	}{
		"primary":                       {"v1.23.1", 0, 0, cni.RouteTableMain, true},
		"second ENI":                    {"v1.23.1", 1, 0, 2, true},
		"third ENI":                     {"v1.12.6", 2, 0, 3, true},
		"second card":                   {"v1.20.3", 0, 1, 10100, false},
		"third card, second ENI":        {"v1.23.1", 1, 2, 10201, false},
		"second card before v1.20.3":    {"v1.20.2", 1, 1, 17, false},
		"second card, version unknown":  {"", 0, 1, 10100, false},
		"trunk of the host in the demo": {"v1.12.6", 2, 0, 3, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			settings := cni.Settings{Version: cni.ParseVersion(tc.version)}
			if table, exact := settings.RouteTable(tc.device, tc.card, 15); table != tc.table || exact != tc.exact {
				t.Errorf("RouteTable(%d, %d) = %d, %t, want %d, %t", tc.device, tc.card, table, exact, tc.table, tc.exact)
			}
		})
	}
}

func TestPodRules(t *testing.T) {
	t.Parallel()
	toPod := cni.IPRule{512, "to 10.0.0.5", "main"}
	if diff := cmp.Diff([]cni.IPRule{toPod}, cni.PodRules("10.0.0.5", cni.RouteTableMain)); diff != "" {
		t.Errorf("pod on the primary ENI (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]cni.IPRule{toPod, {1536, "from 10.0.0.5", "2"}}, cni.PodRules("10.0.0.5", 2)); diff != "" {
		t.Errorf("pod on the second ENI (-want +got):\n%s", diff)
	}
}

func TestBranchRules(t *testing.T) {
	t.Parallel()
	strict := cni.Settings{EnforcingMode: cni.EnforcingStrict}.BranchRules("192.168.26.162", "vlanafd4c544f81", 1)
	want := []cni.IPRule{{10, "iif vlanafd4c544f81", "101"}, {10, "iif vlan.eth.1", "101"}}
	if diff := cmp.Diff(want, strict); diff != "" {
		t.Errorf("strict (-want +got):\n%s", diff)
	}
	standard := cni.Settings{EnforcingMode: cni.EnforcingStandard}.BranchRules("192.168.26.162", "eniafd4c544f81", 1)
	want = []cni.IPRule{{512, "to 192.168.26.162", "main"}, {1536, "from 192.168.26.162", "101"}}
	if diff := cmp.Diff(want, standard); diff != "" {
		t.Errorf("standard (-want +got):\n%s", diff)
	}
}

func TestSNAT(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		settings cni.Settings
		branch   bool
		want     string
	}{
		"default":          {cni.Settings{}, false, "outside of it the node's primary address"},
		"external":         {cni.Settings{ExternalSNAT: true}, false, "leaves address translation to a NAT gateway"},
		"branch, strict":   {cni.Settings{EnforcingMode: cni.EnforcingStrict}, true, "all traffic goes through the branch ENI"},
		"branch, standard": {cni.Settings{EnforcingMode: cni.EnforcingStandard}, true, "outside of it the node's primary address"},
		"IPv6":             {cni.Settings{IPv6: true}, false, "the pod's own address, everywhere"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := tc.settings.SNAT(tc.branch); !strings.Contains(got, tc.want) {
				t.Errorf("SNAT(%t) = %q, want %q in it", tc.branch, got, tc.want)
			}
		})
	}
}
