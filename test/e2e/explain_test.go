// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

const codes = "-o=jsonpath={range .items[*]}{.pod.namespace}/{.pod.name} {.verdict.code} {.verdict.confidence}{'\\n'}{end}"

// TestExplainOfALiveCluster explains the demo cluster's pods from a real API server: the same verdicts as from the snapshot that is built in.
// Events live as long as in a cluster that just had them, so the ages differ and only the verdicts are compared.
func TestExplainOfALiveCluster(t *testing.T) {
	_, env := demo(t, ec2fake.Options{})
	live := mustRun(t, env, "explain", "pod", "--stuck", "-A", codes)
	builtIn := mustRun(t, nil, "explain", "pod", "--stuck", "-A", "--demo", codes)
	if diff := cmp.Diff(builtIn.Stdout, live.Stdout); diff != "" {
		t.Errorf("stuck pods (-demo +live):\n%s", diff)
	}
	for _, part := range []string{"batch/worker-84d6f7c5b9-gjw57 SubnetNoFreePrefix certain", "NotScheduledTooManyPods"} {
		if !strings.Contains(live.Stdout, part) {
			t.Errorf("no %q in:\n%s", part, live.Stdout)
		}
	}
	for _, args := range [][]string{
		{"pod", "aws-cli", "-n", "default"},
		{"pod", "coredns-5947f47f5f-r4n48", "-n", "kube-system"},
		{"ip", "192.168.26.162"},
		{"ip", "192.168.53.76"},
		{"node", articleNode},
		{"node", articleInstance},
	} {
		verdict := append([]string{"explain"}, append(args, "-o=jsonpath={.verdict.code} {.verdict.summary} {.interfaceID} {.host}")...)
		live := mustRun(t, env, verdict...)
		builtIn := mustRun(t, nil, append(verdict, "--demo")...)
		if diff := cmp.Diff(builtIn.Stdout, live.Stdout); diff != "" {
			t.Errorf("%v (-demo +live):\n%s", args, diff)
		}
	}
}

// TestExplainNodeByInstance checks that a node is explained alike by name and by instance: its events count either way.
func TestExplainNodeByInstance(t *testing.T) {
	_, env := demo(t, ec2fake.Options{})
	for name, instance := range map[string]string{"ip-192-168-192-21.eu-west-1.compute.internal": "i-019834a1dd528c3e2", articleNode: articleInstance} {
		findings := "-o=jsonpath={.verdict.code}{range .findings[*]} {.code}{end}"
		byName, byInstance := mustRun(t, env, "explain", "node", name, findings), mustRun(t, env, "explain", "node", instance, findings)
		if byName.Stdout == "" || byName.Stdout != byInstance.Stdout {
			t.Errorf("%s: by name %q, by instance %q", name, byName.Stdout, byInstance.Stdout)
		}
	}
	if got := mustRun(t, env, "explain", "node", articleInstance, "-v=1"); !strings.Contains(got.Stderr, "/events?") {
		t.Errorf("no events were read:\n%s", got.Stderr)
	}
}

// TestExplainCallBudget counts what is sent for one pod: at most 6 calls to Kubernetes and 4 to EC2, and more only for what the evidence asks
// for.
func TestExplainCallBudget(t *testing.T) {
	server, env := demo(t, ec2fake.Options{})
	for name, tc := range map[string]struct {
		args            []string
		kubernetes, ec2 int
	}{
		"on an address":   {[]string{"pod", "coredns-5947f47f5f-r4n48", "-n", "kube-system"}, 6, 4},
		"on a branch ENI": {[]string{"pod", "aws-cli", "-n", "default"}, 6, 4},
		// The events of its node and of aws-node there, and what holds the subnet's addresses.
		"waiting": {[]string{"pod", "worker-84d6f7c5b9-gjw57", "-n", "batch"}, 10, 6},
		"a node":  {[]string{"node", articleNode}, 6, 4},
	} {
		t.Run(name, func(t *testing.T) {
			before := len(server.Calls())
			got := mustRun(t, env, append(append([]string{"explain"}, tc.args...), "-v=1")...)
			if kubernetes := strings.Count(got.Stderr, "kubernetes GET "); kubernetes == 0 || kubernetes > tc.kubernetes {
				t.Errorf("%d calls to Kubernetes, want at most %d:\n%s", kubernetes, tc.kubernetes, got.Stderr)
			}
			if calls := len(server.Calls()) - before; calls == 0 || calls > tc.ec2 {
				t.Errorf("%d calls to EC2, want at most %d:\n%s", calls, tc.ec2, got.Stderr)
			}
		})
	}
}

// TestExplainWithoutEC2 checks that Kubernetes alone gives an answer, and says what could not be checked.
func TestExplainWithoutEC2(t *testing.T) {
	cluster.Load(t, demoFolder)
	env := []string{"AWS_REGION=eu-west-1"}
	got := wantExit(t, env, 0, []string{"warning: NoCredentials: network-interfaces"}, "explain", "pod", "worker-84d6f7c5b9-gjw57", "-n", "batch")
	if !strings.Contains(got.Stdout, "pod batch/worker-84d6f7c5b9-gjw57: ") || strings.Contains(got.Stdout, "certain\n\nfindings") {
		t.Errorf("want an answer that is not certain of the pool:\n%s", got.Stdout)
	}
	refused := ec2fake.Options{Faults: []ec2fake.Fault{{
		Action: ec2fake.DescribeSubnets, Error: ec2fake.UnauthorizedOperation(ec2fake.Caller{}, ec2fake.DescribeSubnets),
	}}}
	_, env = demoEC2(t, refused)
	wantExit(t, env, 0, []string{"(needs ec2:DescribeSubnets)"}, "explain", "pod", "aws-cli", "-n", "default")
	wantExit(t, env, 1, []string{`pods "nobody" not found`}, "explain", "pod", "nobody")
}
