// SPDX-License-Identifier: Apache-2.0

// Command measure runs one command, drops what it prints on standard output, and prints as JSON what the process took.
// It is a program of its own since it must be small, see package process.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/kubectl-eni/kubectl-eni/test/e2e/process"
)

func main() {
	if len(os.Args) < 2 {
		_, _ = fmt.Fprintln(os.Stderr, "usage: measure COMMAND [ARGUMENT...]")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	used, err := process.Run(ctx, os.Stderr, os.Args[1:])
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(used)
	}
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1) //nolint:gocritic // Nothing is left to stop.
	}
}
