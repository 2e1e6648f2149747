// SPDX-License-Identifier: Apache-2.0

// Package collect reads what a command needs from Kubernetes and EC2 into a snapshot: which reads, in which order, what side by side. What
// fails to read becomes part of the snapshot, unless nothing can be said without it.
package collect

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/vpc"
)

// Options says where to read, and whom to tell.
type Options struct {
	Cluster *cluster.Client
	// Kubeconfig is what the kubeconfig says of the cluster.
	Kubeconfig cluster.Info
	// OpenEC2 makes the EC2 client of a region; the empty region leaves the choice to the AWS configuration.
	OpenEC2 func(ctx context.Context, region string) (*vpc.Client, error)
	// Region is what the user asked for; empty leaves it to the nodes' labels.
	Region string
	// Now is the time of the read.
	Now time.Time
	// Version of this program.
	Version string
	// Progress is told what is being read; done and total count objects or calls, a total of 0 is unknown. It may be nil.
	Progress func(what string, done, total int)
}

// Query says what to read.
type Query struct {
	Selection Selection
	// Namespace is read alone when pods may not be listed in all of them.
	Namespace string
	// RefreshLimits reads the limits of all instance types from EC2, not only of those that the embedded table lacks.
	RefreshLimits bool
	// WithoutEC2 goes on with Kubernetes alone when EC2 cannot be read.
	WithoutEC2 bool
}

// collector gathers a snapshot from several goroutines.
type collector struct {
	Options

	query Query
	// ec2 is nil until the nodes are read, and for good when there is no access to AWS.
	ec2 *vpc.Client

	mu       sync.Mutex
	snapshot *snapshot.Snapshot
}

func newCollector(o Options, q Query) *collector {
	if o.Progress == nil {
		o.Progress = func(string, int, int) {}
	}
	s := &snapshot.Snapshot{Meta: snapshot.Meta{
		Time:     o.Now.UTC().Truncate(time.Second),
		Context:  o.Kubeconfig.Context,
		Cluster:  o.Kubeconfig.ClusterName,
		Account:  o.Kubeconfig.Account,
		Versions: map[string]string{"kubectl-eni": o.Version},
	}}
	return &collector{Options: o, query: q, snapshot: s}
}

// missed records what could not be read.
func (c *collector) missed(unread []snapshot.Unread) {
	if len(unread) == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.snapshot.Meta.Unread = append(c.snapshot.Meta.Unread, unread...)
}

// gather adds the result of a read to a list of the snapshot.
func gather[T any](c *collector, list *[]T, records []T, unread []snapshot.Unread, err error) error {
	if err != nil {
		return err
	}
	c.missed(unread)
	c.mu.Lock()
	defer c.mu.Unlock()
	*list = append(*list, records...)
	return nil
}

// distinct sorts ids and drops empty and repeated ones.
func distinct(ids []string) []string {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "" })
	slices.Sort(ids)
	return slices.Compact(ids)
}
