// SPDX-License-Identifier: Apache-2.0

package render

import (
	"io"
	"strconv"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// stepInterface is a kind of [v1alpha1.PathStep].
const stepInterface = "interface"

// PodExplanation writes where a pod's address comes from, or why it has none: the answer first, then the path from the pod to its node, what that
// means for the pod, the findings, and a page of AWS's. The document's warnings are left to the caller. Errors are those of w.
func PodExplanation(w io.Writer, doc *v1alpha1.PodExplanation, o ExplainOptions) error {
	e := newExplanation(w, o)
	e.verdict("pod "+doc.Pod.Namespace+"/"+doc.Pod.Name, &doc.Verdict)
	e.path(doc.Path)
	e.meaning(doc)
	e.findings(doc.Findings)
	e.list("next", doc.Next)
	e.docs(doc.Verdict.Docs)
	return e.close()
}

// path draws the stations from the pod to its node, one under the other.
func (e *explanation) path(steps []v1alpha1.PathStep) {
	if len(steps) == 0 {
		return
	}
	e.newline()
	indent, head := "", ""
	for i := range steps {
		e.begin(head, indent+e.blank, 0)
		e.add(e.faint, known(steps[i].Kind))
		look := e.plain
		if steps[i].Kind == stepInterface {
			look = e.id
		}
		e.addAfter(" ", look, known(steps[i].ID))
		e.addText(e.plain, steps[i].Detail)
		e.end()
		next := e.children(indent, 1)
		at := next.next()
		head, indent = at.head, at.rest
	}
}

// meaning writes what the place means for the pod: its security groups and its wiring on the node.
func (e *explanation) meaning(doc *v1alpha1.PodExplanation) {
	if len(doc.SecurityGroups) == 0 && doc.Host == nil {
		return
	}
	e.newline()
	e.groups(doc.SecurityGroups)
	for _, note := range doc.SecurityGroupNotes {
		e.fact("", "note: "+note)
	}
	if h := doc.Host; h != nil {
		e.host(h)
	}
}

// host writes what to look for on the node.
func (e *explanation) host(h *v1alpha1.Host) {
	e.label("on the host")
	e.add(e.plain, known(h.Interface))
	e.addText(e.plain, h.VLANInterface)
	if h.RouteTable != "" {
		e.add(e.plain, "route table "+h.RouteTable)
	}
	e.end()
	for _, r := range h.Rules {
		e.fact("", "ip rule "+strconv.Itoa(r.Priority)+": "+r.Match+" lookup "+r.Table)
	}
	for _, note := range h.Notes {
		e.fact("", "note: "+note)
	}
	e.fact("source address", strings.TrimSpace(h.SNAT))
}
