// SPDX-License-Identifier: Apache-2.0

package cni_test

import (
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

func TestHostVeth(t *testing.T) {
	t.Parallel()
	// The first three are the vectors of amazon-vpc-cni-k8s pkg/networkutils/names_test.go, the fourth was read off a real host.
	for want, in := range map[string]struct {
		prefix, namespace, pod string
		index                  int
	}{
		"enib5faff8a083":  {"eni", "kube-system", "coredns-57ff979f67-qqbdh", 0},
		"eni9571956a6cc":  {"eni", "kube-system", "coredns-57ff979f67-8ns9b", 0},
		"enicc21c2d7785":  {"eni", "default", "sample-pod", 0},
		"vlanafd4c544f81": {"vlan", "default", "aws-cli", 0},
	} {
		if got := cni.HostVeth(in.prefix, in.namespace, in.pod, in.index); got != want {
			t.Errorf("HostVeth(%q, %q, %q, %d) = %q, want %q", in.prefix, in.namespace, in.pod, in.index, got, want)
		}
	}
}

func TestHostVethOfFurtherInterface(t *testing.T) {
	t.Parallel()
	// A further interface is hashed as if its number were part of the pod's name.
	if got, want := cni.HostVeth("eni", "default", "web", 2), cni.HostVeth("eni", "default", "web.2", 0); got != want {
		t.Errorf("interface 2 of web = %q, want that of web.2, %q", got, want)
	}
	if got := cni.PodInterface(0); got != "eth0" {
		t.Errorf("first interface in the pod = %q, want eth0", got)
	}
	if got := cni.PodInterface(1); got != "mNicIf1" {
		t.Errorf("second interface in the pod = %q, want mNicIf1", got)
	}
}

func TestHostVethPrefix(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		env    map[string]string
		branch bool
		want   string
	}{
		"default":                  {nil, false, "eni"},
		"configured":               {map[string]string{cni.EnvVethPrefix: "cali"}, false, "cali"},
		"branch, strict":           {nil, true, "vlan"},
		"branch, strict, set":      {map[string]string{cni.EnvVethPrefix: "cali"}, true, "vlan"},
		"branch, standard":         {map[string]string{cni.EnvEnforcingMode: "standard"}, true, "eni"},
		"branch, standard, set":    {map[string]string{cni.EnvEnforcingMode: "standard", cni.EnvVethPrefix: "cali"}, true, "cali"},
		"branch, unknown = strict": {map[string]string{cni.EnvEnforcingMode: "Standard"}, true, "vlan"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			settings, _ := cni.ParseSettings(tc.env, cni.Version{})
			if got := settings.HostVethPrefix(tc.branch); got != tc.want {
				t.Errorf("HostVethPrefix(%t) = %q, want %q", tc.branch, got, tc.want)
			}
		})
	}
}
