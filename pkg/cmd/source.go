// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/collect"
	"github.com/kubectl-eni/kubectl-eni/pkg/demo"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
	"github.com/kubectl-eni/kubectl-eni/pkg/vpc"
)

// progressInterval is how often the progress line is redrawn, at most.
const progressInterval = 100 * time.Millisecond

// reader reads a snapshot from the cluster: collect.Tree or one of its siblings.
type reader func(context.Context, collect.Options, collect.Query) (*snapshot.Snapshot, error)

// load returns the snapshot that the flags ask for: the demo's, a saved one, or what read reads from the cluster.
func (s *session) load(ctx context.Context, q collect.Query, read reader) (*snapshot.Snapshot, error) {
	if !s.flags.offline() {
		return s.collect(ctx, q, read)
	}
	snap, err := s.loadSaved()
	if err != nil {
		return nil, err
	}
	snap.Normalize()
	if err := q.Selection.Apply(snap); err != nil {
		return nil, err
	}
	return snap, nil
}

func (s *session) loadSaved() (*snapshot.Snapshot, error) {
	if s.flags.demo {
		return demo.Snapshot()
	}
	return snapshot.Load(s.flags.from)
}

// collect reads from the cluster, with a progress line on a terminal.
func (s *session) collect(ctx context.Context, q collect.Query, read reader) (*snapshot.Snapshot, error) {
	ticker := time.NewTicker(progressInterval)
	defer ticker.Stop()
	progress := terminal.NewProgress(s.streams.ErrOut, s.terminal(s.streams.ErrOut), ticker.C)
	defer progress.Stop()
	trace := &tracer{verbosity: s.flags.verbosity, out: progress.Writer(s.streams.ErrOut)}

	info, err := cluster.Kubeconfig(s.flags.kube)
	if err != nil {
		return nil, err
	}
	client, err := cluster.New(s.flags.kube, cluster.Options{
		UserAgent: "kubectl-eni/" + s.program.version(),
		Observe:   trace.kubernetes,
		Progress: func(resource snapshot.Resource, n int) {
			_, name, _ := strings.Cut(string(resource), "/")
			progress.Report(name, n, 0)
		},
	})
	if err != nil {
		return nil, err
	}
	return read(ctx, collect.Options{
		Cluster:    client,
		Kubeconfig: info,
		OpenEC2: func(ctx context.Context, region string) (*vpc.Client, error) {
			return vpc.New(ctx, vpc.Options{
				Region: region, Profile: s.profile(info), QPS: s.flags.qps, Observe: trace.ec2, Version: s.program.version(),
			})
		},
		Region:   cmp.Or(s.flags.region, s.env("AWS_REGION"), s.env("AWS_DEFAULT_REGION")),
		Now:      time.Now(),
		Version:  s.program.version(),
		Progress: progress.Report,
	}, q)
}

// profile is the AWS profile to use: the flag, then AWS_PROFILE, then that of the kubeconfig's credential plugin. Keys in the environment
// win over the kubeconfig's profile, since whoever exported them means them.
func (s *session) profile(info cluster.Info) string {
	switch {
	case s.flags.profile != "":
		return s.flags.profile
	case s.env("AWS_PROFILE") != "" || s.env("AWS_ACCESS_KEY_ID") != "":
		return ""
	default:
		return info.Profile
	}
}

// env returns a variable of the program's environment.
func (s *session) env(name string) string {
	for _, variable := range s.program.Environ {
		if value, ok := strings.CutPrefix(variable, name+"="); ok {
			return value
		}
	}
	return ""
}

// warnAll prints a document's warnings on stderr.
func (s *session) warnAll(warnings []v1alpha1.Warning) {
	for _, w := range warnings {
		text := terminal.Escape(w.Message)
		if w.Permission != "" {
			text += fmt.Sprintf(" (needs %s)", terminal.Escape(w.Permission))
		}
		_, _ = fmt.Fprintf(s.streams.ErrOut, "warning: %s: %s\n", w.Code, text)
	}
}

// warnUnread prints what could not be read.
func (s *session) warnUnread(u snapshot.Unread) {
	_, what, _ := strings.Cut(string(u.Resource), "/")
	s.warnAll([]v1alpha1.Warning{{Code: string(u.Code), Message: what + " were not read: " + u.Message, Permission: u.Permission}})
}
