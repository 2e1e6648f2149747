// SPDX-License-Identifier: Apache-2.0

package ec2fake_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

// folder writes files into a new folder.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestLoadDir(t *testing.T) {
	t.Parallel()
	attached := time.Date(2024, 5, 1, 10, 0, 0, 0, time.UTC)
	cases := map[string]struct {
		files map[string]string
		want  ec2fake.State
	}{
		"empty folder": {nil, ec2fake.State{}},
		"network interfaces": {
			map[string]string{"network-interfaces.json": `{"NetworkInterfaces": [
				{"NetworkInterfaceId": "eni-1", "OwnerId": "444455556666", "InterfaceType": "trunk", "Unknown": {"Field": [1]},
				 "Attachment": {"AttachTime": "2024-05-01T12:00:00+02:00", "DeviceIndex": 1}, "Ipv4Prefixes": [{"Ipv4Prefix": "10.0.0.16/28"}]},
				{"NetworkInterfaceId": "eni-2"}, {"NetworkInterfaceId": "eni-1", "OwnerId": "0"}]}`},
			ec2fake.State{
				NetworkInterfaces: []ec2types.NetworkInterface{
					{
						NetworkInterfaceId: aws.String("eni-1"), OwnerId: aws.String("444455556666"), InterfaceType: "trunk",
						Attachment:   &ec2types.NetworkInterfaceAttachment{AttachTime: &attached, DeviceIndex: aws.Int32(1)},
						Ipv4Prefixes: []ec2types.Ipv4PrefixSpecification{{Ipv4Prefix: aws.String("10.0.0.16/28")}},
					},
					{NetworkInterfaceId: aws.String("eni-2")},
				},
				Caller: ec2fake.Caller{AccountID: "444455556666"},
			},
		},
		"everything else": {
			map[string]string{
				"subnets.json":                  `{"Subnets": [{"SubnetId": "subnet-1", "AvailableIpAddressCount": 7}]}`,
				"subnet-cidr-reservations.json": `{"SubnetIpv4CidrReservations": [{"SubnetCidrReservationId": "scr-1"}], "SubnetIpv6CidrReservations": [{"SubnetCidrReservationId": "scr-2"}, {"SubnetCidrReservationId": "scr-1"}]}`,
				"instances.json":                `{"Reservations": [{"ReservationId": "r-1", "Instances": [{"InstanceId": "i-1"}, {"InstanceId": "i-2"}]}, {"Instances": [{"InstanceId": "i-3"}]}]}`,
				"instance-types.json":           `{"InstanceTypes": [{"InstanceType": "m5.large", "VCpuInfo": {"DefaultVCpus": 2}}]}`,
				"security-groups.json":          `{"SecurityGroups": [{"GroupId": "sg-1"}]}`,
			},
			ec2fake.State{
				Subnets: []ec2types.Subnet{{SubnetId: aws.String("subnet-1"), AvailableIpAddressCount: aws.Int32(7)}},
				CidrReservations: []ec2types.SubnetCidrReservation{
					{SubnetCidrReservationId: aws.String("scr-1")}, {SubnetCidrReservationId: aws.String("scr-2")},
				},
				Instances: []ec2types.Instance{
					{InstanceId: aws.String("i-1")}, {InstanceId: aws.String("i-2")}, {InstanceId: aws.String("i-3")},
				},
				InstanceTypes:  []ec2types.InstanceTypeInfo{{InstanceType: "m5.large", VCpuInfo: &ec2types.VCpuInfo{DefaultVCpus: aws.Int32(2)}}},
				SecurityGroups: []ec2types.SecurityGroup{{GroupId: aws.String("sg-1")}},
			},
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := ec2fake.LoadDir(folder(t, test.files))
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "state", got, test.want, everything())
		})
	}
}

func TestLoadDirSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	broken := folder(t, map[string]string{"subnets.json": `{"Subnets": [`, "instances.json": `{"Reservations": {}}`})
	unreadable := folder(t, nil)
	if err := os.Mkdir(filepath.Join(unreadable, "subnets.json"), 0o700); err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string][]string{
		filepath.Join(broken, "nothing"): {"nothing", "no such file"},
		broken:                           {"subnets.json as the JSON output", "instances.json as the JSON output"},
		unreadable:                       {"reading subnets.json"},
	} {
		_, err := ec2fake.LoadDir(dir)
		if err == nil {
			t.Errorf("%s was loaded", dir)
			continue
		}
		for _, part := range want {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("want %q in %v", part, err)
			}
		}
	}
}
