// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/kubectl-eni/kubectl-eni/test/e2e/binaries"
	"github.com/kubectl-eni/kubectl-eni/test/e2e/controlplane"
	"github.com/kubectl-eni/kubectl-eni/test/e2e/fixture"
)

// Cluster is a control plane and, on a search path of their own, a real kubectl and the plugin.
type Cluster struct {
	*controlplane.ControlPlane

	// version is the version of Kubernetes of the server and of kubectl.
	version string
	// home is the home folder of every command, and home/bin all of its search path.
	home string
	// plugin builds the plugin into home/bin, once.
	plugin func() error
}

// startCluster builds what is missing, starts the control plane and lays out the search path.
func startCluster(ctx context.Context) (*Cluster, error) {
	set, err := binaries.Ensure(ctx, os.Stderr)
	if err != nil {
		return nil, fmt.Errorf("building the control plane: %w", err)
	}
	home, err := os.MkdirTemp("", "kubectl-eni-e2e-home-")
	if err != nil {
		return nil, fmt.Errorf("creating a home folder: %w", err)
	}
	bin := filepath.Join(home, "bin")
	err = errors.Join(
		os.Mkdir(bin, 0o700),
		os.Symlink(set.Path(binaries.Kubectl), filepath.Join(bin, string(binaries.Kubectl))),
	)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("laying out the search path: %w", err), os.RemoveAll(home))
	}
	plane, err := controlplane.Start(ctx, controlplane.Options{Binaries: set})
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(home))
	}
	build := sync.OnceValue(func() error {
		_, err := binaries.BuildPlugin(ctx, bin)
		return err
	})
	return &Cluster{ControlPlane: plane, version: set.KubernetesVersion, home: home, plugin: build}, nil
}

// Stop ends the control plane and takes away what was written for it.
func (c *Cluster) Stop() error {
	return errors.Join(c.ControlPlane.Stop(), os.RemoveAll(c.home))
}

// Result is what a command printed and how it ended.
type Result struct {
	Stdout, Stderr string
	ExitCode       int
}

// KubectlENI runs `kubectl eni` with arguments, by the real kubectl. The environment is that of [Cluster.Kubectl].
func (c *Cluster) KubectlENI(t *testing.T, env []string, args ...string) Result {
	t.Helper()
	if err := c.plugin(); err != nil {
		t.Fatalf("building the plugin: %v", err)
	}
	return c.Kubectl(t, env, append([]string{"eni"}, args...)...)
}

// Kubectl runs kubectl with arguments. Its environment holds nothing of the caller's: a search path with kubectl and the
// plugin, a home folder, the administrator's KUBECONFIG, and no credentials for AWS. What env says (as KEY=value) is
// added and wins: [ec2fake.Env] turns it to an EC2 endpoint, [Cluster.As] to another user.
func (c *Cluster) Kubectl(t *testing.T, env []string, args ...string) Result {
	t.Helper()
	bin := filepath.Join(c.home, "bin")
	cmd := exec.CommandContext(t.Context(), filepath.Join(bin, string(binaries.Kubectl)), args...)
	cmd.Dir = t.TempDir()
	cmd.Env = append([]string{
		"PATH=" + bin,
		"HOME=" + c.home,
		"KUBECONFIG=" + c.Kubeconfig(),
		"AWS_EC2_METADATA_DISABLED=true",
	}, env...)
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		t.Fatalf("running kubectl %s: %v", strings.Join(args, " "), err)
	}
	return Result{Stdout: stdout.String(), Stderr: stderr.String(), ExitCode: cmd.ProcessState.ExitCode()}
}

// As returns the environment of a user who may do what the rules say in the whole cluster, and nothing else. The user is
// named after the test.
func (c *Cluster) As(t *testing.T, rules ...rbacv1.PolicyRule) []string {
	t.Helper()
	name := strings.ToLower(strings.NewReplacer("/", "-", "_", "-").Replace(t.Name()))
	kubeconfig, err := c.User(t.Context(), name, rules...)
	if err != nil {
		t.Fatal(err)
	}
	return []string{"KUBECONFIG=" + kubeconfig}
}

// Load puts the Kubernetes side of a snapshot folder into the cluster until the test ends. Two tests that do so must not
// run in parallel when their objects have the same names, or when they look at all nodes.
func (c *Cluster) Load(t *testing.T, dir string) {
	t.Helper()
	loaded, err := fixture.LoadSnapshot(t.Context(), c.Config(), dir)
	if loaded != nil {
		t.Cleanup(func() {
			// The context of the test has ended by now.
			if err := loaded.Delete(context.WithoutCancel(t.Context())); err != nil {
				t.Errorf("taking the snapshot out of the cluster: %v", err)
			}
		})
	}
	if err != nil {
		t.Fatalf("loading snapshot %s: %v", dir, err)
	}
}
