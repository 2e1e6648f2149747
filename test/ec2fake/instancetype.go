// SPDX-License-Identifier: Apache-2.0

package ec2fake

import (
	"fmt"
	"net/http"

	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// instanceTypes describes instance types. Page sizes, the most ids and the filters, a part of them, are those of
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTypes.html.
//
// EC2 pages through all types whether asked for pages or not, and filters each page, so that a filter for one type may
// answer with an empty page and a token (https://github.com/boto/boto3/issues/2888,
// https://github.com/aws/aws-sdk-php/issues/3070).
func instanceTypes() *resource[ec2types.InstanceTypeInfo] {
	type info = ec2types.InstanceTypeInfo
	network := func(f field[ec2types.NetworkInfo]) field[info] {
		return part(func(v *info) *ec2types.NetworkInfo { return v.NetworkInfo }, f)
	}
	return &resource[info]{
		idsName: "InstanceTypes",
		maxIDs:  100,
		minPage: 5,
		maxPage: 100,
		scans:   true,
		id:      func(v *info) string { return string(v.InstanceType) },
		notFound: func(id string) Error {
			return Error{
				http.StatusBadRequest, "InvalidInstanceType",
				fmt.Sprintf("The following supplied instance types do not exist: [%s]", id),
			}
		},
		fields: map[string]field[info]{
			"bare-metal":         flag(func(v *info) *bool { return v.BareMetal }),
			"current-generation": flag(func(v *info) *bool { return v.CurrentGeneration }),
			"hypervisor":         enum(func(v *info) ec2types.InstanceTypeHypervisor { return v.Hypervisor }),
			"instance-type":      enum(func(v *info) ec2types.InstanceType { return v.InstanceType }),
			"network-info.ipv4-addresses-per-interface": network(
				number(func(n *ec2types.NetworkInfo) *int32 { return n.Ipv4AddressesPerInterface })),
			"network-info.maximum-network-cards": network(
				number(func(n *ec2types.NetworkInfo) *int32 { return n.MaximumNetworkCards })),
			"network-info.maximum-network-interfaces": network(
				number(func(n *ec2types.NetworkInfo) *int32 { return n.MaximumNetworkInterfaces })),
			"vcpu-info.default-vcpus": part(func(v *info) *ec2types.VCpuInfo { return v.VCpuInfo },
				number(func(c *ec2types.VCpuInfo) *int32 { return c.DefaultVCpus })),
		},
	}
}
