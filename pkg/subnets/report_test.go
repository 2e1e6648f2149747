// SPDX-License-Identifier: Apache-2.0

package subnets_test

import (
	"strings"
	"testing"
	"time"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/demo"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/subnets"
)

// TestTheArticlesSubnet is the question that this project started from: why do two nodes take forty addresses?
func TestTheArticlesSubnet(t *testing.T) {
	t.Parallel()
	s, err := demo.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	doc := report(t, s, subnets.Options{IDs: nil})
	item := doc.Items[2]
	equal(t, "id", item.ID, "subnet-00ebeb2e8903fb3f9")
	equal(t, "usable, available, reserved, in use, accounted, unaccounted",
		[]int{*item.Usable, *item.Available, *item.Reserved, *item.InUse, item.Accounted, *item.Unaccounted}, []int{8187, 8147, 0, 40, 40, 0})
	equal(t, "buckets", filled(item), map[v1alpha1.SubnetBucket]int{
		v1alpha1.BucketNodePrimary: 2, v1alpha1.BucketENIPrimary: 2, v1alpha1.BucketPods: 2, v1alpha1.BucketIdle: 34,
	})
	for _, node := range item.Nodes {
		equal(t, node.Name, []int{node.Interfaces, node.Addresses, *node.Pods, *node.Idle}, []int{2, 20, 1, 17})
	}
	for _, item := range doc.Items {
		equal(t, item.ID+" unaccounted", *item.Unaccounted, 0)
		equal(t, item.ID+" at most", item.Free28AtMost, false)
	}
	equal(t, "free /28s of the subnet whose pods hang", *doc.Items[3].Free28, 0)
	equal(t, "loose", len(doc.Interfaces), 1)
	equal(t, "leaked", doc.Interfaces[0].Verdict, string(subnets.Leaked))
}

func TestPrefixFragmentation(t *testing.T) {
	t.Parallel()
	s := scene(available(250-64), func(s *snapshot.Snapshot) {
		for _, p := range []string{"10.0.0.32/28", "10.0.0.48/28", "10.0.0.64/28", "10.0.0.80/28"} {
			s.NetworkInterfaces[0].IPv4Prefixes = append(s.NetworkInterfaces[0].IPv4Prefixes, snapshot.IPv4Prefix{IPv4Prefix: p})
		}
	}, runs("a", "10.0.0.32", "Running"), runs("b", "10.0.0.48", "Running"), runs("c", "10.0.0.49", "Running"), runs("d", "10.0.0.64", "Running"))
	node := first(t, s).Nodes[0]
	equal(t, "prefixes", node.Prefixes, 4)
	equal(t, "use", node.PrefixUse, []int{2, 1, 1, 0})
	equal(t, "freeable", *node.FreeablePrefixes, 3)
	equal(t, "idle", *node.Idle, 60)
}

func TestPodsUnknown(t *testing.T) {
	t.Parallel()
	s := scene(available(250-17), func(s *snapshot.Snapshot) {
		s.NetworkInterfaces[0].PrivateIPAddresses = append(s.NetworkInterfaces[0].PrivateIPAddresses, snapshot.PrivateIPAddress{PrivateIPAddress: "10.0.0.11"})
		s.NetworkInterfaces[0].IPv4Prefixes = []snapshot.IPv4Prefix{{IPv4Prefix: "10.0.0.32/28"}}
		s.Meta.Unread = []snapshot.Unread{{Resource: snapshot.Pods, Code: snapshot.Forbidden, API: "list pods", Message: "no"}}
	})
	doc := report(t, s, subnets.Options{})
	item := doc.Items[0]
	equal(t, "buckets", filled(item), map[v1alpha1.SubnetBucket]int{v1alpha1.BucketNodePrimary: 1, v1alpha1.BucketPodsUnknown: 17})
	equal(t, "unaccounted", *item.Unaccounted, 0)
	if n := item.Nodes[0]; n.Pods != nil || n.Idle != nil || n.FreeablePrefixes != nil || n.Prefixes != 1 {
		t.Errorf("%+v says more of the node's pods than is known", n)
	}
	equal(t, "warned of", doc.Warnings[0].API, "list pods")
}

func TestIPv6Subnets(t *testing.T) {
	t.Parallel()
	s := scene(func(s *snapshot.Snapshot) {
		s.Subnets[0].CIDRBlock = ""
		s.Subnets[0].IPv6CIDRBlocks = []snapshot.IPv6CIDRBlock{{IPv6CIDRBlock: "2001:db8::/64"}}
		s.NetworkInterfaces[0].PrivateIPAddresses = nil
		s.NetworkInterfaces[0].PrivateIPAddress = ""
		s.NetworkInterfaces[0].IPv6Prefixes = []snapshot.IPv6Prefix{{IPv6Prefix: "2001:db8::/80"}}
	})
	item := first(t, s)
	if item.Usable != nil || item.Free28 != nil || item.Unaccounted != nil || !strings.Contains(item.PrefixNote, "not scarce") {
		t.Errorf("usable %v, free /28s %v, note %q: want no numbers, and the reason", item.Usable, item.Free28, item.PrefixNote)
	}
	equal(t, "/80s", item.IPv6Prefixes, 1)

	dual := first(t, scene(func(s *snapshot.Snapshot) {
		withEnv(s, "v1.22.0", map[string]string{cni.EnvIPv6: "true", cni.EnvIPv4: "false", cni.EnvPrefixDelegation: "true"})
	}))
	if *dual.Usable != 251 || *dual.Unaccounted != 0 || dual.Free28 != nil || !strings.Contains(dual.PrefixNote, "not scarce") {
		t.Errorf("usable %v, free /28s %v, note %q: want the ledger, and why there is no count of /28s", *dual.Usable, dual.Free28, dual.PrefixNote)
	}
}

func TestSharedSubnet(t *testing.T) {
	t.Parallel()
	item := first(t, scene(available(200), func(s *snapshot.Snapshot) { s.Subnets[0].OwnerID = "999988887777" }))
	equal(t, "shared", item.Shared, true)
	equal(t, "the likeliest reason names the owner", strings.Contains(item.UnaccountedReasons[0], "999988887777"), true)
}

func TestWhatCouldNotBeRead(t *testing.T) {
	t.Parallel()
	unread := func(r snapshot.Resource, ids ...string) func(*snapshot.Snapshot) {
		return func(s *snapshot.Snapshot) {
			s.Meta.Unread = append(s.Meta.Unread, snapshot.Unread{Resource: r, Code: snapshot.Forbidden, Message: "no", Permission: "ec2:X", API: "ec2:X", IDs: ids})
		}
	}
	reserved := report(t, scene(available(150), unread(snapshot.SubnetCIDRReservations, "subnet-1")), subnets.Options{})
	item := reserved.Items[0]
	if item.Reserved != nil || *item.Unaccounted != 100 || !item.Free28AtMost || !strings.Contains(item.UnaccountedReasons[0], "reservations") {
		t.Errorf("without reservations: reserved %v, unaccounted %d, at most %t, reasons %q", item.Reserved, *item.Unaccounted, item.Free28AtMost, item.UnaccountedReasons)
	}
	equal(t, "warning", reserved.Warnings[0].Permission, "ec2:X")

	item = first(t, scene(unread(snapshot.NetworkInterfaces, "subnet-1")))
	equal(t, "without ENIs: at most", item.Free28AtMost, true)
	item = first(t, scene(unread(snapshot.SubnetCIDRReservations, "subnet-other")))
	equal(t, "of another subnet: at most", item.Free28AtMost, false)

	item = first(t, scene(func(s *snapshot.Snapshot) { s.Subnets = nil }, unread(snapshot.Subnets), func(s *snapshot.Snapshot) {
		s.NetworkInterfaces[0].IPv4Prefixes = []snapshot.IPv4Prefix{{IPv4Prefix: "10.0.0.32/28"}}
	}, runs("a", "10.0.0.33", "Running")))
	if item.Usable != nil || item.InUse != nil || item.Free28 != nil || item.Accounted != 17 || item.Buckets[v1alpha1.BucketPrefixUsed] != 1 {
		t.Errorf("without the subnet: %+v, want what its ENIs show", item)
	}
	if _, there := item.Buckets[v1alpha1.BucketUnaccounted]; there {
		t.Error("what is unaccounted for is unknown, and has a number")
	}
	item = first(t, scene(func(s *snapshot.Snapshot) { s.Subnets[0].AvailableIPAddressCount = nil }))
	if *item.Usable != 251 || item.Available != nil || item.InUse != nil || !item.Free28AtMost {
		t.Errorf("without EC2's count: %+v", item)
	}
}

// TestWarningsThatMatter: what is missing is said where it changes something.
func TestWarningsThatMatter(t *testing.T) {
	t.Parallel()
	unread := func(code snapshot.Code, resources ...snapshot.Resource) func(*snapshot.Snapshot) {
		return func(s *snapshot.Snapshot) {
			for _, r := range resources {
				s.Meta.Unread = append(s.Meta.Unread, snapshot.Unread{Resource: r, Code: code, Message: "no", API: "read " + string(r)})
			}
		}
	}
	custom := func(s *snapshot.Snapshot) { withEnv(s, "v1.22.0", map[string]string{cni.EnvCustomNetworking: "true"}) }
	none := func(*snapshot.Snapshot) {}
	tests := map[string]struct {
		env, unread func(*snapshot.Snapshot)
		want        []string
	}{
		"ENIConfigs":                           {none, unread(snapshot.Forbidden, snapshot.ENIConfigs), nil},
		"ENIConfigs under custom networking":   {custom, unread(snapshot.Forbidden, snapshot.ENIConfigs), []string{"read kubernetes/eniconfigs"}},
		"no such kind":                         {custom, unread(snapshot.NotServed, snapshot.ENIConfigs), nil},
		"instances":                            {none, unread(snapshot.Forbidden, snapshot.Instances), []string{"read ec2/instances"}},
		"instances that a snapshot never had":  {none, unread(snapshot.NotInSnapshot, snapshot.Instances), nil},
		"reservations a snapshot never had":    {none, unread(snapshot.NotInSnapshot, snapshot.SubnetCIDRReservations), []string{"read ec2/subnet-cidr-reservations"}},
		"what the ledger does not ask for":     {none, unread(snapshot.Forbidden, snapshot.SecurityGroups, snapshot.Events), nil},
		"the model's warnings about the reads": {none, unread(snapshot.Forbidden, snapshot.DaemonSets), []string{"read kubernetes/daemonsets"}},
	}
	for name, tc := range tests {
		var got []string
		for _, w := range report(t, scene(tc.env, tc.unread), subnets.Options{}).Warnings {
			got = append(got, w.API)
		}
		equal(t, name, got, tc.want)
	}
}

// TestNoWarningsOfDrift: pods and branch ENIs that do not fit together are no matter of subnets.
func TestNoWarningsOfDrift(t *testing.T) {
	t.Parallel()
	trunk := on("i-1", 2, eniWith("eni-2", "10.0.0.20"))
	trunk.InterfaceType = "trunk"
	branch := eniWith("eni-3", "10.0.0.30")
	branch.InterfaceType, branch.TagSet = "branch", tags(cni.TagTrunkID, "eni-2", cni.TagVLANID, "1")
	equal(t, "warnings", len(report(t, scene(available(248), with(trunk, branch)), subnets.Options{}).Warnings), 0)
}

// TestSnapshotWithoutTheENIsOfASubnet: a snapshot has the ENIs of the nodes' subnets alone.
func TestSnapshotWithoutTheENIsOfASubnet(t *testing.T) {
	t.Parallel()
	s := scene(func(s *snapshot.Snapshot) {
		s.Subnets = append(s.Subnets, subnetOf("subnet-2", "10.0.1.0/24", 200, cni.TagClusterPrefix+thisCluster, "owned"))
	})
	item := report(t, s, subnets.Options{}).Items[1]
	equal(t, "unaccounted", *item.Unaccounted, 51)
	equal(t, "reason", strings.Contains(item.UnaccountedReasons[0], "no ENI of this subnet was read"), true)
}

func TestBranchCooldown(t *testing.T) {
	t.Parallel()
	trunk := on("i-1", 2, eniWith("eni-2", "10.0.0.20"))
	trunk.InterfaceType = "trunk"
	branch := eniWith("eni-3", "10.0.0.30")
	branch.InterfaceType, branch.TagSet = "branch", tags(cni.TagTrunkID, "eni-2", cni.TagVLANID, "1")
	ended := func(ago time.Duration) func(*snapshot.Snapshot) {
		return func(s *snapshot.Snapshot) {
			runs("job", "10.0.0.30", "Succeeded")(s)
			p := &s.Pods[len(s.Pods)-1]
			p.Annotations = map[string]string{cni.AnnotationPodENI: `[{"eniId":"eni-3"}]`}
			if ago > 0 {
				p.Status.ContainerStatuses = []snapshot.ContainerStatus{{State: snapshot.ContainerState{Terminated: &snapshot.ContainerReason{FinishedAt: now.Add(-ago)}}}}
			}
		}
	}
	setting := func(seconds string) func(*snapshot.Snapshot) {
		return func(s *snapshot.Snapshot) {
			s.ConfigMaps = []snapshot.ConfigMap{{ObjectMeta: snapshot.ObjectMeta{Namespace: "kube-system", Name: "amazon-vpc-cni"}, Data: map[string]string{"branch-eni-cooldown": seconds}}}
		}
	}
	none := func(*snapshot.Snapshot) {}
	tests := map[string]struct {
		a, b func(*snapshot.Snapshot)
		want v1alpha1.SubnetBucket
	}{
		"no pod":                      {none, none, v1alpha1.BucketBranchIdle},
		"ended, unknown when":         {ended(0), none, v1alpha1.BucketBranchCooling},
		"ended a minute ago":          {ended(time.Minute), none, v1alpha1.BucketBranchCooling},
		"ended two minutes ago":       {ended(2 * time.Minute), none, v1alpha1.BucketBranchIdle},
		"longer by setting":           {ended(2 * time.Minute), setting("300"), v1alpha1.BucketBranchCooling},
		"shorter, but at the minimum": {ended(50 * time.Second), setting("1"), v1alpha1.BucketBranchCooling},
		"shorter":                     {ended(61 * time.Second), setting("1"), v1alpha1.BucketBranchIdle},
		"no number":                   {ended(80 * time.Second), setting("x"), v1alpha1.BucketBranchCooling},
	}
	for name, tc := range tests {
		equal(t, name, first(t, scene(available(248), with(trunk, branch), tc.a, tc.b)).Buckets[tc.want], 1)
	}
}

// TestOddRecords: what makes no sense is counted nowhere, and breaks nothing.
func TestOddRecords(t *testing.T) {
	t.Parallel()
	odd := eniWith("eni-2", "10.0.0.20", "nonsense", "10.9.9.9", "10.0.0.10", "2001:db8::1", "10.0.0.0", "nonsense/28", "10.0.0.20/30")
	doc := report(t, scene(available(246), with(odd), reserve("nonsense", "prefix"), reserve("2001:db8::/80", "prefix")), subnets.Options{})
	item := doc.Items[0]
	equal(t, "accounted", item.Accounted, 1+4) // 10.0.0.20 to 10.0.0.23
	equal(t, "unaccounted", *item.Unaccounted, 0)
	equal(t, "reservations", len(item.Reservations), 2)
}

func TestConditions(t *testing.T) {
	t.Parallel()
	eni := eniWith("eni-2", "10.0.0.20")
	eni.Status, eni.Description = "available", "aws-K8S-i-gone"
	eni.TagSet = tags(cni.TagInstanceID, "i-gone", cni.TagCreatedAt, "2025-01-02T02:00:00Z")
	leaky := report(t, scene(available(249), with(eni)), subnets.Options{})
	unknown := report(t, scene(func(s *snapshot.Snapshot) { s.Subnets[0].CIDRBlock, s.Subnets[0].AvailableIPAddressCount = "", nil }), subnets.Options{})
	tests := map[string]struct {
		doc  *v1alpha1.SubnetReport
		want []string
	}{
		"free<249":    {leaky, nil},
		"free<250":    {leaky, []string{"subnet-1 has 249 free addresses, which is below 250"}},
		"free28<13":   {leaky, nil},
		"free28 < 14": {leaky, []string{"subnet-1 has 13 free /28 blocks, which is below 14"}},
		"leaked":      {leaky, []string{"eni-2 in subnet-1 is leaked"}},
		"free<9999":   {unknown, nil},
		"free28<9999": {unknown, nil},
	}
	for text, tc := range tests {
		condition, err := subnets.ParseCondition(text)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, text, condition.Findings(tc.doc), tc.want)
	}
	for _, text := range []string{"", "free", "free28", "free<", "free<0", "free<-1", "free<x", "leaked<1", "used<5", "free>5", "<5"} {
		if _, err := subnets.ParseCondition(text); err == nil {
			t.Errorf("%q passes for a condition", text)
		}
	}
}

// BenchmarkReport is the ledger of a /16 with 20,000 ENIs of nodes, from the model to the document.
func BenchmarkReport(b *testing.B) {
	s := largeSubnet(20_000)
	m := build(s)
	b.ResetTimer()
	for b.Loop() {
		if _, err := subnets.Report(s, m, subnets.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
