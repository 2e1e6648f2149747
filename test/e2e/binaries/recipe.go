// SPDX-License-Identifier: Apache-2.0

package binaries

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// kubernetesModule is the module whose version the control plane reports as its own.
const kubernetesModule = "k8s.io/kubernetes"

// step says how one program is built.
type step struct {
	program Program
	// pkg is the import path of its main package, one of the tools of tools/go.mod.
	pkg string
	// ldflags is the value of the go command's flag of that name.
	ldflags string
}

// recipeFor returns how the programs are built for a version of Kubernetes.
//
// A Kubernetes program learns its version from the linker, in the two packages that upstream's own build sets
// (hack/lib/version.sh, func kube::version::ldflags); without it the server would call itself v0.0.0-master.
func recipeFor(version string) []step {
	const strip = "-s -w"
	numbers := strings.SplitN(strings.TrimPrefix(version, "v"), ".", 3)
	flags := []string{strip}
	for _, pkg := range []string{"k8s.io/component-base/version", "k8s.io/client-go/pkg/version"} {
		flags = append(flags,
			"-X "+pkg+".gitVersion="+version,
			"-X "+pkg+".gitMajor="+numbers[0],
			"-X "+pkg+".gitMinor="+numbers[min(1, len(numbers)-1)],
			"-X "+pkg+".gitTreeState=clean",
		)
	}
	versioned := strings.Join(flags, " ")
	return []step{
		{program: Etcd, pkg: "go.etcd.io/etcd/server/v3", ldflags: strip},
		{program: Kubectl, pkg: kubernetesModule + "/cmd/kubectl", ldflags: versioned},
		{program: APIServer, pkg: kubernetesModule + "/cmd/kube-apiserver", ldflags: versioned},
	}
}

// stamp returns a checksum of everything that decides what the programs are: the module versions, the recipe, and the
// platform.
func stamp(tools string, recipe []step) (string, error) {
	sum := sha256.New()
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(filepath.Join(tools, name))
		if err != nil {
			return "", fmt.Errorf("reading the versions of the programs: %w", err)
		}
		sum.Write(data)
	}
	_, _ = fmt.Fprintf(sum, "%s %s %+v", runtime.GOOS, runtime.GOARCH, recipe)
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// build builds every program into a temporary folder and then moves it to its place, so that a program which is there is
// whole, and one that runs stays as it is.
func build(ctx context.Context, progress io.Writer, tools string, recipe []step, set Set) error {
	scratch, err := os.MkdirTemp(set.Dir, "build-")
	if err != nil {
		return fmt.Errorf("creating a folder to build in: %w", err)
	}
	defer os.RemoveAll(scratch) //nolint:errcheck // What is left there is in the way of nobody.

	for _, step := range recipe {
		started := time.Now()
		_, _ = fmt.Fprintf(progress, "building %s (%s) ...\n", step.program, step.pkg)
		built := filepath.Join(scratch, string(step.program))
		if err := goBuild(ctx, tools, step.ldflags, built, step.pkg); err != nil {
			return err
		}
		if err := os.Rename(built, set.Path(step.program)); err != nil {
			return fmt.Errorf("moving %s to its place: %w", step.program, err)
		}
		_, _ = fmt.Fprintf(progress, "built %s in %s\n", step.program, time.Since(started).Round(time.Second))
	}
	return nil
}
