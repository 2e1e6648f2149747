// SPDX-License-Identifier: Apache-2.0

package vpc

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
)

// Call is one attempt at a call, for [Options].Observe.
type Call struct {
	// API is the call as IAM names it, for example ec2:DescribeNetworkInterfaces.
	API string
	// Attempt counts from 1.
	Attempt int
	// Duration of the attempt, from signing to the last byte of the answer, without the pauses before it.
	Duration time.Duration
	// Items is the number of objects in the answer.
	Items int
	// Throttled says that AWS refused the attempt for the request rate.
	Throttled bool
	// Err is why the attempt failed, or nil.
	Err error
}

// itemCount counts the objects in an answer.
func itemCount(answer any) int {
	switch out := answer.(type) {
	case *ec2.DescribeNetworkInterfacesOutput:
		return len(out.NetworkInterfaces)
	case *ec2.DescribeSubnetsOutput:
		return len(out.Subnets)
	case *ec2.GetSubnetCidrReservationsOutput:
		return len(out.SubnetIpv4CidrReservations) + len(out.SubnetIpv6CidrReservations)
	case *ec2.DescribeInstancesOutput:
		n := 0
		for _, reservation := range out.Reservations {
			n += len(reservation.Instances)
		}
		return n
	case *ec2.DescribeInstanceTypesOutput:
		return len(out.InstanceTypes)
	case *ec2.DescribeSecurityGroupsOutput:
		return len(out.SecurityGroups)
	default:
		return 1 // GetCallerIdentity answers with one identity.
	}
}
