// SPDX-License-Identifier: Apache-2.0

// Command ensure builds etcd, kube-apiserver and kubectl into test/e2e/.bin, unless they are there already, and prints
// the folder.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/kubectl-eni/kubectl-eni/test/e2e/binaries"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	set, err := binaries.Ensure(ctx, os.Stderr)
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "ensure:", err)
		os.Exit(1) //nolint:gocritic // Nothing is left to stop.
	}
	_, _ = fmt.Fprintln(os.Stdout, set.Dir)
}
