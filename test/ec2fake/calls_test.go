// SPDX-License-Identifier: Apache-2.0

package ec2fake_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

func TestCallsAreRecorded(t *testing.T) {
	t.Parallel()
	hand := &clock{now: time.Date(2024, 5, 1, 10, 0, 0, 0, time.UTC)}
	server := ec2fake.NewServer(t, ec2fake.State{NetworkInterfaces: interfaces(7)}, ec2fake.Options{Now: hand.Now})
	api := client(server)
	input := &ec2.DescribeNetworkInterfacesInput{
		MaxResults: aws.Int32(5), IncludeManagedResources: aws.Bool(true),
		Filters: []ec2types.Filter{filter("subnet-id", "subnet-a", "subnet-b"), filter("status", "*")},
	}
	if _, err := api.DescribeNetworkInterfaces(t.Context(), input); err != nil {
		t.Fatal(err)
	}
	hand.Advance(time.Second)
	if _, err := api.DescribeNetworkInterfaces(t.Context(), &ec2.DescribeNetworkInterfacesInput{NetworkInterfaceIds: []string{"eni-001", "eni-002"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := api.GetSubnetCidrReservations(t.Context(), &ec2.GetSubnetCidrReservationsInput{SubnetId: aws.String("subnet-a")}); err != nil {
		t.Fatal(err)
	}
	calls := server.Calls()
	for _, call := range calls {
		equal(t, "key and region", []string{call.Source.AccessKeyID, call.Source.Region}, []string{ec2fake.AccessKeyID, ec2fake.Region})
		if !strings.HasPrefix(call.Source.RemoteAddr, "127.0.0.1:") || !strings.Contains(call.Source.UserAgent, "aws-sdk-go-v2") {
			t.Errorf("source: %+v", call.Source)
		}
	}
	start := time.Date(2024, 5, 1, 10, 0, 0, 0, time.UTC)
	equal(t, "calls", calls, []ec2fake.Call{
		{
			Service: ec2fake.EC2, Action: ec2fake.DescribeNetworkInterfaces, MaxResults: 5, IncludeManaged: true, Time: start,
			Filters: []ec2fake.Filter{{Name: "subnet-id", Values: []string{"subnet-a", "subnet-b"}}, {Name: "status", Values: []string{"*"}}},
			Status:  200,
		},
		{
			Service: ec2fake.EC2, Action: ec2fake.DescribeNetworkInterfaces, IDs: []string{"eni-001", "eni-002"},
			Time: start.Add(time.Second), Status: 200, Items: 2,
		},
		{
			Service: ec2fake.EC2, Action: ec2fake.GetSubnetCidrReservations, IDs: []string{"subnet-a"},
			Time: start.Add(time.Second), Status: 200,
		},
	}, cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Source" }, cmp.Ignore()))
	equal(t, "calls of one action", len(server.CallsOf(ec2fake.DescribeNetworkInterfaces)), 2)
	equal(t, "calls refused", len(server.Refused()), 0)
}

func TestWritesAreRefusedAndRecorded(t *testing.T) {
	t.Parallel()
	server := ec2fake.NewServer(t, ec2fake.State{}, ec2fake.Options{})
	_, err := ec2.NewFromConfig(server.Config()).DeleteNetworkInterface(t.Context(), &ec2.DeleteNetworkInterfaceInput{NetworkInterfaceId: aws.String("eni-1")})
	code, message := apiError(t, err)
	equal(t, "error code", code, ec2fake.CodeWriteRefused)
	if !strings.Contains(message, "DeleteNetworkInterface") {
		t.Errorf("the message does not name the action: %s", message)
	}
	_, err = sts.NewFromConfig(server.Config()).AssumeRole(t.Context(), &sts.AssumeRoleInput{RoleArn: aws.String("a"), RoleSessionName: aws.String("b")})
	code, _ = apiError(t, err)
	equal(t, "error code of STS", code, ec2fake.CodeWriteRefused)

	refused := make([]ec2fake.Action, 0, 2)
	for _, call := range server.Refused() {
		refused = append(refused, call.Action)
	}
	equal(t, "refused, each tried once", refused, []ec2fake.Action{"DeleteNetworkInterface", "AssumeRole"})
}

func TestCallerIdentity(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ caller, want ec2fake.Caller }{
		"default": {ec2fake.Caller{}, ec2fake.Caller{
			AccountID: "111122223333", ARN: "arn:aws:sts::111122223333:assumed-role/reader/reader", UserID: ec2fake.DefaultUserID,
		}},
		"account only": {ec2fake.Caller{AccountID: "444455556666"}, ec2fake.Caller{
			AccountID: "444455556666", ARN: "arn:aws:sts::444455556666:assumed-role/reader/reader", UserID: ec2fake.DefaultUserID,
		}},
		"all": {
			ec2fake.Caller{AccountID: "1", ARN: "arn:aws:iam::1:user/a&b", UserID: "U"},
			ec2fake.Caller{AccountID: "1", ARN: "arn:aws:iam::1:user/a&b", UserID: "U"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := ec2fake.NewServer(t, ec2fake.State{Caller: test.caller}, ec2fake.Options{})
			got, err := sts.NewFromConfig(server.Config()).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "identity", ec2fake.Caller{AccountID: *got.Account, ARN: *got.Arn, UserID: *got.UserId}, test.want)
			equal(t, "recorded service", server.Calls()[0].Service, ec2fake.STS)
		})
	}
}

func TestCallsThatNoSDKWouldSend(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		form   string
		status int
		want   string // part of the answer
	}{
		"unknown read":             {"Action=DescribeVolumes&Version=2016-11-15", 400, "<Code>InvalidAction</Code>"},
		"read of another service":  {"Action=GetCallerIdentity&Version=2016-11-15", 400, "<Code>InvalidAction</Code>"},
		"read of EC2 sent to STS":  {"Action=DescribeSubnets&Version=2011-06-15", 400, "<ErrorResponse xmlns="},
		"no action":                {"Version=2016-11-15", 400, "<Code>MissingAction</Code>"},
		"other version":            {"Action=DescribeSubnets&Version=2012-01-01", 400, "<Code>NoSuchVersion</Code>"},
		"unknown parameter":        {"Action=DescribeSubnets&Version=2016-11-15&VpcId.1=a", 400, "The parameter VpcId.1 is not recognized"},
		"id without an index":      {"Action=DescribeSubnets&Version=2016-11-15&SubnetId=a", 400, "The parameter SubnetId is not recognized"},
		"reservations of a list":   {"Action=GetSubnetCidrReservations&Version=2016-11-15&SubnetId.1=a", 400, "<Code>MissingParameter</Code>"},
		"reservations of nothing":  {"Action=GetSubnetCidrReservations&Version=2016-11-15", 400, "<Code>MissingParameter</Code>"},
		"page size that is a word": {"Action=DescribeSubnets&Version=2016-11-15&MaxResults=ten", 400, "<Code>InvalidParameterValue</Code>"},
		"form that is none":        {"Action=%zz", 400, "<Code>MalformedQueryString</Code>"},
		"write in small letters":   {"Action=describeSubnets&Version=2016-11-15", 403, "<Code>Ec2Fake.WriteRefused</Code>"},
		"markup in the name":       {"Action=<a>&Version=2016-11-15", 403, "&lt;a&gt; is not one"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer := httptest.NewRecorder()
			ec2fake.New(ec2fake.State{}, ec2fake.Options{}).ServeHTTP(answer, post(t.Context(), test.form))
			equal(t, "HTTP status", answer.Code, test.status)
			if !strings.Contains(answer.Body.String(), test.want) {
				t.Errorf("want %q in\n%s", test.want, answer.Body)
			}
		})
	}
}

func TestUnsignedCallIsRefused(t *testing.T) {
	t.Parallel()
	server := ec2fake.NewServer(t, ec2fake.State{}, ec2fake.Options{})
	api := ec2.NewFromConfig(server.Config(), func(o *ec2.Options) { o.Credentials = aws.AnonymousCredentials{} })
	_, err := api.DescribeSubnets(t.Context(), &ec2.DescribeSubnetsInput{})
	code, _ := apiError(t, err)
	equal(t, "error code", code, "MissingAuthenticationToken")
}

func TestManyClientsAtOnce(t *testing.T) {
	t.Parallel()
	server := ec2fake.NewServer(t, ec2fake.State{NetworkInterfaces: interfaces(30)}, ec2fake.Options{
		Throttle: map[ec2fake.Action]ec2fake.Bucket{ec2fake.DescribeNetworkInterfaces: {Burst: 60}},
		Faults:   []ec2fake.Fault{{Calls: 5, Error: ec2fake.AuthFailure()}},
	})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			api := client(server)
			for range 10 {
				// Which calls fail is a matter of chance; how many is not.
				_, _ = api.DescribeNetworkInterfaces(t.Context(), &ec2.DescribeNetworkInterfacesInput{})
				server.Update(func(state *ec2fake.State) {
					state.NetworkInterfaces = append(state.NetworkInterfaces, ec2types.NetworkInterface{})
				})
			}
		})
	}
	group.Wait()
	answers := map[int]int{}
	for _, call := range server.Calls() {
		answers[call.Status]++
	}
	equal(t, "answers by status", answers, map[int]int{http.StatusOK: 55, http.StatusUnauthorized: 5, http.StatusServiceUnavailable: 20})
}
