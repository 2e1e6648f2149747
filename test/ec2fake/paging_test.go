// SPDX-License-Identifier: Apache-2.0

package ec2fake_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

// allPages reads every page of a query and returns the ids of each.
func allPages(t *testing.T, api *ec2.Client, input *ec2.DescribeNetworkInterfacesInput) [][]string {
	t.Helper()
	var pages [][]string
	for pager := ec2.NewDescribeNetworkInterfacesPaginator(api, input); pager.HasMorePages(); {
		page, err := pager.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, ids(page.NetworkInterfaces))
	}
	return pages
}

func TestPages(t *testing.T) {
	t.Parallel()
	all := numbered("eni", 12)
	cases := map[string]struct {
		options ec2fake.Options
		size    *int32
		want    [][]string
	}{
		"of MaxResults":           {size: aws.Int32(5), want: [][]string{all[:5], all[5:10], all[10:]}},
		"exactly full":            {size: aws.Int32(6), want: [][]string{all[:6], all[6:]}},
		"larger than all":         {size: aws.Int32(1000), want: [][]string{all}},
		"not asked for":           {want: [][]string{all}},
		"short":                   {ec2fake.Options{PageSizes: []int{3, 1}}, aws.Int32(5), [][]string{all[:3], all[3:4], all[4:9], all[9:]}},
		"empty, with a token":     {ec2fake.Options{PageSizes: []int{0, 5, 0}}, aws.Int32(1000), [][]string{{}, all[:5], {}, all[5:]}},
		"short though unasked":    {ec2fake.Options{PageSizes: []int{10}}, nil, [][]string{all[:10], all[10:]}},
		"not above MaxResults":    {ec2fake.Options{PageSizes: []int{100}}, aws.Int32(6), [][]string{all[:6], all[6:]}},
		"paging required, sought": {ec2fake.Options{RequirePaging: true}, aws.Int32(6), [][]string{all[:6], all[6:]}},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := ec2fake.NewServer(t, ec2fake.State{NetworkInterfaces: interfaces(12)}, test.options)
			got := allPages(t, client(server), &ec2.DescribeNetworkInterfacesInput{MaxResults: test.size})
			equal(t, "pages", got, test.want)
		})
	}
}

func TestPagesAreOfTheFilteredItems(t *testing.T) {
	t.Parallel()
	server := ec2fake.NewServer(t, ec2fake.State{NetworkInterfaces: interfaces(40)}, ec2fake.Options{})
	got := allPages(t, client(server), &ec2.DescribeNetworkInterfacesInput{
		MaxResults: aws.Int32(5),
		Filters:    []ec2types.Filter{filter("attachment.instance-id", "i-001", "i-003", "i-010", "i-019")},
	})
	equal(t, "pages", got, [][]string{{"eni-002", "eni-003", "eni-006", "eni-007", "eni-020"}, {"eni-021", "eni-038", "eni-039"}})
}

func TestTokenHoldsForItsQueryOnly(t *testing.T) {
	t.Parallel()
	query := func() *ec2.DescribeNetworkInterfacesInput {
		return &ec2.DescribeNetworkInterfacesInput{
			MaxResults: aws.Int32(5),
			Filters:    []ec2types.Filter{filter("subnet-id", "subnet-a"), filter("vpc-id", "vpc-1")},
		}
	}
	cases := map[string]struct {
		change func(*ec2.DescribeNetworkInterfacesInput)
		code   string // empty: the call is answered
	}{
		"same query":        {func(*ec2.DescribeNetworkInterfacesInput) {}, ""},
		"another page size": {func(q *ec2.DescribeNetworkInterfacesInput) { q.MaxResults = aws.Int32(1000) }, ""},
		"no filters":        {func(q *ec2.DescribeNetworkInterfacesInput) { q.Filters = nil }, "InvalidParameterValue"},
		"another value": {
			func(q *ec2.DescribeNetworkInterfacesInput) { q.Filters[1].Values[0] = "vpc-2" }, "InvalidParameterValue",
		},
		"managed ones as well": {
			func(q *ec2.DescribeNetworkInterfacesInput) { q.IncludeManagedResources = aws.Bool(true) }, "InvalidParameterValue",
		},
		"forged": {
			func(q *ec2.DescribeNetworkInterfacesInput) { q.NextToken = aws.String("NSAxIA==") }, "InvalidParameterValue",
		},
		"tampered": {
			func(q *ec2.DescribeNetworkInterfacesInput) {
				q.NextToken = aws.String("A" + strings.TrimPrefix(*q.NextToken, (*q.NextToken)[:1]))
			}, "InvalidParameterValue",
		},
		"not base64": {
			func(q *ec2.DescribeNetworkInterfacesInput) { q.NextToken = aws.String("***") }, "InvalidParameterValue",
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := client(ec2fake.NewServer(t, ec2fake.State{NetworkInterfaces: interfaces(12)}, ec2fake.Options{}))
			first, err := api.DescribeNetworkInterfaces(t.Context(), query())
			if err != nil {
				t.Fatal(err)
			}
			next := query()
			next.NextToken = first.NextToken
			test.change(next)
			second, err := api.DescribeNetworkInterfaces(t.Context(), next)
			if test.code == "" {
				if err != nil || ids(second.NetworkInterfaces)[0] != "eni-005" {
					t.Fatalf("want the page from eni-005, got %v, %v", second, err)
				}
				return
			}
			code, message := apiError(t, err)
			equal(t, "error code", code, test.code)
			if !strings.Contains(message, "nextToken") {
				t.Errorf("the message does not name the token: %s", message)
			}
		})
	}
}

func TestTokenOfAnotherActionIsRefused(t *testing.T) {
	t.Parallel()
	state := ec2fake.State{NetworkInterfaces: interfaces(12), Subnets: make([]ec2types.Subnet, 12)}
	api := client(ec2fake.NewServer(t, state, ec2fake.Options{}))
	first, err := api.DescribeNetworkInterfaces(t.Context(), &ec2.DescribeNetworkInterfacesInput{MaxResults: aws.Int32(5)})
	if err != nil {
		t.Fatal(err)
	}
	_, err = api.DescribeSubnets(t.Context(), &ec2.DescribeSubnetsInput{MaxResults: aws.Int32(5), NextToken: first.NextToken})
	code, _ := apiError(t, err)
	equal(t, "error code", code, "InvalidParameterValue")
}

func TestInstanceTypesAreFilteredPageByPage(t *testing.T) {
	t.Parallel()
	types := make([]ec2types.InstanceTypeInfo, 250)
	for i := range types {
		types[i].InstanceType = ec2types.InstanceType(numbered("x", 250)[i])
	}
	server := ec2fake.NewServer(t, ec2fake.State{InstanceTypes: types}, ec2fake.Options{})
	var pages [][]ec2types.InstanceType
	pager := ec2.NewDescribeInstanceTypesPaginator(client(server), &ec2.DescribeInstanceTypesInput{
		Filters: []ec2types.Filter{filter("instance-type", "x-007", "x-200")},
	})
	for pager.HasMorePages() {
		page, err := pager.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		names := make([]ec2types.InstanceType, 0, 1)
		for _, info := range page.InstanceTypes {
			names = append(names, info.InstanceType)
		}
		pages = append(pages, names)
	}
	equal(t, "pages", pages, [][]ec2types.InstanceType{{"x-007"}, {}, {"x-200"}})
}

func TestReservationsArePagedOverBothFamilies(t *testing.T) {
	t.Parallel()
	var state ec2fake.State
	for i := range 8 {
		cidr := []string{"10.0.1.0/28", "2001:db8::/80"}[i%2]
		state.CidrReservations = append(state.CidrReservations, ec2types.SubnetCidrReservation{
			SubnetId: aws.String([]string{"subnet-a", "subnet-a", "subnet-a", "subnet-b"}[i%4]), Cidr: aws.String(cidr),
		})
	}
	api := client(ec2fake.NewServer(t, state, ec2fake.Options{}))
	var sizes []int
	input := &ec2.GetSubnetCidrReservationsInput{SubnetId: aws.String("subnet-a"), MaxResults: aws.Int32(5)}
	for { // the SDK has no paginator for this action
		page, err := api.GetSubnetCidrReservations(t.Context(), input)
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, len(page.SubnetIpv4CidrReservations), len(page.SubnetIpv6CidrReservations))
		if input.NextToken = page.NextToken; input.NextToken == nil {
			break
		}
	}
	equal(t, "IPv4 and IPv6 reservations of each page", sizes, []int{3, 2, 1, 0})
}

func TestStateMayChangeBetweenCalls(t *testing.T) {
	t.Parallel()
	server := ec2fake.NewServer(t, ec2fake.State{NetworkInterfaces: interfaces(4)}, ec2fake.Options{})
	server.Update(func(state *ec2fake.State) {
		state.NetworkInterfaces = slices.Delete(state.NetworkInterfaces, 1, 3)
	})
	got := allPages(t, client(server), &ec2.DescribeNetworkInterfacesInput{})
	equal(t, "pages", got, [][]string{{"eni-000", "eni-003"}})
}
