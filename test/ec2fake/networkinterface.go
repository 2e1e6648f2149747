// SPDX-License-Identifier: Apache-2.0

package ec2fake

import (
	"maps"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// networkInterfaces describes network interfaces. Page sizes, filters and the filters that stand in for paging are
// those of https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html.
func networkInterfaces() *resource[ec2types.NetworkInterface] {
	type eni = ec2types.NetworkInterface
	return &resource[eni]{
		idsName:  "networkInterfaceIdsSet",
		minPage:  5,
		maxPage:  1000,
		id:       func(v *eni) string { return aws.ToString(v.NetworkInterfaceId) },
		notFound: NetworkInterfaceNotFound,
		managed:  func(v *eni) bool { return isManaged(v.Operator) },
		tags:     func(v *eni) []ec2types.Tag { return v.TagSet },
		deepFilters: []string{
			"group-id", "mac-address", "private-dns-name", "private-ip-address", "subnet-id", "vpc-id",
		},
		fields: interfaceFields(),
	}
}

// interfaceFields are the filters of network interfaces, without those of tags.
func interfaceFields() map[string]field[ec2types.NetworkInterface] {
	type eni = ec2types.NetworkInterface
	fields := map[string]field[eni]{
		"availability-zone":    text(func(v *eni) *string { return v.AvailabilityZone }),
		"availability-zone-id": text(func(v *eni) *string { return v.AvailabilityZoneId }),
		"description":          text(func(v *eni) *string { return v.Description }),
		"group-id":             groupID(func(v *eni) []ec2types.GroupIdentifier { return v.Groups }),
		"interface-type":       interfaceType,
		"mac-address":          text(func(v *eni) *string { return v.MacAddress }),
		"network-interface-id": text(func(v *eni) *string { return v.NetworkInterfaceId }),
		"operator.managed":     func(dst []string, v *eni) []string { return appendBool(dst, isManaged(v.Operator)) },
		"operator.principal": part(func(v *eni) *ec2types.OperatorResponse { return v.Operator },
			text(func(o *ec2types.OperatorResponse) *string { return o.Principal })),
		"owner-id":          text(func(v *eni) *string { return v.OwnerId }),
		"private-dns-name":  text(func(v *eni) *string { return v.PrivateDnsName }),
		"requester-id":      text(func(v *eni) *string { return v.RequesterId }),
		"requester-managed": flag(func(v *eni) *bool { return v.RequesterManaged }),
		"source-dest-check": flag(func(v *eni) *bool { return v.SourceDestCheck }),
		"status":            enum(func(v *eni) ec2types.NetworkInterfaceStatus { return v.Status }),
		"subnet-id":         text(func(v *eni) *string { return v.SubnetId }),
		"vpc-id":            text(func(v *eni) *string { return v.VpcId }),
	}
	maps.Copy(fields, attachmentFields())
	maps.Copy(fields, addressFields())
	return fields
}

// attachmentFields are the filters of attachments: interfaces without one, as branches, pass none of them.
func attachmentFields() map[string]field[ec2types.NetworkInterface] {
	type attachment = ec2types.NetworkInterfaceAttachment
	fields := map[string]field[attachment]{
		"attachment.attach-time":           attachTime,
		"attachment.attachment-id":         text(func(a *attachment) *string { return a.AttachmentId }),
		"attachment.delete-on-termination": flag(func(a *attachment) *bool { return a.DeleteOnTermination }),
		"attachment.device-index":          number(func(a *attachment) *int32 { return a.DeviceIndex }),
		"attachment.instance-id":           text(func(a *attachment) *string { return a.InstanceId }),
		"attachment.instance-owner-id":     text(func(a *attachment) *string { return a.InstanceOwnerId }),
		"attachment.status":                enum(func(a *attachment) ec2types.AttachmentStatus { return a.Status }),
	}
	attached := make(map[string]field[ec2types.NetworkInterface], len(fields))
	for name, f := range fields {
		attached[name] = part(func(v *ec2types.NetworkInterface) *attachment { return v.Attachment }, f)
	}
	return attached
}

// addressFields are the filters of addresses. None of them sees into a prefix.
func addressFields() map[string]field[ec2types.NetworkInterface] {
	type (
		eni     = ec2types.NetworkInterface
		address = ec2types.NetworkInterfacePrivateIpAddress
		elastic = ec2types.NetworkInterfaceAssociation
	)
	addresses := func(f field[address]) field[eni] {
		return each(func(v *eni) []address { return v.PrivateIpAddresses }, f)
	}
	associated := func(get func(*elastic) *string) field[eni] {
		return part(func(v *eni) *elastic { return v.Association }, text(get))
	}
	eachAssociated := func(get func(*elastic) *string) field[eni] {
		return addresses(part(func(a *address) *elastic { return a.Association }, text(get)))
	}
	primaryIP := text(func(v *eni) *string { return v.PrivateIpAddress })
	privateIP := addresses(text(func(a *address) *string { return a.PrivateIpAddress }))
	return map[string]field[eni]{
		"addresses.association.owner-id":  eachAssociated(func(a *elastic) *string { return a.IpOwnerId }),
		"addresses.association.public-ip": eachAssociated(func(a *elastic) *string { return a.PublicIp }),
		"addresses.primary":               addresses(flag(func(a *address) *bool { return a.Primary })),
		"addresses.private-ip-address":    privateIP,
		"association.allocation-id":       associated(func(a *elastic) *string { return a.AllocationId }),
		"association.association-id":      associated(func(a *elastic) *string { return a.AssociationId }),
		"association.ip-owner-id":         associated(func(a *elastic) *string { return a.IpOwnerId }),
		"association.public-ip":           associated(func(a *elastic) *string { return a.PublicIp }),
		"association.public-dns-name":     associated(func(a *elastic) *string { return a.PublicDnsName }),
		"ipv6-addresses.ipv6-address": each(func(v *eni) []ec2types.NetworkInterfaceIpv6Address { return v.Ipv6Addresses },
			text(func(a *ec2types.NetworkInterfaceIpv6Address) *string { return a.Ipv6Address })),
		// The private IPv4 address "or addresses": the primary one counts even where the list was left out.
		"private-ip-address": func(dst []string, v *eni) []string { return privateIP(primaryIP(dst, v), v) },
	}
}

// interfaceType is the one filter whose value differs from the field: the enum has natGateway, the filter nat_gateway.
func interfaceType(dst []string, v *ec2types.NetworkInterface) []string {
	if v.InterfaceType == ec2types.NetworkInterfaceTypeNatGateway {
		return append(dst, "nat_gateway")
	}
	return append(dst, string(v.InterfaceType))
}

func attachTime(dst []string, a *ec2types.NetworkInterfaceAttachment) []string {
	if a.AttachTime == nil {
		return dst
	}
	return append(dst, a.AttachTime.In(time.UTC).Format(timeFormat))
}

func appendBool(dst []string, value bool) []string {
	if value {
		return append(dst, "true")
	}
	return append(dst, "false")
}
