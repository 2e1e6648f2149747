// SPDX-License-Identifier: Apache-2.0

package ec2fake

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// securityGroups describes security groups. Page sizes and filters, those for rules left out, are those of
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html.
func securityGroups() *resource[ec2types.SecurityGroup] {
	type group = ec2types.SecurityGroup
	return &resource[group]{
		idsName:  "groupSet",
		minPage:  5,
		maxPage:  1000,
		id:       func(v *group) string { return aws.ToString(v.GroupId) },
		notFound: groupNotFound,
		tags:     func(v *group) []ec2types.Tag { return v.Tags },
		fields: map[string]field[group]{
			"description": text(func(v *group) *string { return v.Description }),
			"group-id":    text(func(v *group) *string { return v.GroupId }),
			"group-name":  text(func(v *group) *string { return v.GroupName }),
			"owner-id":    text(func(v *group) *string { return v.OwnerId }),
			"vpc-id":      text(func(v *group) *string { return v.VpcId }),
		},
	}
}

func groupNotFound(id string) Error {
	return Error{
		http.StatusBadRequest, "InvalidGroup.NotFound",
		fmt.Sprintf("The security group '%s' does not exist", id),
	}
}

// groupsNamed adds the ids of the groups that the request names by GroupName to its id list.
func groupsNamed(state State, req request) (request, error) {
	for _, name := range req.groupNames {
		i := slices.IndexFunc(state.SecurityGroups, func(v ec2types.SecurityGroup) bool {
			return aws.ToString(v.GroupName) == name
		})
		if i < 0 {
			return req, groupNotFound(name)
		}
		req.ids = append(slices.Clone(req.ids), aws.ToString(state.SecurityGroups[i].GroupId))
	}
	return req, nil
}
