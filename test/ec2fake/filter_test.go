// SPDX-License-Identifier: Apache-2.0

package ec2fake_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

// cluster is a node with a primary, a trunk and a prefix, a branch under the trunk, an interface of EKS Auto Mode, and a
// NAT gateway.
func cluster() ec2fake.State {
	tag := func(key, value string) ec2types.Tag {
		return ec2types.Tag{Key: aws.String(key), Value: aws.String(value)}
	}
	attached := func(instance string, index int32) *ec2types.NetworkInterfaceAttachment {
		return &ec2types.NetworkInterfaceAttachment{
			InstanceId: aws.String(instance), DeviceIndex: aws.Int32(index), Status: ec2types.AttachmentStatusAttached,
		}
	}
	address := func(ip string, primary bool) ec2types.NetworkInterfacePrivateIpAddress {
		return ec2types.NetworkInterfacePrivateIpAddress{PrivateIpAddress: aws.String(ip), Primary: aws.Bool(primary)}
	}
	return ec2fake.State{NetworkInterfaces: []ec2types.NetworkInterface{
		{
			NetworkInterfaceId: aws.String("eni-primary"), SubnetId: aws.String("subnet-a"), VpcId: aws.String("vpc-1"),
			AvailabilityZone: aws.String("eu-west-1a"), OwnerId: aws.String("111122223333"),
			MacAddress: aws.String("02:00:00:00:00:01"), Status: ec2types.NetworkInterfaceStatusInUse,
			InterfaceType: ec2types.NetworkInterfaceTypeInterface, Attachment: attached("i-1", 0),
			PrivateIpAddress: aws.String("10.0.0.10"),
			PrivateIpAddresses: []ec2types.NetworkInterfacePrivateIpAddress{
				address("10.0.0.10", true), address("10.0.0.11", false),
			},
			Groups: []ec2types.GroupIdentifier{{GroupId: aws.String("sg-node")}, {GroupId: aws.String("sg-extra")}},
			TagSet: []ec2types.Tag{tag("Name", "a*b?c"), tag("empty", "")},
		},
		{
			NetworkInterfaceId: aws.String("eni-trunk"), Description: aws.String("aws-k8s-trunk-eni"),
			InterfaceType: ec2types.NetworkInterfaceTypeTrunk, Attachment: attached("i-1", 2),
			PrivateIpAddresses: []ec2types.NetworkInterfacePrivateIpAddress{address("10.0.0.20", true)},
			Ipv4Prefixes:       []ec2types.Ipv4PrefixSpecification{{Ipv4Prefix: aws.String("10.0.0.32/28")}},
			TagSet:             []ec2types.Tag{tag("Name", "abc")},
		},
		{
			NetworkInterfaceId: aws.String("eni-branch"), Description: aws.String("aws-k8s-branch-eni"),
			InterfaceType: ec2types.NetworkInterfaceTypeBranch, Status: ec2types.NetworkInterfaceStatusInUse,
			TagSet: []ec2types.Tag{tag("vpcresources.k8s.aws/trunk-eni-id", "eni-trunk")},
		},
		{
			NetworkInterfaceId: aws.String("eni-auto"), Description: aws.String("aws-K8S-i-2"), Attachment: attached("i-2", 1),
			Operator: &ec2types.OperatorResponse{Managed: aws.Bool(true), Principal: aws.String("eks.amazonaws.com")},
		},
		{
			NetworkInterfaceId: aws.String("eni-nat"), InterfaceType: ec2types.NetworkInterfaceTypeNatGateway,
			RequesterManaged: aws.Bool(true), RequesterId: aws.String("amazon-aws"), Status: ec2types.NetworkInterfaceStatusAvailable,
			Association: &ec2types.NetworkInterfaceAssociation{PublicIp: aws.String("203.0.113.7")},
		},
	}}
}

func TestInterfaceFilters(t *testing.T) {
	t.Parallel()
	const primary, trunk, branch, auto, nat = "eni-primary", "eni-trunk", "eni-branch", "eni-auto", "eni-nat"
	cases := map[string]struct {
		filters []ec2types.Filter
		want    []string
	}{
		"instance, without its branches":    {[]ec2types.Filter{filter("attachment.instance-id", "i-1")}, []string{primary, trunk}},
		"branches, by the trunk's tag":      {[]ec2types.Filter{filter("tag:vpcresources.k8s.aws/trunk-eni-id", trunk)}, []string{branch}},
		"values are alternatives":           {[]ec2types.Filter{filter("network-interface-id", branch, nat)}, []string{branch, nat}},
		"filters must all match":            {[]ec2types.Filter{filter("attachment.instance-id", "i-1"), filter("interface-type", "trunk")}, []string{trunk}},
		"address":                           {[]ec2types.Filter{filter("addresses.private-ip-address", "10.0.0.11")}, []string{primary}},
		"address inside a prefix":           {[]ec2types.Filter{filter("addresses.private-ip-address", "10.0.0.33")}, []string{}},
		"private-ip-address, secondary":     {[]ec2types.Filter{filter("private-ip-address", "10.0.0.11", "10.0.0.20")}, []string{primary, trunk}},
		"case matters":                      {[]ec2types.Filter{filter("description", "aws-k8s-*")}, []string{trunk, branch}},
		"star in the middle":                {[]ec2types.Filter{filter("description", "aws-*-eni")}, []string{trunk, branch}},
		"star for nothing":                  {[]ec2types.Filter{filter("description", "*aws-K8S-i-2*")}, []string{auto}},
		"question mark for one":             {[]ec2types.Filter{filter("network-interface-id", "eni-n?t")}, []string{nat}},
		"question mark for none":            {[]ec2types.Filter{filter("network-interface-id", "eni-?nat")}, []string{nat}},
		"question mark for two":             {[]ec2types.Filter{filter("network-interface-id", "eni-?t")}, []string{}},
		"pattern is not an expression":      {[]ec2types.Filter{filter("network-interface-id", "eni.nat", "eni-(nat|auto)")}, []string{}},
		"wildcards escaped":                 {[]ec2types.Filter{filter("tag:Name", `a\*b\?c`)}, []string{primary}},
		"wildcards not escaped":             {[]ec2types.Filter{filter("tag:Name", "a*b?c")}, []string{primary, trunk}},
		"part of a value":                   {[]ec2types.Filter{filter("description", "aws-k8s")}, []string{}},
		"tag with an empty value":           {[]ec2types.Filter{filter("tag:empty", "")}, []string{primary}},
		"tag-key":                           {[]ec2types.Filter{filter("tag-key", "Name", "empty")}, []string{primary, trunk}},
		"interface-type of NAT":             {[]ec2types.Filter{filter("interface-type", "nat_gateway")}, []string{nat}},
		"interface-type of NAT, as in Go":   {[]ec2types.Filter{filter("interface-type", "natGateway")}, []string{}},
		"status":                            {[]ec2types.Filter{filter("status", "in-use")}, []string{primary, branch}},
		"subnet, VPC, zone, owner":          {[]ec2types.Filter{filter("subnet-id", "subnet-a"), filter("vpc-id", "vpc-1"), filter("availability-zone", "eu-west-1a"), filter("owner-id", "111122223333")}, []string{primary}},
		"security group":                    {[]ec2types.Filter{filter("group-id", "sg-extra")}, []string{primary}},
		"MAC address":                       {[]ec2types.Filter{filter("mac-address", "02:00:00:00:00:01")}, []string{primary}},
		"requester-managed":                 {[]ec2types.Filter{filter("requester-managed", "true"), filter("requester-id", "amazon-*")}, []string{nat}},
		"not requester-managed":             {[]ec2types.Filter{filter("requester-managed", "false")}, []string{primary, trunk, branch, auto}},
		"operator":                          {[]ec2types.Filter{filter("operator.managed", "true"), filter("operator.principal", "eks.amazonaws.com")}, []string{auto}},
		"no operator":                       {[]ec2types.Filter{filter("operator.managed", "false")}, []string{primary, trunk, branch, nat}},
		"device index and attachment state": {[]ec2types.Filter{filter("attachment.device-index", "2"), filter("attachment.status", "attached")}, []string{trunk}},
		"public address":                    {[]ec2types.Filter{filter("association.public-ip", "203.0.113.7")}, []string{nat}},
		"nothing matches":                   {[]ec2types.Filter{filter("subnet-id", "subnet-z")}, []string{}},
	}
	server := ec2fake.NewServer(t, cluster(), ec2fake.Options{})
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := client(server).DescribeNetworkInterfaces(t.Context(), &ec2.DescribeNetworkInterfacesInput{Filters: test.filters})
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "network interfaces", ids(got.NetworkInterfaces), test.want)
		})
	}
}

func TestManagedResourcesAreHiddenUnlessAskedFor(t *testing.T) {
	t.Parallel()
	state := cluster()
	managed := &ec2types.OperatorResponse{Managed: aws.Bool(true)}
	state.Instances = []ec2types.Instance{{InstanceId: aws.String("i-1")}, {InstanceId: aws.String("i-2"), Operator: managed}}
	for name, test := range map[string]struct {
		hide               bool
		include            *bool
		interfaces, number int
	}{
		"visible":           {false, nil, 5, 2},
		"hidden":            {true, nil, 4, 1},
		"hidden, not asked": {true, aws.Bool(false), 4, 1},
		"hidden, asked for": {true, aws.Bool(true), 5, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := client(ec2fake.NewServer(t, state, ec2fake.Options{HideManaged: test.hide}))
			enis, err := api.DescribeNetworkInterfaces(t.Context(), &ec2.DescribeNetworkInterfacesInput{IncludeManagedResources: test.include})
			if err != nil {
				t.Fatal(err)
			}
			nodes, err := api.DescribeInstances(t.Context(), &ec2.DescribeInstancesInput{IncludeManagedResources: test.include})
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "network interfaces and instances",
				[]int{len(enis.NetworkInterfaces), len(nodes.Reservations)}, []int{test.interfaces, test.number})
		})
	}
}
