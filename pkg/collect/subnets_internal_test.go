// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"k8s.io/cli-runtime/pkg/genericclioptions"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/vpc"
	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

// bareServer is an API server without any CRD.
func bareServer(t *testing.T) *cluster.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte(`{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404}`))
	}))
	t.Cleanup(server.Close)
	flags := genericclioptions.NewConfigFlags(false)
	flags.APIServer = &server.URL
	path := t.TempDir() + "/none"
	flags.KubeConfig = &path
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	client, err := cluster.New(flags, cluster.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// reading is a collector that has read its nodes, in front of a fake of EC2.
func reading(t *testing.T, state ec2fake.State, options ec2fake.Options, nodes []snapshot.Node) (*collector, *ec2fake.Server) {
	t.Helper()
	server := ec2fake.NewServer(t, state, options)
	for _, variable := range ec2fake.Env(nil, server.URL) {
		name, value, _ := strings.Cut(variable, "=")
		t.Setenv(name, value)
	}
	c := newCollector(Options{
		Cluster:    bareServer(t),
		Kubeconfig: cluster.Info{ClusterName: "mine"},
		OpenEC2: func(ctx context.Context, region string) (*vpc.Client, error) {
			return vpc.New(ctx, vpc.Options{Region: region, QPS: 1000})
		},
	}, Query{})
	c.snapshot.Nodes = nodes
	return c, server
}

func nodeAt(name, instance, address string) snapshot.Node {
	n := snapshot.Node{ObjectMeta: snapshot.ObjectMeta{Name: name}}
	n.Spec.ProviderID = "aws:///eu-west-1a/" + instance
	n.Status.Addresses = []snapshot.NodeAddress{{Type: "InternalIP", Address: address}}
	return n
}

func subnetIn(vpcID, id, cidr string, tags ...string) ec2types.Subnet {
	s := ec2types.Subnet{SubnetId: aws.String(id), VpcId: aws.String(vpcID), CidrBlock: aws.String(cidr), AvailableIpAddressCount: aws.Int32(200)}
	for i := 0; i < len(tags); i += 2 {
		s.Tags = append(s.Tags, ec2types.Tag{Key: aws.String(tags[i]), Value: aws.String(tags[i+1])})
	}
	return s
}

func eniIn(vpcID, subnet, id, instance, address string) ec2types.NetworkInterface {
	i := ec2types.NetworkInterface{
		NetworkInterfaceId: aws.String(id), SubnetId: aws.String(subnet), VpcId: aws.String(vpcID), PrivateIpAddress: aws.String(address),
		Status: ec2types.NetworkInterfaceStatusInUse, InterfaceType: ec2types.NetworkInterfaceTypeInterface,
		PrivateIpAddresses: []ec2types.NetworkInterfacePrivateIpAddress{{PrivateIpAddress: aws.String(address), Primary: aws.Bool(true)}},
	}
	if instance != "" {
		i.Attachment = &ec2types.NetworkInterfaceAttachment{InstanceId: aws.String(instance), DeviceIndex: aws.Int32(0)}
	}
	return i
}

// sharedVPC has a node in subnet-a, and ENIs of others in each subnet.
func sharedVPC() ec2fake.State {
	state := ec2fake.State{
		Subnets: []ec2types.Subnet{
			subnetIn("vpc-1", "subnet-a", "10.0.0.0/24"),
			subnetIn("vpc-1", "subnet-opened", "10.0.1.0/24", cni.TagSubnetRole, "1"),
			subnetIn("vpc-1", "subnet-closed", "10.0.2.0/24", cni.TagSubnetRole, "0"),
			subnetIn("vpc-1", "subnet-theirs", "10.0.3.0/24", cni.TagSubnetRole, "1", cni.TagSubnetClusterPrefix+"theirs", ""),
			subnetIn("vpc-1", "subnet-cluster", "10.0.4.0/24", cni.TagClusterPrefix+"mine", "shared"),
			subnetIn("vpc-1", "subnet-other", "10.0.5.0/24"),
			subnetIn("vpc-2", "subnet-far", "10.9.0.0/24"),
		},
		CidrReservations: []ec2types.SubnetCidrReservation{{SubnetCidrReservationId: aws.String("scr-1"), SubnetId: aws.String("subnet-a"), Cidr: aws.String("10.0.0.64/26"), ReservationType: "prefix"}},
		Instances:        []ec2types.Instance{{InstanceId: aws.String("i-foreign"), Tags: []ec2types.Tag{{Key: aws.String("eks:cluster-name"), Value: aws.String("theirs")}}}},
	}
	state.NetworkInterfaces = append(state.NetworkInterfaces, eniIn("vpc-1", "subnet-a", "eni-node", "i-0001", "10.0.0.10"))
	for i, subnet := range state.Subnets {
		state.NetworkInterfaces = append(state.NetworkInterfaces,
			eniIn(*subnet.VpcId, *subnet.SubnetId, "eni-foreign-"+*subnet.SubnetId, "i-foreign", fmt.Sprintf("10.0.%d.20", i)))
	}
	return state
}

func TestSubnetsAreReadWhole(t *testing.T) {
	c, server := reading(t, sharedVPC(), ec2fake.Options{RequirePaging: true}, []snapshot.Node{nodeAt("node-1", "i-0001", "10.0.0.10")})
	if err := c.subnetLedgers(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	c.snapshot.Normalize()
	same(t, "subnets with ENIs", c.subnetsWithENIs(), []string{"subnet-a", "subnet-closed", "subnet-cluster", "subnet-opened"})
	same(t, "subnets", len(c.snapshot.Subnets), 6)
	same(t, "reservations", len(c.snapshot.SubnetCIDRReservations), 1)
	same(t, "instances", c.snapshot.Instances[0].Tags[0].Value, "theirs")
	same(t, "unread", len(c.snapshot.Meta.Unread), 0)
	same(t, "calls", len(server.Calls()), 1+1+4+4+1)
	same(t, "writes", len(server.Refused()), 0)
}

// TestSubnetsByID reads nothing but what was asked for.
func TestSubnetsByID(t *testing.T) {
	c, server := reading(t, sharedVPC(), ec2fake.Options{}, []snapshot.Node{nodeAt("node-1", "i-0001", "10.0.0.10")})
	if err := c.subnetLedgers(t.Context(), []string{"subnet-other", "subnet-other"}); err != nil {
		t.Fatal(err)
	}
	same(t, "subnets with ENIs", c.subnetsWithENIs(), []string{"subnet-other"})
	same(t, "calls", len(server.Calls()), 1+1+1+1)
}

// TestNodesInAnotherVPC: their subnets are read as well, though the sample may not have shown them.
func TestNodesInAnotherVPC(t *testing.T) {
	state := sharedVPC()
	state.NetworkInterfaces = append(state.NetworkInterfaces, eniIn("vpc-2", "subnet-far", "eni-far", "i-0002", "10.9.0.10"))
	c, _ := reading(t, state, ec2fake.Options{}, []snapshot.Node{nodeAt("node-1", "i-0001", "10.0.0.10"), nodeAt("node-2", "i-0002", "10.9.0.10")})
	c.snapshot.NetworkInterfaces = []snapshot.NetworkInterface{{ID: "eni-node", SubnetID: "subnet-a", Attachment: &snapshot.Attachment{InstanceID: "i-0001"}}}
	if err := c.openEC2(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := c.rest(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.snapshot.Normalize()
	same(t, "subnets with ENIs", c.subnetsWithENIs(), []string{"subnet-a", "subnet-far"})
	same(t, "ENIs", len(c.snapshot.NetworkInterfaces), 3)
}

// TestSubnetsWithoutPermissions: only the ENIs are a must.
func TestSubnetsWithoutPermissions(t *testing.T) {
	denied := func(actions ...ec2fake.Action) ec2fake.Options {
		o := ec2fake.Options{}
		for _, action := range actions {
			o.Faults = append(o.Faults, ec2fake.Fault{Action: action, Error: ec2fake.UnauthorizedOperation(ec2fake.Caller{}, action)})
		}
		return o
	}
	node := []snapshot.Node{nodeAt("node-1", "i-0001", "10.0.0.10")}
	c, _ := reading(t, sharedVPC(), denied(ec2fake.GetSubnetCidrReservations, ec2fake.DescribeSubnets, ec2fake.DescribeInstances), node)
	if err := c.subnetLedgers(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	var unread []string
	for _, u := range c.snapshot.Meta.Unread {
		unread = append(unread, u.API)
	}
	slices.Sort(unread)
	same(t, "unread", slices.Compact(unread), []string{"ec2:DescribeInstances", "ec2:DescribeSubnets", "ec2:GetSubnetCidrReservations"})
	same(t, "subnets with ENIs", c.subnetsWithENIs(), []string{"subnet-a"})

	c, _ = reading(t, sharedVPC(), denied(ec2fake.DescribeNetworkInterfaces), node)
	if _, ok := asAccessError(c.subnetLedgers(t.Context(), nil)); !ok {
		t.Error("a ledger without ENIs is no answer")
	}
}

func TestSubnetsInTheWrongAccount(t *testing.T) {
	c, _ := reading(t, ec2fake.State{}, ec2fake.Options{}, []snapshot.Node{nodeAt("node-1", "i-0001", "10.0.0.10")})
	if access, ok := asAccessError(c.subnetLedgers(t.Context(), nil)); !ok || !strings.Contains(access.Message, "EC2 knows none") {
		t.Errorf("error %v, want who was asked", access)
	}
}

// TestFewCallsForManyENIs: 20,000 ENIs in six subnets of 5,000 nodes take at most 40 calls.
func TestFewCallsForManyENIs(t *testing.T) {
	var state ec2fake.State
	var nodes []snapshot.Node
	addresses := make([]netip.Addr, 6)
	for i := range addresses {
		cidr := netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i), 0, 0}), 16)
		addresses[i] = cidr.Addr()
		state.Subnets = append(state.Subnets, subnetIn("vpc-1", fmt.Sprintf("subnet-%d", i), cidr.String()))
	}
	for i := range 20_000 {
		n := i / 4 % 6
		addresses[n] = addresses[n].Next()
		instance := fmt.Sprintf("i-%08x", i/4)
		state.NetworkInterfaces = append(state.NetworkInterfaces, eniIn("vpc-1", fmt.Sprintf("subnet-%d", n), fmt.Sprintf("eni-%08x", i), instance, addresses[n].String()))
		if i%4 == 0 {
			nodes = append(nodes, nodeAt("node-"+instance, instance, addresses[n].String()))
		}
	}
	c, server := reading(t, state, ec2fake.Options{}, nodes)
	if err := c.subnetLedgers(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	c.snapshot.Normalize()
	same(t, "ENIs", len(c.snapshot.NetworkInterfaces), 20_000)
	if calls := len(server.Calls()); calls > 40 {
		t.Errorf("%d calls, want at most 40", calls)
	}
}

func TestSpread(t *testing.T) {
	t.Parallel()
	same(t, "all", spread([]string{"a", "b"}, 2), []string{"a", "b"})
	same(t, "some", spread([]string{"a", "b", "c", "d", "e"}, 2), []string{"a", "c"})
}

func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}
