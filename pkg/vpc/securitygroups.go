// SPDX-License-Identifier: Apache-2.0

package vpc

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// SecurityGroups reads security groups by id. One that does not exist, or that belongs to another account, is not in the result.
func (c *Client) SecurityGroups(ctx context.Context, ids []string) ([]snapshot.SecurityGroup, []snapshot.Unread, error) {
	return listing[snapshot.SecurityGroup]{
		resource: snapshot.SecurityGroups,
		api:      "ec2:DescribeSecurityGroups",
		batch:    filterValues,
		page: func(ctx context.Context, ids []string, token *string) ([]snapshot.SecurityGroup, *string, error) {
			out, err := c.api.securityGroups(ctx, &ec2.DescribeSecurityGroupsInput{
				Filters:    []types.Filter{filter("group-id", ids...)},
				MaxResults: aws.Int32(pageSize),
				NextToken:  token,
			})
			if err != nil {
				return nil, nil, err
			}
			return records(out.SecurityGroups, securityGroup), out.NextToken, nil
		},
		id: func(g snapshot.SecurityGroup) string { return g.ID },
	}.read(ctx, ids)
}

func securityGroup(g types.SecurityGroup) snapshot.SecurityGroup {
	return snapshot.SecurityGroup{
		ID:    aws.ToString(g.GroupId),
		Name:  aws.ToString(g.GroupName),
		VPCID: aws.ToString(g.VpcId),
	}
}
