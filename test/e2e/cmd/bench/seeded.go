// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/kubectl-eni/kubectl-eni/test/e2e/controlplane"
)

// startControlPlane starts etcd and kube-apiserver, with the limits that they have by default, on a copy of the data of a
// filled cluster. Filling takes minutes, so its result is kept beside the programs for the next run.
func (s *stage) startControlPlane(ctx context.Context, opts options, progress io.Writer) error {
	key, err := seededKey(opts, s.binaries.KubernetesVersion, filepath.Join(filepath.Dir(s.binaries.Dir), "seed"))
	if err != nil {
		return err
	}
	ofThisSize := filepath.Join(s.binaries.Dir, fmt.Sprintf("seeded-%dx%d-", opts.nodes, opts.podsPerNode))
	seeded := ofThisSize + key
	_, err = os.Stat(seeded)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("looking for the data of a filled cluster: %w", err)
	}
	if err != nil {
		if err := errors.Join(removeAll(ofThisSize+"*"), s.fill(ctx, seeded, progress)); err != nil {
			return err
		}
	}
	data := filepath.Join(s.home, "etcd")
	if err := errors.Join(os.Mkdir(data, 0o700), os.CopyFS(data, os.DirFS(seeded))); err != nil {
		return fmt.Errorf("copying the data of a filled cluster: %w", err)
	}
	started := time.Now()
	s.plane, err = controlplane.Start(ctx, controlplane.Options{Binaries: s.binaries, DataDir: data})
	if err != nil {
		return fmt.Errorf("starting the control plane: %w", err)
	}
	_, _ = fmt.Fprintf(progress, "started Kubernetes %s with %d nodes in %s\n",
		s.binaries.KubernetesVersion, opts.nodes, time.Since(started).Round(100*time.Millisecond))
	return nil
}

// seededKey names what decides the data of a filled cluster: its size, the version of the server, and the code of package
// seed, which is in a folder.
func seededKey(opts options, version, folder string) (string, error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil || len(paths) == 0 {
		return "", fmt.Errorf("looking for the code of package seed in %s: %d files, %w", folder, len(paths), cmp.Or(err, fs.ErrNotExist))
	}
	sum := sha256.New()
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return "", fmt.Errorf("reading the code of package seed: %w", err)
		}
		sum.Write(data)
	}
	_, _ = fmt.Fprint(sum, opts.nodes, " ", opts.podsPerNode, " ", version)
	return hex.EncodeToString(sum.Sum(nil)[:8]), nil
}

// removeAll removes the folders that a pattern names: the data that earlier code of package seed has made.
func removeAll(pattern string) error {
	folders, err := filepath.Glob(pattern)
	if err != nil {
		return fmt.Errorf("looking for the data of earlier clusters: %w", err)
	}
	for _, folder := range folders {
		if err := os.RemoveAll(folder); err != nil {
			return fmt.Errorf("removing the data of an earlier cluster: %w", err)
		}
	}
	return nil
}

// fill makes a folder with the data of an etcd that holds the plan.
func (s *stage) fill(ctx context.Context, seeded string, progress io.Writer) error {
	data := filepath.Join(s.home, "filling")
	if err := os.Mkdir(data, 0o700); err != nil {
		return fmt.Errorf("creating a folder for etcd: %w", err)
	}
	plane, err := controlplane.Start(ctx, controlplane.Options{Binaries: s.binaries, Unlimited: true, DataDir: data})
	if err != nil {
		return fmt.Errorf("starting a control plane to fill: %w", err)
	}
	if err := errors.Join(s.plan.Write(ctx, plane.Config(), progress), plane.Stop()); err != nil {
		return fmt.Errorf("filling the control plane: %w", err)
	}
	if err := os.CopyFS(seeded+".part", os.DirFS(data)); err != nil {
		return fmt.Errorf("keeping the data of the filled cluster: %w", err)
	}
	if err := errors.Join(os.Rename(seeded+".part", seeded), os.RemoveAll(data)); err != nil {
		return fmt.Errorf("keeping the data of the filled cluster: %w", err)
	}
	return nil
}
