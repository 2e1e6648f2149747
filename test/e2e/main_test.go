// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"testing"

	"github.com/go-logr/logr"
	"sigs.k8s.io/controller-runtime/pkg/log"
)

// cluster is the control plane that all tests of the package share. Tests that look at the whole of a cluster load what
// they look at, and do not run in parallel with each other; see [Cluster.Load].
var cluster *Cluster //nolint:gochecknoglobals // TestMain can hand it to the tests in no other way.

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

// run starts the cluster, runs the tests, and stops the cluster, also when it is interrupted.
func run(m *testing.M) (code int) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	// controller-runtime, whose client writes the fixtures, wants to be told that it has nothing to say.
	log.SetLogger(logr.Discard())
	started, err := startCluster(ctx)
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "starting the cluster:", err)
		return 1
	}
	cluster = started
	interrupted := context.AfterFunc(ctx, func() {
		_ = started.Stop()
		os.Exit(1)
	})
	defer func() {
		if !interrupted() {
			return
		}
		if err := started.Stop(); err != nil {
			_, _ = fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}()
	return m.Run()
}
