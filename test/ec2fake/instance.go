// SPDX-License-Identifier: Apache-2.0

package ec2fake

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// instances describes instances. The filters are a part of those of
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html. The model has no range of
// MaxResults; the one here is that of the other describe calls.
func instances() *resource[ec2types.Instance] {
	return &resource[ec2types.Instance]{
		idsName: "instancesSet",
		minPage: 5,
		maxPage: 1000,
		id:      func(v *ec2types.Instance) string { return aws.ToString(v.InstanceId) },
		notFound: func(id string) Error {
			return Error{
				http.StatusBadRequest, "InvalidInstanceID.NotFound",
				fmt.Sprintf("The instance ID '%s' does not exist", id),
			}
		},
		managed: func(v *ec2types.Instance) bool { return isManaged(v.Operator) },
		tags:    func(v *ec2types.Instance) []ec2types.Tag { return v.Tags },
		fields:  instanceFields(),
	}
}

func instanceFields() map[string]field[ec2types.Instance] {
	type (
		instance = ec2types.Instance
		eni      = ec2types.InstanceNetworkInterface
		address  = ec2types.InstancePrivateIpAddress
	)
	interfaces := func(f field[eni]) field[instance] {
		return each(func(v *instance) []eni { return v.NetworkInterfaces }, f)
	}
	return map[string]field[instance]{
		"architecture": enum(func(v *instance) ec2types.ArchitectureValues { return v.Architecture }),
		"availability-zone": part(func(v *instance) *ec2types.Placement { return v.Placement },
			text(func(p *ec2types.Placement) *string { return p.AvailabilityZone })),
		"image-id":    text(func(v *instance) *string { return v.ImageId }),
		"instance-id": text(func(v *instance) *string { return v.InstanceId }),
		"instance-state-name": part(func(v *instance) *ec2types.InstanceState { return v.State },
			enum(func(s *ec2types.InstanceState) ec2types.InstanceStateName { return s.Name })),
		"instance-type":     enum(func(v *instance) ec2types.InstanceType { return v.InstanceType }),
		"instance.group-id": groupID(func(v *instance) []ec2types.GroupIdentifier { return v.SecurityGroups }),
		"network-interface.addresses.private-ip-address": interfaces(each(
			func(v *eni) []address { return v.PrivateIpAddresses },
			text(func(a *address) *string { return a.PrivateIpAddress }))),
		"network-interface.network-interface-id": interfaces(text(func(v *eni) *string { return v.NetworkInterfaceId })),
		"network-interface.subnet-id":            interfaces(text(func(v *eni) *string { return v.SubnetId })),
		"operator.managed": func(dst []string, v *instance) []string {
			return appendBool(dst, isManaged(v.Operator))
		},
		"private-dns-name":   text(func(v *instance) *string { return v.PrivateDnsName }),
		"private-ip-address": text(func(v *instance) *string { return v.PrivateIpAddress }),
		"subnet-id":          text(func(v *instance) *string { return v.SubnetId }),
		"vpc-id":             text(func(v *instance) *string { return v.VpcId }),
	}
}

// reserve puts every instance into a reservation of its own, owned by the caller's account.
func reserve(page []*ec2types.Instance, caller Caller) []*ec2types.Reservation {
	reservations := make([]*ec2types.Reservation, 0, len(page))
	for _, instance := range page {
		id := "r-" + strings.TrimPrefix(aws.ToString(instance.InstanceId), "i-")
		reservations = append(reservations, &ec2types.Reservation{
			ReservationId: aws.String(id),
			OwnerId:       aws.String(caller.withDefaults().AccountID),
			Instances:     []ec2types.Instance{*instance},
		})
	}
	return reservations
}
