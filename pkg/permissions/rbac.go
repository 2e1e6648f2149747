// SPDX-License-Identifier: Apache-2.0

package permissions

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Verb is a verb of RBAC.
type Verb string

// The verbs. There are no others: every request is a GET.
const (
	get   Verb = "get"
	list  Verb = "list"
	watch Verb = "watch"
)

// Rule allows verbs on one kind of objects.
type Rule struct {
	// Group of the API; empty is the core group. Resource is the kind's name there, for example "pods".
	Group, Resource string
	// Namespace that the objects are in; empty means that they are in none, or in all.
	Namespace string
	// Names are the only objects that are read; none means all.
	Names []string
	// Verbs in the order of their constants.
	Verbs []Verb
	// For is what is read, Without what becomes of commands that may not. Both may hold names in backticks.
	For, Without string
}

// systemNamespace is where the VPC CNI runs.
const systemNamespace = "kube-system"

func nodes() Rule {
	return Rule{Resource: "nodes", For: "everything", Without: "exit code 4, but for `explain`"}
}

func pods() Rule {
	return Rule{
		Resource: "pods", For: "which address is used, by whom",
		Without: "used and idle are unknown; with `-n NAMESPACE`, that namespace's pods are shown; `explain pod` ends with exit code 4",
	}
}

func daemonSet() Rule {
	return Rule{
		Group: "apps", Resource: "daemonsets", Namespace: systemNamespace, Names: []string{"aws-node"},
		For: "the VPC CNI's version and settings", Without: "mode and capacity are unknown",
	}
}

func configMap() Rule {
	return Rule{
		Resource: "configmaps", Namespace: systemNamespace, Names: []string{"amazon-vpc-cni"},
		For: "settings that come from there", Without: "their defaults are assumed, with a warning",
	}
}

func events() Rule {
	return Rule{Resource: "events", For: "what the CNI, kubelet and controllers said", Without: "verdicts without that evidence"}
}

func eniConfigs() Rule {
	return Rule{Group: "crd.k8s.amazonaws.com", Resource: "eniconfigs", For: "subnets of custom networking", Without: "they are unknown"}
}

func cniNodes() Rule {
	return Rule{Group: "vpcresources.k8s.aws", Resource: "cninodes", For: "the state of trunk ENIs", Without: "it is unknown"}
}

func securityGroupPolicies() Rule {
	return Rule{Group: "vpcresources.k8s.aws", Resource: "securitygrouppolicies", For: "which pods get security groups of their own", Without: "it is unknown"}
}

func serviceAccounts() Rule {
	return Rule{Resource: "serviceaccounts", For: "SecurityGroupPolicies that select by service account", Without: "whom they select is unknown"}
}

// may returns the rule with verbs.
func (r Rule) may(verbs ...Verb) Rule {
	r.Verbs = verbs
	return r
}

// VerbList returns the verbs with commas between them.
func (r Rule) VerbList() string {
	var words []string
	for _, verb := range r.Verbs {
		words = append(words, string(verb))
	}
	return strings.Join(words, ", ")
}

// Objects names the objects as kubectl does: "pods", "daemonsets.apps/aws-node -n kube-system".
func (r Rule) Objects() string {
	text := r.Resource
	if r.Group != "" {
		text += "." + r.Group
	}
	if len(r.Names) > 0 {
		text += "/" + strings.Join(r.Names, ",")
	}
	if r.Namespace != "" {
		text += " -n " + r.Namespace
	}
	return text
}

// sameObjects reports whether two rules are about the same objects.
func (r Rule) sameObjects(other Rule) bool {
	return r.Group == other.Group && r.Resource == other.Resource && r.Namespace == other.Namespace && slices.Equal(r.Names, other.Names)
}

// Roles returns the RBAC roles that allow a set's rules, as YAML: a ClusterRole, and a Role for what is in one namespace alone. They allow
// nobody anything until they are bound.
func (s Set) Roles(name string) string {
	byNamespace := map[string][]Rule{}
	for _, rule := range s.RBAC {
		byNamespace[rule.Namespace] = append(byNamespace[rule.Namespace], rule)
	}
	var documents []string
	for _, namespace := range slices.Sorted(maps.Keys(byNamespace)) {
		documents = append(documents, role(name, namespace, byNamespace[namespace]))
	}
	return strings.Join(documents, "---\n")
}

// role returns one role; one without a namespace is a ClusterRole.
func role(name, namespace string, rules []Rule) string {
	var text strings.Builder
	text.WriteString("apiVersion: rbac.authorization.k8s.io/v1\n")
	if namespace == "" {
		fmt.Fprintf(&text, "kind: ClusterRole\nmetadata:\n  name: %s\nrules:\n", name)
	} else {
		fmt.Fprintf(&text, "kind: Role\nmetadata:\n  name: %s\n  namespace: %s\nrules:\n", name, namespace)
	}
	for len(rules) > 0 {
		first := rules[0]
		alike := func(r Rule) bool {
			return r.Group == first.Group && slices.Equal(r.Verbs, first.Verbs) && slices.Equal(r.Names, first.Names)
		}
		var resources []string
		for _, rule := range rules {
			if alike(rule) {
				resources = append(resources, rule.Resource)
			}
		}
		rules = slices.DeleteFunc(rules, alike)
		fmt.Fprintf(&text, "- apiGroups: [%q]\n  resources: [%s]\n", first.Group, strings.Join(resources, ", "))
		if len(first.Names) > 0 {
			fmt.Fprintf(&text, "  resourceNames: [%s]\n", strings.Join(first.Names, ", "))
		}
		fmt.Fprintf(&text, "  verbs: [%s]\n", first.VerbList())
	}
	return text.String()
}
