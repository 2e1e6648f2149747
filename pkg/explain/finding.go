// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// found makes a finding of a code's entry in the registry.
func found(code Code, summary string, evidence ...v1alpha1.Evidence) v1alpha1.Finding {
	v := lookup(code)
	return v1alpha1.Finding{
		Code: string(code), Title: v.Title, Severity: string(v.Severity), Confidence: string(v.Confidence),
		Summary: summary, Evidence: evidence, Remedy: v.Remedy, Docs: v.Docs,
	}
}

// evidence is one fact with its source.
func evidence(source, format string, args ...any) v1alpha1.Evidence {
	return v1alpha1.Evidence{Source: source, Text: fmt.Sprintf(format, args...)}
}

// some makes a list of a finding, for the rules that make one or none.
func some(f v1alpha1.Finding) []v1alpha1.Finding { return []v1alpha1.Finding{f} }

// weaken lowers a finding's confidence to at most the given one.
func weaken(f v1alpha1.Finding, to Confidence) v1alpha1.Finding {
	if confidenceWeight(Confidence(f.Confidence)) > confidenceWeight(to) {
		f.Confidence = string(to)
	}
	return f
}

func severityWeight(s Severity) int {
	switch s {
	case SeverityError:
		return 3
	case SeverityWarning:
		return 2
	case SeverityInfo:
		return 1
	default:
		return 0
	}
}

func confidenceWeight(c Confidence) int {
	switch c {
	case Certain:
		return 3
	case Likely:
		return 2
	case Possible:
		return 1
	default:
		return 0
	}
}

// answers reports whether a finding says where the address comes from, rather than that something is wrong: such a finding is the verdict
// unless an error is at least likely.
func answers(f v1alpha1.Finding) bool {
	return Severity(f.Severity) == SeverityInfo && Code(f.Code) != NoSecurityGroupPolicyMatch
}

// weight orders findings: errors that are certain or likely, then the answers, then errors that are only possible, then what is beside the
// question.
func weight(f v1alpha1.Finding) int {
	confidence := confidenceWeight(Confidence(f.Confidence))
	isError := Severity(f.Severity) == SeverityError
	switch {
	case isError && confidence > confidenceWeight(Possible):
		return 100 + confidence
	case answers(f):
		return 50 + confidence
	case isError:
		return 40
	default:
		return severityWeight(Severity(f.Severity))*10 + confidence
	}
}

// sortFindings puts the strongest finding first; of two that weigh the same, the one that stands first in the registry.
func sortFindings(findings []v1alpha1.Finding) {
	all := Verdicts()
	slices.SortStableFunc(findings, func(x, y v1alpha1.Finding) int {
		return cmp.Or(cmp.Compare(weight(y), weight(x)), cmp.Compare(rank(all, Code(x.Code)), rank(all, Code(y.Code))))
	})
}

// verdictOf is the verdict that a finding makes.
func verdictOf(f v1alpha1.Finding) v1alpha1.Verdict {
	return v1alpha1.Verdict{Code: f.Code, Summary: f.Summary, Severity: f.Severity, Confidence: f.Confidence, Docs: f.Docs}
}
