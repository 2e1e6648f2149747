// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/version"
)

func TestControlPlaneIsReadyAndHasTheVersionOfItsModule(t *testing.T) {
	t.Parallel()

	if got := cluster.Kubectl(t, nil, "get", "--raw", "/readyz"); got.Stdout != "ok" {
		t.Fatalf("GET /readyz answered %+v", got)
	}
	result := cluster.Kubectl(t, nil, "version", "-o", "json")
	if result.ExitCode != 0 {
		t.Fatalf("kubectl version ended with %d: %s", result.ExitCode, result.Stderr)
	}
	var versions struct {
		Client version.Info `json:"clientVersion"`
		Server version.Info `json:"serverVersion"`
	}
	if err := json.Unmarshal([]byte(result.Stdout), &versions); err != nil {
		t.Fatal(err)
	}
	for who, got := range map[string]version.Info{"kubectl": versions.Client, "the server": versions.Server} {
		if numbers := "v" + got.Major + "." + got.Minor + "."; got.GitVersion != cluster.version || !strings.HasPrefix(got.GitVersion, numbers) {
			t.Errorf("%s says that it is %+v, want %s", who, got, cluster.version)
		}
	}
}

func TestCustomResourcesAreServed(t *testing.T) {
	t.Parallel()

	tests := map[string][]string{
		"crd.k8s.amazonaws.com": {"eniconfigs crd.k8s.amazonaws.com/v1alpha1 false ENIConfig"},
		"vpcresources.k8s.aws": {
			"cninodes cnd vpcresources.k8s.aws/v1alpha1 false CNINode",
			"securitygrouppolicies sgp vpcresources.k8s.aws/v1beta1 true SecurityGroupPolicy",
		},
	}
	for group, want := range tests {
		t.Run(group, func(t *testing.T) {
			t.Parallel()

			result := cluster.Kubectl(t, nil, "api-resources", "--api-group", group, "--no-headers")
			if result.ExitCode != 0 {
				t.Fatalf("kubectl api-resources ended with %d: %s", result.ExitCode, result.Stderr)
			}
			var got []string
			for line := range strings.Lines(result.Stdout) {
				got = append(got, strings.Join(strings.Fields(line), " "))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("resources of the group (-want +got):\n%s", diff)
			}
		})
	}
}
