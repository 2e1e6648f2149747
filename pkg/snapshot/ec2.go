// SPDX-License-Identifier: Apache-2.0

package snapshot

import "time"

// Tag is a tag of an EC2 resource.
type Tag struct {
	Key   string `json:"Key"`
	Value string `json:"Value"`
}

// NetworkInterface is an ENI, as ec2:DescribeNetworkInterfaces returns it. An ENI whose status is "available" and a branch ENI have
// no Attachment.
type NetworkInterface struct {
	ID                 string             `json:"NetworkInterfaceId"`
	InterfaceType      string             `json:"InterfaceType,omitempty"`
	Status             string             `json:"Status,omitempty"`
	Description        string             `json:"Description,omitempty"`
	SubnetID           string             `json:"SubnetId,omitempty"`
	VPCID              string             `json:"VpcId,omitempty"`
	AvailabilityZone   string             `json:"AvailabilityZone,omitempty"`
	OutpostARN         string             `json:"OutpostArn,omitempty"`
	OwnerID            string             `json:"OwnerId,omitempty"`
	RequesterID        string             `json:"RequesterId,omitempty"`
	RequesterManaged   bool               `json:"RequesterManaged,omitempty"`
	Operator           *Operator          `json:"Operator,omitempty"`
	MACAddress         string             `json:"MacAddress,omitempty"`
	PrivateIPAddress   string             `json:"PrivateIpAddress,omitempty"`
	PrivateIPAddresses []PrivateIPAddress `json:"PrivateIpAddresses,omitempty"`
	IPv4Prefixes       []IPv4Prefix       `json:"Ipv4Prefixes,omitempty"`
	IPv6Addresses      []IPv6Address      `json:"Ipv6Addresses,omitempty"`
	IPv6Prefixes       []IPv6Prefix       `json:"Ipv6Prefixes,omitempty"`
	Attachment         *Attachment        `json:"Attachment,omitempty"`
	Groups             []Group            `json:"Groups,omitempty"`
	TagSet             []Tag              `json:"TagSet,omitempty"`
}

// Operator says which AWS service manages a resource, for example EKS Auto Mode.
type Operator struct {
	Managed   bool   `json:"Managed"`
	Principal string `json:"Principal,omitempty"`
}

// PrivateIPAddress is one private IPv4 address of an ENI. The addresses of its prefixes are not among them.
type PrivateIPAddress struct {
	PrivateIPAddress string       `json:"PrivateIpAddress"`
	Primary          bool         `json:"Primary"`
	Association      *Association `json:"Association,omitempty"`
}

// Association is the public address of a private one.
type Association struct {
	PublicIP  string `json:"PublicIp,omitempty"`
	IPOwnerID string `json:"IpOwnerId,omitempty"`
}

// IPv4Prefix is a /28 of an ENI.
type IPv4Prefix struct {
	IPv4Prefix string `json:"Ipv4Prefix"`
}

// IPv6Address is one IPv6 address of an ENI.
type IPv6Address struct {
	IPv6Address string `json:"Ipv6Address"`
}

// IPv6Prefix is a /80 of an ENI.
type IPv6Prefix struct {
	IPv6Prefix string `json:"Ipv6Prefix"`
}

// Attachment ties an ENI to an instance.
type Attachment struct {
	AttachmentID        string    `json:"AttachmentId,omitempty"`
	InstanceID          string    `json:"InstanceId,omitempty"`
	InstanceOwnerID     string    `json:"InstanceOwnerId,omitempty"`
	DeviceIndex         int32     `json:"DeviceIndex"`
	NetworkCardIndex    int32     `json:"NetworkCardIndex"`
	Status              string    `json:"Status,omitempty"`
	AttachTime          time.Time `json:"AttachTime,omitzero"`
	DeleteOnTermination bool      `json:"DeleteOnTermination,omitempty"`
}

// Group is a security group of an ENI.
type Group struct {
	GroupID   string `json:"GroupId"`
	GroupName string `json:"GroupName,omitempty"`
}

// Subnet is a VPC subnet. AvailableIPAddressCount counts unused IPv4 addresses outside CIDR reservations; nil means unknown.
type Subnet struct {
	ID                      string          `json:"SubnetId"`
	VPCID                   string          `json:"VpcId,omitempty"`
	OwnerID                 string          `json:"OwnerId,omitempty"`
	AvailabilityZone        string          `json:"AvailabilityZone,omitempty"`
	OutpostARN              string          `json:"OutpostArn,omitempty"`
	CIDRBlock               string          `json:"CidrBlock,omitempty"`
	IPv6CIDRBlocks          []IPv6CIDRBlock `json:"Ipv6CidrBlockAssociationSet,omitempty"`
	AvailableIPAddressCount *int32          `json:"AvailableIpAddressCount,omitempty"`
	Tags                    []Tag           `json:"Tags,omitempty"`
}

// IPv6CIDRBlock is an IPv6 range of a subnet.
type IPv6CIDRBlock struct {
	IPv6CIDRBlock string `json:"Ipv6CidrBlock"`
}

// SubnetCIDRReservation is a range of a subnet that is kept for prefixes or for addresses given by hand.
type SubnetCIDRReservation struct {
	ID              string `json:"SubnetCidrReservationId"`
	SubnetID        string `json:"SubnetId"`
	CIDR            string `json:"Cidr"`
	ReservationType string `json:"ReservationType"`
	OwnerID         string `json:"OwnerId,omitempty"`
	Description     string `json:"Description,omitempty"`
	Tags            []Tag  `json:"Tags,omitempty"`
}

// Instance is an EC2 instance.
type Instance struct {
	ID           string            `json:"InstanceId"`
	InstanceType string            `json:"InstanceType,omitempty"`
	State        *InstanceState    `json:"State,omitempty"`
	SubnetID     string            `json:"SubnetId,omitempty"`
	VPCID        string            `json:"VpcId,omitempty"`
	LaunchTime   time.Time         `json:"LaunchTime,omitzero"`
	Placement    InstancePlacement `json:"Placement,omitzero"`
	Tags         []Tag             `json:"Tags,omitempty"`
}

// InstanceState is an instance's state: running, stopped and others.
type InstanceState struct {
	Name string `json:"Name"`
}

// InstancePlacement says where an instance runs.
type InstancePlacement struct {
	AvailabilityZone string `json:"AvailabilityZone,omitempty"`
}

// InstanceType is what EC2 says of an instance type (ec2:DescribeInstanceTypes).
type InstanceType struct {
	InstanceType string      `json:"InstanceType"`
	Hypervisor   string      `json:"Hypervisor,omitempty"`
	BareMetal    bool        `json:"BareMetal,omitempty"`
	VCPUInfo     VCPUInfo    `json:"VCpuInfo,omitzero"`
	NetworkInfo  NetworkInfo `json:"NetworkInfo,omitzero"`
}

// VCPUInfo counts an instance type's vCPUs.
type VCPUInfo struct {
	DefaultVCPUs int32 `json:"DefaultVCpus"`
}

// NetworkInfo holds an instance type's network limits; MaximumNetworkInterfaces is the sum over all network cards.
type NetworkInfo struct {
	MaximumNetworkInterfaces  int32         `json:"MaximumNetworkInterfaces"`
	IPv4AddressesPerInterface int32         `json:"Ipv4AddressesPerInterface"`
	DefaultNetworkCardIndex   int32         `json:"DefaultNetworkCardIndex"`
	NetworkCards              []NetworkCard `json:"NetworkCards,omitempty"`
}

// NetworkCard is one network card of an instance type.
type NetworkCard struct {
	NetworkCardIndex         int32 `json:"NetworkCardIndex"`
	MaximumNetworkInterfaces int32 `json:"MaximumNetworkInterfaces"`
}

// SecurityGroup is a VPC security group.
type SecurityGroup struct {
	ID    string `json:"GroupId"`
	Name  string `json:"GroupName,omitempty"`
	VPCID string `json:"VpcId,omitempty"`
}
