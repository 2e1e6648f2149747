// SPDX-License-Identifier: Apache-2.0

package ec2fake

import (
	"cmp"
	"slices"

	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// The caller that [State] describes when it names none: AWS's own example account.
const (
	DefaultAccountID = "111122223333"
	DefaultUserID    = "AROAEXAMPLEEXAMPLEXXX:reader"
)

// State is what the endpoint knows. Every list may be empty, and answers keep its order.
type State struct {
	NetworkInterfaces []ec2types.NetworkInterface
	Subnets           []ec2types.Subnet
	// CidrReservations holds the reservations of all subnets; an answer parts them into IPv4 and IPv6 by their Cidr.
	CidrReservations []ec2types.SubnetCidrReservation
	// Instances are answered in one reservation each, whose id is made from the instance id.
	Instances      []ec2types.Instance
	InstanceTypes  []ec2types.InstanceTypeInfo
	SecurityGroups []ec2types.SecurityGroup
	Caller         Caller
}

// Caller is the identity that GetCallerIdentity answers and that UnauthorizedOperation messages should name. Empty
// fields take an example identity in the account [DefaultAccountID].
type Caller struct {
	AccountID string
	ARN       string
	UserID    string
}

func (c Caller) withDefaults() Caller {
	account := cmp.Or(c.AccountID, DefaultAccountID)
	return Caller{
		AccountID: account,
		ARN:       cmp.Or(c.ARN, "arn:aws:sts::"+account+":assumed-role/reader/reader"),
		UserID:    cmp.Or(c.UserID, DefaultUserID),
	}
}

// clone copies the lists, not what their elements point to.
func (s State) clone() State {
	s.NetworkInterfaces = slices.Clone(s.NetworkInterfaces)
	s.Subnets = slices.Clone(s.Subnets)
	s.CidrReservations = slices.Clone(s.CidrReservations)
	s.Instances = slices.Clone(s.Instances)
	s.InstanceTypes = slices.Clone(s.InstanceTypes)
	s.SecurityGroups = slices.Clone(s.SecurityGroups)
	return s
}
