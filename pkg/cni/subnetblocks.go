// SPDX-License-Identifier: Apache-2.0

package cni

// largestSubnetBits is the prefix length of the largest subnet (Amazon VPC User Guide, "Subnet CIDR blocks").
const largestSubnetBits = 16
