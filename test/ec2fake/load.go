// SPDX-License-Identifier: Apache-2.0

package ec2fake

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/aws"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// LoadDir reads the `ec2/` folder of a snapshot: network-interfaces.json, subnets.json, subnet-cidr-reservations.json,
// instances.json, instance-types.json and security-groups.json, each as `aws ec2 describe-… --output json` prints it and
// each optional. An object that stands in a file twice is kept once, the first time. The caller's account is the owner
// of the first network interface. It is an error if dir is not a readable folder or a file is not such JSON.
func LoadDir(dir string) (State, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return State{}, fmt.Errorf("opening the snapshot's ec2 folder: %w", err)
	}
	var (
		interfaces struct{ NetworkInterfaces []ec2types.NetworkInterface }
		subnetList struct{ Subnets []ec2types.Subnet }
		reserved   struct {
			SubnetIpv4CidrReservations, SubnetIpv6CidrReservations []ec2types.SubnetCidrReservation
		}
		launched struct{ Reservations []ec2types.Reservation }
		typeList struct{ InstanceTypes []ec2types.InstanceTypeInfo }
		groups   struct{ SecurityGroups []ec2types.SecurityGroup }
	)
	err = errors.Join(
		loadFile(root, "network-interfaces.json", &interfaces),
		loadFile(root, "subnets.json", &subnetList),
		loadFile(root, "subnet-cidr-reservations.json", &reserved),
		loadFile(root, "instances.json", &launched),
		loadFile(root, "instance-types.json", &typeList),
		loadFile(root, "security-groups.json", &groups),
		root.Close(),
	)
	if err != nil {
		return State{}, err
	}
	var all []ec2types.Instance
	for _, reservation := range launched.Reservations {
		all = append(all, reservation.Instances...)
	}
	state := State{
		NetworkInterfaces: unique(interfaces.NetworkInterfaces, networkInterfaces().id),
		Subnets:           unique(subnetList.Subnets, subnets().id),
		CidrReservations: unique(append(reserved.SubnetIpv4CidrReservations, reserved.SubnetIpv6CidrReservations...),
			cidrReservations().id),
		Instances:      unique(all, instances().id),
		InstanceTypes:  unique(typeList.InstanceTypes, instanceTypes().id),
		SecurityGroups: unique(groups.SecurityGroups, securityGroups().id),
	}
	if len(state.NetworkInterfaces) > 0 {
		state.Caller.AccountID = aws.ToString(state.NetworkInterfaces[0].OwnerId)
	}
	return state, nil
}

// loadFile decodes one file into a struct of lists; a missing file leaves it as it is.
func loadFile(root *os.Root, name string, into any) error {
	data, err := root.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("decoding %s as the JSON output of `aws ec2`: %w", filepath.Join(root.Name(), name), err)
	}
	return nil
}

// unique keeps the first of the items with the same id.
func unique[T any](items []T, id func(*T) string) []T {
	seen := make(map[string]bool, len(items))
	var kept []T
	for i := range items {
		if key := id(&items[i]); !seen[key] {
			seen[key] = true
			kept = append(kept, items[i])
		}
	}
	return kept
}
