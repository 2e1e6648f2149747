// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"

	"github.com/kubectl-eni/kubectl-eni/test/e2e/binaries"
	"github.com/kubectl-eni/kubectl-eni/test/e2e/controlplane"
	"github.com/kubectl-eni/kubectl-eni/test/e2e/seed"
)

// stage is everything that the measured commands talk to.
type stage struct {
	plane    *controlplane.ControlPlane
	plan     seed.Plan
	binaries binaries.Set
	ec2      *ec2fake.Fake
	proxy    *countingProxy
	servers  []*http.Server
	// home is the home folder of every command.
	home string
	// measurer, kubectl and plugin are the paths of the programs, pluginSize is the size of the last one in bytes.
	measurer, kubectl, plugin string
	pluginSize                int64
	// direct and counted are the environments of commands that reach the control plane directly or through the proxy.
	direct, counted []string
}

// setUp builds, starts and fills everything. On an error, what was started is stopped again.
func setUp(ctx context.Context, opts options, progress io.Writer) (_ *stage, err error) {
	s := &stage{}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.stop())
		}
	}()
	if s.home, err = os.MkdirTemp("", "kubectl-eni-bench-"); err != nil {
		return nil, fmt.Errorf("creating a home folder: %w", err)
	}
	if s.plan, err = seed.NewPlan(opts.nodes, opts.podsPerNode); err != nil {
		return nil, fmt.Errorf("planning the cluster: %w", err)
	}
	if err := s.buildPrograms(ctx, opts, progress); err != nil {
		return nil, err
	}
	if err := s.startControlPlane(ctx, opts, progress); err != nil {
		return nil, err
	}
	if err := s.serve(ctx, opts.latency); err != nil {
		return nil, err
	}
	return s, nil
}

// buildPrograms builds the programs that are measured and the one that measures, the plugin first, so that one which does
// not compile is known before the cluster is filled.
func (s *stage) buildPrograms(ctx context.Context, opts options, progress io.Writer) error {
	var err error
	if s.plugin = opts.plugin; s.plugin == "" {
		if s.plugin, err = binaries.BuildPlugin(ctx, s.home); err != nil {
			return fmt.Errorf("building the plugin: %w", err)
		}
	}
	info, err := os.Stat(s.plugin)
	if err != nil {
		return fmt.Errorf("looking at the plugin: %w", err)
	}
	s.pluginSize = info.Size()
	if s.measurer, err = binaries.BuildCommand(ctx, s.home, "measure"); err != nil {
		return fmt.Errorf("building the program that measures: %w", err)
	}
	if s.binaries, err = binaries.Ensure(ctx, progress); err != nil {
		return fmt.Errorf("building the control plane: %w", err)
	}
	s.kubectl = s.binaries.Path(binaries.Kubectl)
	return nil
}

// serve starts the fake EC2 and the counting proxy, and makes the environments of the commands.
func (s *stage) serve(ctx context.Context, latency time.Duration) error {
	s.ec2 = ec2fake.New(
		ec2fake.State{NetworkInterfaces: s.plan.NetworkInterfaces(), Subnets: s.plan.Subnets()},
		ec2fake.Options{Latency: latency},
	)
	ec2URL, err := s.listen(ctx, s.ec2)
	if err != nil {
		return err
	}
	if s.proxy, err = newCountingProxy(s.plane.Config()); err != nil {
		return err
	}
	proxyURL, err := s.listen(ctx, s.proxy)
	if err != nil {
		return err
	}
	throughProxy := filepath.Join(s.home, "counted.kubeconfig")
	if err := writeProxyKubeconfig(throughProxy, proxyURL); err != nil {
		return err
	}
	shared := ec2fake.Env([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + s.home}, ec2URL)
	s.direct = append([]string{"KUBECONFIG=" + s.plane.Kubeconfig()}, shared...)
	s.counted = append([]string{"KUBECONFIG=" + throughProxy}, shared...)
	return nil
}

// listen serves a handler on a free port of the loopback interface and returns its URL.
func (s *stage) listen(ctx context.Context, handler http.Handler) (string, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("listening on the loopback interface: %w", err)
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	s.servers = append(s.servers, server)
	go func() { _ = server.Serve(listener) }() // It ends with [http.ErrServerClosed].
	return "http://" + listener.Addr().String(), nil
}

// wait prints what a shell needs to reach the cluster and the fake EC2, and keeps them until the context ends.
func (s *stage) wait(ctx context.Context, out io.Writer) error {
	for _, variable := range s.direct {
		if name, value, _ := strings.Cut(variable, "="); name != "PATH" && name != "HOME" {
			if _, err := fmt.Fprintf(out, "export %s='%s'\n", name, value); err != nil {
				return fmt.Errorf("printing the environment: %w", err)
			}
		}
	}
	<-ctx.Done()
	return nil
}

// stop ends everything that was started.
func (s *stage) stop() error {
	var errs []error
	for _, server := range s.servers {
		errs = append(errs, server.Close())
	}
	if s.plane != nil {
		errs = append(errs, s.plane.Stop())
	}
	return errors.Join(append(errs, os.RemoveAll(s.home))...)
}
