// SPDX-License-Identifier: Apache-2.0

package ec2fake_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

// client returns an SDK client of the server that tries every call once.
func client(server *ec2fake.Server) *ec2.Client {
	return ec2.NewFromConfig(server.Config(), func(o *ec2.Options) { o.Retryer = aws.NopRetryer{} })
}

// interfaces makes n network interfaces, eni-000 to eni-<n-1>, two per instance and all in subnet-a.
func interfaces(n int) []ec2types.NetworkInterface {
	list := make([]ec2types.NetworkInterface, n)
	for i := range list {
		list[i] = ec2types.NetworkInterface{
			NetworkInterfaceId: aws.String(fmt.Sprintf("eni-%03d", i)),
			SubnetId:           aws.String("subnet-a"),
			VpcId:              aws.String("vpc-1"),
			Attachment:         &ec2types.NetworkInterfaceAttachment{InstanceId: aws.String(fmt.Sprintf("i-%03d", i/2))},
		}
	}
	return list
}

// ids returns the ids of network interfaces, in their order.
func ids(list []ec2types.NetworkInterface) []string {
	names := make([]string, 0, len(list))
	for _, item := range list {
		names = append(names, aws.ToString(item.NetworkInterfaceId))
	}
	return names
}

func filter(name string, values ...string) ec2types.Filter {
	return ec2types.Filter{Name: aws.String(name), Values: values}
}

// numbered returns n values, prefix-000 and up.
func numbered(prefix string, n int) []string {
	values := make([]string, n)
	for i := range values {
		values[i] = fmt.Sprintf("%s-%03d", prefix, i)
	}
	return values
}

// apiError returns the code and the message of an error answer.
func apiError(t *testing.T, err error) (string, string) {
	t.Helper()
	answer, ok := errors.AsType[smithy.APIError](err)
	if !ok {
		t.Fatalf("want an error answer of the API, got %v", err)
	}
	return answer.ErrorCode(), answer.ErrorMessage()
}

// equal reports a difference between what came and what was expected.
func equal[T any](t *testing.T, what string, got, want T, options ...cmp.Option) {
	t.Helper()
	if diff := cmp.Diff(want, got, options...); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// codes returns the recorded error codes of all calls.
func codes(server *ec2fake.Server) []string {
	calls := server.Calls()
	all := make([]string, 0, len(calls))
	for _, call := range calls {
		all = append(all, call.Code)
	}
	return all
}
