// SPDX-License-Identifier: Apache-2.0

// Command kubectl-eni is a kubectl plugin that shows how pods, IP addresses and ENIs of an EKS cluster belong together.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"k8s.io/cli-runtime/pkg/genericiooptions"
	// Credential plugins of kubeconfigs, as kubectl has them.
	_ "k8s.io/client-go/plugin/pkg/client/auth"

	"github.com/kubectl-eni/kubectl-eni/pkg/cmd"
)

// Set by the release's build.
var version, commit string //nolint:gochecknoglobals // -ldflags -X sets nothing else

func main() {
	os.Exit(run())
}

func run() int {
	// Half of the default, so that reading a large cluster leaves less garbage behind: 30,000 pods as JSON peak a fifth lower.
	debug.SetGCPercent(50)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second Ctrl-C ends the process the hard way.
	context.AfterFunc(ctx, stop)

	program := cmd.Program{Version: version, Commit: commit, Environ: os.Environ()}
	streams := genericiooptions.IOStreams{In: os.Stdin, Out: os.Stdout, ErrOut: os.Stderr}
	root := cmd.NewRootCommand(program, streams)
	root.SetArgs(cmd.Arguments(os.Args))
	err := root.ExecuteContext(ctx)
	if ctx.Err() != nil {
		return cmd.ExitInterrupted
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, cmd.ErrorText(err))
	}
	return cmd.ExitCode(err)
}
