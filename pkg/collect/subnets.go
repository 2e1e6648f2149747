// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"context"
	"net/netip"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

const (
	// sampleSize is how many instances are asked for, to learn in which VPCs and subnets the cluster is: as many as one call takes.
	sampleSize = 200
	// foreignInstances is how many instances that no tag of an ENI ties to a cluster are asked for their names and clusters, at most.
	foreignInstances = 600

	progressReservations = "CIDR reservations"
)

// Subnets reads what the ledgers of subnets need: nodes, the placement of pods, the VPC CNI's settings, and all ENIs and CIDR reservations of the
// subnets by id, or of those that the cluster uses or may use. ENIs are read by subnet, not by node, since most addresses of a subnet may be
// nobody's that the cluster knows. The error is an [AccessError], one of package cluster or vpc, or the context's.
func Subnets(ctx context.Context, o Options, q Query, ids []string) (*snapshot.Snapshot, error) {
	c := newCollector(o, q)
	err := c.sideBySide(ctx, cluster.Placement, func(ctx context.Context) error { return c.subnetLedgers(ctx, ids) })
	if err != nil {
		return nil, err
	}
	c.snapshot.Normalize()
	return c.snapshot, nil
}

// subnetLedgers reads, once the nodes are there, which subnets there are and what is in them.
func (c *collector) subnetLedgers(ctx context.Context, ids []string) error {
	if err := c.findSubnets(ctx, ids); err != nil {
		return err
	}
	if err := c.contents(ctx, c.wantedSubnets(ids)); err != nil {
		return err
	}
	if len(ids) > 0 {
		return c.foreigners(ctx)
	}
	return c.rest(ctx)
}

// findSubnets reads the subnets by id, or all of the VPCs that nodes are in, and the ENIConfigs that name some.
func (c *collector) findSubnets(ctx context.Context, ids []string) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		records, unread, err := c.Cluster.ENIConfigs(ctx)
		return gather(c, &c.snapshot.ENIConfigs, records, served(unread), err)
	})
	g.Go(func() error {
		if err := c.openEC2(ctx); err != nil {
			return err
		}
		if len(ids) > 0 {
			subnets, unread, err := c.ec2.Subnets(ctx, distinct(ids))
			return gather(c, &c.snapshot.Subnets, subnets, unread, err)
		}
		vpcs, err := c.sample(ctx)
		if err != nil {
			return err
		}
		c.Progress(progressSubnets, 0, 0)
		subnets, unread, err := c.ec2.SubnetsOfVPCs(ctx, vpcs)
		return gather(c, &c.snapshot.Subnets, subnets, unread, err)
	})
	return g.Wait()
}

// sample reads the ENIs of some nodes, and returns the VPCs that they are in.
func (c *collector) sample(ctx context.Context) ([]string, error) {
	instances := spread(c.instances(), sampleSize)
	if len(instances) == 0 {
		return nil, nil
	}
	c.Progress(progressInterfaces, 0, 0)
	enis, unread, err := c.ec2.InterfacesOfInstances(ctx, instances)
	if err != nil {
		return nil, err
	}
	if err := accessError(unread, len(enis)); err != nil {
		return nil, err
	}
	own := slices.DeleteFunc(c.ownInstances(), func(id string) bool { return !slices.Contains(instances, id) })
	if len(enis) == 0 && len(unread) == 0 && len(own) > 0 {
		return nil, c.wrongAccount(ctx, own)
	}
	if err := gather(c, &c.snapshot.NetworkInterfaces, enis, unread, nil); err != nil {
		return nil, err
	}
	var vpcs []string
	for i := range enis {
		vpcs = append(vpcs, enis[i].VPCID)
	}
	return distinct(vpcs), nil
}

// spread picks at most so many of a list, evenly.
func spread(list []string, most int) []string {
	if len(list) <= most {
		return list
	}
	picked := make([]string, 0, most)
	for i := range most {
		picked = append(picked, list[i*len(list)/most])
	}
	return picked
}

// wantedSubnets are the subnets whose ENIs are to be read.
func (c *collector) wantedSubnets(ids []string) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(ids) > 0 {
		return distinct(ids)
	}
	var wanted []string
	for i := range c.snapshot.NetworkInterfaces {
		wanted = append(wanted, c.snapshot.NetworkInterfaces[i].SubnetID)
	}
	for i := range c.snapshot.ENIConfigs {
		wanted = append(wanted, c.snapshot.ENIConfigs[i].Spec.Subnet)
	}
	nodes := c.nodeAddresses()
	for i := range c.snapshot.Subnets {
		subnet := &c.snapshot.Subnets[i]
		cidr, err := netip.ParsePrefix(subnet.CIDRBlock)
		inside := err == nil && slices.ContainsFunc(nodes, cidr.Contains)
		if inside || c.tagged(subnet.Tags) {
			wanted = append(wanted, subnet.ID)
		}
	}
	return distinct(wanted)
}

// nodeAddresses are the addresses of the nodes; the subnets that have them are those of their primary ENIs.
func (c *collector) nodeAddresses() []netip.Addr {
	var all []netip.Addr
	for i := range c.snapshot.Nodes {
		for _, address := range c.snapshot.Nodes[i].Status.Addresses {
			if addr, err := netip.ParseAddr(address.Address); err == nil && address.Type == "InternalIP" {
				all = append(all, addr)
			}
		}
	}
	return all
}

// tagged reports whether a subnet's tags let the VPC CNI or the cluster use it, or keep it out: whatever package subnets may list for its tags.
// Tags that keep a subnet for other clusters rule it out, where this cluster's name is known.
func (c *collector) tagged(tags []snapshot.Tag) bool {
	name := c.Kubeconfig.ClusterName
	role, forOthers, forThis := false, false, false
	for _, tag := range tags {
		switch {
		case tag.Key == cni.TagSubnetRole:
			role = true
		case name == "":
		case tag.Key == cni.TagSubnetClusterPrefix+name, tag.Key == cni.TagClusterPrefix+name:
			forThis = true
		case strings.HasPrefix(tag.Key, cni.TagSubnetClusterPrefix):
			forOthers = true
		}
	}
	return forThis || (role && !forOthers)
}

// contents reads all ENIs and CIDR reservations of the subnets.
func (c *collector) contents(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	c.Progress(progressInterfaces, 0, 0)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		enis, unread, err := c.ec2.InterfacesOfSubnets(ctx, ids)
		if err != nil {
			return err
		}
		if err := accessError(unread, len(enis)); err != nil {
			return err
		}
		c.Progress(progressInterfaces, len(enis), 0)
		return gather(c, &c.snapshot.NetworkInterfaces, enis, unread, nil)
	})
	g.Go(func() error {
		records, unread, err := c.ec2.SubnetCIDRReservations(ctx, ids)
		c.Progress(progressReservations, len(ids), len(ids))
		return gather(c, &c.snapshot.SubnetCIDRReservations, records, unread, err)
	})
	return g.Wait()
}

// rest reads what the first answers did not show: the ENIs of nodes of which none was in the subnets so far, the subnets of those, and the
// instances that hold addresses for no cluster that is known.
func (c *collector) rest(ctx context.Context) error {
	known := c.subnetsWithENIs()
	if unseen := c.unseenInstances(); len(unseen) > 0 {
		enis, unread, err := c.ec2.InterfacesOfInstances(ctx, unseen)
		if err := gather(c, &c.snapshot.NetworkInterfaces, enis, unread, err); err != nil {
			return err
		}
		if err := c.subnetsOf(ctx, enis); err != nil {
			return err
		}
		more := slices.DeleteFunc(c.subnetsWithENIs(), func(id string) bool { return slices.Contains(known, id) })
		if err := c.contents(ctx, more); err != nil {
			return err
		}
	}
	return c.foreigners(ctx)
}

// subnetsWithENIs are the subnets of all ENIs that were read.
func (c *collector) subnetsWithENIs() []string {
	var ids []string
	for i := range c.snapshot.NetworkInterfaces {
		ids = append(ids, c.snapshot.NetworkInterfaces[i].SubnetID)
	}
	return distinct(ids)
}

// unseenInstances are the instances of nodes of which no ENI was read.
func (c *collector) unseenInstances() []string {
	seen := map[string]bool{}
	for i := range c.snapshot.NetworkInterfaces {
		if a := c.snapshot.NetworkInterfaces[i].Attachment; a != nil {
			seen[a.InstanceID] = true
		}
	}
	return slices.DeleteFunc(c.instances(), func(id string) bool { return seen[id] })
}

// foreigners reads the tags of instances that are no nodes and whose ENIs name no cluster: their primary ENIs have no tags, for one, where the
// VPC CNI does not know its cluster's name.
func (c *collector) foreigners(ctx context.Context) error {
	named := map[string]bool{}
	for _, id := range c.instances() {
		named[id] = true
	}
	var all []string
	for i := range c.snapshot.NetworkInterfaces {
		eni := &c.snapshot.NetworkInterfaces[i]
		if eni.Attachment == nil || eni.Attachment.InstanceID == "" {
			continue
		}
		all = append(all, eni.Attachment.InstanceID)
		if namesCluster(eni.TagSet) {
			named[eni.Attachment.InstanceID] = true
		}
	}
	all = slices.DeleteFunc(distinct(all), func(id string) bool { return named[id] })
	if len(all) == 0 {
		return nil
	}
	records, unread, err := c.ec2.Instances(ctx, all[:min(len(all), foreignInstances)])
	return gather(c, &c.snapshot.Instances, records, unread, err)
}

// namesCluster reports whether tags name the cluster of an ENI.
func namesCluster(tags []snapshot.Tag) bool {
	return slices.ContainsFunc(tags, func(t snapshot.Tag) bool {
		return t.Key == cni.TagClusterName || strings.HasPrefix(t.Key, cni.TagClusterPrefix)
	})
}
