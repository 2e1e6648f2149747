// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

const (
	progressInterfaces = "network interfaces"
	progressSubnets    = "subnets"
)

// openEC2 makes the EC2 client: the region is what the user asked for, else what the nodes' labels say, else what the kubeconfig says, else
// what the AWS configuration says.
func (c *collector) openEC2(ctx context.Context) error {
	region := cmp.Or(c.Region, regionOf(c.snapshot.Nodes), c.Kubeconfig.Region)
	ec2, err := c.OpenEC2(ctx, region)
	if err != nil {
		return err
	}
	c.ec2 = ec2
	c.snapshot.Meta.Region = ec2.Region()
	return nil
}

func regionOf(nodes []snapshot.Node) string {
	for i := range nodes {
		for _, key := range []string{"topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/region"} {
			if region := nodes[i].Labels[key]; region != "" {
				return region
			}
		}
	}
	return ""
}

// interfaces reads the ENIs of the nodes, the branch ENIs of their trunks, and their subnets.
func (c *collector) interfaces(ctx context.Context) error {
	instances := c.instances()
	if len(instances) == 0 {
		return nil
	}
	c.Progress(progressInterfaces, 0, 0)
	enis, unread, err := c.ec2.InterfacesOfInstances(ctx, instances)
	if err != nil {
		return err
	}
	if err := accessError(unread, len(enis)); err != nil {
		return err
	}
	if own := c.ownInstances(); len(enis) == 0 && len(unread) == 0 && len(own) > 0 {
		return c.wrongAccount(ctx, own)
	}
	c.Progress(progressInterfaces, len(enis), 0)
	if err := gather(c, &c.snapshot.NetworkInterfaces, enis, unread, nil); err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return c.branches(ctx, trunksOf(enis)) })
	g.Go(func() error { return c.subnetsOf(ctx, enis) })
	return g.Wait()
}

// instances are the instance ids of the nodes.
func (c *collector) instances() []string {
	var ids []string
	for i := range c.snapshot.Nodes {
		ids = append(ids, string(topology.ParseProviderID(c.snapshot.Nodes[i].Spec.ProviderID)))
	}
	return distinct(ids)
}

// ownInstances are those that EC2 must know in the right account: HyperPod's are in an account of AWS.
func (c *collector) ownInstances() []string {
	var ids []string
	for i := range c.snapshot.Nodes {
		if node := &c.snapshot.Nodes[i]; topology.KindOf(node) != topology.KindHyperPod {
			ids = append(ids, string(topology.ParseProviderID(node.Spec.ProviderID)))
		}
	}
	return distinct(ids)
}

func trunksOf(enis []snapshot.NetworkInterface) []string {
	var ids []string
	for i := range enis {
		if enis[i].InterfaceType == "trunk" {
			ids = append(ids, enis[i].ID)
		}
	}
	return ids
}

// branches reads the branch ENIs of trunks, which have no attachment, and the subnets that only they are in.
func (c *collector) branches(ctx context.Context, trunks []string) error {
	if len(trunks) == 0 {
		return nil
	}
	enis, unread, err := c.ec2.BranchesOfTrunks(ctx, trunks)
	return gather(c, &c.snapshot.NetworkInterfaces, enis, unread, err)
}

// subnetsOf reads the subnets of ENIs that were not read yet.
func (c *collector) subnetsOf(ctx context.Context, enis []snapshot.NetworkInterface) error {
	var ids []string
	for i := range enis {
		ids = append(ids, enis[i].SubnetID)
	}
	c.mu.Lock()
	ids = slices.DeleteFunc(distinct(ids), func(id string) bool {
		return slices.ContainsFunc(c.snapshot.Subnets, func(s snapshot.Subnet) bool { return s.ID == id })
	})
	refused := !c.snapshot.Whole(snapshot.Subnets)
	c.mu.Unlock()
	if len(ids) == 0 || refused {
		return nil
	}
	c.Progress(progressSubnets, 0, len(ids))
	subnets, unread, err := c.ec2.Subnets(ctx, ids)
	c.Progress(progressSubnets, len(subnets), len(ids))
	return gather(c, &c.snapshot.Subnets, subnets, unread, err)
}

// claimedBranches reads the branch ENIs that pods are annotated with and that no trunk's tag led to, so that both sides can be shown.
func (c *collector) claimedBranches(ctx context.Context) error {
	known := map[string]bool{}
	for i := range c.snapshot.NetworkInterfaces {
		known[c.snapshot.NetworkInterfaces[i].ID] = true
	}
	var absent []string
	for i := range c.snapshot.Pods {
		pod := &c.snapshot.Pods[i]
		if topology.Finished(pod) || pod.Annotations[cni.AnnotationPodENI] == "" {
			continue
		}
		// An annotation that does not parse is the join's to report.
		claims, _ := cni.ParsePodENI(pod.Annotations[cni.AnnotationPodENI])
		for _, claim := range claims {
			if !known[claim.ENIID] {
				absent = append(absent, claim.ENIID)
			}
		}
	}
	if len(absent) == 0 {
		return nil
	}
	enis, unread, err := c.ec2.Interfaces(ctx, distinct(absent))
	return gather(c, &c.snapshot.NetworkInterfaces, enis, unread, err)
}

// instanceTypes reads the limits of the instance types that the embedded table lacks, or of all of them.
func (c *collector) instanceTypes(ctx context.Context) error {
	var names []string
	for i := range c.snapshot.Nodes {
		name := topology.InstanceType(&c.snapshot.Nodes[i])
		if _, known := cni.LookupLimits(name); !known || c.query.RefreshLimits {
			names = append(names, name)
		}
	}
	names = distinct(names)
	if len(names) == 0 {
		return nil
	}
	types, unread, err := c.ec2.InstanceTypes(ctx, names)
	return gather(c, &c.snapshot.InstanceTypes, types, unread, err)
}

// wrongAccount says who was asked, when EC2 knows none of the cluster's instances.
func (c *collector) wrongAccount(ctx context.Context, instances []string) error {
	who := "as an unknown identity"
	if identity, err := c.ec2.Identity(ctx); err == nil {
		who = fmt.Sprintf("as %s in account %s", identity.ARN, identity.Account)
	}
	shown := instances[:min(len(instances), 3)]
	more := ""
	if rest := len(instances) - len(shown); rest > 0 {
		more = fmt.Sprintf(" and %d more", rest)
	}
	return &AccessError{Message: fmt.Sprintf(
		"EC2 knows none of the cluster's instances (%s%s): asked in region %s %s; choose the cluster's own with --profile or --region",
		strings.Join(shown, ", "), more, c.ec2.Region(), who)}
}
