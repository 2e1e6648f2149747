// SPDX-License-Identifier: Apache-2.0

package ec2fake_test

import (
	"os/exec"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

// query is what an outside client is asked to read.
type query struct {
	ids      []string
	filters  []ec2types.Filter
	pageSize int // 0: not paged
}

// summary is what an outside client read of a network interface. Its element names are spelt here a second time, since
// encoding/xml and the AWS CLI, unlike the Go SDK, tell small from capital letters.
type summary struct {
	ID        string   `xml:"networkInterfaceId"`
	Instance  string   `xml:"attachment>instanceId"`
	Attached  string   `xml:"attachment>attachTime"`
	Card      int32    `xml:"attachment>networkCardIndex"`
	Type      string   `xml:"interfaceType"`
	Addresses []string `xml:"privateIpAddressesSet>item>privateIpAddress"`
	IPv6      []string `xml:"ipv6AddressesSet>item>ipv6Address"`
	Prefixes  []string `xml:"ipv4PrefixSet>item>ipv4Prefix"`
	Prefixes6 []string `xml:"ipv6PrefixSet>item>ipv6Prefix"`
	Groups    []string `xml:"groupSet>item>groupId"`
	TagKeys   []string `xml:"tagSet>item>key"`
	TagValues []string `xml:"tagSet>item>value"`
}

// outsider is a client that has nothing to do with the Go SDK. The last string of interfaces and of remove is the error
// code of the call, empty if it was answered.
type outsider interface {
	interfaces(t *testing.T, q query) ([]summary, string)
	account(t *testing.T) string
	remove(t *testing.T, id string) string
}

// The AWS CLI reads where it is installed; plain form posts always do, and must see the same.
func TestReadFromOutside(t *testing.T) {
	t.Parallel()
	clients := map[string]func(endpoint string) outsider{
		"form posts": func(endpoint string) outsider { return formPosts{endpoint} },
	}
	if path, err := exec.LookPath("aws"); err == nil {
		clients["AWS CLI"] = func(endpoint string) outsider { return awsCLI{path, endpoint} }
	}
	full := ec2types.NetworkInterface{
		NetworkInterfaceId: aws.String("eni-full"), InterfaceType: ec2types.NetworkInterfaceTypeTrunk,
		Attachment: &ec2types.NetworkInterfaceAttachment{
			InstanceId: aws.String("i-full"), NetworkCardIndex: aws.Int32(1),
			AttachTime: aws.Time(time.Date(2024, 5, 1, 10, 0, 0, 0, time.UTC)),
		},
		PrivateIpAddresses: []ec2types.NetworkInterfacePrivateIpAddress{
			{PrivateIpAddress: aws.String("10.0.0.10"), Primary: aws.Bool(true)}, {PrivateIpAddress: aws.String("10.0.0.11")},
		},
		Ipv6Addresses: []ec2types.NetworkInterfaceIpv6Address{{Ipv6Address: aws.String("2001:db8::1")}},
		Ipv4Prefixes:  []ec2types.Ipv4PrefixSpecification{{Ipv4Prefix: aws.String("10.0.0.32/28")}},
		Ipv6Prefixes:  []ec2types.Ipv6PrefixSpecification{{Ipv6Prefix: aws.String("2001:db8:0:1::/80")}},
		Groups:        []ec2types.GroupIdentifier{{GroupId: aws.String("sg-1")}},
		TagSet:        []ec2types.Tag{{Key: aws.String("a<b>"), Value: aws.String("\"c\" & 'd'")}},
	}
	state := ec2fake.State{NetworkInterfaces: append(interfaces(12), full)}
	for name, open := range clients {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := ec2fake.NewServer(t, state, ec2fake.Options{})
			readFromOutside(t, server, open(server.URL))
		})
	}
}

func readFromOutside(t *testing.T, server *ec2fake.Server, client outsider) {
	t.Helper()
	all, code := client.interfaces(t, query{pageSize: 5})
	equal(t, "error code", code, "")
	got := make([]string, 0, len(all))
	for _, item := range all {
		got = append(got, item.ID)
	}
	equal(t, "ids of all pages", got, append(numbered("eni", 12), "eni-full"))
	equal(t, "pages", len(server.CallsOf(ec2fake.DescribeNetworkInterfaces)), 3)
	equal(t, "the one with everything", all[12], summary{
		ID: "eni-full", Instance: "i-full", Attached: "2024-05-01T10:00:00Z", Card: 1, Type: "trunk",
		Addresses: []string{"10.0.0.10", "10.0.0.11"}, IPv6: []string{"2001:db8::1"},
		Prefixes: []string{"10.0.0.32/28"}, Prefixes6: []string{"2001:db8:0:1::/80"},
		Groups: []string{"sg-1"}, TagKeys: []string{"a<b>"}, TagValues: []string{"\"c\" & 'd'"},
	})

	filtered, code := client.interfaces(t, query{filters: []ec2types.Filter{
		filter("attachment.instance-id", "i-001", "i-00?"), filter("network-interface-id", "eni-00[3]", "eni-003"),
	}})
	equal(t, "error code", code, "")
	equal(t, "filtered", filtered, []summary{{ID: "eni-003", Instance: "i-001"}})

	_, code = client.interfaces(t, query{ids: []string{"eni-000", "eni-gone"}})
	equal(t, "error code of an id that is gone", code, "InvalidNetworkInterfaceID.NotFound")
	equal(t, "account", client.account(t), ec2fake.DefaultAccountID)
	equal(t, "error code of a write", client.remove(t, "eni-000"), ec2fake.CodeWriteRefused)
	equal(t, "writes recorded", len(server.Refused()), 1)
}

// inUTC writes the times in one way: versions of the CLI differ.
func inUTC(t *testing.T, all []summary) []summary {
	t.Helper()
	for i := range all {
		if all[i].Attached == "" {
			continue
		}
		attached, err := time.Parse(time.RFC3339, all[i].Attached)
		if err != nil {
			t.Fatal(err)
		}
		all[i].Attached = attached.UTC().Format(time.RFC3339)
	}
	return all
}
