// SPDX-License-Identifier: Apache-2.0

// Package demo holds a snapshot of a small EKS cluster, so that every command can be tried without one. README.md says which parts of
// it are real and what there is to see.
package demo

import (
	"embed"
	"fmt"
	"io/fs"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

//go:embed cluster
var files embed.FS

// Snapshot returns the demo cluster, a new copy at every call. An error would mean that the binary is damaged.
func Snapshot() (*snapshot.Snapshot, error) {
	cluster, err := fs.Sub(files, "cluster")
	if err != nil {
		return nil, fmt.Errorf("opening the demo cluster: %w", err)
	}
	s, err := snapshot.LoadFS(cluster)
	if err != nil {
		return nil, fmt.Errorf("loading the demo cluster: %w", err)
	}
	return s, nil
}
