// SPDX-License-Identifier: Apache-2.0

package permissions

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Action is an IAM action.
type Action struct {
	// Name is the action's in IAM, for example "ec2:DescribeSubnets".
	Name string
	// For is what is read with it, Without what becomes of commands that may not use it. Both may hold names in backticks.
	For, Without string
}

// The names of the actions.
const (
	networkInterfaces = "ec2:DescribeNetworkInterfaces"
	subnets           = "ec2:DescribeSubnets"
	instanceTypes     = "ec2:DescribeInstanceTypes"
	reservations      = "ec2:GetSubnetCidrReservations"
	instances         = "ec2:DescribeInstances"
	securityGroups    = "ec2:DescribeSecurityGroups"
)

// allActions are the actions in the order in which they are shown.
func allActions() []Action {
	return []Action{
		{networkInterfaces, "ENIs, their addresses and prefixes", "`tree` and `subnets` end with exit code 4; the others say what Kubernetes alone knows"},
		{subnets, "the subnets' CIDRs, zones, tags and free addresses", "no CIDRs; what is free in a subnet is unknown"},
		{instanceTypes, "types that the built-in table does not know, `--refresh-limits`", "no limits for those types"},
		{reservations, "CIDR reservations of subnets", "the number of free /28 blocks is an upper bound"},
		{instances, "names and clusters of instances that are no nodes", "their ids"},
		{securityGroups, "names of security groups", "their ids"},
	}
}

// actions returns actions by name.
func actions(names ...string) []Action {
	return slices.DeleteFunc(allActions(), func(a Action) bool { return !slices.Contains(names, a.Name) })
}

// policyVersion is that of the policy language (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html).
const policyVersion = "2012-10-17"

type policy struct {
	Version   string      `json:"Version"`
	Statement []statement `json:"Statement"`
}

type statement struct {
	Sid      string   `json:"Sid"`
	Effect   string   `json:"Effect"`
	Action   []string `json:"Action"`
	Resource string   `json:"Resource"`
}

// Policy returns the IAM policy that allows a set's actions, as JSON, or nothing when there are none. It names no resources: the Describe
// actions of EC2 know none (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html).
func (s Set) Policy() (string, error) {
	if len(s.IAM) == 0 {
		return "", nil
	}
	allowed := statement{Sid: "KubectlEni", Effect: "Allow", Resource: "*"}
	for _, action := range s.IAM {
		allowed.Action = append(allowed.Action, action.Name)
	}
	text, err := json.MarshalIndent(policy{Version: policyVersion, Statement: []statement{allowed}}, "", "  ")
	if err != nil {
		return "", fmt.Errorf("encoding the IAM policy: %w", err)
	}
	return string(text) + "\n", nil
}
