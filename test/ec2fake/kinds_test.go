// SPDX-License-Identifier: Apache-2.0

package ec2fake_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

func TestInstancesComeInReservationsOfTheirOwn(t *testing.T) {
	t.Parallel()
	api := client(ec2fake.NewServer(t, ec2fake.State{
		Instances: []ec2types.Instance{{InstanceId: aws.String("i-1")}, {InstanceId: aws.String("i-2")}},
		Caller:    ec2fake.Caller{AccountID: "444455556666"},
	}, ec2fake.Options{}))
	got, err := api.DescribeInstances(t.Context(), &ec2.DescribeInstancesInput{})
	if err != nil {
		t.Fatal(err)
	}
	seen := make([][]string, 0, 2)
	for _, reservation := range got.Reservations {
		seen = append(seen, []string{*reservation.ReservationId, *reservation.OwnerId, *reservation.Instances[0].InstanceId})
	}
	equal(t, "reservations", seen, [][]string{{"r-1", "444455556666", "i-1"}, {"r-2", "444455556666", "i-2"}})
}

func TestSecurityGroupsByIDNameAndFilter(t *testing.T) {
	t.Parallel()
	api := client(ec2fake.NewServer(t, ec2fake.State{SecurityGroups: []ec2types.SecurityGroup{
		{GroupId: aws.String("sg-1"), GroupName: aws.String("node")},
		{GroupId: aws.String("sg-2"), GroupName: aws.String("other")},
	}}, ec2fake.Options{}))
	for name, input := range map[string]*ec2.DescribeSecurityGroupsInput{
		"filter":          {Filters: []ec2types.Filter{filter("group-id", "sg-1")}},
		"filter, by name": {Filters: []ec2types.Filter{filter("group-name", "no?e")}},
		"id":              {GroupIds: []string{"sg-1"}},
		"name":            {GroupNames: []string{"node"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := api.DescribeSecurityGroups(t.Context(), input)
			if err != nil {
				t.Fatal(err)
			}
			if len(got.SecurityGroups) != 1 || *got.SecurityGroups[0].GroupId != "sg-1" {
				t.Errorf("want sg-1 alone, got %d groups", len(got.SecurityGroups))
			}
		})
	}
}

func TestReservationsAreOfOneSubnet(t *testing.T) {
	t.Parallel()
	api := client(ec2fake.NewServer(t, ec2fake.State{CidrReservations: []ec2types.SubnetCidrReservation{
		{
			SubnetId: aws.String("subnet-a"), Cidr: aws.String("10.0.0.16/28"), ReservationType: ec2types.SubnetCidrReservationTypePrefix,
			Tags: []ec2types.Tag{{Key: aws.String("k"), Value: aws.String("v")}},
		},
		{SubnetId: aws.String("subnet-a"), Cidr: aws.String("10.0.0.64/28"), ReservationType: ec2types.SubnetCidrReservationTypeExplicit},
		{SubnetId: aws.String("subnet-b"), Cidr: aws.String("10.0.1.0/28"), ReservationType: ec2types.SubnetCidrReservationTypeExplicit},
	}}, ec2fake.Options{}))
	for name, test := range map[string]struct {
		filters []ec2types.Filter
		want    []string
	}{
		"all":      {nil, []string{"10.0.0.16/28", "10.0.0.64/28"}},
		"explicit": {[]ec2types.Filter{filter("reservationType", "explicit")}, []string{"10.0.0.64/28"}},
		"subnet":   {[]ec2types.Filter{filter("subnet-id", "subnet-b")}, []string{}},
		"tag":      {[]ec2types.Filter{filter("tag:k", "v")}, []string{"10.0.0.16/28"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := api.GetSubnetCidrReservations(t.Context(), &ec2.GetSubnetCidrReservationsInput{
				SubnetId: aws.String("subnet-a"), Filters: test.filters,
			})
			if err != nil {
				t.Fatal(err)
			}
			cidrs := make([]string, 0, 2)
			for _, reservation := range got.SubnetIpv4CidrReservations {
				cidrs = append(cidrs, *reservation.Cidr)
			}
			equal(t, "reservations", cidrs, test.want)
		})
	}
}
