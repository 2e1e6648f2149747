// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kubectl-eni/kubectl-eni/pkg/permissions"
	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
	rbacv1 "k8s.io/api/rbac/v1"
	"sigs.k8s.io/yaml"
)

// rareObjects are what a cluster seldom has, and what makes the commands read all that they may need: a node of a type that the built-in table
// lacks, a pod that no node has a branch ENI for, and a policy that selects by service account.
const rareObjects = `
-- kubernetes/rare.json --
{"kind": "List", "apiVersion": "v1", "items": [
  {"kind": "Node", "apiVersion": "v1", "metadata": {"name": "rare-type", "labels": {"node.kubernetes.io/instance-type": "m99.large"}},
   "spec": {"providerID": "aws:///eu-west-1a/i-0123456789abcdef0"}, "status": {"capacity": {"pods": "29"}}},
  {"kind": "Node", "apiVersion": "v1", "metadata": {"name": "no-trunk", "labels": {"node.kubernetes.io/instance-type": "m5.large"}},
   "spec": {"providerID": "aws:///eu-west-1a/i-0123456789abcdef1"}, "status": {"capacity": {"pods": "29"}}},
  {"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "wants-branch", "namespace": "default"},
   "spec": {"containers": [{"name": "c", "resources": {"limits": {"vpc.amazonaws.com/pod-eni": "1"}}}]}, "status": {"phase": "Pending"}},
  {"kind": "Event", "apiVersion": "v1", "metadata": {"name": "wants-branch.1", "namespace": "default"},
   "involvedObject": {"kind": "Pod", "namespace": "default", "name": "wants-branch"}, "reason": "FailedScheduling", "type": "Warning",
   "message": "0/10 nodes are available: 10 Insufficient vpc.amazonaws.com/pod-eni. preemption: 0/10 nodes are available.",
   "firstTimestamp": "2022-09-29T10:47:02Z", "lastTimestamp": "2022-09-29T10:47:02Z", "count": 1, "source": {"component": "default-scheduler"}},
  {"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "plain", "namespace": "default"},
   "spec": {"nodeName": "no-trunk"}, "status": {"phase": "Running", "podIP": "192.168.1.77", "podIPs": [{"ip": "192.168.1.77"}]}},
  {"kind": "SecurityGroupPolicy", "apiVersion": "vpcresources.k8s.aws/v1beta1", "metadata": {"name": "by-account", "namespace": "default"},
   "spec": {"serviceAccountSelector": {"matchLabels": {"team": "rare"}}, "securityGroups": {"groupIds": ["sg-079157a483bcb371f"]}}}
]}
`

// permissionCalls are calls of each command which together read all that it ever reads.
func permissionCalls(t *testing.T) map[string][][]string {
	t.Helper()
	nodes := [][]string{nil, {articleNode}, {articleInstance}, {"-l", "node.kubernetes.io/instance-type=t3.medium"}, {"--refresh-limits"}}
	return map[string][][]string{
		"tree":     nodes,
		"max-pods": nodes,
		"snapshot": {{"-f", filepath.Join(t.TempDir(), "s.tar.gz")}},
		"version":  {nil},
		"explain": {
			{"pod", "aws-cli"},
			{"pod", "wants-branch"},
			{"pod", "plain"},
			{"pod", "--stuck", "-A"},
			{"pod", "-l", "app=nginx", "-n", "nginx-demo"},
			{"ip", "192.168.26.162"},
			{"ip", "192.168.1.1"},
			{"node", articleNode},
			{"node", "i-0123456789abcdef0"},
		},
		"subnets": {nil, {"subnet-0e863f9fbcda592a3"}},
	}
}

// rareCluster puts the demo cluster with the rare objects, and with custom networking, into the API server, and serves its EC2 side without
// the names of security groups.
func rareCluster(t *testing.T) (*ec2fake.Server, []string) {
	t.Helper()
	cluster.Load(t, demoFolder)
	cluster.Load(t, snapshotFolder(t, rareObjects))
	kubectl(t, nil, "set", "env", "daemonset/aws-node", "-n", "kube-system", "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG=true")
	state, err := ec2fake.LoadDir(filepath.Join(demoFolder, "ec2"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range state.NetworkInterfaces {
		for j := range state.NetworkInterfaces[i].Groups {
			state.NetworkInterfaces[i].Groups[j].GroupName = nil
		}
	}
	server := ec2fake.NewServer(t, state, ec2fake.Options{})
	return server, ec2fake.Env(nil, server.URL)
}

// TestPermissions runs every command as a user who has the roles that kubectl eni permissions prints, and nothing else. Nothing may be
// forbidden to it, EC2 may be asked for nothing that the printed policy lacks, and nothing may be printed that no call uses.
func TestPermissions(t *testing.T) {
	server, env := rareCluster(t)
	calls := permissionCalls(t)
	for _, command := range permissions.Commands() {
		t.Run(command, func(t *testing.T) {
			user := slices.Concat(env, granted(t, command))
			before := len(server.Calls())
			used := map[string]bool{}
			for _, args := range calls[command] {
				got := mustRun(t, user, append([]string{command, "-v=1"}, args...)...)
				if strings.Contains(got.Stderr, "Forbidden") {
					t.Errorf("%s %v:\n%s", command, args, got.Stderr)
				}
				for line := range strings.Lines(got.Stderr) {
					note(t, used, line)
				}
			}
			if command == "explain" {
				used["get cninodes.vpcresources.k8s.aws"] = true // where there are no more than five nodes
			}
			checkUse(t, printedRules(t, command), used)
			var asked []string
			for _, call := range server.Calls()[before:] {
				if call.Service == ec2fake.EC2 { // sts:GetCallerIdentity needs no permission
					asked = append(asked, "ec2:"+string(call.Action))
				}
			}
			slices.Sort(asked)
			if diff := cmp.Diff(printedActions(t, command), slices.Compact(asked)); diff != "" {
				t.Errorf("IAM actions (-printed +called):\n%s", diff)
			}
		})
	}
}

// granted makes a user and gives it the printed roles, as their help says.
func granted(t *testing.T, command string) []string {
	t.Helper()
	env := cluster.As(t)
	name := "kubectl-eni-" + command
	roles := mustRun(t, nil, "permissions", command, "--rbac").Stdout
	path := filepath.Join(t.TempDir(), "roles.yaml")
	if err := os.WriteFile(path, []byte(roles), 0o600); err != nil {
		t.Fatal(err)
	}
	user := kubectl(t, env, "auth", "whoami", "-o", "jsonpath={.status.userInfo.username}")
	kubectl(t, nil, "apply", "-f", path)
	if strings.Contains(roles, "kind: ClusterRole") {
		kubectl(t, nil, "create", "clusterrolebinding", name, "--clusterrole", name, "--user", user)
	}
	kubectl(t, nil, "create", "rolebinding", name, "-n", "kube-system", "--role", name, "--user", user)
	return env
}

// kubectl runs kubectl, which must not fail, and returns what it prints.
func kubectl(t *testing.T, env []string, args ...string) string {
	t.Helper()
	got := cluster.Kubectl(t, env, args...)
	if got.ExitCode != 0 {
		t.Fatalf("kubectl %s ended with %d: %s", strings.Join(args, " "), got.ExitCode, got.Stderr)
	}
	return got.Stdout
}

var tracedCall = regexp.MustCompile(`^kubernetes GET (/[^?:]*)(\?\S*)?: (\d+),`)

// note notes what a traced call asks RBAC for, as "verb resource.group".
func note(t *testing.T, used map[string]bool, line string) {
	t.Helper()
	call := tracedCall.FindStringSubmatch(line)
	if call == nil {
		return
	}
	if call[3] == "403" {
		t.Errorf("forbidden: %s", line)
	}
	parts := strings.Split(strings.Trim(call[1], "/"), "/")
	group := ""
	switch parts[0] {
	case "api":
		parts = parts[2:]
	case "apis":
		group, parts = parts[1], parts[3:]
	default:
		return // /version
	}
	if parts[0] == "namespaces" && len(parts) > 2 {
		parts = parts[2:]
	}
	verb := "list"
	switch {
	case len(parts) == 2:
		verb = "get"
	case strings.Contains(call[2], "watch=true"):
		verb = "watch"
		// A server without streaming lists, and one that breaks off, is asked for a list.
		used["list "+parts[0]+"."+group] = true
	}
	used[verb+" "+parts[0]+"."+group] = true
}

// printedRules are the rules of the printed roles.
func printedRules(t *testing.T, command string) []rbacv1.PolicyRule {
	t.Helper()
	var rules []rbacv1.PolicyRule
	for document := range strings.SplitSeq(mustRun(t, nil, "permissions", command, "--rbac").Stdout, "---\n") {
		var role rbacv1.Role
		if err := yaml.UnmarshalStrict([]byte(document), &role); err != nil {
			t.Fatalf("%v in\n%s", err, document)
		}
		rules = append(rules, role.Rules...)
	}
	return rules
}

// checkUse checks that every printed verb on every resource was used.
func checkUse(t *testing.T, rules []rbacv1.PolicyRule, used map[string]bool) {
	t.Helper()
	for _, rule := range rules {
		for _, resource := range rule.Resources {
			for _, verb := range rule.Verbs {
				if !used[verb+" "+resource+"."+rule.APIGroups[0]] {
					t.Errorf("nothing needs to %s %s", verb, resource)
				}
			}
		}
	}
}

// printedActions are the actions of the printed policy, sorted.
func printedActions(t *testing.T, command string) []string {
	t.Helper()
	text := mustRun(t, nil, "permissions", command, "--iam").Stdout
	if text == "" {
		return nil
	}
	var policy struct {
		Statement []struct {
			Action []string `json:"Action"`
		} `json:"Statement"`
	}
	if err := json.Unmarshal([]byte(text), &policy); err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(slices.Values(policy.Statement[0].Action))
}
