// SPDX-License-Identifier: Apache-2.0

package ec2fake_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

func TestInjectedErrors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault  ec2fake.Error
		status int
		code   string
	}{
		"unauthorized":    {ec2fake.UnauthorizedOperation(ec2fake.Caller{}, ec2fake.DescribeNetworkInterfaces), 403, "UnauthorizedOperation"},
		"wrong key":       {ec2fake.AuthFailure(), 401, "AuthFailure"},
		"old session":     {ec2fake.RequestExpired(), 400, "RequestExpired"},
		"old token":       {ec2fake.ExpiredToken(), 403, "ExpiredToken"},
		"vanished":        {ec2fake.NetworkInterfaceNotFound("eni-1"), 400, "InvalidNetworkInterfaceID.NotFound"},
		"internal":        {ec2fake.InternalError(), 500, "InternalError"},
		"unavailable":     {ec2fake.Unavailable(), 503, "Unavailable"},
		"throttled":       {ec2fake.RequestLimitExceeded(), 503, "RequestLimitExceeded"},
		"one of your own": {ec2fake.Error{Status: 418, Code: "Teapot", Message: "<short & stout>"}, 418, "Teapot"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := ec2fake.NewServer(t, ec2fake.State{}, ec2fake.Options{Faults: []ec2fake.Fault{{Error: test.fault}}})
			_, err := client(server).DescribeNetworkInterfaces(t.Context(), &ec2.DescribeNetworkInterfacesInput{})
			code, message := apiError(t, err)
			equal(t, "error code", code, test.code)
			equal(t, "message", message, test.fault.Message)
			response, ok := errors.AsType[*smithyhttp.ResponseError](err)
			if !ok {
				t.Fatalf("want a response error, got %v", err)
			}
			equal(t, "HTTP status", response.HTTPStatusCode(), test.status)
			if !strings.Contains(err.Error(), "RequestID: 00000001-") {
				t.Errorf("no request id in %v", err)
			}
			equal(t, "recorded code", server.Calls()[0].Code, test.code)
		})
	}
}

func TestUnauthorizedOperationIsWordedAsByEC2(t *testing.T) {
	t.Parallel()
	message := ec2fake.UnauthorizedOperation(ec2fake.Caller{ARN: "arn:aws:iam::111122223333:user/reader"}, ec2fake.DescribeSubnets).Message
	for _, part := range []string{
		"You are not authorized to perform this operation. User: arn:aws:iam::111122223333:user/reader is not authorized",
		"to perform: ec2:DescribeSubnets", "Encoded authorization failure message: ",
	} {
		if !strings.Contains(message, part) {
			t.Errorf("want %q in %q", part, message)
		}
	}
}

func TestFaultsApplyWhereTheySay(t *testing.T) {
	t.Parallel()
	byInstance := func(id string) *ec2.DescribeNetworkInterfacesInput {
		return &ec2.DescribeNetworkInterfacesInput{Filters: []ec2types.Filter{filter("attachment.instance-id", id, "i-9")}}
	}
	cases := map[string]struct {
		fault ec2fake.Fault
		want  []bool // for four calls: interfaces of i-1, of i-2, of i-1 again, and all subnets: did it fail?
	}{
		"everywhere":      {ec2fake.Fault{}, []bool{true, true, true, true}},
		"one action":      {ec2fake.Fault{Action: ec2fake.DescribeSubnets}, []bool{false, false, false, true}},
		"first two":       {ec2fake.Fault{Calls: 2}, []bool{true, true, false, false}},
		"one value":       {ec2fake.Fault{Value: "i-1"}, []bool{true, false, true, false}},
		"one value, once": {ec2fake.Fault{Value: "i-2", Calls: 1}, []bool{false, true, false, false}},
		"all three": {
			ec2fake.Fault{Action: ec2fake.DescribeNetworkInterfaces, Value: "i-1", Calls: 1}, []bool{true, false, false, false},
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := ec2fake.NewServer(t, ec2fake.State{}, ec2fake.Options{})
			test.fault.Error = ec2fake.AuthFailure()
			server.Inject(test.fault)
			api := client(server)
			got := make([]bool, 0, 4)
			for _, id := range []string{"i-1", "i-2", "i-1"} {
				_, err := api.DescribeNetworkInterfaces(t.Context(), byInstance(id))
				got = append(got, err != nil)
			}
			_, err := api.DescribeSubnets(t.Context(), &ec2.DescribeSubnetsInput{})
			equal(t, "failed calls", append(got, err != nil), test.want)
		})
	}
}

func TestValueOfAFaultIsSoughtInIDsAndSubnet(t *testing.T) {
	t.Parallel()
	server := ec2fake.NewServer(t, ec2fake.State{NetworkInterfaces: interfaces(2)}, ec2fake.Options{Faults: []ec2fake.Fault{
		{Value: "eni-001", Error: ec2fake.Unavailable()}, {Value: "subnet-a", Error: ec2fake.InternalError()},
	}})
	_, err := client(server).DescribeNetworkInterfaces(t.Context(), &ec2.DescribeNetworkInterfacesInput{NetworkInterfaceIds: []string{"eni-000", "eni-001"}})
	code, _ := apiError(t, err)
	equal(t, "by id", code, "Unavailable")
	_, err = client(server).GetSubnetCidrReservations(t.Context(), &ec2.GetSubnetCidrReservationsInput{SubnetId: aws.String("subnet-a")})
	code, _ = apiError(t, err)
	equal(t, "by subnet", code, "InternalError")
}

func TestServerErrorsAreTriedAgainByTheSDK(t *testing.T) {
	t.Parallel()
	server := ec2fake.NewServer(t, ec2fake.State{NetworkInterfaces: interfaces(2)}, ec2fake.Options{Faults: []ec2fake.Fault{
		{Calls: 1, Error: ec2fake.InternalError()}, {Calls: 1, Error: ec2fake.RequestLimitExceeded()},
	}})
	got, err := ec2.NewFromConfig(server.Config()).DescribeNetworkInterfaces(t.Context(), &ec2.DescribeNetworkInterfacesInput{})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "network interfaces", ids(got.NetworkInterfaces), []string{"eni-000", "eni-001"})
	equal(t, "recorded codes", codes(server), []string{"InternalError", "RequestLimitExceeded", ""})
}

func TestCutAnswer(t *testing.T) {
	t.Parallel()
	server := ec2fake.NewServer(t, ec2fake.State{NetworkInterfaces: interfaces(500)}, ec2fake.Options{Faults: []ec2fake.Fault{{Cut: true}}})
	_, err := client(server).DescribeNetworkInterfaces(t.Context(), &ec2.DescribeNetworkInterfacesInput{})
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatalf("want an answer that ends too early, got %v", err)
	}
}

func TestErrorsOfSTS(t *testing.T) {
	t.Parallel()
	server := ec2fake.NewServer(t, ec2fake.State{}, ec2fake.Options{Faults: []ec2fake.Fault{{Error: ec2fake.ExpiredToken()}}})
	_, err := sts.NewFromConfig(server.Config()).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	code, message := apiError(t, err)
	equal(t, "error code", code, "ExpiredToken")
	equal(t, "message", message, ec2fake.ExpiredToken().Message)
}

// post is a signed form post, as a client without an SDK would send it.
func post(ctx context.Context, form string) *http.Request {
	request := httptest.NewRequestWithContext(ctx, http.MethodPost, "/", strings.NewReader(form))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Authorization", signature)
	return request
}

const signature = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20240501/eu-west-1/ec2/aws4_request, " +
	"SignedHeaders=host;x-amz-date, Signature=0"

func TestAnswersAreHeldBack(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options ec2fake.Options
		patient time.Duration // how long the client waits
		want    time.Duration // when it had its answer, or gave up
		status  int           // as recorded
	}{
		"not at all":         {ec2fake.Options{}, time.Hour, 0, 200},
		"by the latency":     {ec2fake.Options{Latency: 200 * time.Millisecond}, time.Hour, 200 * time.Millisecond, 200},
		"client gives up":    {ec2fake.Options{Latency: time.Hour}, time.Second, time.Second, 0},
		"by a fault":         {ec2fake.Options{Faults: []ec2fake.Fault{{Delay: time.Minute}}}, time.Hour, time.Minute, 200},
		"by a fault as well": {ec2fake.Options{Latency: time.Second, Faults: []ec2fake.Fault{{Delay: time.Minute}}}, time.Hour, 61 * time.Second, 200},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				fake := ec2fake.New(ec2fake.State{}, test.options)
				start := time.Now()
				ctx, cancel := context.WithTimeout(t.Context(), test.patient)
				defer cancel()
				fake.ServeHTTP(httptest.NewRecorder(), post(ctx, "Action=DescribeSubnets&Version=2016-11-15"))
				equal(t, "time", time.Since(start), test.want)
				equal(t, "recorded status", fake.Calls()[0].Status, test.status)
			})
		})
	}
}
