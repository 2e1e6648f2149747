// SPDX-License-Identifier: Apache-2.0

package vpc

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// Instances reads instances by id, those that AWS services manage included. One that does not exist is not in the result.
func (c *Client) Instances(ctx context.Context, instanceIDs []string) ([]snapshot.Instance, []snapshot.Unread, error) {
	return listing[snapshot.Instance]{
		resource: snapshot.Instances,
		api:      "ec2:DescribeInstances",
		batch:    filterValues,
		page: func(ctx context.Context, ids []string, token *string) ([]snapshot.Instance, *string, error) {
			out, err := c.api.instances(ctx, &ec2.DescribeInstancesInput{
				Filters:                 []types.Filter{filter("instance-id", ids...)},
				IncludeManagedResources: aws.Bool(true),
				MaxResults:              aws.Int32(pageSize),
				NextToken:               token,
			})
			if err != nil {
				return nil, nil, err
			}
			var all []snapshot.Instance
			for _, reservation := range out.Reservations {
				all = append(all, records(reservation.Instances, instance)...)
			}
			return all, out.NextToken, nil
		},
		id: func(i snapshot.Instance) string { return i.ID },
	}.read(ctx, instanceIDs)
}

// InstanceTypes reads what EC2 says of instance types. One that the region does not offer is not in the result.
func (c *Client) InstanceTypes(ctx context.Context, names []string) ([]snapshot.InstanceType, []snapshot.Unread, error) {
	return listing[snapshot.InstanceType]{
		resource: snapshot.InstanceTypes,
		api:      "ec2:DescribeInstanceTypes",
		batch:    filterValues,
		page: func(ctx context.Context, ids []string, token *string) ([]snapshot.InstanceType, *string, error) {
			out, err := c.api.instanceTypes(ctx, &ec2.DescribeInstanceTypesInput{
				Filters:    []types.Filter{filter("instance-type", ids...)},
				MaxResults: aws.Int32(instanceTypesPageSize),
				NextToken:  token,
			})
			if err != nil {
				return nil, nil, err
			}
			return records(out.InstanceTypes, instanceType), out.NextToken, nil
		},
		id: func(t snapshot.InstanceType) string { return t.InstanceType },
	}.read(ctx, names)
}

func instance(i types.Instance) snapshot.Instance {
	record := snapshot.Instance{
		ID:           aws.ToString(i.InstanceId),
		InstanceType: string(i.InstanceType),
		SubnetID:     aws.ToString(i.SubnetId),
		VPCID:        aws.ToString(i.VpcId),
		LaunchTime:   utc(i.LaunchTime),
		Tags:         tags(i.Tags),
	}
	if i.State != nil {
		record.State = &snapshot.InstanceState{Name: string(i.State.Name)}
	}
	if i.Placement != nil {
		record.Placement.AvailabilityZone = aws.ToString(i.Placement.AvailabilityZone)
	}
	return record
}

func instanceType(t types.InstanceTypeInfo) snapshot.InstanceType {
	record := snapshot.InstanceType{
		InstanceType: string(t.InstanceType),
		Hypervisor:   string(t.Hypervisor),
		BareMetal:    aws.ToBool(t.BareMetal),
	}
	if t.VCpuInfo != nil {
		record.VCPUInfo.DefaultVCPUs = aws.ToInt32(t.VCpuInfo.DefaultVCpus)
	}
	if n := t.NetworkInfo; n != nil {
		record.NetworkInfo = snapshot.NetworkInfo{
			MaximumNetworkInterfaces:  aws.ToInt32(n.MaximumNetworkInterfaces),
			IPv4AddressesPerInterface: aws.ToInt32(n.Ipv4AddressesPerInterface),
			DefaultNetworkCardIndex:   aws.ToInt32(n.DefaultNetworkCardIndex),
			NetworkCards: records(n.NetworkCards, func(card types.NetworkCardInfo) snapshot.NetworkCard {
				return snapshot.NetworkCard{
					NetworkCardIndex:         aws.ToInt32(card.NetworkCardIndex),
					MaximumNetworkInterfaces: aws.ToInt32(card.MaximumNetworkInterfaces),
				}
			}),
		}
	}
	return record
}
