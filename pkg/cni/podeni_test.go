// SPDX-License-Identifier: Apache-2.0

package cni_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

func TestParsePodENI(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		annotation string
		want       []cni.PodENI
		err        string
	}{
		"as the resource controller writes it": {
			annotation: `[{"eniId":"eni-09a7a909e06fc4be6","ifAddress":"02:b0:01:6c:b5:79","privateIp":"192.168.26.162","vlanId":1,"subnetCidr":"192.168.0.0/19"}]`,
			want: []cni.PodENI{{
				ENIID: "eni-09a7a909e06fc4be6", MACAddress: "02:b0:01:6c:b5:79", PrivateIP: netip.MustParseAddr("192.168.26.162"),
				VLANID: 1, SubnetCIDR: "192.168.0.0/19",
			}},
		},
		"newer, IPv6": {
			annotation: `[{"eniId":"eni-1","ifAddress":"","privateIp":"","ipv6Addr":"2001:db8::1","vlanId":7,"subnetCidr":"","subnetV6Cidr":"2001:db8::/64","associationID":"trunk-assoc-1"}]`,
			want:       []cni.PodENI{{ENIID: "eni-1", IPv6: netip.MustParseAddr("2001:db8::1"), VLANID: 7, SubnetV6CIDR: "2001:db8::/64"}},
		},
		"the key's case does not matter": {annotation: `[{"eniId":"eni-1","vlanID":3}]`, want: []cni.PodENI{{ENIID: "eni-1", VLANID: 3}}},
		"empty list":                     {annotation: `[]`, want: []cni.PodENI{}},
		"no JSON":                        {annotation: `eni-1`, err: "annotation vpc.amazonaws.com/pod-eni: invalid character"},
		"no list":                        {annotation: `{"eniId":"eni-1"}`, err: "cannot unmarshal object"},
		"no id":                          {annotation: `[{"privateIp":"10.0.0.1"}]`, err: "an entry has no eniId"},
		"no address":                     {annotation: `[{"eniId":"eni-1","privateIp":"10.0.0"}]`, err: "privateIp of eni-1"},
		"no IPv6 address":                {annotation: `[{"eniId":"eni-1","ipv6Addr":"x"}]`, err: "ipv6Addr of eni-1"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := cni.ParsePodENI(tc.annotation)
			if tc.err != "" {
				if err == nil || !strings.Contains(err.Error(), tc.err) {
					t.Fatalf("error %v, want %q", err, tc.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got, cmpopts.EquateComparable(netip.Addr{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzParsePodENI(f *testing.F) {
	f.Add(`[{"eniId":"eni-1","privateIp":"10.0.0.1","vlanId":1}]`)
	f.Add(`[{}]`)
	f.Add(`null`)
	f.Add(`[{"eniId":"eni-1","vlanId":1e99}]`)
	f.Fuzz(func(t *testing.T, annotation string) {
		enis, err := cni.ParsePodENI(annotation)
		for _, eni := range enis {
			if err == nil && eni.ENIID == "" {
				t.Errorf("%q: an entry without an id", annotation)
			}
		}
	})
}
