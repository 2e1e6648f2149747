// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
	rbacv1 "k8s.io/api/rbac/v1"
)

func reads(group string, resources ...string) rbacv1.PolicyRule {
	return rbacv1.PolicyRule{APIGroups: []string{group}, Resources: resources, Verbs: []string{"get", "list", "watch"}}
}

// TestMissingRBAC checks that what may not be read is named, and that the rest is shown.
func TestMissingRBAC(t *testing.T) {
	_, env := demo(t, ec2fake.Options{})
	t.Run("no DaemonSet", func(t *testing.T) {
		as := slices.Concat(env, cluster.As(t, reads("", "nodes", "pods")))
		got := wantExit(t, as, 0, []string{"warning: Forbidden: daemonsets", "(needs get daemonsets.apps -n kube-system)"}, "tree")
		if !strings.Contains(got.Stdout, "192.168.26.162") {
			t.Errorf("the tree is not there:\n%s", got.Stdout)
		}
	})
	t.Run("list without watch", func(t *testing.T) {
		rule := rbacv1.PolicyRule{APIGroups: []string{"", "apps"}, Resources: []string{"*"}, Verbs: []string{"get", "list"}}
		got := wantExit(t, slices.Concat(env, cluster.As(t, rule)), 0, nil, "tree")
		if got.Stderr != "" || !strings.Contains(got.Stdout, "192.168.26.162") {
			t.Errorf("stderr %q, stdout:\n%s", got.Stderr, got.Stdout)
		}
	})
	t.Run("no pods", func(t *testing.T) {
		as := slices.Concat(env, cluster.As(t, reads("", "nodes"), reads("apps", "daemonsets"), reads("", "configmaps")))
		got := wantExit(t, as, 0, []string{"warning: Forbidden: pods were not read", "(needs list pods -A)"}, "tree")
		if strings.Contains(got.Stdout, "idle address") || !strings.Contains(got.Stdout, "?") {
			t.Errorf("idle addresses can not be told without pods:\n%s", got.Stdout)
		}
	})
	t.Run("no nodes", func(t *testing.T) {
		as := slices.Concat(env, cluster.As(t, reads("", "pods")))
		got := wantExit(t, as, 4, []string{"error: list nodes: ", "nodes is forbidden", "allow list nodes"}, "tree")
		if got.Stdout != "" {
			t.Errorf("half a result: %s", got.Stdout)
		}
	})
}

// TestMissingIAM does the same for EC2.
func TestMissingIAM(t *testing.T) {
	cluster.Load(t, demoFolder)
	refuse := func(action ec2fake.Action) ec2fake.Options {
		return ec2fake.Options{Faults: []ec2fake.Fault{{Action: action, Error: ec2fake.UnauthorizedOperation(ec2fake.Caller{}, action)}}}
	}
	t.Run("no subnets", func(t *testing.T) {
		_, env := demoEC2(t, refuse(ec2fake.DescribeSubnets))
		got := wantExit(t, env, 0, []string{"warning: Forbidden: subnets", "(needs ec2:DescribeSubnets)"}, "tree")
		if !strings.Contains(got.Stdout, "192.168.26.162") || strings.Contains(got.Stdout, "192.168.32.0/19") {
			t.Errorf("want the tree without CIDRs:\n%s", got.Stdout)
		}
		wantExit(t, env, 0, []string{"warning: Forbidden: subnets", "wrote "}, "snapshot", "-f", filepath.Join(t.TempDir(), "s.tar.gz"))
	})
	t.Run("no network interfaces", func(t *testing.T) {
		_, env := demoEC2(t, refuse(ec2fake.DescribeNetworkInterfaces))
		got := wantExit(t, env, 4, []string{"error: ec2:DescribeNetworkInterfaces", "allow ec2:DescribeNetworkInterfaces"}, "tree")
		if got.Stdout != "" {
			t.Errorf("half a result: %s", got.Stdout)
		}
		wantExit(t, env, 0, []string{"warning: Forbidden: network-interfaces"}, "snapshot", "-f", filepath.Join(t.TempDir(), "s.tar.gz"))
	})
	t.Run("wrong account", func(t *testing.T) {
		server := ec2fake.NewServer(t, ec2fake.State{Caller: ec2fake.Caller{AccountID: "999999999999", ARN: "arn:aws:iam::999999999999:user/other"}}, ec2fake.Options{})
		wantExit(t, ec2fake.Env(nil, server.URL), 4, []string{
			"EC2 knows none of the cluster's instances (i-", "and 5 more", "region eu-west-1", "arn:aws:iam::999999999999:user/other", "--profile", "--region",
		}, "tree")
	})
	t.Run("expired", func(t *testing.T) {
		_, env := demoEC2(t, ec2fake.Options{Faults: []ec2fake.Fault{{Error: ec2fake.ExpiredToken()}}})
		wantExit(t, env, 4, []string{"no usable AWS credentials", "AWS_SESSION_TOKEN"}, "tree")
	})
	t.Run("no credentials", func(t *testing.T) {
		got := wantExit(t, []string{"AWS_REGION=eu-west-1"}, 4, []string{"no usable AWS credentials", "--profile"}, "tree")
		if got.Stdout != "" {
			t.Errorf("half a result: %s", got.Stdout)
		}
	})
}

// TestTroubleOnTheWire checks what becomes of throttled and cut answers.
func TestTroubleOnTheWire(t *testing.T) {
	cluster.Load(t, demoFolder)
	_, calm := demoEC2(t, ec2fake.Options{})
	want := mustRun(t, calm, "tree").Stdout
	for name, fault := range map[string]ec2fake.Fault{
		"throttled twice": {Action: ec2fake.DescribeNetworkInterfaces, Calls: 2, Error: ec2fake.RequestLimitExceeded()},
		"cut once":        {Action: ec2fake.DescribeNetworkInterfaces, Calls: 1, Cut: true},
		"unavailable":     {Action: ec2fake.DescribeSubnets, Calls: 1, Error: ec2fake.Unavailable()},
	} {
		t.Run(name, func(t *testing.T) {
			_, env := demoEC2(t, ec2fake.Options{Faults: []ec2fake.Fault{fault}})
			got := mustRun(t, env, "tree", "-v=1")
			if got.Stdout != want {
				t.Errorf("the tree differs from that of a calm EC2:\n%s", got.Stdout)
			}
			if !strings.Contains(got.Stderr, "attempt 2") {
				t.Errorf("the second attempt is not told of:\n%s", got.Stderr)
			}
			if name == "throttled twice" && !strings.Contains(got.Stderr, "throttled, will try again") {
				t.Errorf("throttling is not told of:\n%s", got.Stderr)
			}
		})
	}
	t.Run("throttled for good", func(t *testing.T) {
		_, env := demoEC2(t, ec2fake.Options{Faults: []ec2fake.Fault{{Action: ec2fake.DescribeNetworkInterfaces, Error: ec2fake.RequestLimitExceeded()}}})
		got := wantExit(t, env, 0, []string{"warning: Throttled: network-interfaces of i-"}, "tree")
		if !strings.Contains(got.Stdout, articleNode) || strings.Contains(got.Stdout, "eni-0") || !strings.Contains(got.Stdout, "could not be read") {
			t.Errorf("want the nodes, each with the reason why its ENIs are unknown:\n%s", got.Stdout)
		}
	})
}

// TestInterrupt checks that Ctrl-C ends a read at once, with exit code 130.
func TestInterrupt(t *testing.T) {
	server, env := demo(t, ec2fake.Options{Latency: time.Hour})
	mustRun(t, nil, "version", "--client")
	cmd := exec.CommandContext(t.Context(), filepath.Join(cluster.home, "bin", "kubectl-eni"), "tree")
	cmd.Env = append([]string{"HOME=" + cluster.home, "KUBECONFIG=" + cluster.Kubeconfig()}, env...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for len(server.Calls()) == 0 && ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-time.After(10 * time.Millisecond):
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	err := cmd.Wait()
	if failure, ok := errors.AsType[*exec.ExitError](err); !ok || failure.ExitCode() != 130 {
		t.Errorf("ended with %v, want exit code 130", err)
	}
}
