// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/collect"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/vpc"
)

func TestExitCode(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		err  error
		want int
	}{
		"fine":           {nil, ExitOK},
		"any":            {errors.New("x"), ExitError},
		"not found":      {&cluster.NotFoundError{}, ExitError},
		"no connection":  {&cluster.ConnectionError{}, ExitError},
		"usage":          {&UsageError{}, ExitUsage},
		"bad request":    {&cluster.RequestError{}, ExitUsage},
		"login":          {&cluster.LoginError{}, ExitNoAccess},
		"credentials":    {&vpc.CredentialsError{}, ExitNoAccess},
		"region":         {&vpc.RegionError{}, ExitNoAccess},
		"access":         {&collect.AccessError{}, ExitNoAccess},
		"findings":       {&FindingsError{}, ExitFindings},
		"interrupted":    {context.Canceled, ExitInterrupted},
		"wrapped access": {fmt.Errorf("reading: %w", &collect.AccessError{}), ExitNoAccess},
	}
	for name, tc := range tests {
		if got := ExitCode(tc.err); got != tc.want {
			t.Errorf("%s: %d, want %d", name, got, tc.want)
		}
	}
}

func TestErrorText(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		err  error
		want string
	}{
		"plain":      {errors.New("no"), "error: no"},
		"two lines":  {&UsageError{Command: "kubectl eni", Message: "bad"}, "error: bad\nSee 'kubectl eni --help' for usage."},
		"connection": {&cluster.ConnectionError{}, ""},
	} {
		if got := ErrorText(tc.err); got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
	if got := ErrorText(errors.New("tag \x1b[31mred")); got == "error: tag \x1b[31mred" {
		t.Error("an escape sequence gets through")
	}
}

func TestSnapshotName(t *testing.T) {
	t.Parallel()
	snap := &snapshot.Snapshot{Meta: snapshot.Meta{Context: "arn:aws:eks:eu-west-1:111122223333:cluster/blue/../x"}}
	if got, want := snapshotName(snap), "kubectl-eni_arn-aws-eks-eu-west-1-111122223333-cluster-blue-..-x_0001-01-01T000000Z.tar.gz"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	snap.Meta.Cluster = "blue"
	if got, want := snapshotName(snap), "kubectl-eni_blue_0001-01-01T000000Z.tar.gz"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestProfile(t *testing.T) {
	t.Parallel()
	info := cluster.Info{Profile: "from-kubeconfig"}
	for name, tc := range map[string]struct {
		flag    string
		environ []string
		want    string
	}{
		"kubeconfig":        {"", nil, "from-kubeconfig"},
		"flag":              {"from-flag", []string{"AWS_PROFILE=x"}, "from-flag"},
		"AWS_PROFILE":       {"", []string{"AWS_PROFILE=x"}, ""},
		"keys":              {"", []string{"AWS_ACCESS_KEY_ID=x"}, ""},
		"empty AWS_PROFILE": {"", []string{"AWS_PROFILE="}, "from-kubeconfig"},
	} {
		s := &session{program: Program{Environ: tc.environ}, flags: &sharedFlags{profile: tc.flag}}
		if got := s.profile(info); got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}
