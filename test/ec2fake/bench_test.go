// SPDX-License-Identifier: Apache-2.0

package ec2fake_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

// large is a cluster of 5,000 nodes: 20,000 network interfaces with 8 addresses each.
func large() ec2fake.State {
	state := ec2fake.State{NetworkInterfaces: interfaces(20_000)}
	for i := range state.NetworkInterfaces {
		eni := &state.NetworkInterfaces[i]
		eni.Attachment.InstanceId = aws.String(fmt.Sprintf("i-%04d", i/4))
		eni.InterfaceType = ec2types.NetworkInterfaceTypeInterface
		eni.Status = ec2types.NetworkInterfaceStatusInUse
		eni.Description = aws.String("aws-K8S-" + *eni.Attachment.InstanceId)
		eni.MacAddress = aws.String("02:00:00:00:00:01")
		eni.Groups = []ec2types.GroupIdentifier{{GroupId: aws.String("sg-1"), GroupName: aws.String("node")}}
		for j := range 3 {
			eni.TagSet = append(eni.TagSet, ec2types.Tag{Key: aws.String(fmt.Sprintf("node.k8s.amazonaws.com/%d", j)), Value: aws.String("x")})
		}
		for j := range 8 {
			eni.PrivateIpAddresses = append(eni.PrivateIpAddresses, ec2types.NetworkInterfacePrivateIpAddress{
				Primary: aws.Bool(j == 0), PrivateIpAddress: aws.String(fmt.Sprintf("10.%d.%d.%d", i>>8, i&255, j)),
				PrivateDnsName: aws.String("ip-10-0-0-0.eu-west-1.compute.internal"),
			})
		}
	}
	return state
}

func BenchmarkPage(b *testing.B) {
	fake := ec2fake.New(large(), ec2fake.Options{})
	page := url.Values{"Action": {"DescribeNetworkInterfaces"}, "Version": {"2016-11-15"}, "MaxResults": {"1000"}}
	byInstance := url.Values{"Filter.1.Name": {"attachment.instance-id"}}
	byTag := url.Values{"Filter.1.Name": {"tag:vpcresources.k8s.aws/trunk-eni-id"}}
	byAddress := url.Values{"Filter.1.Name": {"addresses.private-ip-address"}, "Filter.1.Value.1": {"10.1.?.*"}}
	for i := range 200 {
		byInstance.Set(fmt.Sprintf("Filter.1.Value.%d", i+1), fmt.Sprintf("i-%04d", i*20))
		byTag.Set(fmt.Sprintf("Filter.1.Value.%d", i+1), fmt.Sprintf("eni-%d", i))
	}
	for name, filter := range map[string]url.Values{
		"all": {}, "200-instances": byInstance, "200-trunks": byTag, "address-pattern": byAddress,
	} {
		body := page.Encode() + "&" + filter.Encode()
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				answer := httptest.NewRecorder()
				fake.ServeHTTP(answer, post(b.Context(), body))
				if answer.Code != http.StatusOK {
					b.Fatal(answer.Body)
				}
			}
		})
	}
}
