// SPDX-License-Identifier: Apache-2.0

package ec2fake_test

import (
	"cmp"
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

// awsCLI runs the AWS CLI.
type awsCLI struct{ path, endpoint string }

func (c awsCLI) run(t *testing.T, args ...string) ([]byte, string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), c.path, append(args, "--output", "json", "--endpoint-url", c.endpoint)...)
	command.Env = ec2fake.Env(os.Environ(), c.endpoint)
	var problem strings.Builder
	command.Stderr = &problem
	output, err := command.Output()
	if err == nil {
		return output, ""
	}
	found := regexp.MustCompile(`An error occurred \(([^)]+)\)`).FindStringSubmatch(problem.String())
	if found == nil {
		t.Fatalf("aws %s: %v\n%s", strings.Join(args, " "), err, &problem)
	}
	return nil, found[1]
}

func (c awsCLI) interfaces(t *testing.T, q query) ([]summary, string) {
	t.Helper()
	args := []string{"ec2", "describe-network-interfaces"}
	if q.pageSize > 0 {
		args = append(args, "--page-size", strconv.Itoa(q.pageSize))
	}
	if len(q.ids) > 0 {
		args = append(append(args, "--network-interface-ids"), q.ids...)
	}
	if len(q.filters) > 0 {
		filters, err := json.Marshal(q.filters)
		if err != nil {
			t.Fatal(err)
		}
		args = append(args, "--filters", string(filters))
	}
	output, code := c.run(t, args...)
	if code != "" {
		return nil, code
	}
	var printed map[string][]ec2types.NetworkInterface
	if err := json.Unmarshal(output, &printed); err != nil {
		t.Fatal(err)
	}
	all := make([]summary, 0, len(printed["NetworkInterfaces"]))
	for _, item := range printed["NetworkInterfaces"] {
		all = append(all, summarize(item))
	}
	return inUTC(t, all), ""
}

func (c awsCLI) account(t *testing.T) string {
	t.Helper()
	output, _ := c.run(t, "sts", "get-caller-identity")
	var identity map[string]string
	if err := json.Unmarshal(output, &identity); err != nil {
		t.Fatal(err)
	}
	return identity["Account"]
}

func (c awsCLI) remove(t *testing.T, id string) string {
	t.Helper()
	_, code := c.run(t, "ec2", "delete-network-interface", "--network-interface-id", id)
	return code
}

func summarize(item ec2types.NetworkInterface) summary {
	attachment := cmp.Or(item.Attachment, &ec2types.NetworkInterfaceAttachment{})
	s := summary{
		ID: *item.NetworkInterfaceId, Type: string(item.InterfaceType),
		Instance: aws.ToString(attachment.InstanceId), Card: aws.ToInt32(attachment.NetworkCardIndex),
	}
	if attachment.AttachTime != nil {
		s.Attached = attachment.AttachTime.Format(time.RFC3339)
	}
	for _, address := range item.PrivateIpAddresses {
		s.Addresses = append(s.Addresses, *address.PrivateIpAddress)
	}
	for _, address := range item.Ipv6Addresses {
		s.IPv6 = append(s.IPv6, *address.Ipv6Address)
	}
	for _, prefix := range item.Ipv4Prefixes {
		s.Prefixes = append(s.Prefixes, *prefix.Ipv4Prefix)
	}
	for _, prefix := range item.Ipv6Prefixes {
		s.Prefixes6 = append(s.Prefixes6, *prefix.Ipv6Prefix)
	}
	for _, group := range item.Groups {
		s.Groups = append(s.Groups, *group.GroupId)
	}
	for _, tag := range item.TagSet {
		s.TagKeys, s.TagValues = append(s.TagKeys, *tag.Key), append(s.TagValues, *tag.Value)
	}
	return s
}
