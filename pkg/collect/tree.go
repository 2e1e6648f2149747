// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// Tree reads what the tree needs: nodes, the placement of pods, the VPC CNI's settings, and the nodes' ENIs with their subnets. The error
// is an [AccessError], one of package cluster or vpc, or the context's.
func Tree(ctx context.Context, o Options, q Query) (*snapshot.Snapshot, error) {
	c := newCollector(o, q)
	err := c.sideBySide(ctx, cluster.Placement, func(ctx context.Context) error {
		err := c.nodesInEC2(ctx)
		if c.query.WithoutEC2 {
			return c.withoutEC2(ctx, err)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := c.lateReads(ctx); err != nil {
		return nil, err
	}
	c.snapshot.Normalize()
	return c.snapshot, nil
}

// sideBySide reads nodes, pods and the CNI's objects at the same time, and whatever comes after the nodes as soon as they are there.
func (c *collector) sideBySide(ctx context.Context, detail cluster.PodDetail, afterNodes func(context.Context) error) error {
	g, ctx := errgroup.WithContext(ctx)
	nodesRead := make(chan struct{})
	g.Go(func() error {
		if err := c.nodes(ctx); err != nil {
			return err
		}
		close(nodesRead)
		return afterNodes(ctx)
	})
	g.Go(func() error {
		names := c.query.Selection.Names
		if c.query.Selection.Labels != nil || len(c.query.Selection.Instances) > 0 {
			select {
			case <-nodesRead:
				names = c.nodeNames()
			case <-ctx.Done():
				return ctx.Err()
			}
			if len(names) == 0 {
				return nil
			}
		}
		return c.pods(ctx, detail, names)
	})
	g.Go(func() error { return c.cniObjects(ctx, cni.ConfigMapName) })
	return g.Wait()
}

// nodesInEC2 reads the nodes' ENIs, and the limits of their types where the table lacks them.
func (c *collector) nodesInEC2(ctx context.Context) error {
	if err := c.openEC2(ctx); err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return c.interfaces(ctx) })
	g.Go(func() error { return c.instanceTypes(ctx) })
	return g.Wait()
}

// withoutEC2 turns a failure to reach EC2 into data, unless the context ended: Kubernetes alone answers much.
func (c *collector) withoutEC2(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil {
		return err
	}
	c.ec2 = nil
	c.missed(unreadEC2(err))
	return nil
}

// lateReads reads what only the first answers could ask for; as a rule it is nothing.
func (c *collector) lateReads(ctx context.Context) error {
	if c.ec2 == nil {
		return nil
	}
	if err := c.claimedBranches(ctx); err != nil {
		return err
	}
	return c.subnetsOf(ctx, c.snapshot.NetworkInterfaces)
}
