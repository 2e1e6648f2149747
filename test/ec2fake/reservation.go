// SPDX-License-Identifier: Apache-2.0

package ec2fake

import (
	"net/http"
	"net/netip"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// cidrReservations describes the CIDR reservations of a subnet. Page sizes and filters are those of
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetSubnetCidrReservations.html; MaxResults from its model.
func cidrReservations() *resource[ec2types.SubnetCidrReservation] {
	type reservation = ec2types.SubnetCidrReservation
	return &resource[reservation]{
		minPage: 5,
		maxPage: 1000,
		id:      func(v *reservation) string { return aws.ToString(v.SubnetCidrReservationId) },
		tags:    func(v *reservation) []ec2types.Tag { return v.Tags },
		fields: map[string]field[reservation]{
			"reservationType": enum(func(v *reservation) ec2types.SubnetCidrReservationType { return v.ReservationType }),
			"subnet-id":       text(func(v *reservation) *string { return v.SubnetId }),
		},
	}
}

// reservationsOf returns the page of a subnet's reservations that req asks for, and the next token. A subnet is unknown
// only if the state lists subnets and it is not among them.
func (f *Fake) reservationsOf(state State, req request) ([]*ec2types.SubnetCidrReservation, string, error) {
	if req.subnetID == "" {
		return nil, "", Error{
			http.StatusBadRequest, "MissingParameter", "The request must contain the parameter SubnetId",
		}
	}
	known := slices.ContainsFunc(state.Subnets, func(v ec2types.Subnet) bool { return aws.ToString(v.SubnetId) == req.subnetID })
	if !known && len(state.Subnets) > 0 {
		return nil, "", subnetNotFound(req.subnetID)
	}
	ofSubnet := slices.DeleteFunc(slices.Clone(state.CidrReservations), func(v ec2types.SubnetCidrReservation) bool {
		return aws.ToString(v.SubnetId) != req.subnetID
	})
	return f.reservations.find(ofSubnet, req, f.options, f.pager)
}

// isIPv6 tells the family of a reservation by its CIDR.
func isIPv6(reservation *ec2types.SubnetCidrReservation) bool {
	prefix, err := netip.ParsePrefix(aws.ToString(reservation.Cidr))
	return err == nil && prefix.Addr().Is6()
}
