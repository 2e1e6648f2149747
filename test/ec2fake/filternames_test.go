// SPDX-License-Identifier: Apache-2.0

package ec2fake_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

// eachFilter asks for every filter of a kind, with the value that one item has and the other has not.
func eachFilter(t *testing.T, values map[string]string, count func(ec2types.Filter) (int, error)) {
	t.Helper()
	for name, value := range values {
		got, err := count(filter(name, value))
		if err != nil || got != 1 {
			t.Errorf("%s=%s: want the one that has it, got %d items, error %v", name, value, got, err)
		}
		if got, err = count(filter(name, value+"x")); err != nil || got != 0 {
			t.Errorf("%s=%sx: want none, got %d items, error %v", name, value, got, err)
		}
	}
}

func TestEveryFilterOfNetworkInterfaces(t *testing.T) {
	t.Parallel()
	elastic := &ec2types.NetworkInterfaceAssociation{
		AllocationId: aws.String("eipalloc-1"), AssociationId: aws.String("eipassoc-1"), IpOwnerId: aws.String("amazon"),
		PublicIp: aws.String("203.0.113.7"), PublicDnsName: aws.String("ec2-203-0-113-7.example.com"),
	}
	state := ec2fake.State{NetworkInterfaces: []ec2types.NetworkInterface{{}, {
		NetworkInterfaceId: aws.String("eni-1"), SubnetId: aws.String("subnet-1"), VpcId: aws.String("vpc-1"),
		AvailabilityZone: aws.String("eu-west-1a"), AvailabilityZoneId: aws.String("euw1-az1"), Description: aws.String("text"),
		Groups: []ec2types.GroupIdentifier{{GroupId: aws.String("sg-1")}}, InterfaceType: ec2types.NetworkInterfaceTypeEfaOnly,
		MacAddress: aws.String("02:00:00:00:00:01"), OwnerId: aws.String("111122223333"), RequesterId: aws.String("requester"),
		PrivateDnsName: aws.String("ip-10-0-0-10"), RequesterManaged: aws.Bool(true), SourceDestCheck: aws.Bool(true),
		Status:   ec2types.NetworkInterfaceStatusInUse,
		Operator: &ec2types.OperatorResponse{Managed: aws.Bool(true), Principal: aws.String("eks.amazonaws.com")},
		Attachment: &ec2types.NetworkInterfaceAttachment{
			AttachTime: aws.Time(time.Date(2024, 5, 1, 10, 0, 0, 0, time.UTC)), AttachmentId: aws.String("eni-attach-1"),
			DeleteOnTermination: aws.Bool(true), DeviceIndex: aws.Int32(3), InstanceId: aws.String("i-1"),
			InstanceOwnerId: aws.String("444455556666"), Status: ec2types.AttachmentStatusAttached,
		},
		Association: elastic, PrivateIpAddress: aws.String("10.0.0.9"),
		PrivateIpAddresses: []ec2types.NetworkInterfacePrivateIpAddress{
			{PrivateIpAddress: aws.String("10.0.0.10"), Primary: aws.Bool(true), Association: elastic},
		},
		Ipv6Addresses: []ec2types.NetworkInterfaceIpv6Address{{Ipv6Address: aws.String("2001:db8::1")}},
		TagSet:        []ec2types.Tag{{Key: aws.String("k"), Value: aws.String("v")}},
	}}}
	api := client(ec2fake.NewServer(t, state, ec2fake.Options{}))
	eachFilter(t, map[string]string{
		"addresses.association.owner-id": "amazon", "addresses.association.public-ip": "203.0.113.7", "addresses.primary": "true",
		"addresses.private-ip-address": "10.0.0.10", "association.allocation-id": "eipalloc-1",
		"association.association-id": "eipassoc-1", "association.ip-owner-id": "amazon", "association.public-ip": "203.0.113.7",
		"association.public-dns-name": "ec2-203-0-113-7.example.com", "attachment.attach-time": "2024-05-01T10:00:00.000Z",
		"attachment.attachment-id": "eni-attach-1", "attachment.delete-on-termination": "true", "attachment.device-index": "3",
		"attachment.instance-id": "i-1", "attachment.instance-owner-id": "444455556666", "attachment.status": "attached",
		"availability-zone": "eu-west-1a", "availability-zone-id": "euw1-az1", "description": "text", "group-id": "sg-1",
		"interface-type": "efa-only", "ipv6-addresses.ipv6-address": "2001:db8::1", "mac-address": "02:00:00:00:00:01",
		"network-interface-id": "eni-1", "operator.managed": "true", "operator.principal": "eks.amazonaws.com",
		"owner-id": "111122223333", "private-dns-name": "ip-10-0-0-10", "private-ip-address": "10.0.0.9",
		"requester-id": "requester", "requester-managed": "true", "source-dest-check": "true", "status": "in-use",
		"subnet-id": "subnet-1", "tag-key": "k", "tag:k": "v", "vpc-id": "vpc-1",
	}, func(f ec2types.Filter) (int, error) {
		got, err := api.DescribeNetworkInterfaces(t.Context(), &ec2.DescribeNetworkInterfacesInput{Filters: []ec2types.Filter{f}})
		if err != nil {
			return 0, err
		}
		return len(got.NetworkInterfaces), nil
	})
}

func TestEveryFilterOfSubnets(t *testing.T) {
	t.Parallel()
	state := ec2fake.State{Subnets: []ec2types.Subnet{{}, {
		AvailabilityZone: aws.String("eu-west-1a"), AvailabilityZoneId: aws.String("euw1-az1"), AvailableIpAddressCount: aws.Int32(7),
		CidrBlock: aws.String("10.0.0.0/24"), CustomerOwnedIpv4Pool: aws.String("pool-1"), DefaultForAz: aws.Bool(true),
		EnableDns64: aws.Bool(true), EnableLniAtDeviceIndex: aws.Int32(1), Ipv6Native: aws.Bool(true),
		Ipv6CidrBlockAssociationSet: []ec2types.SubnetIpv6CidrBlockAssociation{{
			AssociationId: aws.String("assoc-1"), Ipv6CidrBlock: aws.String("2001:db8::/64"),
			Ipv6CidrBlockState: &ec2types.SubnetCidrBlockState{State: ec2types.SubnetCidrBlockStateCodeAssociated},
		}},
		MapCustomerOwnedIpOnLaunch: aws.Bool(true), MapPublicIpOnLaunch: aws.Bool(true), OutpostArn: aws.String("arn:outpost"),
		OwnerId: aws.String("111122223333"), PrivateDnsNameOptionsOnLaunch: &ec2types.PrivateDnsNameOptionsOnLaunch{
			HostnameType: ec2types.HostnameTypeIpName, EnableResourceNameDnsARecord: aws.Bool(true),
			EnableResourceNameDnsAAAARecord: aws.Bool(true),
		},
		State: ec2types.SubnetStateAvailable, SubnetArn: aws.String("arn:subnet"), SubnetId: aws.String("subnet-1"),
		VpcId: aws.String("vpc-1"), Tags: []ec2types.Tag{{Key: aws.String("kubernetes.io/role/cni"), Value: aws.String("1")}},
	}}}
	api := client(ec2fake.NewServer(t, state, ec2fake.Options{}))
	eachFilter(t, map[string]string{
		"availability-zone": "eu-west-1a", "availabilityZone": "eu-west-1a", "availability-zone-id": "euw1-az1",
		"availabilityZoneId": "euw1-az1", "available-ip-address-count": "7", "cidr": "10.0.0.0/24", "cidr-block": "10.0.0.0/24",
		"cidrBlock": "10.0.0.0/24", "customer-owned-ipv4-pool": "pool-1", "default-for-az": "true", "defaultForAz": "true",
		"enable-dns64": "true", "enable-lni-at-device-index": "1", "ipv6-cidr-block-association.association-id": "assoc-1",
		"ipv6-cidr-block-association.ipv6-cidr-block": "2001:db8::/64", "ipv6-cidr-block-association.state": "associated",
		"ipv6-native": "true", "map-customer-owned-ip-on-launch": "true", "map-public-ip-on-launch": "true",
		"outpost-arn": "arn:outpost", "owner-id": "111122223333", "private-dns-name-options-on-launch.hostname-type": "ip-name",
		"private-dns-name-options-on-launch.enable-resource-name-dns-a-record":    "true",
		"private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record": "true",
		"state": "available", "subnet-arn": "arn:subnet", "subnet-id": "subnet-1", "tag-key": "kubernetes.io/role/cni",
		"tag:kubernetes.io/role/cni": "1", "vpc-id": "vpc-1",
	}, func(f ec2types.Filter) (int, error) {
		got, err := api.DescribeSubnets(t.Context(), &ec2.DescribeSubnetsInput{Filters: []ec2types.Filter{f}})
		if err != nil {
			return 0, err
		}
		return len(got.Subnets), nil
	})
}

func TestEveryFilterOfInstances(t *testing.T) {
	t.Parallel()
	state := ec2fake.State{Instances: []ec2types.Instance{{}, {
		Architecture: ec2types.ArchitectureValuesArm64, Placement: &ec2types.Placement{AvailabilityZone: aws.String("eu-west-1a")},
		ImageId: aws.String("ami-1"), InstanceId: aws.String("i-1"), InstanceType: "m5.large",
		State:          &ec2types.InstanceState{Name: ec2types.InstanceStateNameRunning},
		SecurityGroups: []ec2types.GroupIdentifier{{GroupId: aws.String("sg-1")}},
		NetworkInterfaces: []ec2types.InstanceNetworkInterface{{
			NetworkInterfaceId: aws.String("eni-1"), SubnetId: aws.String("subnet-2"),
			PrivateIpAddresses: []ec2types.InstancePrivateIpAddress{{PrivateIpAddress: aws.String("10.0.0.9")}},
		}},
		Operator:       &ec2types.OperatorResponse{Managed: aws.Bool(true)},
		PrivateDnsName: aws.String("ip-10-0-0-9"), PrivateIpAddress: aws.String("10.0.0.10"), SubnetId: aws.String("subnet-1"),
		VpcId: aws.String("vpc-1"), Tags: []ec2types.Tag{{Key: aws.String("k"), Value: aws.String("v")}},
	}}}
	api := client(ec2fake.NewServer(t, state, ec2fake.Options{}))
	eachFilter(t, map[string]string{
		"architecture": "arm64", "availability-zone": "eu-west-1a", "image-id": "ami-1", "instance-id": "i-1",
		"instance-state-name": "running", "instance-type": "m5.large", "instance.group-id": "sg-1",
		"network-interface.addresses.private-ip-address": "10.0.0.9", "network-interface.network-interface-id": "eni-1",
		"network-interface.subnet-id": "subnet-2", "operator.managed": "true", "private-dns-name": "ip-10-0-0-9",
		"private-ip-address": "10.0.0.10", "subnet-id": "subnet-1", "tag-key": "k", "tag:k": "v", "vpc-id": "vpc-1",
	}, func(f ec2types.Filter) (int, error) {
		got, err := api.DescribeInstances(t.Context(), &ec2.DescribeInstancesInput{Filters: []ec2types.Filter{f}})
		if err != nil {
			return 0, err
		}
		return len(got.Reservations), nil
	})
}

func TestEveryFilterOfInstanceTypes(t *testing.T) {
	t.Parallel()
	state := ec2fake.State{InstanceTypes: []ec2types.InstanceTypeInfo{{}, {
		BareMetal: aws.Bool(true), CurrentGeneration: aws.Bool(true), Hypervisor: ec2types.InstanceTypeHypervisorNitro,
		InstanceType: "m5.large", VCpuInfo: &ec2types.VCpuInfo{DefaultVCpus: aws.Int32(2)},
		NetworkInfo: &ec2types.NetworkInfo{
			Ipv4AddressesPerInterface: aws.Int32(10), MaximumNetworkCards: aws.Int32(1), MaximumNetworkInterfaces: aws.Int32(3),
		},
	}}}
	api := client(ec2fake.NewServer(t, state, ec2fake.Options{}))
	eachFilter(t, map[string]string{
		"bare-metal": "true", "current-generation": "true", "hypervisor": "nitro", "instance-type": "m5.large",
		"network-info.ipv4-addresses-per-interface": "10", "network-info.maximum-network-cards": "1",
		"network-info.maximum-network-interfaces": "3", "vcpu-info.default-vcpus": "2",
	}, func(f ec2types.Filter) (int, error) {
		got, err := api.DescribeInstanceTypes(t.Context(), &ec2.DescribeInstanceTypesInput{Filters: []ec2types.Filter{f}})
		if err != nil {
			return 0, err
		}
		return len(got.InstanceTypes), nil
	})
}

func TestEveryFilterOfSecurityGroups(t *testing.T) {
	t.Parallel()
	state := ec2fake.State{SecurityGroups: []ec2types.SecurityGroup{{}, {
		Description: aws.String("text"), GroupId: aws.String("sg-1"), GroupName: aws.String("node"), OwnerId: aws.String("1"),
		VpcId: aws.String("vpc-1"), Tags: []ec2types.Tag{{Key: aws.String("k"), Value: aws.String("v")}},
	}}}
	api := client(ec2fake.NewServer(t, state, ec2fake.Options{}))
	eachFilter(t, map[string]string{
		"description": "text", "group-id": "sg-1", "group-name": "node", "owner-id": "1", "tag-key": "k", "tag:k": "v", "vpc-id": "vpc-1",
	}, func(f ec2types.Filter) (int, error) {
		got, err := api.DescribeSecurityGroups(t.Context(), &ec2.DescribeSecurityGroupsInput{Filters: []ec2types.Filter{f}})
		if err != nil {
			return 0, err
		}
		return len(got.SecurityGroups), nil
	})
}
