// SPDX-License-Identifier: Apache-2.0

package render

import (
	"io"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// TreeOptions say how a tree is drawn.
type TreeOptions struct {
	// Depth is how far down it is drawn; empty means [DepthPod].
	Depth Depth
	// All gives every idle address and every host-network pod a line of its own, instead of counting them.
	All bool
	// Width is the number of columns that lines are laid out for, and at least 50; 0 means that nothing is wrapped or shortened.
	Width int
	// Unicode is false for pictures of ASCII alone.
	Unicode bool
}

// tree draws a [v1alpha1.Tree].
type tree struct {
	*page

	depth Depth
	all   bool
	// mode is how the cluster's CNI holds addresses, and "" where that is unknown.
	mode string
	// podsKnown is false while a node is drawn whose pods could not be read.
	podsKnown bool
}

// Tree draws nodes with their ENIs, addresses and pods, and then the pods that have no place among them. The document's warnings are left
// to the caller. Errors are those of w.
func Tree(w io.Writer, doc *v1alpha1.Tree, o TreeOptions) error {
	t := &tree{page: newPage(w, o.Width, o.Unicode), depth: o.Depth, all: o.All}
	if doc.Cluster.CNI != nil {
		t.mode = doc.Cluster.CNI.Mode
	}
	t.summary(doc)
	for i := range doc.Nodes {
		if i == 0 || t.depth.shows(DepthENI) {
			t.newline()
		}
		t.node(&doc.Nodes[i])
	}
	t.unplaced(doc.UnplacedPods)
	return t.close()
}
