// SPDX-License-Identifier: Apache-2.0

package ec2fake

// irregularNames lists, for the types that answers are made of, the XML elements whose name is not the field's with a
// small first letter, and the lists whose elements are not named item. Source: the deserializers of aws-sdk-go-v2 service/ec2 v1.344.1 (deserializers.go,
// awsEc2query_deserializeDocument…).
func irregularNames() map[string]string {
	return map[string]string{
		"NetworkInterface.AssociatedSubnets":  "associatedSubnetSet",
		"NetworkInterface.Groups":             "groupSet",
		"NetworkInterface.Ipv4Prefixes":       "ipv4PrefixSet",
		"NetworkInterface.Ipv6Addresses":      "ipv6AddressesSet",
		"NetworkInterface.Ipv6Prefixes":       "ipv6PrefixSet",
		"NetworkInterface.PrivateIpAddresses": "privateIpAddressesSet",

		"Subnet.Tags":                "tagSet",
		"SubnetCidrReservation.Tags": "tagSet",

		"Reservation.Groups":                     "groupSet",
		"Reservation.Instances":                  "instancesSet",
		"Instance.BlockDeviceMappings":           "blockDeviceMapping",
		"Instance.ElasticGpuAssociations":        "elasticGpuAssociationSet",
		"Instance.Licenses":                      "licenseSet",
		"Instance.NetworkInterfaces":             "networkInterfaceSet",
		"Instance.PublicDnsName":                 "dnsName",
		"Instance.PublicIpAddress":               "ipAddress",
		"Instance.SecondaryInterfaces":           "secondaryInterfaceSet",
		"Instance.SecurityGroups":                "groupSet",
		"Instance.State":                         "instanceState",
		"Instance.StateTransitionReason":         "reason",
		"Instance.Tags":                          "tagSet",
		"InstanceNetworkInterface.Groups":        "groupSet",
		"InstanceNetworkInterface.Ipv4Prefixes":  "ipv4PrefixSet",
		"InstanceNetworkInterface.Ipv6Addresses": "ipv6AddressesSet",
		"InstanceNetworkInterface.Ipv6Prefixes":  "ipv6PrefixSet",

		"Instance.ElasticInferenceAcceleratorAssociations": "elasticInferenceAcceleratorAssociationSet",
		"InstanceNetworkInterface.PrivateIpAddresses":      "privateIpAddressesSet",
		"InstanceSecondaryInterface.PrivateIpAddresses":    "privateIpAddressSet",

		"ProductCode.ProductCodeId":   "productCode",
		"ProductCode.ProductCodeType": "type",

		"[]InferenceDeviceInfo":          "member",
		"EbsInfo.EbsCards":               "ebsCardSet",
		"GpuDeviceInfo.Workloads":        "workloadSet",
		"NetworkCardInfo.InterfaceTypes": "interfaceTypeSet",

		"SecurityGroup.Description":     "groupDescription",
		"SecurityGroup.Tags":            "tagSet",
		"IpPermission.UserIdGroupPairs": "groups",
	}
}
