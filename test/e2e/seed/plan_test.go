// SPDX-License-Identifier: Apache-2.0

package seed_test

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/kubectl-eni/kubectl-eni/test/e2e/seed"
)

func TestPlanGivesEveryPodAnAddressOfItsNode(t *testing.T) {
	t.Parallel()

	for _, pods := range []int{1, 3, 5, 30, seed.MaxPodsPerNode} {
		plan := newPlan(t, 40, pods)
		names, addresses := map[string]bool{}, map[netip.Addr]bool{}
		for _, node := range plan.Nodes {
			if len(node.Pods) != pods {
				t.Errorf("%s has %d pods, want %d", node.Name, len(node.Pods), pods)
			}
			for _, pod := range node.Pods {
				if key := pod.Namespace + "/" + pod.Name; names[key] {
					t.Errorf("there are two pods %s", key)
				} else {
					names[key] = true
				}
				if pod.HostNetwork {
					if pod.IP != node.Address {
						t.Errorf("host-network pod %s has %s, want the node's %s", pod.Name, pod.IP, node.Address)
					}
					continue
				}
				if addresses[pod.IP] {
					t.Errorf("two pods have %s", pod.IP)
				}
				addresses[pod.IP] = true
				if !slices.ContainsFunc(node.Interfaces, func(eni seed.Interface) bool { return hands(eni, pod) }) {
					t.Errorf("%s of pod %s is on no ENI of %s", pod.IP, pod.Name, node.Name)
				}
			}
		}
	}
}

// hands says whether the ENI is where the address of the pod comes from.
func hands(eni seed.Interface, pod seed.Pod) bool {
	if pod.Branch != nil {
		return eni.ID == pod.Branch.ID && eni.Primary == pod.IP
	}
	return slices.Contains(eni.Secondary, pod.IP) ||
		slices.ContainsFunc(eni.Prefixes, func(prefix netip.Prefix) bool { return prefix.Contains(pod.IP) })
}

func TestPlanHasTheMixOfNodes(t *testing.T) {
	t.Parallel()

	roles, prefixNodes := map[seed.Role]int{}, 0
	for _, node := range newPlan(t, 100, 30).Nodes {
		for _, eni := range node.Interfaces {
			roles[eni.Role]++
		}
		if len(node.Interfaces[0].Prefixes) > 0 {
			prefixNodes++
		}
	}
	want := map[seed.Role]int{seed.RolePrimary: 100, seed.RoleSecondary: 180, seed.RoleTrunk: 20, seed.RoleBranch: 100}
	if diff := cmp.Diff(want, roles); diff != "" {
		t.Errorf("ENIs by role (-want +got):\n%s", diff)
	}
	if prefixNodes != 10 {
		t.Errorf("%d nodes are in prefix mode, want 10", prefixNodes)
	}
}

func TestPlanHasSubnetsThatDoNotOverlap(t *testing.T) {
	t.Parallel()

	// Enough nodes for a second subnet in each zone.
	subnets := newPlan(t, 800, 30).Subnets()
	if len(subnets) != 6 {
		t.Errorf("there are %d subnets, want 6", len(subnets))
	}
	for i, subnet := range subnets {
		for _, other := range subnets[:i] {
			if cidrOf(subnet).Overlaps(cidrOf(other)) {
				t.Errorf("subnets %s and %s overlap", cidrOf(subnet), cidrOf(other))
			}
		}
	}
}

// cidrOf returns the range of a subnet.
func cidrOf(subnet ec2types.Subnet) netip.Prefix {
	return netip.MustParsePrefix(aws.ToString(subnet.CidrBlock))
}

func TestPlanHasEveryAddressOnceAndInItsSubnet(t *testing.T) {
	t.Parallel()

	plan := newPlan(t, 800, 30)
	subnets, taken := map[string]ec2types.Subnet{}, map[string]int{}
	for _, subnet := range plan.Subnets() {
		subnets[aws.ToString(subnet.SubnetId)] = subnet
	}
	addresses := map[string]bool{}
	for _, eni := range plan.NetworkInterfaces() {
		subnet := subnets[aws.ToString(eni.SubnetId)]
		for _, address := range eni.PrivateIpAddresses {
			text := aws.ToString(address.PrivateIpAddress)
			if addresses[text] || !cidrOf(subnet).Contains(netip.MustParseAddr(text)) {
				t.Errorf("%s is taken already or outside its subnet", text)
			}
			addresses[text] = true
		}
		taken[*subnet.SubnetId] += len(eni.PrivateIpAddresses) + 16*len(eni.Ipv4Prefixes)
	}
	for id, subnet := range subnets {
		// 2^14 addresses less the five that AWS keeps.
		if want := 16379 - int(aws.ToInt32(subnet.AvailableIpAddressCount)); taken[id] != want {
			t.Errorf("the ENIs in subnet %s hold %d addresses, but %d are not available", id, taken[id], want)
		}
	}
}

func TestPlanAttachesAllInterfacesButBranches(t *testing.T) {
	t.Parallel()

	ids := map[string]bool{}
	for _, eni := range newPlan(t, 20, 30).NetworkInterfaces() {
		id := aws.ToString(eni.NetworkInterfaceId)
		if ids[id] {
			t.Errorf("there are two ENIs %s", id)
		}
		ids[id] = true
		if attached := eni.Attachment != nil; attached == (eni.InterfaceType == ec2types.NetworkInterfaceTypeBranch) {
			t.Errorf("%s ENI %s is attached: %t", eni.InterfaceType, id, attached)
		}
	}
}

func TestPlanIsTheSameEveryTime(t *testing.T) {
	t.Parallel()

	first, second := newPlan(t, 30, 30), newPlan(t, 30, 30)
	ignore := cmp.Options{
		cmpopts.EquateComparable(netip.Addr{}, netip.Prefix{}),
		cmpopts.IgnoreUnexported(seed.Plan{}),
	}
	if diff := cmp.Diff(first, second, ignore); diff != "" {
		t.Errorf("(-first +second):\n%s", diff)
	}
}

func TestPlanRefusesWhatItHasNoRoomFor(t *testing.T) {
	t.Parallel()

	tests := map[string]struct{ nodes, pods int }{
		"pods":  {nodes: 1, pods: seed.MaxPodsPerNode + 1},
		"nodes": {nodes: 70_000, pods: 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			if _, err := seed.NewPlan(tt.nodes, tt.pods); err == nil {
				t.Error("NewPlan returned no error")
			}
		})
	}
}

// newPlan returns a plan that there is room for.
func newPlan(t *testing.T, nodes, pods int) seed.Plan {
	t.Helper()
	plan, err := seed.NewPlan(nodes, pods)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}
