// SPDX-License-Identifier: Apache-2.0

package subnets_test

import (
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/subnets"
)

// These are mistakes that other tools make with the addresses of a subnet.

func TestPrefixAddressesAreCounted(t *testing.T) {
	t.Parallel()
	item := first(t, scene(available(250-16), runs("web", "10.0.0.37", "Running"), func(s *snapshot.Snapshot) {
		s.NetworkInterfaces[0].IPv4Prefixes = []snapshot.IPv4Prefix{{IPv4Prefix: "10.0.0.32/28"}}
	}))
	equal(t, "buckets", filled(item), map[v1alpha1.SubnetBucket]int{
		v1alpha1.BucketNodePrimary: 1, v1alpha1.BucketPrefixUsed: 1, v1alpha1.BucketPrefixIdle: 15,
	})
	equal(t, "unaccounted", *item.Unaccounted, 0)
}

func TestDetachedENIsHaveNoAttachment(t *testing.T) {
	t.Parallel()
	loose := eniWith("eni-2", "10.0.0.20", "10.0.0.21")
	loose.Status = "available"
	doc := report(t, scene(available(248), with(loose)), subnets.Options{})
	equal(t, "buckets", filled(doc.Items[0]), map[v1alpha1.SubnetBucket]int{v1alpha1.BucketNodePrimary: 1, v1alpha1.BucketUnattached: 2})
	equal(t, "verdict", doc.Interfaces[0].Verdict, string(subnets.Unattached))
}

// TestExplicitReservationIsNotFree has a /24 that is kept for assignment by hand altogether: a peer counts 13 free /28s in it.
func TestExplicitReservationIsNotFree(t *testing.T) {
	t.Parallel()
	item := first(t, scene(reserve("10.0.0.0/24", "explicit")))
	equal(t, "free /28s", *item.Free28, 0)
	equal(t, "largest", item.LargestFree, "")
	equal(t, "available, by hand", item.AvailableByHand, 250)
	equal(t, "unaccounted", *item.Unaccounted, 0)
}

// TestEmptyExplicitReservationsEitherWay checks that the books close whether EC2 counts empty explicit reservations as available or not.
func TestEmptyExplicitReservationsEitherWay(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		available        int32
		reserved, byHand int
	}{
		"as the user guide says": {250, 0, 64},
		"left out":               {250 - 64, 64, 0},
	} {
		item := first(t, scene(available(tc.available), reserve("10.0.0.64/26", "explicit")))
		equal(t, name+": reserved", *item.Reserved, tc.reserved)
		equal(t, name+": by hand", item.AvailableByHand, tc.byHand)
		equal(t, name+": unaccounted", *item.Unaccounted, 0)
		equal(t, name+": free /28s", *item.Free28, 14-4)
		equal(t, name+": at most", item.Free28AtMost, false)
	}
}

// TestFullyReservedSubnetIsNotFull has no available address, but 14 /28s for prefixes.
func TestFullyReservedSubnetIsNotFull(t *testing.T) {
	t.Parallel()
	item := first(t, scene(available(0), reserve("10.0.0.0/24", "prefix")))
	equal(t, "reserved", *item.Reserved, 250)
	equal(t, "in use", *item.InUse, 1)
	equal(t, "free /28s", *item.Free28, 14)
	equal(t, "of them reserved", item.Free28Reserved, 14)
	equal(t, "unaccounted", *item.Unaccounted, 0)
}

// TestBranchENIsAreTheirPods: they have no instance id, so that peers call them foreign.
func TestBranchENIsAreTheirPods(t *testing.T) {
	t.Parallel()
	trunk := on("i-1", 2, eniWith("eni-2", "10.0.0.20"))
	trunk.InterfaceType = "trunk"
	branch := eniWith("eni-3", "10.0.0.30")
	branch.InterfaceType, branch.TagSet = "branch", tags(cni.TagTrunkID, "eni-2", cni.TagVLANID, "1")
	s := scene(available(248), with(trunk, branch), runs("db", "10.0.0.30", "Running"), func(s *snapshot.Snapshot) {
		s.Pods[0].Annotations = map[string]string{cni.AnnotationPodENI: `[{"eniId":"eni-3","privateIp":"10.0.0.30","vlanId":1}]`}
	})
	item := first(t, s)
	equal(t, "buckets", filled(item), map[v1alpha1.SubnetBucket]int{v1alpha1.BucketNodePrimary: 1, v1alpha1.BucketTrunk: 1, v1alpha1.BucketBranchPods: 1})
	equal(t, "node's addresses", item.Nodes[0].Addresses, 3)
}

// TestWarmAddressesAreNoPods: peers call all addresses of the CNI's ENIs pods, and the pods' addresses on the first ENI the instance's.
func TestWarmAddressesAreNoPods(t *testing.T) {
	t.Parallel()
	second := on("i-1", 1, eniWith("eni-2", "10.0.0.20", "10.0.0.21", "10.0.0.22"))
	second.Description = "aws-K8S-i-1"
	item := first(t, scene(available(246), with(second), runs("web", "10.0.0.11", "Running"), func(s *snapshot.Snapshot) {
		s.NetworkInterfaces[0].PrivateIPAddresses = append(s.NetworkInterfaces[0].PrivateIPAddresses, snapshot.PrivateIPAddress{PrivateIPAddress: "10.0.0.11"})
	}))
	equal(t, "buckets", filled(item), map[v1alpha1.SubnetBucket]int{
		v1alpha1.BucketNodePrimary: 1, v1alpha1.BucketENIPrimary: 1, v1alpha1.BucketPods: 1, v1alpha1.BucketIdle: 2,
	})
}

// TestFinishedAndHostNetworkPodsHoldNothing: both have an address in their status.
func TestFinishedAndHostNetworkPodsHoldNothing(t *testing.T) {
	t.Parallel()
	item := first(t, scene(available(249), runs("job", "10.0.0.11", "Succeeded"), runs("proxy", "10.0.0.10", "Running"), func(s *snapshot.Snapshot) {
		s.Pods[1].Spec.HostNetwork = true
		s.NetworkInterfaces[0].PrivateIPAddresses = append(s.NetworkInterfaces[0].PrivateIPAddresses, snapshot.PrivateIPAddress{PrivateIPAddress: "10.0.0.11"})
	}))
	equal(t, "buckets", filled(item), map[v1alpha1.SubnetBucket]int{v1alpha1.BucketNodePrimary: 1, v1alpha1.BucketIdle: 1})
}

// TestUnaccountedAddressesMakeABound: nobody knows in which /28 they are.
func TestUnaccountedAddressesMakeABound(t *testing.T) {
	t.Parallel()
	item := first(t, scene(available(200)))
	equal(t, "unaccounted", *item.Unaccounted, 50)
	equal(t, "at most", item.Free28AtMost, true)
	equal(t, "free /28s", *item.Free28, 12) // of the 14 that seem free only 200 / 16 can be
	equal(t, "a reason", len(item.UnaccountedReasons) > 0, true)
}

// TestTheBoundIsNoLessThanTheTruth: thirty addresses that nobody shows may all be among those that are kept by hand.
func TestTheBoundIsNoLessThanTheTruth(t *testing.T) {
	t.Parallel()
	item := first(t, scene(available(250-30), reserve("10.0.0.64/26", "explicit")))
	equal(t, "unaccounted", *item.Unaccounted, 30)
	equal(t, "free /28s", *item.Free28, 14-4)
}

func TestMoreFoundThanCounted(t *testing.T) {
	t.Parallel()
	item := first(t, scene(available(251)))
	equal(t, "unaccounted", *item.Unaccounted, -1)
	equal(t, "in use", *item.InUse, 0)
	equal(t, "reasons", len(item.UnaccountedReasons), 1)
}
