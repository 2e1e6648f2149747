// SPDX-License-Identifier: Apache-2.0

package vpc

import (
	"context"
	"net/netip"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// trunkTag is the tag of a branch ENI that names its trunk; the VPC resource controller sets it, and finds its branches by it
// (amazon-vpc-resource-controller-k8s, pkg/config/type.go: TrunkENIIDTag).
const trunkTag = "vpcresources.k8s.aws/trunk-eni-id"

// InterfacesOfInstances reads the ENIs that are attached to the instances. Branch ENIs are not among them: they have no attachment.
func (c *Client) InterfacesOfInstances(ctx context.Context, instanceIDs []string) ([]snapshot.NetworkInterface, []snapshot.Unread, error) {
	return c.interfacesBy("attachment.instance-id", filterValues).read(ctx, instanceIDs)
}

// BranchesOfTrunks reads the branch ENIs under the trunk ENIs.
func (c *Client) BranchesOfTrunks(ctx context.Context, trunkIDs []string) ([]snapshot.NetworkInterface, []snapshot.Unread, error) {
	return c.interfacesBy("tag:"+trunkTag, filterValues).read(ctx, trunkIDs)
}

// Interfaces reads ENIs by id. One that does not exist is not in the result; asked for by id and not by filter, it would fail the call.
func (c *Client) Interfaces(ctx context.Context, interfaceIDs []string) ([]snapshot.NetworkInterface, []snapshot.Unread, error) {
	return c.interfacesBy("network-interface-id", filterValues).read(ctx, interfaceIDs)
}

// InterfacesOfSubnets reads all ENIs of the subnets, whoever made them. Subnets are read one by one, side by side: they are few, each
// has many pages, and pages of one call only come one after the other.
func (c *Client) InterfacesOfSubnets(ctx context.Context, subnetIDs []string) ([]snapshot.NetworkInterface, []snapshot.Unread, error) {
	return c.interfacesBy("subnet-id", 1).read(ctx, subnetIDs)
}

// InterfaceWithAddress reads the ENIs of a VPC that hold the private address, as their own or as a secondary one: at most one in a VPC.
// An empty vpcID means any VPC of the account, in which an address may be there more than once. EC2 has no filter for prefixes, so that
// an address inside a prefix is not found.
func (c *Client) InterfaceWithAddress(
	ctx context.Context, vpcID string, addr netip.Addr,
) ([]snapshot.NetworkInterface, []snapshot.Unread, error) {
	if !addr.IsValid() {
		return nil, nil, nil
	}
	name := "addresses.private-ip-address"
	if addr.Is6() {
		name = "ipv6-addresses.ipv6-address"
	}
	var within []types.Filter
	if vpcID != "" {
		within = append(within, filter("vpc-id", vpcID))
	}
	return c.interfacesBy(name, 1, within...).read(ctx, []string{addr.String()})
}

// interfacesBy lists ENIs by a filter that takes the ids, and more filters that all must match too. ENIs of AWS services are listed
// even where the account hides them: those of EKS Auto Mode are such.
func (c *Client) interfacesBy(name string, batch int, more ...types.Filter) listing[snapshot.NetworkInterface] {
	return listing[snapshot.NetworkInterface]{
		resource: snapshot.NetworkInterfaces,
		api:      "ec2:DescribeNetworkInterfaces",
		batch:    batch,
		page: func(ctx context.Context, ids []string, token *string) ([]snapshot.NetworkInterface, *string, error) {
			out, err := c.api.networkInterfaces(ctx, &ec2.DescribeNetworkInterfacesInput{
				Filters:                 append([]types.Filter{filter(name, ids...)}, more...),
				IncludeManagedResources: aws.Bool(true),
				MaxResults:              aws.Int32(pageSize),
				NextToken:               token,
			})
			if err != nil {
				return nil, nil, err
			}
			return records(out.NetworkInterfaces, networkInterface), out.NextToken, nil
		},
		id: func(n snapshot.NetworkInterface) string { return n.ID },
	}
}

func filter(name string, values ...string) types.Filter {
	return types.Filter{Name: aws.String(name), Values: values}
}
