// SPDX-License-Identifier: Apache-2.0

// Command ec2fake serves the `ec2/` folder of a snapshot as an EC2 endpoint on a loopback address, for benchmarks and for
// looking at a snapshot with the AWS CLI:
//
//	$ go run ./test/ec2fake/cmd/ec2fake --dir SNAPSHOT
//	http://127.0.0.1:40123
//	$ AWS_ENDPOINT_URL_EC2=http://127.0.0.1:40123 aws ec2 describe-subnets
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "ec2fake:", err)
		os.Exit(1)
	}
}

// run serves until ctx ends. It prints the endpoint's URL, and a line end, once it listens.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("ec2fake", flag.ContinueOnError)
	flags.SetOutput(stderr)
	listen := flags.String("listen", "127.0.0.1:0", "loopback `address` to listen on; port 0 takes a free one")
	dir := flags.String("dir", "", "snapshot `folder`, or the ec2 folder in it")
	latency := flags.Duration("latency", 0, "how long every answer is held back")
	if err := flags.Parse(args); err != nil {
		return fmt.Errorf("reading the flags: %w", err)
	}
	if *dir == "" {
		return errors.New("--dir is missing: name a snapshot folder")
	}
	state, err := ec2fake.LoadDir(ec2Folder(*dir))
	if err != nil {
		return fmt.Errorf("loading --dir: %w", err)
	}
	listener, err := listenLoopback(ctx, *listen)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(stdout, "http://%s\n", listener.Addr()); err != nil {
		return errors.Join(fmt.Errorf("printing the URL: %w", err), listener.Close())
	}
	return serve(ctx, listener, ec2fake.New(state, ec2fake.Options{Latency: *latency}))
}

// ec2Folder returns the ec2 folder inside dir if there is one, and dir otherwise.
func ec2Folder(dir string) string {
	inner := filepath.Join(dir, "ec2")
	if info, err := os.Stat(inner); err == nil && info.IsDir() {
		return inner
	}
	return dir
}

// listenLoopback listens, but on no address that another machine could reach: the fake checks nobody's credentials.
func listenLoopback(ctx context.Context, address string) (net.Listener, error) {
	resolved, err := net.ResolveTCPAddr("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("reading --listen %q: %w", address, err)
	}
	if !resolved.IP.IsLoopback() {
		return nil, fmt.Errorf("--listen %q is not a loopback address; use 127.0.0.1:PORT", address)
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", resolved.String())
	if err != nil {
		return nil, fmt.Errorf("listening on %s: %w", resolved, err)
	}
	return listener, nil
}

func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	stopClosing := context.AfterFunc(ctx, func() {
		// Closing makes Serve return; what it could still report says nothing about the answers.
		_ = server.Close()
	})
	defer stopClosing()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving: %w", err)
	}
	return nil
}
