// SPDX-License-Identifier: Apache-2.0

package vpc

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// Subnets reads subnets by id. One that does not exist is not in the result.
func (c *Client) Subnets(ctx context.Context, subnetIDs []string) ([]snapshot.Subnet, []snapshot.Unread, error) {
	return c.subnetsBy("subnet-id").read(ctx, subnetIDs)
}

// SubnetsOfVPCs reads all subnets of the VPCs. What could not be read is said by VPC id.
func (c *Client) SubnetsOfVPCs(ctx context.Context, vpcIDs []string) ([]snapshot.Subnet, []snapshot.Unread, error) {
	return c.subnetsBy("vpc-id").read(ctx, vpcIDs)
}

func (c *Client) subnetsBy(name string) listing[snapshot.Subnet] {
	return listing[snapshot.Subnet]{
		resource: snapshot.Subnets,
		api:      "ec2:DescribeSubnets",
		batch:    filterValues,
		page: func(ctx context.Context, ids []string, token *string) ([]snapshot.Subnet, *string, error) {
			out, err := c.api.subnets(ctx, &ec2.DescribeSubnetsInput{
				Filters:    []types.Filter{filter(name, ids...)},
				MaxResults: aws.Int32(pageSize),
				NextToken:  token,
			})
			if err != nil {
				return nil, nil, err
			}
			return records(out.Subnets, subnet), out.NextToken, nil
		},
		id: func(s snapshot.Subnet) string { return s.ID },
	}
}

// SubnetCIDRReservations reads the CIDR reservations of the subnets, one call for each: the API takes no more. A subnet that does not
// exist counts as one that could not be read.
func (c *Client) SubnetCIDRReservations(
	ctx context.Context, subnetIDs []string,
) ([]snapshot.SubnetCIDRReservation, []snapshot.Unread, error) {
	return listing[snapshot.SubnetCIDRReservation]{
		resource: snapshot.SubnetCIDRReservations,
		api:      "ec2:GetSubnetCidrReservations",
		batch:    1,
		page: func(ctx context.Context, ids []string, token *string) ([]snapshot.SubnetCIDRReservation, *string, error) {
			out, err := c.api.cidrReservations(ctx, &ec2.GetSubnetCidrReservationsInput{
				SubnetId:   aws.String(ids[0]),
				MaxResults: aws.Int32(pageSize),
				NextToken:  token,
			})
			if err != nil {
				return nil, nil, err
			}
			both := slices.Concat(out.SubnetIpv4CidrReservations, out.SubnetIpv6CidrReservations)
			return records(both, cidrReservation), out.NextToken, nil
		},
		id: func(r snapshot.SubnetCIDRReservation) string { return r.ID },
	}.read(ctx, subnetIDs)
}

func subnet(s types.Subnet) snapshot.Subnet {
	record := snapshot.Subnet{
		ID:                      aws.ToString(s.SubnetId),
		VPCID:                   aws.ToString(s.VpcId),
		OwnerID:                 aws.ToString(s.OwnerId),
		AvailabilityZone:        aws.ToString(s.AvailabilityZone),
		OutpostARN:              aws.ToString(s.OutpostArn),
		CIDRBlock:               aws.ToString(s.CidrBlock),
		AvailableIPAddressCount: s.AvailableIpAddressCount,
		Tags:                    tags(s.Tags),
	}
	for _, block := range s.Ipv6CidrBlockAssociationSet {
		if associated(block.Ipv6CidrBlockState) {
			record.IPv6CIDRBlocks = append(record.IPv6CIDRBlocks, snapshot.IPv6CIDRBlock{IPv6CIDRBlock: aws.ToString(block.Ipv6CidrBlock)})
		}
	}
	return record
}

// associated reports whether a subnet has an IPv6 range: EC2 goes on listing ranges that were taken from it or never became its own.
func associated(state *types.SubnetCidrBlockState) bool {
	return state == nil || state.State == types.SubnetCidrBlockStateCodeAssociated
}

func cidrReservation(r types.SubnetCidrReservation) snapshot.SubnetCIDRReservation {
	return snapshot.SubnetCIDRReservation{
		ID:              aws.ToString(r.SubnetCidrReservationId),
		SubnetID:        aws.ToString(r.SubnetId),
		CIDR:            aws.ToString(r.Cidr),
		ReservationType: string(r.ReservationType),
		OwnerID:         aws.ToString(r.OwnerId),
		Description:     aws.ToString(r.Description),
		Tags:            tags(r.Tags),
	}
}
