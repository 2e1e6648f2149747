// SPDX-License-Identifier: Apache-2.0

package render

import (
	"io"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// ExplainOptions say how an explanation is laid out.
type ExplainOptions struct {
	// Width is the number of columns that lines are laid out for, and at least 50; 0 means that nothing is wrapped or shortened.
	Width int
	// Unicode is false for pictures of ASCII alone.
	Unicode bool
}

// Severities, see [v1alpha1.Verdict].
const (
	severityError   = "error"
	severityWarning = "warning"
)

// explainLabelWidth is the width, in columns, of the labels before the facts of an explanation.
const explainLabelWidth = len("security groups  ")

// explanation writes what the explanations have in common.
type explanation struct {
	*page
}

func newExplanation(w io.Writer, o ExplainOptions) *explanation {
	return &explanation{page: newPage(w, o.Width, o.Unicode)}
}

// verdict writes the answer, in one sentence, and under it its code and how certain it is.
func (e *explanation) verdict(subject string, v *v1alpha1.Verdict) {
	e.begin("", "", hang)
	e.add(e.title, known(subject))
	e.addAfter(": ", e.ofSeverity(v.Severity), "")
	e.wrapped(e.ofSeverity(v.Severity), known(v.Summary))
	e.end()
	e.begin(blanks(hang), blanks(hang), 0)
	e.add(e.faint, known(v.Code))
	e.addText(e.faint, v.Confidence)
	e.end()
}

// wrapped adds a text that may break between its words to the segment at hand.
func (e *explanation) wrapped(s style, text string) {
	if e.width == 0 {
		e.more(s, strings.Join(strings.Fields(text), " "))
		return
	}
	separator := ""
	for word := range strings.FieldsSeq(text) {
		if separator == "" {
			e.more(s, word)
		} else {
			e.addAfter(separator, s, word)
		}
		separator = " "
	}
}

// ofSeverity is the style of a severity.
func (e *explanation) ofSeverity(severity string) style {
	switch severity {
	case severityError:
		return e.bad
	case severityWarning:
		return e.warn
	default:
		return e.plain
	}
}

// fact writes a line with a label, if there is something to say.
func (e *explanation) fact(label, text string) {
	if text == "" {
		return
	}
	e.label(label)
	e.prose(e.plain, text)
	e.end()
}

// label begins a line with a label before it.
func (e *explanation) label(name string) {
	e.begin(name+blanks(explainLabelWidth-len(name)), blanks(explainLabelWidth), 0)
}

// heading writes the name of a part after an empty line.
func (e *explanation) heading(text string) {
	e.newline()
	e.begin("", "", 0)
	e.add(e.title, text)
	e.end()
}

// list writes texts under a heading, each on lines of its own.
func (e *explanation) list(heading string, texts []string) {
	if len(texts) == 0 {
		return
	}
	e.heading(heading)
	for _, text := range texts {
		e.indented("", e.plain, text)
	}
}

// indented writes an indented text after its label, if there is one.
func (e *explanation) indented(label string, s style, text string) {
	if text == "" {
		return
	}
	e.begin(blanks(hang)+label, blanks(hang+len(label)), 0)
	e.prose(s, text)
	e.end()
}

// groups writes the security groups, each with its name and the policies that gave it.
func (e *explanation) groups(groups []v1alpha1.SecurityGroup) {
	name := "security groups"
	for _, g := range groups {
		e.label(name)
		e.add(e.plain, known(g.ID))
		e.addText(e.plain, g.Name)
		if len(g.Policies) > 0 {
			e.add(e.plain, "by SecurityGroupPolicy "+strings.Join(g.Policies, ", "))
		}
		e.end()
		name = ""
	}
}

// docs writes the page of AWS's.
func (e *explanation) docs(url string) {
	if url == "" {
		return
	}
	e.newline()
	e.whole("", e.faint, url)
}

// whole writes a line that is made to be copied: it is neither wrapped nor shortened, however long it is.
func (e *explanation) whole(before string, s style, text string) {
	text, _ = e.printable(strings.TrimSpace(text))
	e.write(e.faint, before)
	e.write(s, text)
	e.newline()
}
