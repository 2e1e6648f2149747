// SPDX-License-Identifier: Apache-2.0

package vpc_test

import (
	"context"
	"net/http"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/vpc"
	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

func TestIDsGoOutInBatchesOf200(t *testing.T) {
	wired(t, func(t *testing.T) {
		fake := ec2fake.New(ec2fake.State{NetworkInterfaces: attached(401)}, ec2fake.Options{})
		ids := numbered("i", 401)
		asked := slices.Clone(ids)
		slices.Reverse(asked)
		asked = append(asked, "", "i-0000")

		got, unread, err := connect(t, fake, vpc.Options{}).InterfacesOfInstances(t.Context(), asked)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "interfaces, sorted", interfaceIDs(got), numbered("eni", 401))
		equal(t, "unread", unread, nil)
		calls := fake.Calls()
		equal(t, "ids by call", values(calls), [][]string{ids[:200], ids[200:400], ids[400:]})
		for _, call := range calls {
			if call.Filters[0].Name != "attachment.instance-id" || call.MaxResults != 1000 || !call.IncludeManaged {
				t.Errorf("want 1000 results and managed interfaces by attachment.instance-id, got %+v", call)
			}
		}
	})
}

func TestAllPagesAreRead(t *testing.T) {
	wired(t, func(t *testing.T) {
		fake := ec2fake.New(ec2fake.State{NetworkInterfaces: attached(5)}, ec2fake.Options{PageSizes: []int{2, 0, 1, 2}})
		got, unread, err := connect(t, fake, vpc.Options{}).InterfacesOfInstances(t.Context(), numbered("i", 5))
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "interfaces", interfaceIDs(got), numbered("eni", 5))
		equal(t, "unread", unread, nil)
	})
}

func TestManagedInterfacesAreReadWhereTheAccountHidesThem(t *testing.T) {
	wired(t, func(t *testing.T) {
		managed := &types.OperatorResponse{Managed: aws.Bool(true), Principal: aws.String("eks.amazonaws.com")}
		interfaces := attached(1)
		interfaces[0].Operator = managed
		fake := ec2fake.New(ec2fake.State{
			NetworkInterfaces: interfaces,
			Instances:         []types.Instance{{InstanceId: aws.String("i-0000"), Operator: managed}},
		}, ec2fake.Options{HideManaged: true})
		c := connect(t, fake, vpc.Options{})

		enis, _, err := c.InterfacesOfInstances(t.Context(), []string{"i-0000"})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "interfaces", interfaceIDs(enis), []string{"eni-0000"})
		instances, _, err := c.Instances(t.Context(), []string{"i-0000"})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "instances", instances, []snapshot.Instance{{ID: "i-0000"}})
	})
}

func TestNoIDsAreNoCall(t *testing.T) {
	wired(t, func(t *testing.T) {
		fake := ec2fake.New(ec2fake.State{NetworkInterfaces: attached(3)}, ec2fake.Options{})
		got, unread, err := connect(t, fake, vpc.Options{}).Interfaces(t.Context(), []string{""})
		if err != nil || got != nil || unread != nil {
			t.Errorf("want nothing, got %v, %v, %v", got, unread, err)
		}
		equal(t, "calls", fake.Calls(), nil)
	})
}

func TestBatchThatFailsLeavesTheOthers(t *testing.T) {
	wired(t, func(t *testing.T) {
		fake := ec2fake.New(ec2fake.State{NetworkInterfaces: attached(500)}, ec2fake.Options{
			Faults: []ec2fake.Fault{{Value: "i-0250", Error: ec2fake.Error{
				Status: http.StatusBadRequest, Code: "InvalidParameterValue", Message: "no such thing",
			}}},
		})
		got, unread, err := connect(t, fake, vpc.Options{}).InterfacesOfInstances(t.Context(), numbered("i", 500))
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "interfaces", interfaceIDs(got), slices.Delete(numbered("eni", 500), 200, 400))
		equal(t, "unread", unread, []snapshot.Unread{{
			Resource: snapshot.NetworkInterfaces,
			Code:     snapshot.Failed,
			Message:  "InvalidParameterValue: no such thing",
			API:      "ec2:DescribeNetworkInterfaces",
			IDs:      numbered("i", 500)[200:400],
		}})
	})
}

func TestBatchThatFailsOnALaterPageGivesNothing(t *testing.T) {
	wired(t, func(t *testing.T) {
		fake := ec2fake.New(ec2fake.State{NetworkInterfaces: attached(4)}, ec2fake.Options{PageSizes: []int{2}})
		answered := func(call vpc.Call) {
			if call.Err == nil {
				fake.Inject(ec2fake.Fault{Error: ec2fake.Error{Status: http.StatusBadRequest, Code: "InvalidNextToken", Message: "gone"}})
			}
		}
		got, unread, err := connect(t, fake, vpc.Options{Observe: answered}).InterfacesOfInstances(t.Context(), numbered("i", 4))
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "interfaces", got, nil)
		equal(t, "unread", unread, []snapshot.Unread{{
			Resource: snapshot.NetworkInterfaces,
			Code:     snapshot.Failed,
			Message:  "InvalidNextToken: gone",
			API:      "ec2:DescribeNetworkInterfaces",
			IDs:      numbered("i", 4),
		}})
	})
}

func TestPageThatComesAgainEndsTheBatch(t *testing.T) {
	wired(t, func(t *testing.T) {
		calls := 0
		same := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			calls++
			reply(t, w, `<DescribeSubnetsResponse><subnetSet/><nextToken>again</nextToken></DescribeSubnetsResponse>`)
		})
		got, unread, err := connect(t, same, vpc.Options{}).Subnets(t.Context(), []string{"subnet-1"})
		if err != nil || got != nil || len(unread) != 1 || unread[0].Message != "the same page was answered twice" || calls != 2 {
			t.Errorf("want one unread subnet after 2 calls, got %v, %+v, %v after %d", got, unread, err, calls)
		}
	})
}

func TestRefusalSparesTheBatchesThatHaveNotBegun(t *testing.T) {
	wired(t, func(t *testing.T) {
		const blob = "Jc2vX9uS0mEBlob"
		fake := ec2fake.New(ec2fake.State{}, ec2fake.Options{Faults: []ec2fake.Fault{{Error: ec2fake.Error{
			Status: http.StatusForbidden,
			Code:   "UnauthorizedOperation",
			Message: "You are not authorized to perform this operation. User: arn:aws:iam::111122223333:user/reader is not authorized to " +
				"perform: ec2:DescribeNetworkInterfaces. Encoded authorization failure message: " + blob,
		}}}})
		ids := numbered("i", 40*200)
		_, unread, err := connect(t, fake, vpc.Options{QPS: 1000}).InterfacesOfInstances(t.Context(), ids)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "unread", unread, []snapshot.Unread{{
			Resource: snapshot.NetworkInterfaces,
			Code:     snapshot.Forbidden,
			Message: "UnauthorizedOperation: You are not authorized to perform this operation. User: arn:aws:iam::111122223333:user/reader " +
				"is not authorized to perform: ec2:DescribeNetworkInterfaces.",
			API:        "ec2:DescribeNetworkInterfaces",
			Permission: "ec2:DescribeNetworkInterfaces",
			IDs:        ids,
		}})
		// Those that were under way with the first may have gone out; of 40 batches, 8 are under way at once.
		if n := len(fake.Calls()); n > 16 {
			t.Errorf("want the batches after the first refusal spared, got %d calls of 40", n)
		}
	})
}

func TestRefusalAfterAnAnswerSparesNothing(t *testing.T) {
	wired(t, func(t *testing.T) {
		fake := ec2fake.New(ec2fake.State{NetworkInterfaces: attached(40 * 200)}, ec2fake.Options{Faults: []ec2fake.Fault{{
			Value: "i-2000", // in the eleventh batch: the first eight have been answered when it is asked for
			Error: ec2fake.UnauthorizedOperation(ec2fake.Caller{}, ec2fake.DescribeNetworkInterfaces),
		}}})
		got, unread, err := connect(t, fake, vpc.Options{}).InterfacesOfInstances(t.Context(), numbered("i", 20*200))
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != 19*200 || len(unread) != 1 || !slices.Equal(unread[0].IDs, numbered("i", 20*200)[2000:2200]) {
			t.Errorf("want all but one batch, got %d interfaces and %+v", len(got), unread)
		}
	})
}

func TestEverySubnetIsReadOnItsOwn(t *testing.T) {
	wired(t, func(t *testing.T) {
		interfaces := attached(3)
		interfaces[0].SubnetId, interfaces[1].SubnetId, interfaces[2].SubnetId = aws.String("subnet-b"), aws.String("subnet-a"), aws.String("subnet-c")
		fake := ec2fake.New(ec2fake.State{NetworkInterfaces: interfaces}, ec2fake.Options{})
		got, _, err := connect(t, fake, vpc.Options{}).InterfacesOfSubnets(t.Context(), []string{"subnet-a", "subnet-b"})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "interfaces", interfaceIDs(got), []string{"eni-0000", "eni-0001"})
		equal(t, "subnets by call", values(fake.Calls()), [][]string{{"subnet-a"}, {"subnet-b"}})
	})
}

func TestContextThatHasEndedIsAnError(t *testing.T) {
	wired(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		fake := ec2fake.New(ec2fake.State{}, ec2fake.Options{})
		_, _, err := connect(t, fake, vpc.Options{}).Subnets(ctx, []string{"subnet-a"})
		isError(t, err, context.Canceled)
		equal(t, "calls", fake.Calls(), nil)
	})
}

func TestIdentityThatCannotBeToldIsAnError(t *testing.T) {
	wired(t, func(t *testing.T) {
		denied := ec2fake.Error{Status: http.StatusForbidden, Code: "AccessDenied", Message: "not you"}
		fake := ec2fake.New(ec2fake.State{}, ec2fake.Options{Faults: []ec2fake.Fault{{Error: denied}}})
		_, err := connect(t, fake, vpc.Options{}).Identity(t.Context())
		if err == nil || err.Error() != "calling sts:GetCallerIdentity: AccessDenied: not you" || !vpc.IsUnauthorized(err) {
			t.Errorf("want the refusal, got %v", err)
		}
	})
}
