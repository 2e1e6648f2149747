// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"cmp"
	"slices"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// policyMatch is one SecurityGroupPolicy of a pod's namespace held against the pod.
type policyMatch struct {
	policy *snapshot.SecurityGroupPolicy
	// selects tells whether the policy selects the pod; unsure, that its service account was not read and decides.
	selects, unsure bool
	// why says why it does not, with the selector's name first.
	why string
}

// defaultServiceAccount is the service account of a pod that names none (Kubernetes, ServiceAccount admission).
const defaultServiceAccount = "default"

// matchPolicies holds a namespace's policies against a pod as the resource controller does (amazon-vpc-resource-controller-k8s
// pkg/utils/helper.go, filterPodSecurityGroups): both selectors must match where both are given, the service account is matched by its
// labels, and a policy without selectors or without groups counts for nothing. Sorted by name.
func matchPolicies(s *snapshot.Snapshot, pod *snapshot.Pod) []policyMatch {
	account, accountKnown := serviceAccount(s, pod)
	var matches []policyMatch
	for i := range s.SecurityGroupPolicies {
		if policy := &s.SecurityGroupPolicies[i]; policy.Namespace == pod.Namespace {
			matches = append(matches, matchPolicy(policy, pod, account, accountKnown))
		}
	}
	slices.SortFunc(matches, func(x, y policyMatch) int { return cmp.Compare(x.policy.Name, y.policy.Name) })
	return matches
}

func matchPolicy(policy *snapshot.SecurityGroupPolicy, pod *snapshot.Pod, account map[string]string, accountKnown bool) policyMatch {
	m := policyMatch{policy: policy}
	spec := &policy.Spec
	switch {
	case spec.PodSelector == nil && spec.ServiceAccountSelector == nil:
		m.why = "it has neither a podSelector nor a serviceAccountSelector and counts for nothing"
		return m
	case len(spec.SecurityGroups.Groups) == 0:
		m.why = "it names no security groups and counts for nothing"
		return m
	}
	if spec.PodSelector != nil {
		if why := mismatch(spec.PodSelector, pod.Labels); why != "" {
			m.why = "podSelector: " + why + " on the pod"
			return m
		}
	}
	if spec.ServiceAccountSelector != nil {
		why := mismatch(spec.ServiceAccountSelector, account)
		switch {
		case !accountKnown && !selectsAll(spec.ServiceAccountSelector):
			m.unsure, m.why = true, "serviceAccountSelector: the labels of service account "+accountName(pod)+" were not read"
			return m
		case why != "":
			m.why = "serviceAccountSelector: " + why + " on service account " + accountName(pod)
			return m
		}
	}
	m.selects = true
	return m
}

func selectsAll(s *snapshot.LabelSelector) bool {
	return len(s.MatchLabels) == 0 && len(s.MatchExpressions) == 0
}

func accountName(pod *snapshot.Pod) string {
	return cmp.Or(pod.Spec.ServiceAccountName, defaultServiceAccount)
}

// serviceAccount returns the labels of a pod's service account.
func serviceAccount(s *snapshot.Snapshot, pod *snapshot.Pod) (labels map[string]string, known bool) {
	for i := range s.ServiceAccounts {
		account := &s.ServiceAccounts[i]
		if account.Namespace == pod.Namespace && account.Name == accountName(pod) {
			return account.Labels, true
		}
	}
	return nil, false
}
