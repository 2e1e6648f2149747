// SPDX-License-Identifier: Apache-2.0

package render

import (
	"slices"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// findings writes what was found, with what shows it and what to do. What merely says how things are was said by the verdict: a healthy pod gets
// a short answer.
func (e *explanation) findings(all []v1alpha1.Finding) {
	first := true
	var shown []v1alpha1.Evidence
	for i := range all {
		f := &all[i]
		if i == 0 && f.Severity != severityError && f.Severity != severityWarning {
			continue
		}
		if first {
			e.heading("findings")
		}
		first = false
		e.finding(f, i == 0, shown)
		shown = append(shown, f.Evidence...)
	}
}

// finding writes one of them. The summary of the first one is the verdict's and is not said again, nor is evidence that was shown before.
func (e *explanation) finding(f *v1alpha1.Finding, isVerdict bool, shown []v1alpha1.Evidence) {
	e.begin("", "", hang)
	e.add(e.ofSeverity(f.Severity), known(f.Severity))
	e.add(e.title, known(f.Code))
	e.addText(e.faint, f.Confidence)
	e.end()
	if !isVerdict {
		e.indented("", e.plain, known(f.Summary))
	}
	for _, fact := range f.Evidence {
		if !slices.Contains(shown, fact) {
			e.proof(fact)
		}
	}
	if f.Severity != severityError && f.Severity != severityWarning {
		return
	}
	e.indented("fix: ", e.plain, f.Remedy)
	for _, command := range f.Commands {
		e.whole(blanks(2*hang)+"$ ", e.id, command)
	}
}

// proof writes a piece of evidence, its source first.
func (e *explanation) proof(fact v1alpha1.Evidence) {
	e.begin(blanks(hang)+e.bullet(), blanks(2*hang), 0)
	e.prose(e.faint, known(fact.Source)+":")
	e.addAfter(" ", e.plain, "")
	e.wrapped(e.plain, known(fact.Text))
	e.end()
}

// bullet stands before a piece of evidence.
func (e *explanation) bullet() string {
	if e.unicode {
		return "· "
	}
	return "- "
}
