// SPDX-License-Identifier: Apache-2.0

package vpc

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// records turns a list of the SDK into records; nil stays nil.
func records[In, Out any](list []In, record func(In) Out) []Out {
	if len(list) == 0 {
		return nil
	}
	all := make([]Out, len(list))
	for i, item := range list {
		all[i] = record(item)
	}
	return all
}

func networkInterface(n types.NetworkInterface) snapshot.NetworkInterface {
	return snapshot.NetworkInterface{
		ID:                 aws.ToString(n.NetworkInterfaceId),
		InterfaceType:      string(n.InterfaceType),
		Status:             string(n.Status),
		Description:        aws.ToString(n.Description),
		SubnetID:           aws.ToString(n.SubnetId),
		VPCID:              aws.ToString(n.VpcId),
		AvailabilityZone:   aws.ToString(n.AvailabilityZone),
		OutpostARN:         aws.ToString(n.OutpostArn),
		OwnerID:            aws.ToString(n.OwnerId),
		RequesterID:        aws.ToString(n.RequesterId),
		RequesterManaged:   aws.ToBool(n.RequesterManaged),
		Operator:           operator(n.Operator),
		MACAddress:         aws.ToString(n.MacAddress),
		PrivateIPAddress:   aws.ToString(n.PrivateIpAddress),
		PrivateIPAddresses: records(n.PrivateIpAddresses, privateIPAddress),
		IPv4Prefixes: records(n.Ipv4Prefixes, func(p types.Ipv4PrefixSpecification) snapshot.IPv4Prefix {
			return snapshot.IPv4Prefix{IPv4Prefix: aws.ToString(p.Ipv4Prefix)}
		}),
		IPv6Addresses: records(n.Ipv6Addresses, func(a types.NetworkInterfaceIpv6Address) snapshot.IPv6Address {
			return snapshot.IPv6Address{IPv6Address: aws.ToString(a.Ipv6Address)}
		}),
		IPv6Prefixes: records(n.Ipv6Prefixes, func(p types.Ipv6PrefixSpecification) snapshot.IPv6Prefix {
			return snapshot.IPv6Prefix{IPv6Prefix: aws.ToString(p.Ipv6Prefix)}
		}),
		Attachment: attachment(n.Attachment),
		Groups: records(n.Groups, func(g types.GroupIdentifier) snapshot.Group {
			return snapshot.Group{GroupID: aws.ToString(g.GroupId), GroupName: aws.ToString(g.GroupName)}
		}),
		TagSet: tags(n.TagSet),
	}
}

func operator(o *types.OperatorResponse) *snapshot.Operator {
	if o == nil {
		return nil
	}
	return &snapshot.Operator{Managed: aws.ToBool(o.Managed), Principal: aws.ToString(o.Principal)}
}

func privateIPAddress(a types.NetworkInterfacePrivateIpAddress) snapshot.PrivateIPAddress {
	record := snapshot.PrivateIPAddress{PrivateIPAddress: aws.ToString(a.PrivateIpAddress), Primary: aws.ToBool(a.Primary)}
	if a.Association != nil {
		record.Association = &snapshot.Association{
			PublicIP:  aws.ToString(a.Association.PublicIp),
			IPOwnerID: aws.ToString(a.Association.IpOwnerId),
		}
	}
	return record
}

func attachment(a *types.NetworkInterfaceAttachment) *snapshot.Attachment {
	if a == nil {
		return nil
	}
	return &snapshot.Attachment{
		AttachmentID:        aws.ToString(a.AttachmentId),
		InstanceID:          aws.ToString(a.InstanceId),
		InstanceOwnerID:     aws.ToString(a.InstanceOwnerId),
		DeviceIndex:         aws.ToInt32(a.DeviceIndex),
		NetworkCardIndex:    aws.ToInt32(a.NetworkCardIndex),
		Status:              string(a.Status),
		AttachTime:          utc(a.AttachTime),
		DeleteOnTermination: aws.ToBool(a.DeleteOnTermination),
	}
}

// utc is a time in UTC; nil is the zero time.
func utc(t *time.Time) time.Time { return aws.ToTime(t).UTC() }
