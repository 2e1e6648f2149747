// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"strings"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
)

func TestRestrictedUserMayDoWhatTheRulesSayAndNothingElse(t *testing.T) {
	t.Parallel()

	env := cluster.As(t, rbacv1.PolicyRule{APIGroups: []string{""}, Resources: []string{"pods"}, Verbs: []string{"get", "list"}})
	checkMayListPodsOnly(t, env)
}

func TestServiceAccountMayDoWhatTheRulesSayAndNothingElse(t *testing.T) {
	t.Parallel()

	rule := rbacv1.PolicyRule{APIGroups: []string{""}, Resources: []string{"pods"}, Verbs: []string{"get", "list"}}
	kubeconfig, err := cluster.ServiceAccount(t.Context(), "default", "pod-reader", rule)
	if err != nil {
		t.Fatal(err)
	}
	checkMayListPodsOnly(t, []string{"KUBECONFIG=" + kubeconfig})
}

// checkMayListPodsOnly checks that pods can be listed in all namespaces, and that nodes are refused.
func checkMayListPodsOnly(t *testing.T, env []string) {
	t.Helper()
	if got := cluster.Kubectl(t, env, "get", "pods", "-A"); got.ExitCode != 0 {
		t.Errorf("kubectl get pods ended with %d: %s", got.ExitCode, got.Stderr)
	}
	got := cluster.Kubectl(t, env, "get", "nodes")
	if got.ExitCode != 1 || !strings.Contains(got.Stderr, "Error from server (Forbidden)") {
		t.Errorf("kubectl get nodes ended with %d, want it forbidden: %s", got.ExitCode, got.Stderr)
	}
}
