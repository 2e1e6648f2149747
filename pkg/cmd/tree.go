// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"context"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/printers"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/collect"
	"github.com/kubectl-eni/kubectl-eni/pkg/render"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
	"github.com/kubectl-eni/kubectl-eni/pkg/tree"
)

// treeFlags are the flags of kubectl eni tree.
type treeFlags struct {
	output        *outputFlags
	selector      string
	allNamespaces bool
	depth         string
	all           bool
	sortBy        string
	noHeaders     bool
	refreshLimits bool
}

// treeOptions are the flags once they are understood.
type treeOptions struct {
	query   collect.Query
	model   topology.Options
	tree    tree.Options
	printer printers.ResourcePrinter
	format  string
	draw    render.TreeOptions
	table   render.TableOptions
}

func newTreeCommand(s *session) *cobra.Command {
	flags := &treeFlags{output: newOutputFlags(formatTree, formatTable, formatWide, formatName)}
	c := &cobra.Command{
		Use:   "tree [NODE...]",
		Short: "Show node, ENI, address or prefix, and pod as a tree, with what is held and what is idle",
		Long: strings.TrimSpace(`
Show node, ENI, address or prefix, and pod as a tree.

Addresses that are held by an ENI of the node are used when a pod has them, and idle
otherwise. Branch ENIs (security groups for pods) stand under their node's trunk ENI.
Pods whose address is on no ENI of their node are listed at the end, with the reason.

NODE is a node's name, node/NAME, or an EC2 instance id.`),
		Example: strings.TrimRight(`
  # All nodes
  kubectl eni tree

  # One node, by its name or by its instance
  kubectl eni tree ip-10-0-1-23.eu-west-1.compute.internal
  kubectl eni tree i-0123456789abcdef0

  # The nodes of a node group, those with the most idle addresses first
  kubectl eni tree -l eks.amazonaws.com/nodegroup=ng1 --sort-by idle

  # Only the slots of the pods of a namespace
  kubectl eni tree -n payments

  # One line for each node
  kubectl eni tree --depth node

  # Which pod has this address?
  kubectl eni tree -o table | grep 10.0.1.57

  # The ids of all trunk ENIs
  kubectl eni tree -o jsonpath='{.nodes[*].interfaces[?(@.role=="trunk")].id}'`, "\n"),
		ValidArgsFunction: s.completeNames(cluster.NamedNodes),
		RunE: func(c *cobra.Command, args []string) error {
			o, err := flags.options(s, args)
			if err != nil {
				return usageError(c, err)
			}
			return o.run(c.Context(), s)
		},
	}
	flags.addTo(c)
	s.flags.addSource(c.Flags())
	return c
}

func (f *treeFlags) addTo(c *cobra.Command) {
	f.output.addTo(c)
	flags := c.Flags()
	flags.StringVarP(&f.selector, "selector", "l", "", "Selector (label query) of the nodes, as kubectl takes it")
	flags.BoolVarP(&f.allNamespaces, "all-namespaces", "A", false, "Show the pods of all namespaces; the default unless -n is given")
	flags.StringVar(&f.depth, "depth", string(render.DepthPod), "How deep to draw the tree: node|eni|slot|pod")
	flags.BoolVar(&f.all, "all", false, "Give every idle address and every host-network pod a line of its own")
	flags.StringVar(&f.sortBy, "sort-by", string(tree.SortByName), "Order of the nodes: name|idle|used|zone")
	flags.BoolVar(&f.noHeaders, "no-headers", false, "Print no headers with -o table and wide")
	flags.BoolVar(&f.refreshLimits, "refresh-limits", false, "Read the limits of all instance types from EC2 instead of the built-in table")
}

// options understands the flags and arguments; its errors are mistakes of usage.
func (f *treeFlags) options(s *session, args []string) (*treeOptions, error) {
	if err := s.flags.validate(); err != nil {
		return nil, err
	}
	selection, err := collect.ParseSelection(args, f.selector)
	if err != nil {
		return nil, err
	}
	depth, err := render.ParseDepth(f.depth)
	if err != nil {
		return nil, err
	}
	order, err := tree.ParseSortBy(f.sortBy)
	if err != nil {
		return nil, err
	}
	printer, err := f.output.printer()
	if err != nil {
		return nil, err
	}
	namespace := ""
	if !f.allNamespaces {
		namespace = *s.flags.kube.Namespace
	}
	out := s.terminal(s.streams.Out)
	return &treeOptions{
		query:   collect.Query{Selection: selection, Namespace: namespace, RefreshLimits: f.refreshLimits},
		model:   topology.Options{PreferEC2Limits: f.refreshLimits},
		tree:    tree.Options{Namespace: namespace, SortBy: order},
		printer: printer,
		format:  f.output.format,
		draw:    render.TreeOptions{Depth: depth, All: f.all, Width: out.Width, Unicode: out.Unicode},
		table:   render.TableOptions{Wide: f.output.format == formatWide, NoHeaders: f.noHeaders},
	}, nil
}

func (o *treeOptions) run(ctx context.Context, s *session) error {
	snap, err := s.load(ctx, o.query, collect.Tree)
	if err != nil {
		return err
	}
	doc := tree.Document(topology.Build(snap, o.model), o.tree)
	s.warnAll(doc.Warnings)
	if o.printer != nil {
		return s.printStructured(o.printer, doc)
	}
	return o.print(s, doc)
}

func (o *treeOptions) print(s *session, doc *v1alpha1.Tree) error {
	out := s.terminal(s.streams.Out).Writer(s.streams.Out)
	switch o.format {
	case formatName:
		return render.TreeNames(out, doc)
	case formatTable, formatWide:
		return render.TreeTable(out, doc, o.table)
	default:
		return render.Tree(out, doc, o.draw)
	}
}
