// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// All reads everything that any command needs, for a snapshot. Unlike the tree it goes on without EC2: what could not be read is in
// the snapshot's Unread. The error is one of package cluster, an [AccessError] to the nodes, or the context's.
func All(ctx context.Context, o Options) (*snapshot.Snapshot, error) {
	c := newCollector(o, Query{})
	g, gctx := errgroup.WithContext(ctx)
	// ENIConfigs name subnets, so EC2's side waits for them.
	configs := make(chan struct{})
	g.Go(func() error {
		return c.sideBySide(gctx, cluster.Full, func(ctx context.Context) error {
			select {
			case <-configs:
				return c.allOfEC2(ctx)
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	})
	g.Go(func() error { return c.allOfKubernetes(gctx, configs) })
	if err := g.Wait(); err != nil {
		return nil, err
	}
	if err := c.lateReads(ctx); err != nil {
		return nil, err
	}
	c.snapshot.Normalize()
	return c.snapshot, nil
}

// allOfKubernetes reads what the tree does not need. A CRD that is not installed leaves its list empty, which is no gap.
func (c *collector) allOfKubernetes(ctx context.Context, configsRead chan<- struct{}) error {
	g, ctx := errgroup.WithContext(ctx)
	s := c.snapshot
	g.Go(func() error {
		defer close(configsRead)
		records, unread, err := c.Cluster.ENIConfigs(ctx)
		return gather(c, &s.ENIConfigs, records, served(unread), err)
	})
	g.Go(func() error {
		records, unread, err := c.Cluster.Events(ctx, cluster.EventQuery{})
		return gather(c, &s.Events, records, unread, err)
	})
	g.Go(func() error {
		records, unread, err := c.Cluster.CNINodes(ctx)
		return gather(c, &s.CNINodes, records, served(unread), err)
	})
	g.Go(func() error {
		records, unread, err := c.Cluster.SecurityGroupPolicies(ctx, "")
		return gather(c, &s.SecurityGroupPolicies, records, served(unread), err)
	})
	g.Go(func() error {
		records, unread, err := c.Cluster.ServiceAccounts(ctx, "")
		return gather(c, &s.ServiceAccounts, records, unread, err)
	})
	g.Go(func() error {
		version, err := c.Cluster.ServerVersion(ctx)
		if err == nil {
			c.mu.Lock()
			s.Meta.Versions["kubernetes"] = version
			c.mu.Unlock()
		}
		return err
	})
	return g.Wait()
}

// served drops the kinds that the API server does not know.
func served(unread []snapshot.Unread) []snapshot.Unread {
	return slices.DeleteFunc(unread, func(u snapshot.Unread) bool { return u.Code == snapshot.NotServed })
}

// allOfEC2 reads the nodes' ENIs, then everything about the subnets that they are in. A failure that would end another command is
// noted instead, unless the context ended.
func (c *collector) allOfEC2(ctx context.Context) error {
	err := c.openEC2(ctx)
	if err == nil {
		err = c.readEC2(ctx)
	}
	return c.withoutEC2(ctx, err)
}

// unreadEC2 says of every EC2 resource why it was not read.
func unreadEC2(err error) []snapshot.Unread {
	code, permission := snapshot.NoCredentials, ""
	if access, ok := asAccessError(err); ok {
		code, permission = snapshot.WrongAccount, access.Permission
		if permission != "" {
			code = snapshot.Forbidden
		}
	}
	var unread []snapshot.Unread
	for _, resource := range []snapshot.Resource{
		snapshot.NetworkInterfaces, snapshot.Subnets, snapshot.SubnetCIDRReservations, snapshot.Instances, snapshot.SecurityGroups,
	} {
		unread = append(unread, snapshot.Unread{Resource: resource, Code: code, Message: err.Error(), Permission: permission})
	}
	return unread
}

func (c *collector) readEC2(ctx context.Context) error {
	if err := c.interfaces(ctx); err != nil {
		return err
	}
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return c.instanceTypes(gctx) })
	g.Go(func() error {
		records, unread, err := c.ec2.Instances(gctx, c.instances())
		return gather(c, &c.snapshot.Instances, records, unread, err)
	})
	g.Go(func() error { return c.surroundings(gctx) })
	return g.Wait()
}

// surroundings reads the subnets of the nodes' VPCs, what else holds addresses in those that the cluster uses or may use, their
// reservations, and the names of the security groups.
func (c *collector) surroundings(ctx context.Context) error {
	vpcs, groups := c.places()
	subnets, unread, err := c.ec2.SubnetsOfVPCs(ctx, vpcs)
	if err := gather(c, &c.snapshot.Subnets, subnets, unread, err); err != nil {
		return err
	}
	used := c.wantedSubnets(nil)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		records, unread, err := c.ec2.InterfacesOfSubnets(ctx, used)
		return gather(c, &c.snapshot.NetworkInterfaces, records, unread, err)
	})
	g.Go(func() error {
		records, unread, err := c.ec2.SubnetCIDRReservations(ctx, used)
		return gather(c, &c.snapshot.SubnetCIDRReservations, records, unread, err)
	})
	g.Go(func() error {
		records, unread, err := c.ec2.SecurityGroups(ctx, groups)
		return gather(c, &c.snapshot.SecurityGroups, records, unread, err)
	})
	return g.Wait()
}

// places are the VPCs and security groups of the ENIs that were read.
func (c *collector) places() (vpcs, groups []string) {
	for i := range c.snapshot.NetworkInterfaces {
		eni := &c.snapshot.NetworkInterfaces[i]
		vpcs = append(vpcs, eni.VPCID)
		for _, group := range eni.Groups {
			groups = append(groups, group.GroupID)
		}
	}
	return distinct(vpcs), distinct(groups)
}
