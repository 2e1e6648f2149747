// SPDX-License-Identifier: Apache-2.0

package cni_test

import (
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

func TestParseImageVersion(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		image string
		text  string
		known bool
	}{
		"add-on image":           {"602401143452.dkr.ecr.eu-west-1.amazonaws.com/amazon-k8s-cni:v1.19.0-eksbuild.1", "v1.19.0-eksbuild.1", true},
		"tag and digest":         {"public.ecr.aws/eks/amazon-k8s-cni:v1.20.4@sha256:0123456789abcdef", "v1.20.4", true},
		"digest alone":           {"public.ecr.aws/eks/amazon-k8s-cni@sha256:0123456789abcdef", "", false},
		"registry with a port":   {"localhost:5000/amazon-k8s-cni:v1.18.1", "v1.18.1", true},
		"port and no tag":        {"localhost:5000/amazon-k8s-cni", "", false},
		"tag that is no version": {"amazon-k8s-cni:latest", "latest", false},
		"empty":                  {"", "", false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := cni.ParseImageVersion(tc.image)
			if v.Text != tc.text || v.Known() != tc.known {
				t.Errorf("ParseImageVersion(%q) = %q, known %t; want %q, %t", tc.image, v.Text, v.Known(), tc.text, tc.known)
			}
		})
	}
}

func TestVersionAtLeast(t *testing.T) {
	t.Parallel()
	tests := []struct {
		version string
		want    bool
	}{
		{"v1.20.4", true},
		{"v1.20.4-eksbuild.1", true},
		{"1.20.5", true},
		{"v1.21", true},
		{"v2.0.0", true},
		{"v1.20.3", false},
		{"v1.9.0", false},
		{"v0.99.99", false},
		// What cannot be read counts as the newest.
		{"latest", true},
		{"", true},
		{"v1", true},
		{"v1.2.3.4", true},
		{"v1.-2.0", true},
	}
	for _, tc := range tests {
		if got := cni.ParseVersion(tc.version).AtLeast(1, 20, 4); got != tc.want {
			t.Errorf("ParseVersion(%q).AtLeast(1, 20, 4) = %t, want %t", tc.version, got, tc.want)
		}
	}
}

func TestVersionText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]string{
		"v1.19.0-eksbuild.1": {"v1.19.0-eksbuild.1", "v1.19.0"},
		"1.9":                {"1.9", "v1.9.0"},
		"latest":             {"latest", "latest"},
		"":                   {"unknown", "unknown"},
	} {
		v := cni.ParseVersion(text)
		if v.String() != want[0] || v.Short() != want[1] {
			t.Errorf("%q: String %q, Short %q; want %v", text, v.String(), v.Short(), want)
		}
	}
}
