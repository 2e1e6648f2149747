// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"

	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"

	"github.com/kubectl-eni/kubectl-eni/test/e2e/process"
)

// contender is one command that is measured.
type contender struct {
	name    string
	command []string
	budget  budget
}

// result is what a contender took.
type result struct {
	contender

	// runs are the measured ones, by the order in which they ran.
	runs []process.Usage
	// kubernetes and ec2 are the requests of one run with warm caches, printed the bytes of its standard output.
	kubernetes, ec2, printed int
	// failure is why there are no figures, or empty.
	failure string
}

// contenders returns the commands of the plugin, and what a user would run in place of them.
func contenders(opts options, s *stage) []contender {
	large := s.plan.Nodes[len(s.plan.Nodes)-1]
	pod := large.Pods[len(large.Pods)-1]
	all := []contender{
		{name: treeJSON, command: []string{s.plugin, "tree", "-o", "json"}, budget: treeBudget(opts.nodes)},
		{name: "kubectl eni tree", command: []string{s.plugin, "tree"}, budget: treeBudget(opts.nodes)},
		{name: "kubectl eni tree NODE", command: []string{s.plugin, "tree", large.Name}, budget: oneObjectBudget()},
		{
			name:    "kubectl eni explain pod NAME",
			command: []string{s.plugin, "explain", "pod", pod.Name, "-n", pod.Namespace}, budget: oneObjectBudget(),
		},
		{name: "kubectl eni version --client", command: []string{s.plugin, "version", "--client"}, budget: versionBudget()},
		{name: kubectlPods, command: []string{s.kubectl, "get", "pods", "-A", "-o", "wide"}},
		{name: "kubectl get nodes -o wide", command: []string{s.kubectl, "get", "nodes", "-o", "wide"}},
	}
	if aws, err := exec.LookPath("aws"); err == nil {
		all = append(all, contender{
			name:    awsInterfaces,
			command: []string{aws, "ec2", "describe-network-interfaces", "--page-size", "1000", "--output", "json"},
		})
	}
	return all
}

// The contenders that are compared: the first with the others.
const (
	treeJSON      = "kubectl eni tree -o json"
	kubectlPods   = "kubectl get pods -A -o wide"
	awsInterfaces = "aws ec2 describe-network-interfaces"
)

// compare counts the requests of all contenders and then measures them, one after the other and all again, so that what
// else the machine does falls on all of them alike.
func (s *stage) compare(ctx context.Context, contenders []contender, runs int, progress io.Writer) ([]result, error) {
	results := make([]result, 0, len(contenders))
	for _, contender := range contenders {
		_, _ = fmt.Fprintf(progress, "counting the requests of %s ...\n", contender.name)
		counted := result{contender: contender}
		// The first run fills the caches that a user's machine has filled: discovery above all.
		for range 2 {
			if err := s.count(ctx, &counted); err != nil {
				return nil, err
			}
		}
		results = append(results, counted)
	}
	for run := range runs {
		_, _ = fmt.Fprintf(progress, "measuring, %d of %d ...\n", run+1, runs)
		for i := range results {
			if err := s.time(ctx, &results[i]); err != nil {
				return nil, err
			}
		}
	}
	return results, nil
}

// time measures a contender once. A command that fails has a failure, and is not measured again.
func (s *stage) time(ctx context.Context, r *result) error {
	if r.failure != "" {
		return nil
	}
	used, stderr, err := s.measure(ctx, r.command)
	if err != nil {
		return err
	}
	if used.ExitCode != 0 {
		r.failure = failure(used.ExitCode, stderr)
		return nil
	}
	r.runs = append(r.runs, used)
	return nil
}

// count runs a contender through the counting proxy.
func (s *stage) count(ctx context.Context, r *result) error {
	kubernetes, ec2 := s.proxy.requests.Load(), len(s.ec2.Calls())
	cmd := exec.CommandContext(ctx, r.command[0], r.command[1:]...)
	cmd.Env = s.counted
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if ctx.Err() != nil {
		return fmt.Errorf("running %s: %w", r.name, ctx.Err())
	}
	if exit, failed := errors.AsType[*exec.ExitError](err); failed {
		r.failure = failure(exit.ExitCode(), stderr.String())
		return nil
	}
	if err != nil {
		return fmt.Errorf("running %s: %w", r.name, err)
	}
	r.kubernetes, r.printed = int(s.proxy.requests.Load()-kubernetes), len(out)
	r.ec2 = countEC2(s.ec2.Calls()[ec2:])
	return nil
}

// countEC2 returns how many of the calls went to EC2: STS has limits of its own.
func countEC2(calls []ec2fake.Call) int {
	count := 0
	for _, call := range calls {
		if call.Service == ec2fake.EC2 {
			count++
		}
	}
	return count
}

// failure says how a command failed: its exit code and the first line of its standard error.
func failure(code int, stderr string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(stderr), "\n")
	return fmt.Sprintf("exit code %d: %s", code, line)
}

// median returns the middle one of the measured times, and of the peaks of memory in bytes.
func (r result) median() (wall time.Duration, rss int64) {
	walls := make([]time.Duration, 0, len(r.runs))
	peaks := make([]int64, 0, len(r.runs))
	for _, used := range r.runs {
		walls = append(walls, used.Wall)
		peaks = append(peaks, used.PeakMemory)
	}
	return middle(walls), middle(peaks)
}
