// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"context"
	"net/netip"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/explain"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// answer reads what the evidence asks for, side by side. EC2 is left out once it has failed.
func (c *collector) answer(ctx context.Context, needs []explain.Need) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, need := range needs {
		g.Go(func() error {
			switch {
			case need.Kind == explain.NeedResource || need.Kind == explain.NeedServiceAccounts:
				return c.answerFromKubernetes(gctx, need)
			case c.ec2 == nil:
				return nil
			default:
				return c.noted(gctx, c.answerFromEC2(gctx, need))
			}
		})
	}
	return g.Wait()
}

// noted turns the failure of one answer into data, unless the context ended.
func (c *collector) noted(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil {
		return err
	}
	c.missed(unreadEC2(err))
	return nil
}

func (c *collector) answerFromKubernetes(ctx context.Context, need explain.Need) error {
	if need.Kind == explain.NeedServiceAccounts {
		c.asking(snapshot.ServiceAccounts)
		for _, id := range need.IDs {
			namespace, name, _ := strings.Cut(id, "/")
			records, unread, err := c.Cluster.ServiceAccounts(ctx, namespace, name)
			if err := gather(c, &c.snapshot.ServiceAccounts, records, unread, err); err != nil {
				return err
			}
		}
		return nil
	}
	c.asking(need.Resource)
	s := c.snapshot
	switch need.Resource {
	case snapshot.ENIConfigs:
		records, unread, err := c.Cluster.ENIConfigs(ctx)
		return gather(c, &s.ENIConfigs, records, unread, err)
	case snapshot.CNINodes:
		records, unread, err := c.Cluster.CNINodes(ctx, c.nodeNamesRead()...)
		return gather(c, &s.CNINodes, records, unread, err)
	case snapshot.SecurityGroupPolicies:
		records, unread, err := c.Cluster.SecurityGroupPolicies(ctx, c.query.Namespace)
		return gather(c, &s.SecurityGroupPolicies, records, unread, err)
	case snapshot.ServiceAccounts:
		records, unread, err := c.Cluster.ServiceAccounts(ctx, c.query.Namespace)
		return gather(c, &s.ServiceAccounts, records, unread, err)
	case snapshot.Nodes:
		records, unread, err := c.Cluster.Nodes(ctx, cluster.NodeQuery{})
		return gather(c, &s.Nodes, records, unread, err)
	case snapshot.ConfigMaps:
		return c.configMaps(ctx, []string{cni.ConfigMapName})
	case snapshot.Pods, snapshot.Events, snapshot.DaemonSets:
		return nil // read from the start
	case snapshot.NetworkInterfaces, snapshot.Subnets, snapshot.SubnetCIDRReservations, snapshot.Instances, snapshot.InstanceTypes, snapshot.SecurityGroups:
		return nil // asked for by id
	default:
		return nil
	}
}

// nodeNamesRead are the names of the nodes that were read so far.
func (c *collector) nodeNamesRead() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	names := make([]string, 0, len(c.snapshot.Nodes))
	for i := range c.snapshot.Nodes {
		names = append(names, c.snapshot.Nodes[i].Name)
	}
	return names
}

func (c *collector) answerFromEC2(ctx context.Context, need explain.Need) error {
	s := c.snapshot
	switch need.Kind {
	case explain.NeedSubnets:
		records, unread, err := c.ec2.Subnets(ctx, need.IDs)
		return gather(c, &s.Subnets, records, unread, err)
	case explain.NeedZoneSubnets:
		records, unread, err := c.ec2.SubnetsOfVPCs(ctx, []string{need.VPCID})
		return gather(c, &s.Subnets, records, unread, err)
	case explain.NeedSubnetInterfaces:
		records, unread, err := c.ec2.InterfacesOfSubnets(ctx, need.IDs)
		return gather(c, &s.NetworkInterfaces, records, unread, err)
	case explain.NeedReservations:
		c.asking(snapshot.SubnetCIDRReservations)
		records, unread, err := c.ec2.SubnetCIDRReservations(ctx, need.IDs)
		return gather(c, &s.SubnetCIDRReservations, records, unread, err)
	case explain.NeedBranches:
		records, unread, err := c.ec2.BranchesOfTrunks(ctx, need.IDs)
		return gather(c, &s.NetworkInterfaces, records, unread, err)
	case explain.NeedInterfacesByAddress:
		return c.interfacesByAddress(ctx, need.IDs)
	case explain.NeedSecurityGroups:
		c.asking(snapshot.SecurityGroups)
		records, unread, err := c.ec2.SecurityGroups(ctx, need.IDs)
		return gather(c, &s.SecurityGroups, records, unread, err)
	case explain.NeedInstanceTypes:
		c.asking(snapshot.InstanceTypes)
		records, unread, err := c.ec2.InstanceTypes(ctx, need.IDs)
		return gather(c, &s.InstanceTypes, records, unread, err)
	case explain.NeedResource, explain.NeedServiceAccounts:
		return nil // Kubernetes'
	default:
		return nil
	}
}

// interfacesByAddress reads the ENIs that have an address, in the VPC of the nodes where it is known.
func (c *collector) interfacesByAddress(ctx context.Context, addresses []string) error {
	vpcs, _ := c.places()
	vpcID := ""
	if len(vpcs) == 1 {
		vpcID = vpcs[0]
	}
	for _, text := range addresses {
		addr, err := netip.ParseAddr(text)
		if err != nil {
			continue // the join has warned of it
		}
		records, unread, err := c.ec2.InterfaceWithAddress(ctx, vpcID, addr)
		if err := gather(c, &c.snapshot.NetworkInterfaces, records, unread, err); err != nil {
			return err
		}
	}
	return nil
}
