// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"fmt"
	"io"
	"net/netip"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kubectl-eni/kubectl-eni/pkg/explain"
	"github.com/kubectl-eni/kubectl-eni/pkg/render"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

func newExplainIPCommand(s *session) *cobra.Command {
	flags := &explainFlags{}
	c := &cobra.Command{
		Use:   "ip ADDRESS",
		Short: "Explain what an address is: a pod's, a node's, an idle slot, a service of AWS's, free, or none of the VPC's",
		Example: strings.TrimRight(`
  # Who has this address?
  kubectl eni explain ip 10.0.3.7

  # In a snapshot
  kubectl eni explain ip 10.0.3.7 --from cluster.tar.gz

  # Without a cluster
  kubectl eni explain ip 192.168.26.162 --demo`, "\n"),
		RunE: func(c *cobra.Command, args []string) error {
			e, err := flags.options(s)
			if err != nil {
				return usageError(c, err)
			}
			addr, err := addressArgument(args)
			if err != nil {
				return usageError(c, err)
			}
			e.subject.WithoutEvents = true
			e.subject.Needs = func(m *topology.Model, snap *snapshot.Snapshot) []explain.Need {
				return explain.NeedsOfIP(m, snap, addr)
			}
			model, snap, err := e.load(c.Context(), s)
			if err != nil {
				return err
			}
			doc := explain.IP(model, snap, addr)
			return e.print(s, doc, doc.Warnings, func(w io.Writer) error { return render.IPExplanation(w, doc, e.draw) })
		},
	}
	flags.addTo(s, c)
	return c
}

func addressArgument(args []string) (netip.Addr, error) {
	if len(args) != 1 {
		return netip.Addr{}, fmt.Errorf("takes one address, received %d", len(args))
	}
	addr, err := netip.ParseAddr(args[0])
	if err != nil {
		return netip.Addr{}, fmt.Errorf("%q is no IP address", args[0])
	}
	return addr, nil
}
