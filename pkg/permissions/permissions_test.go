// SPDX-License-Identifier: Apache-2.0

package permissions_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	rbacv1 "k8s.io/api/rbac/v1"
	"sigs.k8s.io/yaml"

	"github.com/kubectl-eni/kubectl-eni/pkg/permissions"
)

func TestRolesOfTree(t *testing.T) {
	t.Parallel()
	set, err := permissions.Of("tree")
	if err != nil {
		t.Fatal(err)
	}
	const want = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: reader
rules:
- apiGroups: [""]
  resources: [nodes]
  verbs: [get, list, watch]
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: reader
  namespace: kube-system
rules:
- apiGroups: ["apps"]
  resources: [daemonsets]
  resourceNames: [aws-node]
  verbs: [get]
- apiGroups: [""]
  resources: [configmaps]
  resourceNames: [amazon-vpc-cni]
  verbs: [get]
`
	if diff := cmp.Diff(want, set.Roles("reader")); diff != "" {
		t.Errorf("roles (-want +got):\n%s", diff)
	}
}

func TestPolicy(t *testing.T) {
	t.Parallel()
	set, err := permissions.Of("subnets", "tree")
	if err != nil {
		t.Fatal(err)
	}
	got, err := set.Policy()
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "KubectlEni",
      "Effect": "Allow",
      "Action": [
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:DescribeInstanceTypes",
        "ec2:GetSubnetCidrReservations",
        "ec2:DescribeInstances"
      ],
      "Resource": "*"
    }
  ]
}
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("policy (-want +got):\n%s", diff)
	}
	version, err := permissions.Of("version")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := version.Policy(); got != "" || err != nil {
		t.Errorf("the policy of a command that asks AWS nothing is %q, %v", got, err)
	}
}

// TestEverySet checks what holds for every command: reads alone, valid documents, and texts for each line of the tables.
func TestEverySet(t *testing.T) {
	t.Parallel()
	for _, name := range permissions.Commands() {
		set, err := permissions.Of(name)
		if err != nil {
			t.Fatal(err)
		}
		checkPolicy(t, set)
		rules := parseRoles(t, set.Roles(name))
		if len(rules) == 0 {
			t.Errorf("%s has no rules", name)
		}
		for _, rule := range rules {
			for _, verb := range rule.Verbs {
				if !slices.Contains([]string{"get", "list", "watch"}, verb) {
					t.Errorf("%s: verb %s", name, verb)
				}
			}
			if len(rule.ResourceNames) > 0 && !slices.Equal(rule.Verbs, []string{"get"}) {
				t.Errorf("%s: a list cannot be limited to names: %v", name, rule)
			}
		}
		for _, action := range set.IAM {
			checkTexts(t, action.Name, action.For, action.Without, action.Commands(), name)
		}
		for _, rule := range set.RBAC {
			checkTexts(t, rule.Objects(), rule.For, rule.Without, rule.Commands(), name)
		}
	}
}

func checkPolicy(t *testing.T, set permissions.Set) {
	t.Helper()
	text, err := set.Policy()
	if err != nil {
		t.Fatal(err)
	}
	if text == "" {
		return
	}
	var policy struct {
		Statement []struct {
			Action []string `json:"Action"`
		} `json:"Statement"`
	}
	if err := json.Unmarshal([]byte(text), &policy); err != nil {
		t.Fatal(err)
	}
	for _, action := range policy.Statement[0].Action {
		if !strings.HasPrefix(action, "ec2:Describe") && !strings.HasPrefix(action, "ec2:Get") {
			t.Errorf("%s does more than read", action)
		}
	}
}

func checkTexts(t *testing.T, what, purpose, without string, commands []string, command string) {
	t.Helper()
	if purpose == "" || without == "" || strings.HasSuffix(purpose, ".") || strings.HasSuffix(without, ".") {
		t.Errorf("%s: texts %q, %q", what, purpose, without)
	}
	if !slices.Contains(commands, command) {
		t.Errorf("%s: %s is not among its commands %v", what, command, commands)
	}
}

func parseRoles(t *testing.T, text string) []rbacv1.PolicyRule {
	t.Helper()
	var rules []rbacv1.PolicyRule
	for document := range strings.SplitSeq(text, "---\n") {
		var role rbacv1.Role
		if err := yaml.UnmarshalStrict([]byte(document), &role); err != nil {
			t.Fatalf("%v in\n%s", err, document)
		}
		rules = append(rules, role.Rules...)
	}
	return rules
}

// TestAllTogether checks that the set of all commands holds that of each, with every kind of objects once.
func TestAllTogether(t *testing.T) {
	t.Parallel()
	all, err := permissions.Of()
	if err != nil {
		t.Fatal(err)
	}
	verbs := map[string][]permissions.Verb{}
	for _, rule := range all.RBAC {
		if verbs[rule.Objects()] != nil {
			t.Errorf("%s is there twice", rule.Objects())
		}
		verbs[rule.Objects()] = rule.Verbs
	}
	for _, name := range permissions.Commands() {
		set, err := permissions.Of(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, rule := range set.RBAC {
			for _, verb := range rule.Verbs {
				if !slices.Contains(verbs[rule.Objects()], verb) {
					t.Errorf("%s needs %s %s", name, verb, rule.Objects())
				}
			}
		}
		for _, action := range set.IAM {
			if !slices.Contains(all.IAM, action) {
				t.Errorf("%s needs %s", name, action.Name)
			}
		}
	}
	if got := verbs["pods"]; !slices.Equal(got, []permissions.Verb{"get", "list", "watch"}) {
		t.Errorf("verbs on pods %v", got)
	}
}

func TestUnknownCommand(t *testing.T) {
	t.Parallel()
	if _, err := permissions.Of("tree", "tre"); err == nil || !strings.Contains(err.Error(), `"tre": use one of tree, `) {
		t.Errorf("error %v", err)
	}
}
