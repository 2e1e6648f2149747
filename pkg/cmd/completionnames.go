// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// completionTime is how long a cluster may take to answer. Nobody waits longer for a proposal.
const completionTime = time.Second

// completeNames proposes names of the cluster, or of the snapshot that the flags name. It says nothing of failures: a line on a terminal would
// be in the middle of what is being typed.
func (s *session) completeNames(kind cluster.Named) cobra.CompletionFunc {
	return func(c *cobra.Command, args []string, toComplete string) ([]cobra.Completion, cobra.ShellCompDirective) {
		ctx, cancel := context.WithTimeout(c.Context(), completionTime)
		defer cancel()
		names := await(ctx, func() []string { return s.names(ctx, kind) })
		return matching(names, args, toComplete), cobra.ShellCompDirectiveNoFileComp
	}
}

// await returns what read returns, or nothing when the context ends before: a credential plugin that waits for its user heeds no context.
func await(ctx context.Context, read func() []string) []string {
	done := make(chan []string, 1)
	go func() { done <- read() }()
	select {
	case names := <-done:
		return names
	case <-ctx.Done():
		return nil
	}
}

// names reads names from where the flags say; what fails has none.
func (s *session) names(ctx context.Context, kind cluster.Named) []string {
	namespace := ""
	if kind == cluster.NamedPods {
		var err error
		if namespace, err = s.namespace(); err != nil {
			return nil
		}
	}
	if s.flags.offline() {
		snap, err := s.loadSaved()
		if err != nil {
			return nil
		}
		return savedNames(snap, kind, namespace)
	}
	client, err := cluster.New(s.flags.kube, cluster.Options{UserAgent: "kubectl-eni/" + s.program.version()})
	if err != nil {
		return nil
	}
	names, err := client.Names(ctx, kind, namespace)
	if err != nil {
		return nil
	}
	return names
}

// savedNames are the names in a snapshot, of pods those of a namespace.
func savedNames(snap *snapshot.Snapshot, kind cluster.Named, namespace string) []string {
	names := map[string]bool{}
	switch kind {
	case cluster.NamedNodes:
		for i := range snap.Nodes {
			names[snap.Nodes[i].Name] = true
		}
	case cluster.NamedPods:
		for i := range snap.Pods {
			if snap.Pods[i].Namespace == namespace {
				names[snap.Pods[i].Name] = true
			}
		}
	case cluster.NamedNamespaces:
		for i := range snap.Pods {
			names[snap.Pods[i].Namespace] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// The names in the kubeconfig.

func (s *session) completeContexts(_ *cobra.Command, _ []string, toComplete string) ([]cobra.Completion, cobra.ShellCompDirective) {
	config, err := s.flags.kube.ToRawKubeConfigLoader().RawConfig()
	return kubeconfigNames(config.Contexts, err, toComplete)
}

func (s *session) completeClusters(_ *cobra.Command, _ []string, toComplete string) ([]cobra.Completion, cobra.ShellCompDirective) {
	config, err := s.flags.kube.ToRawKubeConfigLoader().RawConfig()
	return kubeconfigNames(config.Clusters, err, toComplete)
}

func (s *session) completeUsers(_ *cobra.Command, _ []string, toComplete string) ([]cobra.Completion, cobra.ShellCompDirective) {
	config, err := s.flags.kube.ToRawKubeConfigLoader().RawConfig()
	return kubeconfigNames(config.AuthInfos, err, toComplete)
}

func kubeconfigNames[T any](entries map[string]T, err error, toComplete string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return matching(slices.Sorted(maps.Keys(entries)), nil, toComplete), cobra.ShellCompDirectiveNoFileComp
}
