// SPDX-License-Identifier: Apache-2.0

// Package controlplane runs a real etcd and kube-apiserver on free ports of the loopback interface, with the custom
// resources of the VPC CNI and of the VPC resource controller served, and hands out kubeconfigs for them.
//
// Nothing else of a cluster runs: no kubelet, scheduler or controller. Pods stay where and as they are put, there are no
// default service accounts, and deleted objects go at once.
package controlplane

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-logr/logr"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/kubectl-eni/kubectl-eni/test/e2e/binaries"
)

// startTimeout is how long each of the two processes may take until it is healthy, and the custom resources until they
// are served: seconds on an idle machine, so this only ends a wait for what will never be.
const startTimeout = 2 * time.Minute

// quietAdmission are the admission plugins that change or refuse objects for reasons that a test does not have: they
// want the objects that controllers make (service accounts, priority and runtime classes) or taint new nodes.
var quietAdmission = []string{"ServiceAccount", "Priority", "RuntimeClass", "TaintNodesByCondition", "DefaultTolerationSeconds"}

// Options say how a control plane is run.
type Options struct {
	// Binaries are the programs to run.
	Binaries binaries.Set
	// Log receives what etcd and kube-apiserver print; nil drops it.
	Log io.Writer
	// Unlimited lifts the limits on concurrent requests, to fill a server as fast as it goes. Leave it off where the
	// server should treat a client as a real one does.
	Unlimited bool
	// DataDir is where etcd keeps its data, also after Stop; when empty, that is a temporary folder.
	DataDir string
}

// ControlPlane is a running etcd and kube-apiserver.
type ControlPlane struct {
	environment *envtest.Environment
	admin       *rest.Config
	dir         string
	kubeconfig  string
}

// Start starts a control plane, waits until it is ready and serves the custom resources. The caller must call
// [ControlPlane.Stop].
func Start(ctx context.Context, opts Options) (_ *ControlPlane, err error) {
	dir, err := os.MkdirTemp("", "kubectl-eni-e2e-")
	if err != nil {
		return nil, fmt.Errorf("creating a folder for kubeconfigs: %w", err)
	}
	environment, err := environmentFor(opts)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	c := &ControlPlane{environment: environment, dir: dir}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.Stop())
		}
	}()
	// What the library would log comes back as an error; without a logger it complains about having none.
	log.SetLogger(logr.Discard())
	// Starting can not be interrupted from within, so an interrupt is seen before and after it.
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("before starting the control plane: %w", err)
	}
	if c.admin, err = environment.Start(); err != nil {
		return nil, fmt.Errorf("starting the control plane: %w", err)
	}
	if c.kubeconfig, err = c.writeKubeconfig("admin", environment.KubeConfig); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("after starting the control plane: %w", err)
	}
	return c, nil
}

// environmentFor describes the processes. Paths are set one by one, and a cluster that exists is refused, so that no
// environment variable of envtest can turn the tests to other programs or to somebody's cluster.
func environmentFor(opts Options) (*envtest.Environment, error) {
	crds, err := customResources()
	if err != nil {
		return nil, err
	}
	existing := false
	environment := &envtest.Environment{
		UseExistingCluster:       &existing,
		CRDInstallOptions:        envtest.CRDInstallOptions{CRDs: crds, MaxTime: startTimeout},
		ControlPlaneStartTimeout: startTimeout,
	}
	environment.ControlPlane.Etcd = &envtest.Etcd{
		Path: opts.Binaries.Path(binaries.Etcd), DataDir: opts.DataDir, Out: opts.Log, Err: opts.Log,
	}
	environment.ControlPlane.KubectlPath = opts.Binaries.Path(binaries.Kubectl)
	server := environment.ControlPlane.GetAPIServer()
	server.Path, server.Out, server.Err = opts.Binaries.Path(binaries.APIServer), opts.Log, opts.Log
	arguments := server.Configure().Set("disable-admission-plugins", strings.Join(quietAdmission, ","))
	if opts.Unlimited {
		arguments.
			Set("enable-priority-and-fairness", "false").
			Set("max-requests-inflight", "0").
			Set("max-mutating-requests-inflight", "0")
	}
	return environment, nil
}

// Stop ends both processes and removes their data, but for [Options].DataDir, and the kubeconfigs.
func (c *ControlPlane) Stop() error {
	if err := errors.Join(c.environment.Stop(), os.RemoveAll(c.dir)); err != nil {
		return fmt.Errorf("stopping the control plane: %w", err)
	}
	return nil
}

// Config returns a copy of the client configuration of the administrator, who may do everything.
func (c *ControlPlane) Config() *rest.Config {
	return rest.CopyConfig(c.admin)
}

// Kubeconfig returns the path of the administrator's kubeconfig.
func (c *ControlPlane) Kubeconfig() string {
	return c.kubeconfig
}

// writeKubeconfig writes a kubeconfig for somebody into the folder that Stop removes.
func (c *ControlPlane) writeKubeconfig(who string, data []byte) (string, error) {
	path := filepath.Join(c.dir, who+".kubeconfig")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		return "", fmt.Errorf("writing the kubeconfig of %s: %w", who, err)
	}
	return path, nil
}
