// SPDX-License-Identifier: Apache-2.0

package seed

import (
	"net/netip"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

const (
	// AccountID owns everything of a plan on the side of EC2: AWS's own example account.
	AccountID = "111122223333"
	// ClusterName stands in the tags of the ENIs.
	ClusterName = "seed"

	vpcID         = "vpc-0a1b2c3d4e5f60718"
	nodeGroupID   = "sg-0a1b2c3d4e5f60718"
	branchGroupID = "sg-0b1b2c3d4e5f60718"
)

// launched is when everything of a plan came to be.
func launched() time.Time {
	return time.Date(2026, time.January, 5, 8, 0, 0, 0, time.UTC)
}

// NetworkInterfaces returns the ENIs of a plan as DescribeNetworkInterfaces reports them.
func (p Plan) NetworkInterfaces() []ec2types.NetworkInterface {
	var all []ec2types.NetworkInterface
	for i := range p.Nodes {
		node := &p.Nodes[i]
		for j := range node.Interfaces {
			all = append(all, node.networkInterface(&node.Interfaces[j]))
		}
	}
	return all
}

// Subnets returns the subnets of a plan as DescribeSubnets reports them.
func (p Plan) Subnets() []ec2types.Subnet {
	// AWS keeps five addresses of each subnet for itself.
	const usable = subnetSize - 5
	all := make([]ec2types.Subnet, 0, len(p.subnets))
	for i, subnet := range p.subnets {
		all = append(all, ec2types.Subnet{
			SubnetId:                aws.String(subnet.ID),
			SubnetArn:               aws.String("arn:aws:ec2:" + Region + ":" + AccountID + ":subnet/" + subnet.ID),
			VpcId:                   aws.String(vpcID),
			OwnerId:                 aws.String(AccountID),
			State:                   ec2types.SubnetStateAvailable,
			CidrBlock:               aws.String(subnet.CIDR.String()),
			AvailableIpAddressCount: aws.Int32(int32(usable - subnet.Taken)),
			AvailabilityZone:        aws.String(subnet.Zone),
			AvailabilityZoneId:      aws.String(subnet.ZoneID),
			DefaultForAz:            aws.Bool(false),
			MapPublicIpOnLaunch:     aws.Bool(false),
			Tags:                    tagList("Name", "private-"+strconv.Itoa(i)+"-"+subnet.Zone),
		})
	}
	return all
}

// networkInterface returns one ENI of the node. Descriptions, tags, and the missing attachment of a branch are those
// that the CNI and the VPC resource controller leave (aws/amazon-vpc-cni-k8s v1.23.1, pkg/awsutils/awsutils.go;
// aws/amazon-vpc-resource-controller-k8s v1.8.2, pkg/aws/ec2/api/helper.go and pkg/provider/branch/trunk/trunk.go).
func (n *Node) networkInterface(i *Interface) ec2types.NetworkInterface {
	eni := ec2types.NetworkInterface{
		NetworkInterfaceId: aws.String(i.ID),
		InterfaceType:      ec2types.NetworkInterfaceTypeInterface,
		Status:             ec2types.NetworkInterfaceStatusInUse,
		Description:        aws.String(""),
		MacAddress:         aws.String(i.MAC),
		OwnerId:            aws.String(AccountID),
		RequesterId:        aws.String("AROAEXAMPLEEXAMPLEXXX:" + n.InstanceID),
		RequesterManaged:   aws.Bool(false),
		SourceDestCheck:    aws.Bool(true),
		SubnetId:           aws.String(n.Subnet.ID),
		VpcId:              aws.String(vpcID),
		AvailabilityZone:   aws.String(n.Subnet.Zone),
		AvailabilityZoneId: aws.String(n.Subnet.ZoneID),
		PrivateIpAddress:   aws.String(i.Primary.String()),
		PrivateDnsName:     aws.String(internalName(i.Primary)),
		PrivateIpAddresses: []ec2types.NetworkInterfacePrivateIpAddress{privateAddress(i.Primary, true)},
		Groups:             []ec2types.GroupIdentifier{{GroupId: aws.String(nodeGroupID), GroupName: aws.String("node")}},
		Attachment:         n.attachment(i),
	}
	for _, address := range i.Secondary {
		eni.PrivateIpAddresses = append(eni.PrivateIpAddresses, privateAddress(address, false))
	}
	for _, prefix := range i.Prefixes {
		eni.Ipv4Prefixes = append(eni.Ipv4Prefixes, ec2types.Ipv4PrefixSpecification{Ipv4Prefix: aws.String(prefix.String())})
	}
	switch i.Role {
	case RolePrimary:
		eni.TagSet = tagList("node.k8s.amazonaws.com/instance_id", n.InstanceID, "cluster.k8s.amazonaws.com/name", ClusterName)
	case RoleSecondary:
		eni.Description = aws.String("aws-K8S-" + n.InstanceID)
		eni.TagSet = tagList(
			"node.k8s.amazonaws.com/instance_id", n.InstanceID,
			"node.k8s.amazonaws.com/createdAt", launched().Format(time.RFC3339),
			"cluster.k8s.amazonaws.com/name", ClusterName,
			"eks:eni:owner", "amazon-vpc-cni")
	case RoleTrunk:
		eni.InterfaceType = ec2types.NetworkInterfaceTypeTrunk
		eni.Description = aws.String("aws-k8s-trunk-eni")
		eni.TagSet = controllerTags()
	case RoleBranch:
		eni.InterfaceType = ec2types.NetworkInterfaceTypeBranch
		eni.Description = aws.String("aws-k8s-branch-eni")
		eni.Groups = []ec2types.GroupIdentifier{{GroupId: aws.String(branchGroupID), GroupName: aws.String("pods")}}
		eni.TagSet = append(controllerTags(), tagList(
			"vpcresources.k8s.aws/trunk-eni-id", i.TrunkID,
			"vpcresources.k8s.aws/vlan-id", strconv.Itoa(i.VLAN))...)
	}
	return eni
}

// attachment returns how an ENI is attached to the node; a branch is not.
func (n *Node) attachment(i *Interface) *ec2types.NetworkInterfaceAttachment {
	if i.Role == RoleBranch {
		return nil
	}
	return &ec2types.NetworkInterfaceAttachment{
		AttachmentId:        aws.String("eni-attach-" + i.ID[len("eni-"):]),
		AttachTime:          aws.Time(launched()),
		DeleteOnTermination: aws.Bool(true),
		DeviceIndex:         aws.Int32(int32(i.DeviceIndex)),
		NetworkCardIndex:    aws.Int32(0),
		InstanceId:          aws.String(n.InstanceID),
		InstanceOwnerId:     aws.String(AccountID),
		Status:              ec2types.AttachmentStatusAttached,
	}
}

// privateAddress returns an address of an ENI.
func privateAddress(address netip.Addr, primary bool) ec2types.NetworkInterfacePrivateIpAddress {
	return ec2types.NetworkInterfacePrivateIpAddress{
		Primary:          aws.Bool(primary),
		PrivateIpAddress: aws.String(address.String()),
		PrivateDnsName:   aws.String(internalName(address)),
	}
}

// controllerTags returns the tags that the VPC resource controller gives its ENIs.
func controllerTags() []ec2types.Tag {
	return tagList("eks:eni:owner", "eks-vpc-resource-controller", "kubernetes.io/cluster/"+ClusterName, "owned")
}

// tagList makes tags of keys and values in turn.
func tagList(keysAndValues ...string) []ec2types.Tag {
	tags := make([]ec2types.Tag, 0, len(keysAndValues)/2)
	for i := 0; i+1 < len(keysAndValues); i += 2 {
		tags = append(tags, ec2types.Tag{Key: aws.String(keysAndValues[i]), Value: aws.String(keysAndValues[i+1])})
	}
	return tags
}
