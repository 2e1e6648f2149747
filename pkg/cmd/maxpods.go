// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/printers"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/collect"
	"github.com/kubectl-eni/kubectl-eni/pkg/maxpods"
	"github.com/kubectl-eni/kubectl-eni/pkg/render"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// flagInstanceType is the flag that asks about instance types instead of nodes.
const flagInstanceType = "instance-type"

// maxPodsFlags are the flags of kubectl eni max-pods.
type maxPodsFlags struct {
	output        *outputFlags
	selector      string
	sortBy        string
	noHeaders     bool
	refreshLimits bool
	failOn        string
	emit          string

	instanceTypes []string
	setup         maxpods.Flags
	maxENI        int
}

// maxPodsOptions are the flags once they are understood.
type maxPodsOptions struct {
	query   collect.Query
	model   topology.Options
	sortBy  maxpods.SortBy
	failOn  maxpods.FailOn
	emit    maxpods.Target
	types   []string
	setup   maxpods.Setup
	printer printers.ResourcePrinter
	format  string
	table   render.TableOptions
	page    render.MaxPodsOptions
}

func newMaxPodsCommand(s *session) *cobra.Command {
	flags := &maxPodsFlags{output: newOutputFlags(formatTable, formatWide)}
	c := &cobra.Command{
		Use:   "max-pods [NODE...]",
		Short: "Show how many pods nodes or instance types can carry, by which rule, and whether kubelet is set to that",
		Long: strings.TrimSpace(`
Show how many pods nodes or instance types can carry, by which rule, and whether
kubelet is set to that.

For nodes, the answer is compared with what kubelet is set to:
  OK       kubelet admits what the node can carry
  Over     kubelet admits more pods than there are addresses: the rest would hang
  Under    kubelet admits fewer pods than recommended
  Capped   kubelet is below the formula on purpose, at the cap of 110 or 250
  Stale    the node is older than the VPC CNI's settings
  Unknown  too little is known

With --instance-type it needs neither cluster nor AWS nor network.

NODE is a node's name, node/NAME, or an EC2 instance id.`),
		Example: strings.TrimRight(`
  # All nodes; those with the same answer share a line
  kubectl eni max-pods

  # Every node, with what each implementation would set
  kubectl eni max-pods -o wide

  # Instance types, without a cluster
  kubectl eni max-pods --instance-type m5.large,c7g.4xlarge --prefix-delegation

  # The configuration that sets the recommended value
  kubectl eni max-pods --instance-type m5.large --prefix-delegation --emit nodeadm

  # In a pipeline: exit code 3 if pods can hang for want of an address
  kubectl eni max-pods --fail-on over`, "\n"),
		ValidArgsFunction: s.completeNames(cluster.NamedNodes),
		RunE: func(c *cobra.Command, args []string) error {
			o, err := flags.options(c, s, args)
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

func (f *maxPodsFlags) addTo(c *cobra.Command) {
	f.output.addTo(c)
	flags := c.Flags()
	flags.StringVarP(&f.selector, "selector", "l", "", "Selector (label query) of the nodes, as kubectl takes it")
	flags.StringVar(&f.sortBy, "sort-by", string(maxpods.SortByName), "Order of the nodes: name|type|verdict|kubelet|recommended")
	flags.BoolVar(&f.noHeaders, "no-headers", false, "Print the table alone: no headers and nothing below it")
	flags.BoolVar(&f.refreshLimits, "refresh-limits", false, "Read the limits of all instance types from EC2 instead of the built-in table")
	flags.StringVar(&f.failOn, "fail-on", "", "Exit with code 3 if a node's verdict is: over|under|any")
	flags.StringVar(&f.emit, "emit", "", "Print the configuration that sets the recommended value: nodeadm|karpenter|eksctl|bottlerocket|kubelet")

	flags.StringSliceVar(&f.instanceTypes, flagInstanceType, nil, "Instance types instead of nodes, separated by commas; all for every known one")
	flags.BoolVar(&f.setup.PrefixDelegation, "prefix-delegation", false, "With --instance-type: ENABLE_PREFIX_DELEGATION")
	flags.BoolVar(&f.setup.CustomNetworking, "custom-networking", false, "With --instance-type: AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG")
	flags.BoolVar(&f.setup.SecurityGroupsForPods, "security-groups-for-pods", false, "With --instance-type: ENABLE_POD_ENI")
	flags.BoolVar(&f.setup.IPv6, "ipv6", false, "With --instance-type: an IPv6 cluster")
	flags.BoolVar(&f.setup.Windows, "windows", false, "With --instance-type: Windows nodes")
	flags.IntVar(&f.maxENI, "max-eni", 0, "With --instance-type: MAX_ENI")
}

// setupFlags are the flags that describe instance types' set-up.
func setupFlags() []string {
	return []string{"prefix-delegation", "custom-networking", "security-groups-for-pods", "ipv6", "windows", "max-eni"}
}

// options understands the flags and arguments; its errors are mistakes of usage.
func (f *maxPodsFlags) options(c *cobra.Command, s *session, args []string) (*maxPodsOptions, error) {
	if err := s.flags.validate(); err != nil {
		return nil, err
	}
	printer, err := f.output.printer()
	if err != nil {
		return nil, err
	}
	out := s.terminal(s.streams.Out)
	o := &maxPodsOptions{
		printer: printer,
		format:  f.output.format,
		table:   render.TableOptions{Wide: f.output.format == formatWide, NoHeaders: f.noHeaders},
		page:    render.MaxPodsOptions{Width: out.Width, Unicode: out.Unicode},
		model:   topology.Options{PreferEC2Limits: f.refreshLimits},
	}
	if o.sortBy, err = maxpods.ParseSortBy(f.sortBy); err != nil {
		return nil, fmt.Errorf("--sort-by: %w", err)
	}
	if err := f.parseEmit(c, o); err != nil {
		return nil, err
	}
	if c.Flags().Changed(flagInstanceType) {
		return o, f.parseTypes(c, args, o)
	}
	return o, f.parseNodes(c, args, o)
}

func (f *maxPodsFlags) parseEmit(c *cobra.Command, o *maxPodsOptions) error {
	if !c.Flags().Changed("emit") {
		return nil
	}
	if c.Flags().Changed("output") {
		return errors.New("--emit and --output exclude each other")
	}
	target, err := maxpods.ParseTarget(f.emit)
	if err != nil {
		return fmt.Errorf("--emit: %w", err)
	}
	o.emit = target
	return nil
}

// parseTypes understands the flags of instance types.
func (f *maxPodsFlags) parseTypes(c *cobra.Command, args []string, o *maxPodsOptions) error {
	if len(args) > 0 {
		return fmt.Errorf("--%s and NODE exclude each other", flagInstanceType)
	}
	for _, name := range []string{"selector", "from", "demo", "fail-on", "refresh-limits"} {
		if c.Flags().Changed(name) {
			return fmt.Errorf("--%s and --%s exclude each other", flagInstanceType, name)
		}
	}
	if c.Flags().Changed("max-eni") {
		f.setup.MaxENI = &f.maxENI
	}
	types, err := maxpods.ParseTypes(f.instanceTypes)
	if err != nil {
		return err
	}
	setup, err := f.setup.Setup()
	if err != nil {
		return err
	}
	o.types, o.setup = types, setup
	if !c.Flags().Changed("sort-by") {
		o.sortBy = ""
	}
	return nil
}

// parseNodes understands the flags of nodes.
func (f *maxPodsFlags) parseNodes(c *cobra.Command, args []string, o *maxPodsOptions) error {
	for _, name := range setupFlags() {
		if c.Flags().Changed(name) {
			return fmt.Errorf("--%s needs --%s: nodes have the VPC CNI's own settings", name, flagInstanceType)
		}
	}
	selection, err := collect.ParseSelection(args, f.selector)
	if err != nil {
		return err
	}
	if c.Flags().Changed("fail-on") {
		if o.failOn, err = maxpods.ParseFailOn(f.failOn); err != nil {
			return fmt.Errorf("--fail-on: %w", err)
		}
	}
	o.query = collect.Query{Selection: selection, RefreshLimits: f.refreshLimits, WithoutEC2: true}
	return nil
}

func (o *maxPodsOptions) run(ctx context.Context, s *session) error {
	doc, err := o.document(ctx, s)
	if err != nil {
		return err
	}
	s.warnAll(doc.Warnings)
	if err := o.print(s, doc); err != nil {
		return err
	}
	if unknown := len(doc.UnknownTypes); unknown > 0 {
		return fmt.Errorf("%d of %d instance types are unknown", unknown, unknown+len(doc.Items))
	}
	if o.failOn != "" {
		if findings := o.failOn.Findings(doc); findings > 0 {
			return &FindingsError{Message: fmt.Sprintf("--fail-on %s: %d of %d nodes", o.failOn, findings, len(doc.Items))}
		}
	}
	return nil
}

func (o *maxPodsOptions) document(ctx context.Context, s *session) (*v1alpha1.MaxPodsReport, error) {
	if o.types != nil {
		doc := maxpods.Types(o.types, o.setup, s.findTypes(ctx, o.types))
		if o.sortBy != "" {
			maxpods.Sort(doc, o.sortBy)
		}
		return doc, nil
	}
	snap, err := s.load(ctx, o.query, collect.Tree)
	if err != nil {
		return nil, err
	}
	return maxpods.Nodes(topology.Build(snap, o.model), o.sortBy), nil
}

func (o *maxPodsOptions) print(s *session, doc *v1alpha1.MaxPodsReport) error {
	switch {
	case o.emit != "":
		text, err := maxpods.Emit(o.emit, doc)
		if err != nil {
			return err
		}
		_, err = fmt.Fprint(s.streams.Out, text)
		return err //nolint:wrapcheck // the stream's own error
	case o.printer != nil:
		return s.printStructured(o.printer, doc)
	case len(doc.Items) == 0:
		return nil
	}
	out := s.terminal(s.streams.Out).Writer(s.streams.Out)
	if err := render.MaxPodsTable(out, doc, o.table); err != nil {
		return err
	}
	if o.format != formatTable || o.table.NoHeaders {
		return nil
	}
	var findings bytes.Buffer
	if err := render.MaxPodsFindings(&findings, doc, o.page); err != nil || findings.Len() == 0 {
		return err
	}
	_, err := fmt.Fprintf(out, "\n%s", findings.String())
	return err //nolint:wrapcheck // the stream's own error
}
