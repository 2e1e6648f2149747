// SPDX-License-Identifier: Apache-2.0

package ec2fake

import "strings"

// Action is the name of an API operation, as it stands in the form field "Action".
type Action string

// The actions that are answered.
const (
	DescribeNetworkInterfaces Action = "DescribeNetworkInterfaces"
	DescribeSubnets           Action = "DescribeSubnets"
	DescribeInstances         Action = "DescribeInstances"
	DescribeInstanceTypes     Action = "DescribeInstanceTypes"
	DescribeSecurityGroups    Action = "DescribeSecurityGroups"
	GetSubnetCidrReservations Action = "GetSubnetCidrReservations"
	GetCallerIdentity         Action = "GetCallerIdentity" // of STS
)

// isRead tells whether the name is that of a read: the only kind that a read-only client may send.
func (a Action) isRead() bool {
	return strings.HasPrefix(string(a), "Describe") || strings.HasPrefix(string(a), "Get") ||
		strings.HasPrefix(string(a), "List")
}

// Service is the AWS service that a call was meant for.
type Service string

// The services whose calls are told apart, by the API version in the form field "Version".
const (
	EC2 Service = "ec2"
	STS Service = "sts"
)

// API versions: the apiVersion of the services' models, and part of their XML namespaces.
const (
	ec2Version = "2016-11-15"
	stsVersion = "2011-06-15"
)

// operation is what a call of an answered action may hold.
type operation struct {
	service    Service
	idList     string   // form field of the ids, without the index; empty if the action takes none
	parameters []string // the other form fields, without the index of lists
}

// operation returns what the action takes, and whether it is answered at all. Source: the members of the operations'
// inputs in the service models.
func (a Action) operation() (operation, bool) {
	paged := []string{"Filter", "MaxResults", "NextToken", "DryRun"}
	switch a {
	case DescribeNetworkInterfaces:
		return operation{EC2, "NetworkInterfaceId", append(paged, "IncludeManagedResources")}, true
	case DescribeSubnets:
		return operation{EC2, "SubnetId", paged}, true
	case DescribeInstances:
		return operation{EC2, "InstanceId", append(paged, "IncludeManagedResources")}, true
	case DescribeInstanceTypes:
		return operation{EC2, "InstanceType", append(paged, "IncludeUnsupportedInRegion")}, true
	case DescribeSecurityGroups:
		return operation{EC2, "GroupId", append(paged, "GroupName")}, true
	case GetSubnetCidrReservations:
		return operation{EC2, "", append(paged, "SubnetId")}, true
	case GetCallerIdentity:
		return operation{STS, "", nil}, true
	default:
		return operation{}, false
	}
}
