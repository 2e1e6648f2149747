// SPDX-License-Identifier: Apache-2.0

package maxpods

import (
	"fmt"
	"slices"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// FailOn says which verdicts are findings.
type FailOn string

// The choices.
const (
	// FailOnOver is for nodes whose kubelet admits more pods than there are addresses.
	FailOnOver FailOn = "over"
	// FailOnUnder is for nodes whose kubelet admits fewer pods than recommended, stale ones included.
	FailOnUnder FailOn = "under"
	// FailOnAny is for both, and for stale nodes.
	FailOnAny FailOn = "any"
)

// FailOnChoices are the values of --fail-on.
func FailOnChoices() []FailOn { return []FailOn{FailOnOver, FailOnUnder, FailOnAny} }

// ParseFailOn takes the value of --fail-on.
func ParseFailOn(text string) (FailOn, error) {
	if choice := FailOn(text); slices.Contains(FailOnChoices(), choice) {
		return choice, nil
	}
	return "", fmt.Errorf("%q is no choice; one of %s", text, join(FailOnChoices()))
}

// Findings counts the items of a report that are findings.
func (f FailOn) Findings(report *v1alpha1.MaxPodsReport) int {
	count := 0
	for i := range report.Items {
		if f.matches(&report.Items[i]) {
			count++
		}
	}
	return count
}

func (f FailOn) matches(item *v1alpha1.MaxPods) bool {
	verdict := Verdict(item.Verdict)
	over := verdict == Over
	under := verdict == Under || (verdict == Stale && item.UnderBy != nil)
	switch f {
	case FailOnOver:
		return over
	case FailOnUnder:
		return under
	case FailOnAny:
		return over || under || verdict == Stale
	default:
		return false
	}
}
