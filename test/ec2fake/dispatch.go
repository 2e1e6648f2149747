// SPDX-License-Identifier: Apache-2.0

package ec2fake

import (
	"net/http"

	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// dispatch answers a well-formed call: the body, and how many items it holds.
func (f *Fake) dispatch(state State, req request, requestID string) ([]byte, int, error) {
	if req.dryRun {
		// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html, DryRunOperation.
		return nil, 0, Error{
			http.StatusPreconditionFailed, "DryRunOperation",
			"Request would have succeeded, but DryRun flag is set.",
		}
	}
	switch req.action {
	case DescribeNetworkInterfaces:
		return describe(f, f.interfaces, state.NetworkInterfaces, req, requestID, "networkInterfaceSet")
	case DescribeSubnets:
		return describe(f, f.subnets, state.Subnets, req, requestID, "subnetSet")
	case DescribeInstanceTypes:
		return describe(f, f.instanceTypes, state.InstanceTypes, req, requestID, "instanceTypeSet")
	case DescribeSecurityGroups:
		return f.describeGroups(state, req, requestID)
	case DescribeInstances:
		return f.describeInstances(state, req, requestID)
	case GetSubnetCidrReservations:
		return f.describeReservations(state, req, requestID)
	case GetCallerIdentity:
		return callerIdentity(state.Caller, requestID), 1, nil
	default:
		return nil, 0, InternalError()
	}
}

// describe answers a call whose answer is one list of items as they stand in the state.
func describe[T any](f *Fake, res *resource[T], items []T, req request, requestID, set string) ([]byte, int, error) {
	page, token, err := res.find(items, req, f.options, f.pager)
	if err != nil {
		return nil, 0, err
	}
	dst := openAnswer(req.action, requestID)
	dst = appendSet(dst, f.encoder, set, page)
	return closeAnswer(dst, req.action, token), len(page), nil
}

func (f *Fake) describeGroups(state State, req request, requestID string) ([]byte, int, error) {
	if req.maxResults == 0 {
		named, err := groupsNamed(state, req)
		if err != nil {
			return nil, 0, err
		}
		req = named
	}
	return describe(f, f.securityGroups, state.SecurityGroups, req, requestID, "securityGroupInfo")
}

func (f *Fake) describeInstances(state State, req request, requestID string) ([]byte, int, error) {
	page, token, err := f.instances.find(state.Instances, req, f.options, f.pager)
	if err != nil {
		return nil, 0, err
	}
	dst := openAnswer(req.action, requestID)
	dst = appendSet(dst, f.encoder, "reservationSet", reserve(page, state.Caller))
	return closeAnswer(dst, req.action, token), len(page), nil
}

func (f *Fake) describeReservations(state State, req request, requestID string) ([]byte, int, error) {
	page, token, err := f.reservationsOf(state, req)
	if err != nil {
		return nil, 0, err
	}
	var v4, v6 []*ec2types.SubnetCidrReservation
	for _, reservation := range page {
		if isIPv6(reservation) {
			v6 = append(v6, reservation)
			continue
		}
		v4 = append(v4, reservation)
	}
	dst := openAnswer(req.action, requestID)
	dst = appendSet(dst, f.encoder, "subnetIpv4CidrReservationSet", v4)
	dst = appendSet(dst, f.encoder, "subnetIpv6CidrReservationSet", v6)
	return closeAnswer(dst, req.action, token), len(page), nil
}
