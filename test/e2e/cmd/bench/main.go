// SPDX-License-Identifier: Apache-2.0

// Command bench measures the plugin on a generated cluster, beside what a user would run in its place, in one run on one
// machine: time, peak memory, requests to Kubernetes and calls to EC2 of whole processes.
//
// It starts a real control plane, fills it, serves the ENIs of the same cluster from a fake EC2 at a given latency, and
// then runs each command several times. The figures that a command should keep to are printed beside those that it has;
// going over them is reported and is no error.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// options are the flags.
type options struct {
	nodes, podsPerNode, runs int
	latency                  time.Duration
	plugin                   string
	wait                     bool
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1) //nolint:gocritic // Everything that was started is stopped by now.
	}
}

// run measures all commands and prints the report on out; what it is doing it says on progress.
func run(ctx context.Context, args []string, out, progress io.Writer) (err error) {
	opts, err := parseFlags(args, progress)
	if err != nil {
		return err
	}
	stage, err := setUp(ctx, opts, progress)
	if err != nil {
		return err
	}
	defer func() {
		if stopErr := stage.stop(); err == nil {
			err = stopErr
		}
	}()
	if opts.wait {
		return stage.wait(ctx, out)
	}
	results, err := stage.compare(ctx, contenders(opts, stage), opts.runs, progress)
	if err != nil {
		return err
	}
	return report(out, opts, stage, results)
}

// parseFlags reads the arguments.
func parseFlags(args []string, usage io.Writer) (options, error) {
	var opts options
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(usage)
	flags.IntVar(&opts.nodes, "nodes", 1000, "number of nodes")
	flags.IntVar(&opts.podsPerNode, "pods-per-node", 30, "number of pods on each node")
	flags.IntVar(&opts.runs, "runs", 3, "how often each command is measured")
	flags.DurationVar(&opts.latency, "latency", 200*time.Millisecond, "time that EC2 takes for each call")
	flags.StringVar(&opts.plugin, "plugin", "", "measure this `file` instead of a plugin built from the working tree")
	flags.BoolVar(&opts.wait, "wait", false, "measure nothing: print the environment of the commands and wait for an interrupt")
	if err := flags.Parse(args); err != nil {
		return options{}, fmt.Errorf("reading the arguments: %w", err)
	}
	if opts.nodes < 1 || opts.podsPerNode < 1 || opts.runs < 1 {
		return options{}, errors.New("reading the arguments: --nodes, --pods-per-node and --runs must be 1 or more")
	}
	return opts, nil
}
