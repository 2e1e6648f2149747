// SPDX-License-Identifier: Apache-2.0

package ec2fake_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

// filler sets every field of a value to something that occurs once.
type filler struct{ n int }

func (f *filler) fill(v reflect.Value) {
	f.n++
	switch v.Kind() { //nolint:exhaustive // the SDK's types have no other kinds; one that is new fails the test below
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		f.fill(v.Index(0))
		f.fill(v.Index(1))
	case reflect.Struct:
		f.fillStruct(v)
	case reflect.String:
		v.SetString(fmt.Sprintf("<text> & \"%d\"", f.n))
	case reflect.Bool:
		v.SetBool(f.n%2 == 0)
	case reflect.Int32, reflect.Int64:
		v.SetInt(int64(f.n))
	case reflect.Float64:
		v.SetFloat(float64(f.n) + 0.25)
	}
}

func (f *filler) fillStruct(v reflect.Value) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(time.Date(2024, 5, 1, 10, 0, 0, f.n*int(time.Millisecond), time.UTC)))
		return
	}
	for i := range v.NumField() {
		if v.Type().Field(i).IsExported() {
			f.fill(v.Field(i))
		}
	}
}

// full returns a value with nothing left at its zero value.
func full[T any]() T {
	var value T
	(&filler{}).fill(reflect.ValueOf(&value).Elem())
	return value
}

// everything compares the SDK's types, whose only unexported field is an empty marker.
func everything() cmp.Option {
	return cmp.Exporter(func(reflect.Type) bool { return true })
}

func TestEveryFieldComesOutOfTheSDKAsItWentIn(t *testing.T) {
	t.Parallel()
	v4, v6 := full[ec2types.SubnetCidrReservation](), full[ec2types.SubnetCidrReservation]()
	v4.Cidr, v6.Cidr, v6.SubnetId = aws.String("10.0.1.0/28"), aws.String("2001:db8::/80"), v4.SubnetId
	subnet := full[ec2types.Subnet]()
	subnet.SubnetId = v4.SubnetId
	state := ec2fake.State{
		NetworkInterfaces: []ec2types.NetworkInterface{full[ec2types.NetworkInterface]()},
		Subnets:           []ec2types.Subnet{subnet},
		CidrReservations:  []ec2types.SubnetCidrReservation{v6, v4},
		Instances:         []ec2types.Instance{full[ec2types.Instance]()},
		InstanceTypes:     []ec2types.InstanceTypeInfo{full[ec2types.InstanceTypeInfo]()},
		SecurityGroups:    []ec2types.SecurityGroup{full[ec2types.SecurityGroup]()},
	}
	api := client(ec2fake.NewServer(t, state, ec2fake.Options{}))

	interfaces, err := api.DescribeNetworkInterfaces(t.Context(), &ec2.DescribeNetworkInterfacesInput{})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "network interfaces", interfaces.NetworkInterfaces, state.NetworkInterfaces, everything())

	subnets, err := api.DescribeSubnets(t.Context(), &ec2.DescribeSubnetsInput{})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "subnets", subnets.Subnets, state.Subnets, everything())

	reserved, err := api.GetSubnetCidrReservations(t.Context(), &ec2.GetSubnetCidrReservationsInput{SubnetId: v4.SubnetId})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "IPv4 reservations", reserved.SubnetIpv4CidrReservations, []ec2types.SubnetCidrReservation{v4}, everything())
	equal(t, "IPv6 reservations", reserved.SubnetIpv6CidrReservations, []ec2types.SubnetCidrReservation{v6}, everything())

	instances, err := api.DescribeInstances(t.Context(), &ec2.DescribeInstancesInput{})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "instances", instances.Reservations[0].Instances, state.Instances, everything())

	types, err := api.DescribeInstanceTypes(t.Context(), &ec2.DescribeInstanceTypesInput{})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "instance types", types.InstanceTypes, state.InstanceTypes, everything())

	groups, err := api.DescribeSecurityGroups(t.Context(), &ec2.DescribeSecurityGroupsInput{})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "security groups", groups.SecurityGroups, state.SecurityGroups, everything())
}

func TestUnsetFieldsStayUnset(t *testing.T) {
	t.Parallel()
	for name, item := range map[string]ec2types.NetworkInterface{
		"nothing at all":  {},
		"empty list":      {TagSet: []ec2types.Tag{}, Groups: nil},
		"false and zero":  {RequesterManaged: aws.Bool(false), Attachment: &ec2types.NetworkInterfaceAttachment{DeviceIndex: aws.Int32(0)}},
		"no attachment":   {InterfaceType: ec2types.NetworkInterfaceTypeBranch, Status: ec2types.NetworkInterfaceStatusInUse},
		"prefixes only":   {Ipv4Prefixes: []ec2types.Ipv4PrefixSpecification{{Ipv4Prefix: aws.String("10.0.0.16/28")}}},
		"line feed, tabs": {Description: aws.String("a\r\n\tb")},
		"other alphabets": {Description: aws.String("Z\u00fcrich \u6771\u4eac \U0001F642")},
		"empty text":      {Description: aws.String(""), TagSet: []ec2types.Tag{{Key: aws.String("k"), Value: aws.String("")}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := ec2fake.State{NetworkInterfaces: []ec2types.NetworkInterface{item}}
			api := client(ec2fake.NewServer(t, state, ec2fake.Options{}))
			got, err := api.DescribeNetworkInterfaces(t.Context(), &ec2.DescribeNetworkInterfacesInput{})
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "network interfaces", got.NetworkInterfaces, state.NetworkInterfaces, everything())
		})
	}
}

func TestTextThatXMLCannotHoldIsReplaced(t *testing.T) {
	t.Parallel()
	state := ec2fake.State{NetworkInterfaces: []ec2types.NetworkInterface{{Description: aws.String("a\x1b[31mb\xff")}}}
	api := client(ec2fake.NewServer(t, state, ec2fake.Options{}))
	got, err := api.DescribeNetworkInterfaces(t.Context(), &ec2.DescribeNetworkInterfacesInput{})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "description", aws.ToString(got.NetworkInterfaces[0].Description), "a\uFFFD[31mb\uFFFD")
}
