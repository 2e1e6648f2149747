// SPDX-License-Identifier: Apache-2.0

package binaries

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// The modules of this repository, as their go.mod files name them.
const (
	e2eModule  = "github.com/kubectl-eni/kubectl-eni/test/e2e"
	rootModule = "github.com/kubectl-eni/kubectl-eni"
)

// pluginName is the file name by which kubectl finds the plugin, and the folder of its main package under cmd.
const pluginName = "kubectl-eni"

// BuildPlugin builds the plugin of the working tree into a folder, as it is released: trimmed paths, no symbol table.
// It returns the path of the program.
func BuildPlugin(ctx context.Context, dir string) (string, error) {
	root, err := moduleDir(ctx, rootModule)
	if err != nil {
		return "", err
	}
	program := filepath.Join(dir, pluginName)
	if err := goBuild(ctx, root, "-s -w", program, "./cmd/"+pluginName); err != nil {
		return "", err
	}
	return program, nil
}

// BuildCommand builds a command of this module, which is named after its folder under cmd, into a folder. It returns the
// path of the program.
func BuildCommand(ctx context.Context, dir, name string) (string, error) {
	module, err := moduleDir(ctx, e2eModule)
	if err != nil {
		return "", err
	}
	program := filepath.Join(dir, name)
	if err := goBuild(ctx, module, "-s -w", program, "./cmd/"+name); err != nil {
		return "", err
	}
	return program, nil
}

// goBuild builds one main package of the module in a folder, without cgo.
func goBuild(ctx context.Context, module, ldflags, output, pkg string) error {
	_, err := goCommand(ctx, module, "build", "-trimpath", "-buildvcs=false", "-ldflags="+ldflags, "-o", output, pkg)
	return err
}

// moduleDir returns the folder of a module of this repository, as seen from the current folder.
func moduleDir(ctx context.Context, module string) (string, error) {
	dir, err := goCommand(ctx, "", "list", "-m", "-f", "{{.Dir}}", module)
	if err != nil {
		return "", fmt.Errorf("looking for module %s; run this inside test/e2e: %w", module, err)
	}
	return dir, nil
}

// requiredVersion returns the version of a module that the module in a folder has selected.
func requiredVersion(ctx context.Context, dir, module string) (string, error) {
	return goCommand(ctx, dir, "list", "-m", "-f", "{{.Version}}", module)
}

// goCommand runs the go command in a folder (the current one when empty) and returns what it printed, trimmed.
func goCommand(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w: %s", strings.Join(args, " "), err, strings.TrimSpace(stderr.String()))
	}
	return strings.TrimSpace(string(out)), nil
}
