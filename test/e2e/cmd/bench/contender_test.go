// SPDX-License-Identifier: Apache-2.0

package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
	"k8s.io/client-go/rest"

	"github.com/kubectl-eni/kubectl-eni/test/e2e/binaries"
)

func TestCompareMeasuresEveryCommandAndKeepsFailures(t *testing.T) {
	t.Parallel()

	measurer, err := binaries.BuildCommand(t.Context(), t.TempDir(), "measure")
	if err != nil {
		t.Fatal(err)
	}
	proxy, err := newCountingProxy(&rest.Config{Host: "http://127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{
		measurer: measurer, proxy: proxy, ec2: ec2fake.New(ec2fake.State{}, ec2fake.Options{}),
		direct: []string{"RUN=measured"}, counted: []string{"RUN=counted"},
	}
	shell := func(script string) []string { return []string{"/bin/sh", "-c", script} }
	results, err := s.compare(t.Context(), []contender{
		{name: "fine", command: shell("echo 12345")},
		{name: "fails at once", command: shell("echo why >&2; exit 4")},
		{name: "fails when measured", command: shell("echo why >&2; test $RUN = counted")},
	}, 3, t.Output())
	if err != nil {
		t.Fatal(err)
	}
	type summary struct {
		Runs, Printed int
		Failure       string
	}
	got := map[string]summary{}
	for _, r := range results {
		got[r.name] = summary{Runs: len(r.runs), Printed: r.printed, Failure: r.failure}
	}
	want := map[string]summary{
		"fine":                {Runs: 3, Printed: 6},
		"fails at once":       {Failure: "exit code 4: why"},
		"fails when measured": {Failure: "exit code 1: why"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
