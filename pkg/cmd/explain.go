// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/cli-runtime/pkg/printers"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/collect"
	"github.com/kubectl-eni/kubectl-eni/pkg/render"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

func newExplainCommand(s *session) *cobra.Command {
	c := &cobra.Command{
		Use:   "explain",
		Short: "Explain where an address comes from, or why there is none",
		Example: strings.TrimRight(`
  # Where does this pod's address come from, or why has it none?
  kubectl eni explain pod web-0 -n shop

  # Every pod that waits for an address
  kubectl eni explain pod --stuck -A

  # What is this address?
  kubectl eni explain ip 10.0.3.7

  # What does this node's pool hold, and what will become of it?
  kubectl eni explain node ip-10-0-1-23.eu-west-1.compute.internal`, "\n"),
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newExplainPodCommand(s), newExplainIPCommand(s), newExplainNodeCommand(s))
	return c
}

// explanation is what the explain commands share: how to print, and what to read.
type explanation struct {
	printer printers.ResourcePrinter
	draw    render.ExplainOptions
	subject collect.Subject
}

// explainFlags are the flags of the explain commands.
type explainFlags struct {
	output *outputFlags
}

func (f *explainFlags) addTo(s *session, c *cobra.Command) {
	f.output = newOutputFlags(formatText)
	f.output.addTo(c)
	s.flags.addSource(c.Flags())
}

// options understands the flags that all explain commands have.
func (f *explainFlags) options(s *session) (*explanation, error) {
	if err := s.flags.validate(); err != nil {
		return nil, err
	}
	printer, err := f.output.printer()
	if err != nil {
		return nil, err
	}
	out := s.terminal(s.streams.Out)
	return &explanation{printer: printer, draw: render.ExplainOptions{Width: out.Width, Unicode: out.Unicode}}, nil
}

// load returns the model to explain from, and the snapshot under it.
func (e *explanation) load(ctx context.Context, s *session) (*topology.Model, *snapshot.Snapshot, error) {
	snap, err := s.load(ctx, collect.Query{}, func(ctx context.Context, o collect.Options, _ collect.Query) (*snapshot.Snapshot, error) {
		return collect.Explain(ctx, o, e.subject)
	})
	if err != nil {
		return nil, nil, err
	}
	return topology.Build(snap, topology.Options{}), snap, nil
}

// print prints a document with kubectl's printer, or as text.
func (e *explanation) print(s *session, doc runtime.Object, warnings []v1alpha1.Warning, draw func(io.Writer) error) error {
	s.warnAll(warnings)
	if e.printer != nil {
		return s.printStructured(e.printer, doc)
	}
	return draw(s.terminal(s.streams.Out).Writer(s.streams.Out))
}

// namespace is the namespace that the command works in: the flag's, else the kubeconfig's; a snapshot has only the flag's, else default.
func (s *session) namespace() (string, error) {
	if given := *s.flags.kube.Namespace; given != "" {
		return given, nil
	}
	if s.flags.offline() {
		return "default", nil
	}
	namespace, _, err := s.flags.kube.ToRawKubeConfigLoader().Namespace()
	if err != nil {
		return "", fmt.Errorf("reading the kubeconfig's namespace: %w", err)
	}
	return namespace, nil
}

var errNothingToExplain = errors.New("say what to explain: a NAME, --selector or --stuck")
