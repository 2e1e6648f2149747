// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

// TestSubnetsOfALiveCluster checks that the ledgers of a live cluster are those of the snapshot that is taken of it.
func TestSubnetsOfALiveCluster(t *testing.T) {
	server, env := demo(t, ec2fake.Options{})
	path := takeSnapshot(t, env)
	for _, args := range [][]string{nil, {"-o", "wide"}, {"--map"}, {"--leaked"}, {"-o", "jsonpath={.items[*].buckets}"}, {"subnet-07c4f19ab52d8e360"}} {
		before := len(server.Calls())
		live := mustRun(t, env, append([]string{"subnets"}, args...)...)
		if calls := len(server.Calls()) - before; calls > 40 {
			t.Errorf("subnets %v: %d calls to EC2", args, calls)
		}
		saved := mustRun(t, nil, append([]string{"subnets", "--from", path}, args...)...)
		if diff := cmp.Diff(live.Stdout, saved.Stdout); diff != "" {
			t.Errorf("subnets %v: live and snapshot differ (-live +snapshot):\n%s", args, diff)
		}
	}
	wantExit(t, env, 3, []string{"--fail-on"}, "subnets", "--fail-on", "free28<1")
	wantExit(t, env, 1, []string{"subnet-0123456789abcdef0"}, "subnets", "subnet-0123456789abcdef0")
}

// TestSubnetsMissingIAM checks that reservations are optional, and ENIs are not.
func TestSubnetsMissingIAM(t *testing.T) {
	cluster.Load(t, demoFolder)
	refuse := func(action ec2fake.Action) ec2fake.Options {
		return ec2fake.Options{Faults: []ec2fake.Fault{{Action: action, Error: ec2fake.UnauthorizedOperation(ec2fake.Caller{}, action)}}}
	}
	_, env := demoEC2(t, refuse(ec2fake.GetSubnetCidrReservations))
	wantExit(t, env, 0, []string{"(needs ec2:GetSubnetCidrReservations)"}, "subnets")
	_, env = demoEC2(t, refuse(ec2fake.DescribeNetworkInterfaces))
	wantExit(t, env, 4, []string{"allow ec2:DescribeNetworkInterfaces"}, "subnets")
}
