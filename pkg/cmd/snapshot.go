// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kubectl-eni/kubectl-eni/pkg/collect"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// stdoutPath as --file writes the archive to stdout.
const stdoutPath = "-"

// snapshotTime is how a file's name tells the time of the read, in UTC.
const snapshotTime = "2006-01-02T150405Z"

func newSnapshotCommand(s *session) *cobra.Command {
	path := ""
	c := &cobra.Command{
		Use:   "snapshot",
		Short: "Save what Kubernetes and EC2 say, to look at it later or elsewhere with --from",
		Long: strings.TrimSpace(`
Save what Kubernetes and EC2 say about the cluster's pod network.

The snapshot is a .tar.gz archive, or a folder, of plain API output cut down to the
fields that kubectl eni needs. It holds names and labels of pods and nodes, addresses,
events and the tags of ENIs that the CNI and AWS set; no secrets, no environment
variables but the VPC CNI's settings, no pod specs. Every command takes it with --from.`),
		Example: strings.TrimRight(`
  # To a file that is named after the cluster and the time
  kubectl eni snapshot

  # To a given archive, or to a folder
  kubectl eni snapshot -f cluster.tar.gz
  kubectl eni snapshot -f cluster/

  # Look at it
  kubectl eni tree --from cluster.tar.gz`, "\n"),
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := s.flags.validate(); err != nil {
				return usageError(c, err)
			}
			return s.runSnapshot(c.Context(), path)
		},
	}
	c.Flags().StringVarP(&path, "file", "f", "", "Where to write: a .tar.gz archive, a folder, or - for stdout; by default an archive named after the cluster")
	return c
}

func (s *session) runSnapshot(ctx context.Context, path string) error {
	snap, err := s.collect(ctx, collect.Query{}, func(ctx context.Context, o collect.Options, _ collect.Query) (*snapshot.Snapshot, error) {
		return collect.All(ctx, o)
	})
	if err != nil {
		return err
	}
	for _, u := range snap.Meta.Unread {
		s.warnUnread(u)
	}
	if path == stdoutPath {
		return snapshot.Write(s.streams.Out, snap)
	}
	if path == "" {
		path = snapshotName(snap)
	}
	if err := snapshot.Save(path, snap); err != nil {
		return err
	}
	_, _ = fmt.Fprintf(s.streams.ErrOut, "wrote %s: %d nodes, %d pods, %d network interfaces, %d subnets\n",
		path, len(snap.Nodes), len(snap.Pods), len(snap.NetworkInterfaces), len(snap.Subnets))
	return nil
}

// snapshotName is the default name of an archive: kubectl-eni_<cluster>_<time>.tar.gz.
func snapshotName(snap *snapshot.Snapshot) string {
	name := snap.Meta.Cluster
	if name == "" {
		name = snap.Meta.Context
	}
	safe := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '.':
			return r
		default:
			return '-'
		}
	}, name)
	return fmt.Sprintf("kubectl-eni_%s_%s.tar.gz", safe, snap.Meta.Time.Format(snapshotTime))
}
