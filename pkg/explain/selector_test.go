// SPDX-License-Identifier: Apache-2.0

package explain_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/explain"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// TestSelectors holds selectors against a pod with the labels role=db-client and tier=; the expectations are those of Kubernetes'
// metav1.LabelSelectorAsSelector.
func TestSelectors(t *testing.T) {
	t.Parallel()
	expression := func(key, operator string, values ...string) *snapshot.LabelSelector {
		return &snapshot.LabelSelector{MatchExpressions: []snapshot.LabelSelectorRequirement{{Key: key, Operator: operator, Values: values}}}
	}
	for name, tc := range map[string]struct {
		selector *snapshot.LabelSelector
		// why is a part of the reason; empty where it matches.
		why string
	}{
		"empty":                  {&snapshot.LabelSelector{}, ""},
		"label":                  {&snapshot.LabelSelector{MatchLabels: map[string]string{"role": "db-client"}}, ""},
		"label with empty value": {&snapshot.LabelSelector{MatchLabels: map[string]string{"tier": ""}}, ""},
		"other value":            {&snapshot.LabelSelector{MatchLabels: map[string]string{"role": "web"}}, "it wants role=web, and found is role=db-client on the pod"},
		"no such label":          {&snapshot.LabelSelector{MatchLabels: map[string]string{"app": ""}}, "it wants app=, and there is no label app"},
		"in":                     {expression("role", "In", "a", "db-client"), ""},
		"not in the list":        {expression("role", "In", "a", "b"), "it wants role In (a, b), and found is role=db-client"},
		"in, no label":           {expression("app", "In", "a"), "there is no label app"},
		"notin":                  {expression("role", "NotIn", "a"), ""},
		"notin, no label":        {expression("app", "NotIn", "a"), ""},
		"notin, in the list":     {expression("role", "NotIn", "db-client"), "it wants role NotIn (db-client)"},
		"exists":                 {expression("tier", "Exists"), ""},
		"exists not":             {expression("app", "Exists"), "it wants app Exists"},
		"must not exist":         {expression("app", "DoesNotExist"), ""},
		"must not exist, does":   {expression("role", "DoesNotExist"), "it wants role DoesNotExist"},
		"unknown operator":       {expression("role", "Gt", "1"), "none that Kubernetes knows"},
		"all must match": {&snapshot.LabelSelector{
			MatchLabels:      map[string]string{"role": "db-client"},
			MatchExpressions: []snapshot.LabelSelectorRequirement{{Key: "app", Operator: "Exists"}},
		}, "it wants app Exists"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := load(t, filepath.Join(corpus, "policy-not-applied"))
			s.SecurityGroupPolicies[0].Spec.PodSelector = tc.selector
			for i := range s.Pods {
				s.Pods[i].Labels = map[string]string{"role": "db-client", "tier": ""}
			}
			doc := explainPod(t, s, "default/web")
			if tc.why == "" {
				if doc.Verdict.Code != string(explain.SecurityGroupPolicyNotApplied) {
					t.Errorf("does not match: %s", encode(t, doc.Findings))
				}
				return
			}
			if text := encode(t, doc.Findings); doc.Verdict.Code != string(explain.SecondaryIP) || !strings.Contains(text, tc.why) {
				t.Errorf("want %q in %s", tc.why, text)
			}
		})
	}
}

// TestInvalidPolicies select nothing: the resource controller skips them.
func TestInvalidPolicies(t *testing.T) {
	t.Parallel()
	for why, change := range map[string]func(*snapshot.SecurityGroupPolicySpec){
		"neither a podSelector nor a serviceAccountSelector": func(spec *snapshot.SecurityGroupPolicySpec) { spec.PodSelector = nil },
		"it names no security groups":                        func(spec *snapshot.SecurityGroupPolicySpec) { spec.SecurityGroups.Groups = nil },
	} {
		s := load(t, filepath.Join(corpus, "policy-not-applied"))
		change(&s.SecurityGroupPolicies[0].Spec)
		doc := explainPod(t, s, "default/web")
		if text := encode(t, doc.Findings); doc.Verdict.Code != string(explain.SecondaryIP) || !strings.Contains(text, why) {
			t.Errorf("want %q in %s", why, text)
		}
	}
}
