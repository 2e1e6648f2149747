// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// Operators of label selectors (Kubernetes API, LabelSelectorRequirement).
const (
	operatorIn           = "In"
	operatorNotIn        = "NotIn"
	operatorExists       = "Exists"
	operatorDoesNotExist = "DoesNotExist"
)

// mismatch says why a selector does not match labels, or returns "" where it does. An empty selector matches everything; one with an
// operator that Kubernetes does not know matches nothing.
func mismatch(selector *snapshot.LabelSelector, labels map[string]string) string {
	for _, key := range slices.Sorted(maps.Keys(selector.MatchLabels)) {
		want := selector.MatchLabels[key]
		if got, ok := labels[key]; !ok || got != want {
			return fmt.Sprintf("it wants %s=%s, %s", key, want, has(labels, key))
		}
	}
	for _, expression := range selector.MatchExpressions {
		if why := expressionMismatch(expression, labels); why != "" {
			return why
		}
	}
	return ""
}

func expressionMismatch(e snapshot.LabelSelectorRequirement, labels map[string]string) string {
	value, exists := labels[e.Key]
	var matches bool
	switch e.Operator {
	case operatorIn:
		matches = exists && slices.Contains(e.Values, value)
	case operatorNotIn:
		matches = !exists || !slices.Contains(e.Values, value)
	case operatorExists:
		matches = exists
	case operatorDoesNotExist:
		matches = !exists
	default:
		return fmt.Sprintf("its operator %q is none that Kubernetes knows", e.Operator)
	}
	if matches {
		return ""
	}
	wanted := fmt.Sprintf("%s %s", e.Key, e.Operator)
	if len(e.Values) > 0 {
		wanted += " (" + strings.Join(e.Values, ", ") + ")"
	}
	return fmt.Sprintf("it wants %s, %s", wanted, has(labels, e.Key))
}

func has(labels map[string]string, key string) string {
	if value, ok := labels[key]; ok {
		return fmt.Sprintf("and found is %s=%s", key, value)
	}
	return "and there is no label " + key
}
