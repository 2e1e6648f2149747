// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"context"
	"slices"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/maxpods"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
	"github.com/kubectl-eni/kubectl-eni/pkg/vpc"
)

// findTypes returns what looks up an instance type: the embedded table, and EC2 for those that the table lacks, where AWS can be reached.
func (s *session) findTypes(ctx context.Context, names []string) func(string) (maxpods.InstanceType, bool) {
	fromEC2 := map[string]maxpods.InstanceType{}
	unknown := slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		_, known := maxpods.Known(name)
		return known
	})
	for _, t := range s.describeTypes(ctx, unknown) {
		fromEC2[t.InstanceType] = maxpods.FromEC2(topology.LimitsOf(&t), int(t.VCPUInfo.DefaultVCPUs))
	}
	return func(name string) (maxpods.InstanceType, bool) {
		if t, ok := fromEC2[name]; ok {
			return t, true
		}
		return maxpods.Known(name)
	}
}

// describeTypes asks EC2 for instance types; without access to AWS it knows none.
func (s *session) describeTypes(ctx context.Context, names []string) []snapshot.InstanceType {
	if len(names) == 0 {
		return nil
	}
	trace := &tracer{verbosity: s.flags.verbosity, out: s.streams.ErrOut}
	client, err := vpc.New(ctx, vpc.Options{
		Region: s.flags.region, Profile: s.flags.profile, QPS: s.flags.qps, Observe: trace.ec2, Version: s.program.version(),
	})
	if err != nil {
		trace.linef("aws was not asked for %s: %v", strings.Join(names, ", "), err)
		return nil
	}
	types, unread, err := client.InstanceTypes(ctx, names)
	for _, u := range unread {
		s.warnUnread(u)
	}
	if err != nil {
		trace.linef("aws was not asked for %s: %v", strings.Join(names, ", "), err)
	}
	return types
}
