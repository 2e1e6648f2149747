// SPDX-License-Identifier: Apache-2.0

// Package binaries builds the programs that the end-to-end tests run: etcd, kube-apiserver and kubectl from their Go
// modules at the versions that tools/go.mod pins, and the plugin from the working tree.
//
// Building needs nothing but Go and the modules: the first build takes minutes and fills test/e2e/.bin, later calls
// find it there as long as tools/go.mod and tools/go.sum stay as they are.
package binaries

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// Program is the file name of one program of the control plane.
type Program string

// The programs of a control plane that [Ensure] provides.
const (
	Etcd      Program = "etcd"
	APIServer Program = "kube-apiserver"
	Kubectl   Program = "kubectl"
)

// Set is a folder that holds every [Program], built and ready to run.
type Set struct {
	// Dir is the absolute path of the folder.
	Dir string
	// KubernetesVersion is what kube-apiserver and kubectl say they are, with the leading v.
	KubernetesVersion string
}

// Path returns the absolute path of a program of the set.
func (s Set) Path(program Program) string {
	return filepath.Join(s.Dir, string(program))
}

// stampName is the file beside the programs that says what they were built from.
const stampName = "stamp"

// Ensure returns the programs of the control plane, building them first when they are missing or were built from other
// module versions. What it builds it says on progress. The current folder must lie inside the module test/e2e.
// Concurrent calls, also from several processes, build once.
func Ensure(ctx context.Context, progress io.Writer) (Set, error) {
	module, err := moduleDir(ctx, e2eModule)
	if err != nil {
		return Set{}, err
	}
	tools := filepath.Join(module, "binaries", "tools")
	version, err := requiredVersion(ctx, tools, kubernetesModule)
	if err != nil {
		return Set{}, err
	}
	set := Set{Dir: filepath.Join(module, ".bin"), KubernetesVersion: version}
	if err := os.MkdirAll(set.Dir, 0o750); err != nil {
		return Set{}, fmt.Errorf("creating the folder of the programs: %w", err)
	}
	unlock, err := lockedfile.MutexAt(filepath.Join(set.Dir, "lock")).Lock()
	if err != nil {
		return Set{}, fmt.Errorf("locking the folder of the programs: %w", err)
	}
	defer unlock()

	return set, ensure(ctx, progress, tools, set)
}

// ensure builds the set if it is not what the folder of its versions asks for. The caller holds the lock.
func ensure(ctx context.Context, progress io.Writer, tools string, set Set) error {
	recipe := recipeFor(set.KubernetesVersion)
	want, err := stamp(tools, recipe)
	if err != nil {
		return err
	}
	file := filepath.Join(set.Dir, stampName)
	have, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("reading what the programs were built from: %w", err)
	}
	if string(have) == want && complete(set) {
		return nil
	}
	if err := build(ctx, progress, tools, recipe, set); err != nil {
		return err
	}
	if err := os.WriteFile(file, []byte(want), 0o600); err != nil {
		return fmt.Errorf("writing what the programs were built from: %w", err)
	}
	return nil
}

// complete says whether every program of the set is there.
func complete(set Set) bool {
	for _, step := range recipeFor(set.KubernetesVersion) {
		if _, err := os.Stat(set.Path(step.program)); err != nil {
			return false
		}
	}
	return true
}
