// SPDX-License-Identifier: Apache-2.0

package ec2fake

import (
	"fmt"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// subnets describes subnets. Page sizes and filters, with their second names, are those of
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html.
func subnets() *resource[ec2types.Subnet] {
	return &resource[ec2types.Subnet]{
		idsName:  "subnetSet",
		minPage:  5,
		maxPage:  1000,
		id:       func(v *ec2types.Subnet) string { return aws.ToString(v.SubnetId) },
		notFound: subnetNotFound,
		tags:     func(v *ec2types.Subnet) []ec2types.Tag { return v.Tags },
		fields:   subnetFields(),
	}
}

func subnetNotFound(id string) Error {
	return Error{
		http.StatusBadRequest, "InvalidSubnetID.NotFound",
		fmt.Sprintf("The subnet ID '%s' does not exist", id),
	}
}

func subnetFields() map[string]field[ec2types.Subnet] {
	type (
		subnet = ec2types.Subnet
		ipv6   = ec2types.SubnetIpv6CidrBlockAssociation
		names  = ec2types.PrivateDnsNameOptionsOnLaunch
	)
	zone := text(func(v *subnet) *string { return v.AvailabilityZone })
	zoneID := text(func(v *subnet) *string { return v.AvailabilityZoneId })
	cidr := text(func(v *subnet) *string { return v.CidrBlock })
	isDefault := flag(func(v *subnet) *bool { return v.DefaultForAz })
	associations := func(f field[ipv6]) field[subnet] {
		return each(func(v *subnet) []ipv6 { return v.Ipv6CidrBlockAssociationSet }, f)
	}
	onLaunch := func(f field[names]) field[subnet] {
		return part(func(v *subnet) *names { return v.PrivateDnsNameOptionsOnLaunch }, f)
	}
	return map[string]field[subnet]{
		"availability-zone":          zone,
		"availabilityZone":           zone,
		"availability-zone-id":       zoneID,
		"availabilityZoneId":         zoneID,
		"available-ip-address-count": number(func(v *subnet) *int32 { return v.AvailableIpAddressCount }),
		"cidr":                       cidr,
		"cidr-block":                 cidr,
		"cidrBlock":                  cidr,
		"customer-owned-ipv4-pool":   text(func(v *subnet) *string { return v.CustomerOwnedIpv4Pool }),
		"default-for-az":             isDefault,
		"defaultForAz":               isDefault,
		"enable-dns64":               flag(func(v *subnet) *bool { return v.EnableDns64 }),
		"enable-lni-at-device-index": number(func(v *subnet) *int32 { return v.EnableLniAtDeviceIndex }),

		"ipv6-cidr-block-association.ipv6-cidr-block": associations(text(func(a *ipv6) *string { return a.Ipv6CidrBlock })),
		"ipv6-cidr-block-association.association-id":  associations(text(func(a *ipv6) *string { return a.AssociationId })),
		"ipv6-cidr-block-association.state": associations(part(
			func(a *ipv6) *ec2types.SubnetCidrBlockState { return a.Ipv6CidrBlockState },
			enum(func(s *ec2types.SubnetCidrBlockState) ec2types.SubnetCidrBlockStateCode { return s.State }))),
		"ipv6-native": flag(func(v *subnet) *bool { return v.Ipv6Native }),

		"map-customer-owned-ip-on-launch": flag(func(v *subnet) *bool { return v.MapCustomerOwnedIpOnLaunch }),
		"map-public-ip-on-launch":         flag(func(v *subnet) *bool { return v.MapPublicIpOnLaunch }),
		"outpost-arn":                     text(func(v *subnet) *string { return v.OutpostArn }),
		"owner-id":                        text(func(v *subnet) *string { return v.OwnerId }),
		"private-dns-name-options-on-launch.hostname-type": onLaunch(
			enum(func(o *names) ec2types.HostnameType { return o.HostnameType })),
		"private-dns-name-options-on-launch.enable-resource-name-dns-a-record": onLaunch(
			flag(func(o *names) *bool { return o.EnableResourceNameDnsARecord })),
		"private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record": onLaunch(
			flag(func(o *names) *bool { return o.EnableResourceNameDnsAAAARecord })),
		"state":      enum(func(v *subnet) ec2types.SubnetState { return v.State }),
		"subnet-arn": text(func(v *subnet) *string { return v.SubnetArn }),
		"subnet-id":  text(func(v *subnet) *string { return v.SubnetId }),
		"vpc-id":     text(func(v *subnet) *string { return v.VpcId }),
	}
}
