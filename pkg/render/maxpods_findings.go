// SPDX-License-Identifier: Apache-2.0

package render

import (
	"io"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// MaxPodsOptions say how findings are laid out.
type MaxPodsOptions struct {
	// Width is the number of columns that lines are laid out for, and at least 50; 0 means that nothing is wrapped or shortened.
	Width int
	// Unicode is false for ASCII alone.
	Unicode bool
}

// MaxPodsFindings writes, for all nodes with the same answer together, what is wrong with kubelet's value and what to do about it. It writes
// nothing where nothing is. Errors are those of w.
func MaxPodsFindings(w io.Writer, doc *v1alpha1.MaxPodsReport, o MaxPodsOptions) error {
	p := newPage(w, o.Width, o.Unicode)
	first := true
	for _, group := range groupNodes(doc.Items) {
		look, ok := p.lookOf(group.first().Verdict)
		if !ok {
			continue
		}
		if !first {
			p.newline()
		}
		first = false
		p.finding(group, look)
	}
	return p.close()
}

// lookOf returns the style of a verdict that is a finding.
func (p *page) lookOf(verdict string) (style, bool) {
	switch verdict {
	case verdictOver:
		return p.bad, true
	case verdictUnder, verdictStale, verdictUnknown:
		return p.warn, true
	default:
		return p.plain, false
	}
}

// finding writes one of them.
func (p *page) finding(group nodeGroup, look style) {
	item := group.first()
	p.begin("", "", 0)
	p.add(p.title, group.name())
	p.add(look, verdictCell(item))
	p.addText(p.plain, item.InstanceType)
	p.addText(p.plain, provisionerCell(item))
	p.end()
	p.sentence("", item.Summary)
	if pods := group.waiting(); pods > 0 {
		p.sentence("now: ", "every address is in use, and "+counted(pods, "pod")+" without one")
	}
	for _, note := range group.notes() {
		p.sentence("note: ", note)
	}
	p.sentence("fix: ", item.Fix)
}

// sentence writes an indented text after its label, if there is one.
func (p *page) sentence(label, text string) {
	if text == "" {
		return
	}
	p.begin(blanks(hang)+label, blanks(hang+len(label)), 0)
	p.prose(p.plain, text)
	p.end()
}
