// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
	rbacv1 "k8s.io/api/rbac/v1"
)

const (
	articleNode     = "ip-192-168-55-245.eu-west-1.compute.internal"
	articleInstance = "i-03846c730abe852f4"
)

// TestTreeOfALiveCluster reads the demo cluster from a real API server and from EC2's wire: it must look like the built-in one, and like
// the snapshot that is taken of it, byte for byte.
func TestTreeOfALiveCluster(t *testing.T) {
	_, env := demo(t, ec2fake.Options{})
	path := takeSnapshot(t, env)
	for name, args := range map[string][]string{
		"tree":        nil,
		"everything":  {"--all"},
		"json":        {"-o", "json"},
		"wide":        {"-o", "wide"},
		"node":        {articleNode},
		"instance":    {articleInstance, "-o", "json"},
		"selector":    {"-l", "node.kubernetes.io/instance-type=t3.medium"},
		"several":     {articleInstance, "node/ip-192-168-31-166.eu-west-1.compute.internal", "-o", "table"},
		"namespace":   {"-n", "default", "-o", "yaml"},
		"sort":        {"--sort-by", "idle", "--depth", "node"},
		"from nobody": {"-l", "a=b"},
	} {
		t.Run(name, func(t *testing.T) {
			live := mustRun(t, env, append([]string{"tree"}, args...)...)
			saved := mustRun(t, nil, append([]string{"tree", "--from", path}, args...)...)
			if diff := cmp.Diff(live.Stdout, saved.Stdout); diff != "" {
				t.Errorf("live and snapshot differ (-live +snapshot):\n%s", diff)
			}
			if diff := cmp.Diff(live.Stderr, saved.Stderr); diff != "" {
				t.Errorf("stderr (-live +snapshot):\n%s", diff)
			}
		})
	}

	nodes := "-o=jsonpath={.nodes}{.unplacedPods}{.warnings}"
	live, builtIn := mustRun(t, env, "tree", nodes), mustRun(t, nil, "tree", "--demo", nodes)
	if diff := cmp.Diff(builtIn.Stdout, live.Stdout); diff != "" {
		t.Errorf("the demo and its live form differ (-demo +live):\n%s", diff)
	}
	if !strings.Contains(live.Stdout, `"eni-09a7a909e06fc4be6"`) {
		t.Errorf("the branch ENI of default/aws-cli is not there:\n%s", live.Stdout)
	}
}

// TestCallBudget counts what is sent for one node, whatever the size of the cluster: at most 6 calls to Kubernetes and 4 to EC2.
func TestCallBudget(t *testing.T) {
	server, env := demo(t, ec2fake.Options{})
	for name, node := range map[string]string{"by name": articleNode, "by instance": articleInstance, "with a trunk": "i-01ac2403f4932c7ee"} {
		t.Run(name, func(t *testing.T) {
			before := len(server.Calls())
			got := mustRun(t, env, "tree", node, "-v=1")
			kubernetes := strings.Count(got.Stderr, "kubernetes GET ")
			if kubernetes == 0 || kubernetes > 6 {
				t.Errorf("%d calls to Kubernetes:\n%s", kubernetes, got.Stderr)
			}
			calls := len(server.Calls()) - before
			if calls == 0 || calls > 4 || calls != strings.Count(got.Stderr, "aws ec2:") {
				t.Errorf("%d calls to EC2:\n%s", calls, got.Stderr)
			}
		})
	}
	t.Run("everything", func(t *testing.T) {
		before := len(server.Calls())
		mustRun(t, env, "tree")
		if calls := len(server.Calls()) - before; calls > 3 {
			t.Errorf("%d calls to EC2, want ENIs, branches and subnets", calls)
		}
	})
}

// TestReadsOnly runs every command as a user who may do nothing but read, and checks that EC2 was asked for nothing else.
func TestReadsOnly(t *testing.T) {
	server, env := demo(t, ec2fake.Options{})
	reader := slices.Concat(env, cluster.As(t, rbacv1.PolicyRule{
		APIGroups: []string{"*"}, Resources: []string{"*"}, Verbs: []string{"get", "list", "watch"},
	}, rbacv1.PolicyRule{NonResourceURLs: []string{"*"}, Verbs: []string{"get"}}))
	takeSnapshot(t, reader)
	for _, args := range [][]string{{"tree", "-v=1"}, {"tree", articleInstance, "-v=1"}, {"version", "-v=1"}} {
		got := mustRun(t, reader, args...)
		for line := range strings.Lines(got.Stderr) {
			if strings.HasPrefix(line, "kubernetes ") && !strings.HasPrefix(line, "kubernetes GET ") {
				t.Errorf("%v: %s", args, line)
			}
		}
	}
	if refused := server.Refused(); len(refused) > 0 {
		t.Errorf("EC2 was asked to change something: %v", refused)
	}
	for _, call := range server.Calls() {
		if !slices.ContainsFunc([]string{"Describe", "Get", "List"}, func(verb string) bool { return strings.HasPrefix(string(call.Action), verb) }) {
			t.Errorf("EC2 was asked for %s", call.Action)
		}
	}
}

func TestVersion(t *testing.T) {
	_, env := demo(t, ec2fake.Options{})
	got := mustRun(t, env, "version")
	for _, want := range []string{"Client Version: ", "Kubernetes Version: v1.37.", "VPC CNI Version: v1."} {
		if !strings.Contains(got.Stdout, want) {
			t.Errorf("no %q in:\n%s", want, got.Stdout)
		}
	}
}
