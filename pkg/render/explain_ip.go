// SPDX-License-Identifier: Apache-2.0

package render

import (
	"io"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// IPExplanation writes what an address is. The document's warnings are left to the caller. Errors are those of w.
func IPExplanation(w io.Writer, doc *v1alpha1.IPExplanation, o ExplainOptions) error {
	e := newExplanation(w, o)
	e.verdict("address "+doc.IP, &doc.Verdict)
	e.newline()
	e.pods("pods", doc.Pods)
	e.pods("ended pods", doc.FinishedPods)
	e.fact("node", doc.Node)
	if doc.InterfaceID != "" {
		e.label("interface")
		e.add(e.id, doc.InterfaceID)
		e.addText(e.plain, doc.Role)
		e.addText(e.plain, doc.Owner)
		e.addText(e.faint, doc.Description)
		e.end()
	}
	e.fact("slot", doc.Slot)
	e.fact("subnet", doc.SubnetID)
	e.groups(doc.SecurityGroups)
	e.evidence(doc.Evidence)
	e.list("next", doc.Next)
	e.docs(doc.Verdict.Docs)
	return e.close()
}

// pods writes the pods of an address, one a line.
func (e *explanation) pods(name string, pods []v1alpha1.PodRef) {
	for _, pod := range pods {
		e.label(name)
		e.add(e.plain, pod.Namespace+"/"+pod.Name)
		if pod.HostNetwork {
			e.add(e.plain, "host network")
		}
		if pod.Terminating {
			e.add(e.warn, "terminating")
		}
		e.end()
		name = ""
	}
}

// evidence writes what shows the verdict.
func (e *explanation) evidence(facts []v1alpha1.Evidence) {
	if len(facts) == 0 {
		return
	}
	e.heading("evidence")
	for _, fact := range facts {
		e.proof(fact)
	}
}
