// SPDX-License-Identifier: Apache-2.0

package render

import (
	"io"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// TreeNames writes the nodes as kubectl's -o name does, node/NAME a line. Errors are those of w.
func TreeNames(w io.Writer, doc *v1alpha1.Tree) error {
	p := newPage(w, 0, true)
	for i := range doc.Nodes {
		p.begin("", "", 0)
		p.add(p.plain, "node/"+doc.Nodes[i].Name)
		p.end()
	}
	return p.close()
}
