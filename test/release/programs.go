// SPDX-License-Identifier: Apache-2.0

package release

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// BuildKrew builds krew under the name by which kubectl finds it, and krew's validator of manifests, into a folder. Both come from the
// module sigs.k8s.io/krew at the version of go.mod.
func BuildKrew(ctx context.Context, dir string) error {
	for name, pkg := range map[string]string{
		"kubectl-krew":           "sigs.k8s.io/krew/cmd/krew",
		"validate-krew-manifest": "sigs.k8s.io/krew/cmd/validate-krew-manifest",
	} {
		command := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", filepath.Join(dir, name), pkg)
		command.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off")
		if out, err := command.CombinedOutput(); err != nil {
			return fmt.Errorf("building %s: %w: %s", pkg, err, out)
		}
	}
	return nil
}

// Kubectl returns the folder that holds a real kubectl, which test/e2e builds when it is not there yet (minutes).
func Kubectl(ctx context.Context, root string) (string, error) {
	command := exec.CommandContext(ctx, "go", "run", "./cmd/ensure")
	command.Dir = filepath.Join(root, "test", "e2e")
	command.Env = append(os.Environ(), "GOWORK=off")
	var stderr strings.Builder
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("building kubectl: %w: %s", err, stderr.String())
	}
	return strings.TrimSpace(string(out)), nil
}

// Home is the world of one user: a home folder with krew's own folder in it, and nothing else of this machine but its system programs.
type Home struct {
	dir  string
	path []string
}

// NewHome returns an empty home in a folder. The other folders hold the programs that the user has.
func NewHome(dir string, programs ...string) Home {
	return Home{dir: dir, path: append([]string{filepath.Join(dir, ".krew", "bin")}, programs...)}
}

// Krew returns a path below krew's folder.
func (h Home) Krew(parts ...string) string {
	return filepath.Join(append([]string{h.dir, ".krew"}, parts...)...)
}

// Run runs a line in the user's shell and returns its stdout and stderr together.
func (h Home) Run(ctx context.Context, line string) (string, error) {
	command := exec.CommandContext(ctx, "/bin/sh", "-ec", line)
	command.Dir = h.dir
	command.Env = []string{
		"HOME=" + h.dir,
		"PATH=" + strings.Join(append(h.path, "/usr/local/bin", "/usr/bin", "/bin"), string(os.PathListSeparator)),
		"KUBECONFIG=" + filepath.Join(h.dir, "no-kubeconfig"),
		"AWS_EC2_METADATA_DISABLED=true",
		"GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=test", "GIT_AUTHOR_EMAIL=test@localhost", "GIT_COMMITTER_NAME=test", "GIT_COMMITTER_EMAIL=test@localhost",
		"KREW_NO_UPGRADE_CHECK=1",
	}
	out, err := command.CombinedOutput()
	if err != nil {
		return string(out), fmt.Errorf("%s: %w: %s", line, err, out)
	}
	return string(out), nil
}
