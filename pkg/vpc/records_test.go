// SPDX-License-Identifier: Apache-2.0

package vpc_test

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/vpc"
	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

// ours are a tag that is kept and one that is not; EC2 gives tags in any order.
func ours(key, value string) []types.Tag {
	return []types.Tag{
		{Key: aws.String("cost-centre"), Value: aws.String("4711")},
		{Key: aws.String(key), Value: aws.String(value)},
		{Key: aws.String("Name"), Value: aws.String("n")},
	}
}

func TestInterfaceRecord(t *testing.T) {
	wired(t, func(t *testing.T) {
		attachTime := time.Date(2026, 3, 1, 12, 0, 0, 0, time.FixedZone("CET", 3600))
		fake := ec2fake.New(ec2fake.State{NetworkInterfaces: []types.NetworkInterface{
			{
				NetworkInterfaceId: aws.String("eni-1"),
				InterfaceType:      types.NetworkInterfaceTypeInterface,
				Status:             types.NetworkInterfaceStatusInUse,
				Description:        aws.String("aws-K8S-i-1"),
				SubnetId:           aws.String("subnet-1"),
				VpcId:              aws.String("vpc-1"),
				AvailabilityZone:   aws.String("eu-west-1a"),
				OutpostArn:         aws.String("arn:aws:outposts:eu-west-1:111122223333:outpost/op-1"),
				OwnerId:            aws.String("111122223333"),
				RequesterId:        aws.String("AROAEXAMPLE:session"),
				RequesterManaged:   aws.Bool(true),
				Operator:           &types.OperatorResponse{Managed: aws.Bool(true), Principal: aws.String("eks.amazonaws.com")},
				MacAddress:         aws.String("02:00:00:00:00:01"),
				PrivateIpAddress:   aws.String("10.0.0.10"),
				PrivateIpAddresses: []types.NetworkInterfacePrivateIpAddress{
					{PrivateIpAddress: aws.String("10.0.0.10"), Primary: aws.Bool(true), Association: &types.NetworkInterfaceAssociation{
						PublicIp: aws.String("198.51.100.7"), IpOwnerId: aws.String("amazon"),
					}},
					{PrivateIpAddress: aws.String("10.0.0.11"), Primary: aws.Bool(false)},
				},
				Ipv4Prefixes:  []types.Ipv4PrefixSpecification{{Ipv4Prefix: aws.String("10.0.0.16/28")}},
				Ipv6Addresses: []types.NetworkInterfaceIpv6Address{{Ipv6Address: aws.String("2001:db8::1")}},
				Ipv6Prefixes:  []types.Ipv6PrefixSpecification{{Ipv6Prefix: aws.String("2001:db8:1::/80")}},
				Attachment: &types.NetworkInterfaceAttachment{
					AttachmentId:        aws.String("eni-attach-1"),
					InstanceId:          aws.String("i-1"),
					InstanceOwnerId:     aws.String("111122223333"),
					DeviceIndex:         aws.Int32(2),
					NetworkCardIndex:    aws.Int32(1),
					Status:              types.AttachmentStatusAttached,
					AttachTime:          &attachTime,
					DeleteOnTermination: aws.Bool(true),
				},
				Groups: []types.GroupIdentifier{{GroupId: aws.String("sg-1"), GroupName: aws.String("nodes")}},
				TagSet: ours("node.k8s.amazonaws.com/instance_id", "i-1"),
			},
			{NetworkInterfaceId: aws.String("eni-2"), Status: types.NetworkInterfaceStatusAvailable},
		}}, ec2fake.Options{})
		got, _, err := connect(t, fake, vpc.Options{}).Interfaces(t.Context(), []string{"eni-1", "eni-2"})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "interfaces", got, []snapshot.NetworkInterface{
			{
				ID:               "eni-1",
				InterfaceType:    "interface",
				Status:           "in-use",
				Description:      "aws-K8S-i-1",
				SubnetID:         "subnet-1",
				VPCID:            "vpc-1",
				AvailabilityZone: "eu-west-1a",
				OutpostARN:       "arn:aws:outposts:eu-west-1:111122223333:outpost/op-1",
				OwnerID:          "111122223333",
				RequesterID:      "AROAEXAMPLE:session",
				RequesterManaged: true,
				Operator:         &snapshot.Operator{Managed: true, Principal: "eks.amazonaws.com"},
				MACAddress:       "02:00:00:00:00:01",
				PrivateIPAddress: "10.0.0.10",
				PrivateIPAddresses: []snapshot.PrivateIPAddress{
					{PrivateIPAddress: "10.0.0.10", Primary: true, Association: &snapshot.Association{PublicIP: "198.51.100.7", IPOwnerID: "amazon"}},
					{PrivateIPAddress: "10.0.0.11"},
				},
				IPv4Prefixes:  []snapshot.IPv4Prefix{{IPv4Prefix: "10.0.0.16/28"}},
				IPv6Addresses: []snapshot.IPv6Address{{IPv6Address: "2001:db8::1"}},
				IPv6Prefixes:  []snapshot.IPv6Prefix{{IPv6Prefix: "2001:db8:1::/80"}},
				Attachment: &snapshot.Attachment{
					AttachmentID:        "eni-attach-1",
					InstanceID:          "i-1",
					InstanceOwnerID:     "111122223333",
					DeviceIndex:         2,
					NetworkCardIndex:    1,
					Status:              "attached",
					AttachTime:          time.Date(2026, 3, 1, 11, 0, 0, 0, time.UTC),
					DeleteOnTermination: true,
				},
				Groups: []snapshot.Group{{GroupID: "sg-1", GroupName: "nodes"}},
				TagSet: []snapshot.Tag{{Key: "Name", Value: "n"}, {Key: "node.k8s.amazonaws.com/instance_id", Value: "i-1"}},
			},
			{ID: "eni-2", Status: "available"},
		})
	})
}

func TestBranchesAreFoundByTheirTrunk(t *testing.T) {
	wired(t, func(t *testing.T) {
		branch := types.NetworkInterface{
			NetworkInterfaceId: aws.String("eni-branch"),
			InterfaceType:      types.NetworkInterfaceTypeBranch,
			TagSet:             []types.Tag{{Key: aws.String("vpcresources.k8s.aws/trunk-eni-id"), Value: aws.String("eni-0000")}},
		}
		fake := ec2fake.New(ec2fake.State{NetworkInterfaces: append(attached(1), branch)}, ec2fake.Options{})
		got, _, err := connect(t, fake, vpc.Options{}).BranchesOfTrunks(t.Context(), []string{"eni-0000"})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "branches", interfaceIDs(got), []string{"eni-branch"})
	})
}

func TestInterfaceWithAddress(t *testing.T) {
	t.Parallel()
	holder := func(id, vpcID string, ipv4 []string, ipv6 string) types.NetworkInterface {
		n := types.NetworkInterface{
			NetworkInterfaceId: aws.String(id), VpcId: aws.String(vpcID),
			Ipv6Addresses: []types.NetworkInterfaceIpv6Address{{Ipv6Address: aws.String(ipv6)}},
		}
		for _, addr := range ipv4 {
			n.PrivateIpAddresses = append(n.PrivateIpAddresses, types.NetworkInterfacePrivateIpAddress{PrivateIpAddress: aws.String(addr)})
		}
		return n
	}
	state := ec2fake.State{NetworkInterfaces: []types.NetworkInterface{
		holder("eni-1", "vpc-1", []string{"10.0.0.10", "10.0.0.11"}, "2001:db8::1"),
		holder("eni-2", "vpc-2", []string{"10.0.0.11"}, "2001:db8::2"),
	}}
	for name, test := range map[string]struct {
		vpcID string
		addr  netip.Addr
		want  []string
	}{
		"primary":    {"vpc-1", netip.MustParseAddr("10.0.0.10"), []string{"eni-1"}},
		"secondary":  {"vpc-1", netip.MustParseAddr("10.0.0.11"), []string{"eni-1"}},
		"any VPC":    {"", netip.MustParseAddr("10.0.0.11"), []string{"eni-1", "eni-2"}},
		"IPv6":       {"vpc-2", netip.MustParseAddr("2001:db8:0:0::2"), []string{"eni-2"}},
		"nobody's":   {"vpc-1", netip.MustParseAddr("10.0.0.12"), []string{}},
		"no address": {"vpc-1", netip.Addr{}, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			wired(t, func(t *testing.T) {
				c := connect(t, ec2fake.New(state, ec2fake.Options{}), vpc.Options{})
				got, unread, err := c.InterfaceWithAddress(t.Context(), test.vpcID, test.addr)
				if err != nil || unread != nil {
					t.Fatalf("want all read, got %+v, %v", unread, err)
				}
				equal(t, "interfaces", interfaceIDs(got), test.want)
			})
		})
	}
}

func TestSubnetRecords(t *testing.T) {
	wired(t, func(t *testing.T) {
		block := func(cidr string, state types.SubnetCidrBlockStateCode) types.SubnetIpv6CidrBlockAssociation {
			return types.SubnetIpv6CidrBlockAssociation{Ipv6CidrBlock: aws.String(cidr), Ipv6CidrBlockState: &types.SubnetCidrBlockState{State: state}}
		}
		fake := ec2fake.New(ec2fake.State{Subnets: []types.Subnet{
			{
				SubnetId:                aws.String("subnet-1"),
				VpcId:                   aws.String("vpc-1"),
				OwnerId:                 aws.String("111122223333"),
				AvailabilityZone:        aws.String("eu-west-1a"),
				OutpostArn:              aws.String("arn:aws:outposts:eu-west-1:111122223333:outpost/op-1"),
				CidrBlock:               aws.String("10.0.0.0/24"),
				AvailableIpAddressCount: aws.Int32(0),
				Ipv6CidrBlockAssociationSet: []types.SubnetIpv6CidrBlockAssociation{
					block("2001:db8:1::/64", types.SubnetCidrBlockStateCodeDisassociated),
					block("2001:db8:2::/64", types.SubnetCidrBlockStateCodeAssociated),
				},
				Tags: ours("kubernetes.io/role/cni", "1"),
			},
			{SubnetId: aws.String("subnet-2"), VpcId: aws.String("vpc-2")},
		}}, ec2fake.Options{})
		c := connect(t, fake, vpc.Options{})
		want := snapshot.Subnet{
			ID:                      "subnet-1",
			VPCID:                   "vpc-1",
			OwnerID:                 "111122223333",
			AvailabilityZone:        "eu-west-1a",
			OutpostARN:              "arn:aws:outposts:eu-west-1:111122223333:outpost/op-1",
			CIDRBlock:               "10.0.0.0/24",
			AvailableIPAddressCount: aws.Int32(0),
			IPv6CIDRBlocks:          []snapshot.IPv6CIDRBlock{{IPv6CIDRBlock: "2001:db8:2::/64"}},
			Tags:                    []snapshot.Tag{{Key: "Name", Value: "n"}, {Key: "kubernetes.io/role/cni", Value: "1"}},
		}
		byID, _, err := c.Subnets(t.Context(), []string{"subnet-2", "subnet-1", "subnet-gone"})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "subnets", byID, []snapshot.Subnet{want, {ID: "subnet-2", VPCID: "vpc-2"}})
		byVPC, _, err := c.SubnetsOfVPCs(t.Context(), []string{"vpc-1"})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "subnets of the VPC", byVPC, []snapshot.Subnet{want})
	})
}

func TestReservationsAreReadSubnetBySubnet(t *testing.T) {
	wired(t, func(t *testing.T) {
		reservation := func(id, subnetID, cidr string, kind types.SubnetCidrReservationType) types.SubnetCidrReservation {
			return types.SubnetCidrReservation{
				SubnetCidrReservationId: aws.String(id), SubnetId: aws.String(subnetID), Cidr: aws.String(cidr), ReservationType: kind,
				OwnerId: aws.String("111122223333"), Description: aws.String("pods"), Tags: ours("eks:x", "1"),
			}
		}
		fake := ec2fake.New(ec2fake.State{
			Subnets: []types.Subnet{{SubnetId: aws.String("subnet-1")}, {SubnetId: aws.String("subnet-2")}},
			CidrReservations: []types.SubnetCidrReservation{
				reservation("scr-2", "subnet-2", "10.0.2.0/28", types.SubnetCidrReservationTypeExplicit),
				reservation("scr-1", "subnet-1", "2001:db8::/80", types.SubnetCidrReservationTypePrefix),
			},
		}, ec2fake.Options{})
		got, unread, err := connect(t, fake, vpc.Options{}).SubnetCIDRReservations(t.Context(), []string{"subnet-1", "subnet-2", "subnet-gone"})
		if err != nil {
			t.Fatal(err)
		}
		tags := []snapshot.Tag{{Key: "Name", Value: "n"}, {Key: "eks:x", Value: "1"}}
		equal(t, "reservations", got, []snapshot.SubnetCIDRReservation{
			{
				ID: "scr-1", SubnetID: "subnet-1", CIDR: "2001:db8::/80", ReservationType: "prefix",
				OwnerID: "111122223333", Description: "pods", Tags: tags,
			},
			{
				ID: "scr-2", SubnetID: "subnet-2", CIDR: "10.0.2.0/28", ReservationType: "explicit",
				OwnerID: "111122223333", Description: "pods", Tags: tags,
			},
		})
		if len(unread) != 1 || len(unread[0].IDs) != 1 || unread[0].IDs[0] != "subnet-gone" || unread[0].Code != snapshot.Failed {
			t.Errorf("want subnet-gone unread, got %+v", unread)
		}
	})
}

func TestInstanceRecord(t *testing.T) {
	wired(t, func(t *testing.T) {
		launched := time.Date(2026, 3, 1, 11, 0, 0, 0, time.UTC)
		fake := ec2fake.New(ec2fake.State{Instances: []types.Instance{{
			InstanceId:   aws.String("i-1"),
			InstanceType: types.InstanceTypeM5Large,
			State:        &types.InstanceState{Name: types.InstanceStateNameRunning},
			SubnetId:     aws.String("subnet-1"),
			VpcId:        aws.String("vpc-1"),
			LaunchTime:   &launched,
			Placement:    &types.Placement{AvailabilityZone: aws.String("eu-west-1a")},
			Tags:         ours("aws:eks:cluster-name", "demo"),
		}}}, ec2fake.Options{})
		got, _, err := connect(t, fake, vpc.Options{}).Instances(t.Context(), []string{"i-1", "i-gone"})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "instances", got, []snapshot.Instance{{
			ID:           "i-1",
			InstanceType: "m5.large",
			State:        &snapshot.InstanceState{Name: "running"},
			SubnetID:     "subnet-1",
			VPCID:        "vpc-1",
			LaunchTime:   launched,
			Placement:    snapshot.InstancePlacement{AvailabilityZone: "eu-west-1a"},
			Tags:         []snapshot.Tag{{Key: "Name", Value: "n"}, {Key: "aws:eks:cluster-name", Value: "demo"}},
		}})
	})
}

func TestInstanceTypeRecord(t *testing.T) {
	wired(t, func(t *testing.T) {
		fake := ec2fake.New(ec2fake.State{InstanceTypes: []types.InstanceTypeInfo{
			{
				InstanceType: "p4d.24xlarge", Hypervisor: types.InstanceTypeHypervisorNitro, BareMetal: aws.Bool(false),
				VCpuInfo: &types.VCpuInfo{DefaultVCpus: aws.Int32(96)},
				NetworkInfo: &types.NetworkInfo{
					MaximumNetworkInterfaces: aws.Int32(60), Ipv4AddressesPerInterface: aws.Int32(50), DefaultNetworkCardIndex: aws.Int32(0),
					NetworkCards: []types.NetworkCardInfo{
						{NetworkCardIndex: aws.Int32(0), MaximumNetworkInterfaces: aws.Int32(15)},
						{NetworkCardIndex: aws.Int32(1), MaximumNetworkInterfaces: aws.Int32(15)},
					},
				},
			},
			{InstanceType: "m5.metal", BareMetal: aws.Bool(true)},
		}}, ec2fake.Options{})
		got, _, err := connect(t, fake, vpc.Options{}).InstanceTypes(t.Context(), []string{"p4d.24xlarge", "m5.metal", "none.large"})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "types", got, []snapshot.InstanceType{
			{InstanceType: "m5.metal", BareMetal: true},
			{
				InstanceType: "p4d.24xlarge", Hypervisor: "nitro", VCPUInfo: snapshot.VCPUInfo{DefaultVCPUs: 96},
				NetworkInfo: snapshot.NetworkInfo{
					MaximumNetworkInterfaces: 60, IPv4AddressesPerInterface: 50,
					NetworkCards: []snapshot.NetworkCard{{MaximumNetworkInterfaces: 15}, {NetworkCardIndex: 1, MaximumNetworkInterfaces: 15}},
				},
			},
		})
		equal(t, "page size", fake.Calls()[0].MaxResults, 100)
	})
}

func TestSecurityGroupRecord(t *testing.T) {
	wired(t, func(t *testing.T) {
		fake := ec2fake.New(ec2fake.State{SecurityGroups: []types.SecurityGroup{
			{GroupId: aws.String("sg-1"), GroupName: aws.String("nodes"), VpcId: aws.String("vpc-1")},
		}}, ec2fake.Options{})
		got, _, err := connect(t, fake, vpc.Options{}).SecurityGroups(t.Context(), []string{"sg-gone", "sg-1"})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "groups", got, []snapshot.SecurityGroup{{ID: "sg-1", Name: "nodes", VPCID: "vpc-1"}})
	})
}

// Every attempt says how many objects it brought.
func TestItemsAreCounted(t *testing.T) {
	wired(t, func(t *testing.T) {
		fake := ec2fake.New(ec2fake.State{
			NetworkInterfaces: attached(3),
			Subnets:           []types.Subnet{{SubnetId: aws.String("s-1")}, {SubnetId: aws.String("s-2")}},
			CidrReservations: []types.SubnetCidrReservation{
				{SubnetCidrReservationId: aws.String("scr-1"), SubnetId: aws.String("s-1"), Cidr: aws.String("10.0.0.0/28")},
				{SubnetCidrReservationId: aws.String("scr-2"), SubnetId: aws.String("s-1"), Cidr: aws.String("2001:db8::/80")},
			},
			Instances:      []types.Instance{{InstanceId: aws.String("i-1")}, {InstanceId: aws.String("i-2")}},
			InstanceTypes:  []types.InstanceTypeInfo{{InstanceType: "m5.large"}},
			SecurityGroups: []types.SecurityGroup{{GroupId: aws.String("sg-1")}, {GroupId: aws.String("sg-2")}},
		}, ec2fake.Options{})
		items := map[string]int{}
		c := connect(t, fake, vpc.Options{Observe: func(call vpc.Call) { items[call.API] = call.Items }})
		ctx := t.Context()
		_, _, err1 := c.Interfaces(ctx, numbered("eni", 3))
		_, _, err2 := c.Subnets(ctx, []string{"s-1", "s-2"})
		_, _, err3 := c.SubnetCIDRReservations(ctx, []string{"s-1"})
		_, _, err4 := c.Instances(ctx, []string{"i-1", "i-2"})
		_, _, err5 := c.InstanceTypes(ctx, []string{"m5.large"})
		_, _, err6 := c.SecurityGroups(ctx, []string{"sg-1", "sg-2"})
		_, err7 := c.Identity(ctx)
		if err := errors.Join(err1, err2, err3, err4, err5, err6, err7); err != nil {
			t.Fatal(err)
		}
		equal(t, "items", items, map[string]int{
			"ec2:DescribeNetworkInterfaces": 3,
			"ec2:DescribeSubnets":           2,
			"ec2:GetSubnetCidrReservations": 2,
			"ec2:DescribeInstances":         2,
			"ec2:DescribeInstanceTypes":     1,
			"ec2:DescribeSecurityGroups":    2,
			"sts:GetCallerIdentity":         1,
		})
	})
}

func TestOnlyReadsGoOut(t *testing.T) {
	t.Parallel()
	server := ec2fake.NewServer(t, ec2fake.State{}, ec2fake.Options{})
	client := ec2.NewFromConfig(server.Config(), func(o *ec2.Options) { o.APIOptions = append(o.APIOptions, vpc.Middlewares()...) })
	_, err := client.DeleteNetworkInterface(t.Context(), &ec2.DeleteNetworkInterfaceInput{NetworkInterfaceId: aws.String("eni-1")})
	if err == nil || !strings.Contains(err.Error(), `refusing "DeleteNetworkInterface": this program only reads from AWS`) {
		t.Errorf("want the deletion refused, got %v", err)
	}
	equal(t, "calls", server.Calls(), nil)
	if _, err := client.DescribeSubnets(t.Context(), &ec2.DescribeSubnetsInput{}); err != nil {
		t.Errorf("want a read to go out, got %v", err)
	}
}

func TestKeepTag(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]bool{
		"Name":                               true,
		"node.k8s.amazonaws.com/instance_id": true,
		"node.k8s.amazonaws.com/no_manage":   true,
		"cluster.k8s.amazonaws.com/name":     true,
		"kubernetes.io/cluster/demo":         true,
		"eks:eni:owner":                      true,
		"aws:eks:cluster-name":               true,
		"vpcresources.k8s.aws/vlan-id":       true,
		"cni.networking.k8s.aws/x":           true,
		"k8s.amazonaws.com/x":                true,
		"karpenter.sh/discovery":             true,
		"karpenter.k8s.aws/ec2nodeclass":     true,
		"elbv2.k8s.aws/cluster":              true,
		"ingress.k8s.aws/stack":              true,
		"service.k8s.aws/stack":              true,
		"name":                               false,
		"Name2":                              false,
		"Owner":                              false,
		"aws:cloudformation:stack-name":      false,
		"x-kubernetes.io/cluster/demo":       false,
		"":                                   false,
	} {
		if got := vpc.KeepTag(key); got != want {
			t.Errorf("KeepTag(%q) = %t, want %t", key, got, want)
		}
	}
}
