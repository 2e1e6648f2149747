// SPDX-License-Identifier: Apache-2.0

package ec2fake_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

// interfaceCall is a call of DescribeNetworkInterfaces and how it is answered.
type interfaceCall struct {
	input   ec2.DescribeNetworkInterfacesInput
	code    string // error code; empty: the call is answered
	message string // part of the error's message
}

func callsAtTheLimits() map[string]interfaceCall {
	fiftyOne := make([]ec2types.Filter, 51)
	for i := range fiftyOne {
		fiftyOne[i] = filter("subnet-id", "subnet-a")
	}
	return map[string]interfaceCall{
		"200 values": {ec2.DescribeNetworkInterfacesInput{
			Filters: []ec2types.Filter{filter("attachment.instance-id", numbered("i", 200)...)},
		}, "", ""},
		"201 values": {ec2.DescribeNetworkInterfacesInput{
			Filters: []ec2types.Filter{filter("attachment.instance-id", numbered("i", 201)...)},
		}, "FilterLimitExceeded", "is 200"},
		"201 values in two filters": {ec2.DescribeNetworkInterfacesInput{
			Filters: []ec2types.Filter{filter("attachment.instance-id", numbered("i", 200)...), filter("vpc-id", "vpc-1")},
		}, "FilterLimitExceeded", "on a single call is 200"},
		"50 filters":     {ec2.DescribeNetworkInterfacesInput{Filters: fiftyOne[:50]}, "", ""},
		"51 filters":     {ec2.DescribeNetworkInterfacesInput{Filters: fiftyOne}, "FilterLimitExceeded", "is 50"},
		"255 characters": {ec2.DescribeNetworkInterfacesInput{Filters: []ec2types.Filter{filter("description", strings.Repeat("x", 255))}}, "", ""},
		"256 characters": {ec2.DescribeNetworkInterfacesInput{
			Filters: []ec2types.Filter{filter("description", strings.Repeat("x", 256))},
		}, "FilterLimitExceeded", "255 characters"},
		"unknown filter": {ec2.DescribeNetworkInterfacesInput{
			Filters: []ec2types.Filter{filter("ipv4-prefix", "10.0.0.0/28")},
		}, "InvalidParameterValue", "The filter 'ipv4-prefix' is invalid"},
		"filter without values": {ec2.DescribeNetworkInterfacesInput{
			Filters: []ec2types.Filter{filter("vpc-id", "vpc-1"), filter("subnet-id")},
		}, "MissingParameter", "Filter.2.Value"},
		"page of 4":    {ec2.DescribeNetworkInterfacesInput{MaxResults: aws.Int32(4)}, "InvalidParameterValue", "( 4 ) for parameter maxResults"},
		"page of 5":    {ec2.DescribeNetworkInterfacesInput{MaxResults: aws.Int32(5)}, "", ""},
		"page of 1000": {ec2.DescribeNetworkInterfacesInput{MaxResults: aws.Int32(1000)}, "", ""},
		"page of 1001": {ec2.DescribeNetworkInterfacesInput{MaxResults: aws.Int32(1001)}, "InvalidParameterValue", "( 1001 ) for parameter maxResults"},
		"page of 0":    {ec2.DescribeNetworkInterfacesInput{MaxResults: aws.Int32(0)}, "InvalidParameterValue", "( 0 ) for parameter maxResults"},
		"ids":          {ec2.DescribeNetworkInterfacesInput{NetworkInterfaceIds: []string{"eni-000", "eni-003"}}, "", ""},
		"ids in pages": {ec2.DescribeNetworkInterfacesInput{
			NetworkInterfaceIds: []string{"eni-000"}, MaxResults: aws.Int32(5),
		}, "InvalidParameterCombination", "cannot be used with the parameter maxResults"},
		"id that is gone": {ec2.DescribeNetworkInterfacesInput{
			NetworkInterfaceIds: []string{"eni-000", "eni-gone", "eni-also"},
		}, "InvalidNetworkInterfaceID.NotFound", "The networkInterface ID 'eni-gone' does not exist"},
		"dry run": {ec2.DescribeNetworkInterfacesInput{DryRun: aws.Bool(true)}, "DryRunOperation", "would have succeeded"},
	}
}

func TestInterfaceCallsThatEC2Refuses(t *testing.T) {
	t.Parallel()
	api := client(ec2fake.NewServer(t, ec2fake.State{NetworkInterfaces: interfaces(4)}, ec2fake.Options{}))
	for name, test := range callsAtTheLimits() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := api.DescribeNetworkInterfaces(t.Context(), &test.input)
			if test.code == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			code, message := apiError(t, err)
			equal(t, "error code", code, test.code)
			if !strings.Contains(message, test.message) {
				t.Errorf("want %q in the message %q", test.message, message)
			}
		})
	}
}

func TestLimitsOfTheOtherCalls(t *testing.T) {
	t.Parallel()
	api := client(ec2fake.NewServer(t, ec2fake.State{
		Subnets: []ec2types.Subnet{{SubnetId: aws.String("subnet-a")}},
	}, ec2fake.Options{}))
	cases := map[string]struct {
		call func() error
		code string
	}{
		"subnet that is gone": {func() error {
			_, err := api.DescribeSubnets(t.Context(), &ec2.DescribeSubnetsInput{SubnetIds: []string{"subnet-z"}})
			return err
		}, "InvalidSubnetID.NotFound"},
		"reservations of a subnet that is gone": {func() error {
			_, err := api.GetSubnetCidrReservations(t.Context(), &ec2.GetSubnetCidrReservationsInput{SubnetId: aws.String("subnet-z")})
			return err
		}, "InvalidSubnetID.NotFound"},
		"instance that is gone": {func() error {
			_, err := api.DescribeInstances(t.Context(), &ec2.DescribeInstancesInput{InstanceIds: []string{"i-0"}})
			return err
		}, "InvalidInstanceID.NotFound"},
		"instances in pages": {func() error {
			_, err := api.DescribeInstances(t.Context(), &ec2.DescribeInstancesInput{InstanceIds: []string{"i-0"}, MaxResults: aws.Int32(5)})
			return err
		}, "InvalidParameterCombination"},
		"security group that is gone": {func() error {
			_, err := api.DescribeSecurityGroups(t.Context(), &ec2.DescribeSecurityGroupsInput{GroupIds: []string{"sg-0"}})
			return err
		}, "InvalidGroup.NotFound"},
		"security group of no such name": {func() error {
			_, err := api.DescribeSecurityGroups(t.Context(), &ec2.DescribeSecurityGroupsInput{GroupNames: []string{"x"}})
			return err
		}, "InvalidGroup.NotFound"},
		"security group names in pages": {func() error {
			_, err := api.DescribeSecurityGroups(t.Context(), &ec2.DescribeSecurityGroupsInput{GroupNames: []string{"x"}, MaxResults: aws.Int32(5)})
			return err
		}, "InvalidParameterCombination"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, _ := apiError(t, test.call())
			equal(t, "error code", code, test.code)
		})
	}
}

func TestLimitsOfInstanceTypes(t *testing.T) {
	t.Parallel()
	api := client(ec2fake.NewServer(t, ec2fake.State{}, ec2fake.Options{}))
	many := make([]ec2types.InstanceType, 101)
	for i := range many {
		many[i] = "m5.large"
	}
	cases := map[string]struct {
		call func() error
		code string
	}{
		"instance type that never was": {func() error {
			_, err := api.DescribeInstanceTypes(t.Context(), &ec2.DescribeInstanceTypesInput{InstanceTypes: many[:1]})
			return err
		}, "InvalidInstanceType"},
		"101 instance types": {func() error {
			_, err := api.DescribeInstanceTypes(t.Context(), &ec2.DescribeInstanceTypesInput{InstanceTypes: many})
			return err
		}, "InvalidParameterValue"},
		"instance types in pages of 101": {func() error {
			_, err := api.DescribeInstanceTypes(t.Context(), &ec2.DescribeInstanceTypesInput{MaxResults: aws.Int32(101)})
			return err
		}, "InvalidParameterValue"},
		"instance types by tag": {func() error {
			_, err := api.DescribeInstanceTypes(t.Context(), &ec2.DescribeInstanceTypesInput{Filters: []ec2types.Filter{filter("tag:a", "b")}})
			return err
		}, "InvalidParameterValue"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, _ := apiError(t, test.call())
			equal(t, "error code", code, test.code)
		})
	}
}

func TestUnpagedCallsAreBlockedWherePagingIsRequired(t *testing.T) {
	t.Parallel()
	api := client(ec2fake.NewServer(t, ec2fake.State{NetworkInterfaces: interfaces(4)}, ec2fake.Options{RequirePaging: true}))
	for name, test := range map[string]struct {
		input ec2.DescribeNetworkInterfacesInput
		code  string
	}{
		"nothing":       {ec2.DescribeNetworkInterfacesInput{}, "OperationNotPermitted"},
		"by instance":   {ec2.DescribeNetworkInterfacesInput{Filters: []ec2types.Filter{filter("attachment.instance-id", "i-000")}}, "OperationNotPermitted"},
		"by subnet":     {ec2.DescribeNetworkInterfacesInput{Filters: []ec2types.Filter{filter("subnet-id", "subnet-a")}}, ""},
		"by id":         {ec2.DescribeNetworkInterfacesInput{NetworkInterfaceIds: []string{"eni-000"}}, ""},
		"in pages":      {ec2.DescribeNetworkInterfacesInput{MaxResults: aws.Int32(5)}, ""},
		"pages, filter": {ec2.DescribeNetworkInterfacesInput{MaxResults: aws.Int32(5), Filters: []ec2types.Filter{filter("status", "in-use")}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := api.DescribeNetworkInterfaces(t.Context(), &test.input)
			if test.code == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			code, _ := apiError(t, err)
			equal(t, "error code", code, test.code)
		})
	}
}
