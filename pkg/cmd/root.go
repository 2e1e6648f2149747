// SPDX-License-Identifier: Apache-2.0

// Package cmd wires the commands of kubectl eni: flags become options, options are checked, a command collects or loads a snapshot, hands
// it to the pure packages and prints their document. One file holds one command.
package cmd

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
)

// Program says which build this is and where it runs.
type Program struct {
	// Version and Commit of the build; empty when unknown.
	Version, Commit string
	// Environ is the environment, as os.Environ returns it.
	Environ []string
	// Terminal says what a stream can show; nil asks the stream and the environment.
	Terminal func(io.Writer) terminal.Terminal
}

// NewRootCommand returns kubectl eni with all its commands.
func NewRootCommand(p Program, streams genericiooptions.IOStreams) *cobra.Command {
	s := &session{program: p, streams: streams, flags: newSharedFlags()}
	root := &cobra.Command{
		Use:   "kubectl-eni",
		Short: "Show how pods, IP addresses and ENIs of an EKS cluster belong together",
		Long: strings.TrimSpace(`
Show how pods, IP addresses and ENIs of an EKS cluster belong together.

Every pod IP on EKS is an address of the VPC: a slot of an ENI of the pod's node, or
a branch ENI of its own. kubectl eni joins what Kubernetes and EC2 know about them.
It only reads.`),
		Example: strings.TrimRight(`
  # The whole cluster: node, ENI, address or prefix, pod
  kubectl eni tree

  # Try it without a cluster
  kubectl eni tree --demo

  # Keep what was read, and look at it later or elsewhere
  kubectl eni snapshot -f cluster.tar.gz
  kubectl eni tree --from cluster.tar.gz`, "\n"),
		Annotations:       map[string]string{cobra.CommandDisplayNameAnnotation: "kubectl eni"},
		SilenceUsage:      true,
		SilenceErrors:     true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		Args:              cobra.ArbitraryArgs,
		RunE:              runRoot,
	}
	root.SetIn(streams.In)
	root.SetOut(streams.Out)
	root.SetErr(streams.ErrOut)
	root.SetFlagErrorFunc(usageError)
	s.flags.addTo(root.PersistentFlags())
	root.AddCommand(
		newTreeCommand(s),
		newExplainCommand(s),
		newMaxPodsCommand(s),
		newSubnetsCommand(s),
		newSnapshotCommand(s),
		newPermissionsCommand(s),
		newVersionCommand(s),
	)
	root.AddCommand(newTopics()...)
	root.SetHelpCommand(newHelpCommand())
	root.PersistentFlags().BoolP("help", "h", false, "Print the help of a command")
	s.addCompletion(root)
	return root
}

// runRoot prints the help, or says which command was meant.
func runRoot(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return c.Help() //nolint:wrapcheck // cobra's own
	}
	message := fmt.Sprintf("unknown command %q", args[0])
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		message += fmt.Sprintf(": did you mean %s?", strings.Join(near, " or "))
	}
	return &UsageError{Command: c.CommandPath(), Message: message}
}

// session is what the commands of one run share.
type session struct {
	program Program
	streams genericiooptions.IOStreams
	flags   *sharedFlags
}

// terminal says what a stream can show.
func (s *session) terminal(w io.Writer) terminal.Terminal {
	if s.program.Terminal != nil {
		return s.program.Terminal(w)
	}
	return terminal.Of(w, s.program.Environ)
}

// newConfigFlags returns kubectl's own flags: --kubeconfig, --context, --namespace and so on.
func newConfigFlags() *genericclioptions.ConfigFlags {
	return genericclioptions.NewConfigFlags(true)
}
