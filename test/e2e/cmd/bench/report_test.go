// SPDX-License-Identifier: Apache-2.0

package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/test/e2e/process"
)

// figures returns a result with runs of these milliseconds, each with a peak of ten times as many megabytes.
func figures(name string, limits budget, milliseconds ...int64) result {
	r := result{contender: contender{name: name, budget: limits}, kubernetes: 7, ec2: 9, printed: 12}
	for _, ms := range milliseconds {
		r.runs = append(r.runs, process.Usage{Wall: time.Duration(ms) * time.Millisecond, PeakMemory: 10 * ms * megabyte})
	}
	return r
}

func TestVerdict(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		result result
		want   string
	}{
		"no budget":               {result: figures("a", budget{}, 5), want: ""},
		"within":                  {result: figures("a", budget{wall: 5 * time.Millisecond, rss: 50 * megabyte, ec2: 9, kubernetes: 7}, 5), want: "within budget"},
		"an outlier is no matter": {result: figures("a", budget{wall: 5 * time.Millisecond}, 1, 5, 99), want: "within budget"},
		"over all": {
			result: figures("a", budget{wall: 4 * time.Millisecond, rss: 49 * megabyte, ec2: 8, kubernetes: 6}, 5),
			want:   "over budget: time 5ms of 4ms, memory 50 MB of 49 MB, Kubernetes requests 7 of 6, EC2 calls 9 of 8",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			if diff := cmp.Diff(tt.want, tt.result.verdict()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestReport(t *testing.T) {
	t.Parallel()

	results := []result{
		figures(treeJSON, budget{wall: time.Second}, 3, 1, 2),
		{contender: contender{name: "kubectl eni broken"}, failure: failure(1, "no such command\nsee --help\n")},
		figures(kubectlPods, budget{}, 20, 30, 2000),
		figures(awsInterfaces, budget{}, 10),
	}
	var out strings.Builder
	opts := options{nodes: 10, podsPerNode: 30, runs: 3, latency: time.Second}
	if err := report(&out, opts, &stage{pluginSize: 46 * megabyte}, results); err != nil {
		t.Fatal(err)
	}
	want := `10 nodes, 300 pods, EC2 at 1s a call, 3 runs of each command

COMMAND                              TIME   RANGE            PEAK MEMORY  KUBERNETES  EC2  PRINTED  BUDGET
kubectl eni tree -o json             2 ms   1 ms to 3 ms     20 MB        7           9    12 B     within budget
kubectl get pods -A -o wide          30 ms  20 ms to 2.00 s  300 MB       7           9    12 B     
aws ec2 describe-network-interfaces  10 ms  10 ms to 10 ms   100 MB       7           9    12 B     
kubectl eni broken failed with exit code 1: no such command

plugin: 46 MB, over budget: size 46 MB of 45 MB
kubectl get pods -A -o wide: 15.0 times the time and 15.0 times the memory of kubectl eni tree -o json
aws ec2 describe-network-interfaces: 5.0 times the time and 5.0 times the memory of kubectl eni tree -o json
kubectl get pods -A -o wide, then aws ec2 describe-network-interfaces: 20.0 times the time of kubectl eni tree -o json
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParseFlagsRefuses(t *testing.T) {
	t.Parallel()

	for _, args := range [][]string{{"--nodes", "0"}, {"--runs=0"}, {"--pods-per-node", "-1"}, {"--latency", "fast"}, {"--unknown"}} {
		if opts, err := parseFlags(args, t.Output()); err == nil {
			t.Errorf("%v was read as %+v", args, opts)
		}
	}
}
