// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/collect"
	"github.com/kubectl-eni/kubectl-eni/pkg/explain"
	"github.com/kubectl-eni/kubectl-eni/pkg/maxpods"
	"github.com/kubectl-eni/kubectl-eni/pkg/render"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

func newExplainNodeCommand(s *session) *cobra.Command {
	flags := &explainFlags{}
	c := &cobra.Command{
		Use:     "node NAME",
		Aliases: []string{"nodes", "no"},
		Short:   "Explain a node's address pool: what is used, idle and unusable, how many pods fit, and what ipamd does next",
		Example: strings.TrimRight(`
  # By name, or by instance id
  kubectl eni explain node ip-10-0-1-23.eu-west-1.compute.internal
  kubectl eni explain node i-0123456789abcdef0

  # Without a cluster
  kubectl eni explain node i-03846c730abe852f4 --demo`, "\n"),
		ValidArgsFunction: s.completeNames(cluster.NamedNodes),
		RunE: func(c *cobra.Command, args []string) error {
			e, err := flags.options(s)
			if err != nil {
				return usageError(c, err)
			}
			selection, err := nodeArgument(args)
			if err != nil {
				return usageError(c, err)
			}
			return e.runNode(c.Context(), s, selection)
		},
	}
	flags.addTo(s, c)
	return c
}

func nodeArgument(args []string) (collect.Selection, error) {
	if len(args) != 1 {
		return collect.Selection{}, fmt.Errorf("takes one node, received %d", len(args))
	}
	return collect.ParseSelection(args, "")
}

func (e *explanation) runNode(ctx context.Context, s *session, selection collect.Selection) error {
	// Nothing finds a node by its instance but the list of all nodes, and with it everything else is read.
	if len(selection.Names) > 0 {
		e.subject.Node = selection.Names[0]
	}
	e.subject.Needs = func(m *topology.Model, snap *snapshot.Snapshot) []explain.Need {
		return explain.NeedsOfNode(m, snap, nodeName(m, selection))
	}
	model, snap, err := e.load(ctx, s)
	if err != nil {
		return err
	}
	name := nodeName(model, selection)
	if name == "" {
		return &cluster.NotFoundError{Resource: "nodes", Names: append(selection.Names, selection.Instances...)}
	}
	doc, err := explain.Node(model, snap, name)
	if err != nil {
		return err
	}
	if doc.MaxPods != nil {
		doc.MaxPods.Implementations = maxpods.Node(model, node(model, name)).Implementations
	}
	return e.print(s, doc, doc.Warnings, func(w io.Writer) error { return render.NodeExplanation(w, doc, e.draw) })
}

// node is a node of the model.
func node(m *topology.Model, name string) *topology.Node {
	i := slices.IndexFunc(m.Nodes, func(n *topology.Node) bool { return string(n.Name) == name })
	return m.Nodes[i]
}

// nodeName is the name of the selected node; "" when it is not there.
func nodeName(m *topology.Model, selection collect.Selection) string {
	for _, node := range m.Nodes {
		if node.Record != nil && selection.Matches(node.Record) {
			return string(node.Name)
		}
	}
	return ""
}
