// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/printers"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/collect"
	"github.com/kubectl-eni/kubectl-eni/pkg/render"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/subnets"
	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// subnetsFlags are the flags of kubectl eni subnets.
type subnetsFlags struct {
	output    *outputFlags
	asMap     bool
	leaked    bool
	failOn    []string
	noHeaders bool
}

// subnetsOptions are the flags once they are understood.
type subnetsOptions struct {
	ids        []string
	asMap      bool
	leaked     bool
	conditions []subnets.Condition
	printer    printers.ResourcePrinter
	wide       bool
	layout     render.SubnetOptions
}

func newSubnetsCommand(s *session) *cobra.Command {
	flags := &subnetsFlags{output: newOutputFlags(formatTable, formatWide)}
	c := &cobra.Command{
		Use:   "subnets [SUBNET-ID...]",
		Short: "Show where the addresses of the subnets went, and whether there are free /28 blocks left",
		Long: strings.TrimSpace(`
Show where the addresses of the subnets went, and whether there are free /28 blocks left.

Every address in use is in exactly one place: nodes, pods, idle addresses, branch ENIs,
other clusters, services of AWS, leaked ENIs and more. The sum is held against EC2's own
count, and what no ENI explains is said to be unaccounted for.

Without SUBNET-ID it shows the subnets that nodes have ENIs in, that ENIConfigs name, and
that subnet discovery may pick. With one it shows that subnet in full.`),
		Example: strings.TrimRight(`
  # All subnets of the cluster, one line each
  kubectl eni subnets

  # One subnet in full: its ledger, who holds what, the nodes with the most idle addresses
  kubectl eni subnets subnet-0123456789abcdef0

  # The address space as a picture, a cell for each /28
  kubectl eni subnets --map

  # ENIs that nobody owns any more, and the commands that would delete them
  kubectl eni subnets --leaked

  # In a pipeline: exit code 3 if addresses or prefixes run out
  kubectl eni subnets --fail-on 'free<100' --fail-on 'free28<8'

  # The free /28s of every subnet
  kubectl eni subnets -o jsonpath='{range .items[*]}{.id}{"\t"}{.free28}{"\n"}{end}'`, "\n"),
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

func (f *subnetsFlags) addTo(c *cobra.Command) {
	f.output.addTo(c)
	flags := c.Flags()
	flags.BoolVar(&f.asMap, "map", false, "Draw the address space, a cell for each /28; in JSON and YAML, add the blocks")
	flags.BoolVar(&f.leaked, "leaked", false, "Show the ENIs that are attached to nothing, and the commands that would delete the leaked ones")
	flags.StringSliceVar(&f.failOn, "fail-on", nil, "Exit with code 3 if a subnet meets a condition: free<N|free28<N|leaked; may be given more than once")
	flags.BoolVar(&f.noHeaders, "no-headers", false, "Print the table alone: no headers and nothing below it")
}

// options understands the flags and arguments; its errors are mistakes of usage.
func (f *subnetsFlags) options(s *session, args []string) (*subnetsOptions, error) {
	if err := s.flags.validate(); err != nil {
		return nil, err
	}
	if f.asMap && f.leaked {
		return nil, errors.New("--map and --leaked exclude each other")
	}
	printer, err := f.output.printer()
	if err != nil {
		return nil, err
	}
	out := terminal.Of(s.streams.Out, s.program.Environ)
	o := &subnetsOptions{
		asMap: f.asMap, leaked: f.leaked, printer: printer, wide: f.output.format == formatWide,
		layout: render.SubnetOptions{Wide: f.output.format == formatWide, NoHeaders: f.noHeaders, Width: out.Width, Unicode: out.Unicode},
	}
	for _, arg := range args {
		id := strings.TrimPrefix(arg, "subnet/")
		if !strings.HasPrefix(id, "subnet-") {
			return nil, fmt.Errorf("%q is no subnet: use its id, subnet-…", arg)
		}
		o.ids = append(o.ids, id)
	}
	for _, text := range f.failOn {
		condition, err := subnets.ParseCondition(text)
		if err != nil {
			return nil, fmt.Errorf("--fail-on: %w", err)
		}
		o.conditions = append(o.conditions, condition)
	}
	return o, nil
}

func (o *subnetsOptions) run(ctx context.Context, s *session) error {
	snap, err := s.load(ctx, collect.Query{}, func(ctx context.Context, c collect.Options, q collect.Query) (*snapshot.Snapshot, error) {
		return collect.Subnets(ctx, c, q, o.ids)
	})
	if err != nil {
		return err
	}
	doc, err := subnets.Report(snap, topology.Build(snap, topology.Options{}), o.report())
	if err != nil {
		return err
	}
	s.warnAll(doc.Warnings)
	if o.printer != nil {
		err = s.printStructured(o.printer, doc)
	} else {
		err = o.print(s, doc)
	}
	if err != nil {
		return err
	}
	return o.judge(doc)
}

func (o *subnetsOptions) report() subnets.Options {
	r := subnets.Options{Map: o.asMap}
	for _, id := range o.ids {
		r.IDs = append(r.IDs, topology.SubnetID(id))
	}
	return r
}

func (o *subnetsOptions) print(s *session, doc *v1alpha1.SubnetReport) error {
	out := terminal.Of(s.streams.Out, s.program.Environ).Writer(s.streams.Out)
	switch {
	case o.leaked:
		return render.SubnetLeaks(out, doc, o.layout)
	case o.asMap:
		return render.SubnetMap(out, doc, o.layout)
	case len(o.ids) > 0 && !o.wide:
		return render.SubnetDetail(out, doc, o.layout)
	default:
		return render.SubnetTable(out, doc, o.layout)
	}
}

// judge turns what meets a condition of --fail-on into an error.
func (o *subnetsOptions) judge(doc *v1alpha1.SubnetReport) error {
	var found []string
	for _, condition := range o.conditions {
		found = append(found, condition.Findings(doc)...)
	}
	if len(found) == 0 {
		return nil
	}
	return &FindingsError{Message: "--fail-on: " + strings.Join(found, "; ")}
}
