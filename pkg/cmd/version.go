// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/printers"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

const formatText = "text"

func newVersionCommand(s *session) *cobra.Command {
	output := newOutputFlags(formatText)
	clientOnly := false
	c := &cobra.Command{
		Use:   "version",
		Short: "Print the versions of this plugin, of the cluster and of its VPC CNI",
		Example: strings.TrimRight(`
  # Everything
  kubectl eni version

  # Without asking a cluster
  kubectl eni version --client -o json`, "\n"),
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := s.flags.validate(); err != nil {
				return usageError(c, err)
			}
			printer, err := output.printer()
			if err != nil {
				return usageError(c, err)
			}
			return s.runVersion(c.Context(), clientOnly, printer)
		},
	}
	output.addTo(c)
	c.Flags().BoolVar(&clientOnly, "client", false, "Print this plugin's version only; ask no cluster")
	return c
}

func (s *session) runVersion(ctx context.Context, clientOnly bool, printer printers.ResourcePrinter) error {
	doc := &v1alpha1.Version{TypeMeta: v1alpha1.TypeMeta(v1alpha1.KindVersion), Client: s.program.client()}
	var unreachable error
	if !clientOnly {
		doc.Server, unreachable = s.serverVersion(ctx)
	}
	// Without a cluster there is still the client's version, as with kubectl.
	if err := s.printVersion(doc, printer); err != nil {
		return err
	}
	return unreachable
}

func (s *session) printVersion(doc *v1alpha1.Version, printer printers.ResourcePrinter) error {
	if printer != nil {
		return s.printStructured(printer, doc)
	}
	lines := []string{"Client Version: " + doc.Client.Version}
	if doc.Client.Commit != "" {
		lines = append(lines, "Commit: "+doc.Client.Commit)
	}
	lines = append(lines, "Limits Table: "+doc.Client.LimitsTable)
	if doc.Server != nil {
		lines = append(lines, "Kubernetes Version: "+doc.Server.Kubernetes, "VPC CNI Version: "+orNone(doc.Server.VPCCNI))
	}
	if _, err := fmt.Fprintln(s.streams.Out, strings.Join(lines, "\n")); err != nil {
		return fmt.Errorf("printing: %w", err)
	}
	return nil
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}

// serverVersion asks the cluster for its version and that of its VPC CNI.
func (s *session) serverVersion(ctx context.Context) (*v1alpha1.ServerVersion, error) {
	trace := &tracer{verbosity: s.flags.verbosity, out: s.streams.ErrOut}
	client, err := cluster.New(s.flags.kube, cluster.Options{UserAgent: "kubectl-eni/" + s.program.version(), Observe: trace.kubernetes})
	if err != nil {
		return nil, err
	}
	kubernetes, err := client.ServerVersion(ctx)
	if err != nil {
		return nil, err
	}
	version := &v1alpha1.ServerVersion{Kubernetes: kubernetes}
	sets, unread, err := client.DaemonSets(ctx, cni.Namespace, cni.DaemonSetName)
	if err != nil {
		return nil, err
	}
	for _, u := range unread {
		s.warnAll([]v1alpha1.Warning{{Code: string(u.Code), Message: "the VPC CNI's version is unknown: " + u.Message, Permission: u.Permission}})
		version.VPCCNI = "unknown"
	}
	for i := range sets {
		for _, container := range sets[i].Spec.Template.Spec.Containers {
			if container.Name == cni.DaemonSetName {
				version.VPCCNI = cni.ParseImageVersion(container.Image).String()
			}
		}
	}
	return version, nil
}

// client describes this build.
func (p Program) client() v1alpha1.ClientVersion {
	return v1alpha1.ClientVersion{
		Version: p.version(), Commit: p.Commit, GoVersion: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH, LimitsTable: cni.LimitsTable,
	}
}

// version is the build's version: what the release set, else the module's.
func (p Program) version() string {
	if p.Version != "" {
		return p.Version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
