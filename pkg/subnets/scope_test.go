// SPDX-License-Identifier: Apache-2.0

package subnets_test

import (
	"errors"
	"maps"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/subnets"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// reasons are the subnets of a report with the codes of why they are listed.
func reasons(t *testing.T, s *snapshot.Snapshot, ids ...topology.SubnetID) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, item := range report(t, s, subnets.Options{IDs: ids}).Items {
		all[item.ID] = []string{}
		for _, reason := range item.Why {
			all[item.ID] = append(all[item.ID], reason.Code)
		}
	}
	return all
}

func TestWhichSubnets(t *testing.T) {
	t.Parallel()
	others := func(s *snapshot.Snapshot) {
		s.Subnets = append(
			s.Subnets,
			subnetOf("subnet-plain", "10.0.1.0/24", 251),
			subnetOf("subnet-opened", "10.0.2.0/24", 251, cni.TagSubnetRole, "1"),
			subnetOf("subnet-closed", "10.0.3.0/24", 251, cni.TagSubnetRole, "0"),
			subnetOf("subnet-theirs", "10.0.4.0/24", 251, cni.TagSubnetRole, "1", cni.TagSubnetClusterPrefix+"theirs", ""),
			subnetOf("subnet-cluster", "10.0.5.0/24", 251, cni.TagClusterPrefix+thisCluster, "shared"),
			subnetOf("subnet-zone", "10.0.6.0/24", 251, cni.TagSubnetRole, "1"),
			subnetOf("subnet-vpc", "10.0.7.0/24", 251, cni.TagSubnetRole, "1"),
		)
		s.Subnets[6].AvailabilityZone = "eu-west-1b"
		s.Subnets[7].VPCID = "vpc-2"
		s.ENIConfigs = []snapshot.ENIConfig{{ObjectMeta: snapshot.ObjectMeta{Name: zone}, Spec: snapshot.ENIConfigSpec{Subnet: "subnet-plain"}}}
	}
	env := func(version string, variables map[string]string) func(*snapshot.Snapshot) {
		return func(s *snapshot.Snapshot) { withEnv(s, version, variables) }
	}
	base := map[string][]string{"subnet-1": {"Nodes"}, "subnet-plain": {"ENIConfig"}, "subnet-cluster": {"ClusterTag"}}
	plus := func(more map[string][]string) map[string][]string {
		all := map[string][]string{}
		for _, m := range []map[string][]string{base, more} {
			maps.Copy(all, m)
		}
		return all
	}
	tests := map[string]struct {
		env  func(*snapshot.Snapshot)
		want map[string][]string
	}{
		"discovery":         {env("v1.22.0", map[string]string{cni.EnvClusterName: thisCluster}), plus(map[string][]string{"subnet-opened": {"Discovery"}, "subnet-closed": {"Excluded"}})},
		"no cluster name":   {env("v1.22.0", nil), plus(map[string][]string{"subnet-opened": {"Discovery"}, "subnet-closed": {"Excluded"}, "subnet-theirs": {"Discovery"}})},
		"discovery off":     {env("v1.22.0", map[string]string{cni.EnvSubnetDiscovery: "false"}), plus(map[string][]string{"subnet-closed": {"Excluded"}})},
		"before 1.22":       {env("v1.20.0", nil), plus(map[string][]string{"subnet-opened": {"Discovery"}, "subnet-closed": {"Discovery"}, "subnet-theirs": {"Discovery"}})},
		"before 1.18":       {env("v1.17.0", nil), base},
		"custom networking": {env("v1.22.0", map[string]string{cni.EnvCustomNetworking: "true"}), base},
		"no VPC CNI":        {func(s *snapshot.Snapshot) { s.DaemonSets = nil }, base},
	}
	for name, tc := range tests {
		equal(t, name, reasons(t, scene(others, tc.env)), tc.want)
	}
}

func TestENIConfigWithoutEffect(t *testing.T) {
	t.Parallel()
	s := scene(func(s *snapshot.Snapshot) {
		s.ENIConfigs = []snapshot.ENIConfig{
			{ObjectMeta: snapshot.ObjectMeta{Name: "b"}, Spec: snapshot.ENIConfigSpec{Subnet: "subnet-1"}},
			{ObjectMeta: snapshot.ObjectMeta{Name: "a"}, Spec: snapshot.ENIConfigSpec{Subnet: "subnet-1"}},
		}
	})
	equal(t, "detail", first(t, s).Why[1].Detail, "ENIConfig a, b (without effect: custom networking is off)")
}

func TestExcludedSubnetOfANode(t *testing.T) {
	t.Parallel()
	s := scene(func(s *snapshot.Snapshot) { s.Subnets[0].Tags = tags(cni.TagSubnetRole, "0") })
	item := first(t, s)
	equal(t, "excluded", item.Excluded, true)
	equal(t, "reasons", reasons(t, s), map[string][]string{"subnet-1": {"Nodes", "Excluded"}})
}

func TestControlPlaneSubnet(t *testing.T) {
	t.Parallel()
	eni := eniWith("eni-2", "10.0.1.20")
	eni.SubnetID, eni.Description = "subnet-2", "Amazon EKS "+thisCluster
	s := scene(with(eni), func(s *snapshot.Snapshot) { s.Subnets = append(s.Subnets, subnetOf("subnet-2", "10.0.1.0/24", 250)) })
	equal(t, "reasons", reasons(t, s), map[string][]string{"subnet-1": {"Nodes"}, "subnet-2": {"ControlPlane"}})
}

func TestAskedFor(t *testing.T) {
	t.Parallel()
	s := scene(func(s *snapshot.Snapshot) { s.Subnets = append(s.Subnets, subnetOf("subnet-2", "10.0.1.0/24", 251)) })
	equal(t, "one", reasons(t, s, "subnet-2"), map[string][]string{"subnet-2": {"Asked"}})
	equal(t, "the cluster's own", reasons(t, s, "subnet-1"), map[string][]string{"subnet-1": {"Nodes"}})
	_, err := subnets.Report(s, topology.Build(s, topology.Options{}), subnets.Options{IDs: []topology.SubnetID{"subnet-2", "subnet-3", "subnet-3"}})
	absent, ok := errors.AsType[*subnets.NotFoundError](err)
	if !ok || len(absent.IDs) != 1 || err.Error() != `subnet "subnet-3" not found` {
		t.Errorf("error %v, want one about subnet-3", err)
	}
}

// TestSeveralVPCs: subnets are sorted by VPC, zone and id.
func TestSeveralVPCs(t *testing.T) {
	t.Parallel()
	s := scene(func(s *snapshot.Snapshot) {
		for i, id := range []string{"subnet-a", "subnet-b", "subnet-c"} {
			s.Subnets = append(s.Subnets, subnetOf(id, "10.1."+string(rune('0'+i))+".0/24", 251, cni.TagClusterPrefix+thisCluster, "owned"))
		}
		s.Subnets[1].VPCID = "vpc-9"
		s.Subnets[2].VPCID = "vpc-0"
		s.Subnets[3].AvailabilityZone = "eu-west-1-lis-1a"
	})
	var ids, kinds []string
	for _, item := range report(t, s, subnets.Options{}).Items {
		ids, kinds = append(ids, item.ID), append(kinds, item.ZoneType)
	}
	equal(t, "order", ids, []string{"subnet-b", "subnet-c", "subnet-1", "subnet-a"})
	equal(t, "zones", kinds, []string{"AvailabilityZone", "LocalZone", "AvailabilityZone", "AvailabilityZone"})
}

func TestZones(t *testing.T) {
	t.Parallel()
	for zoneName, want := range map[string]string{
		"us-west-2a": "AvailabilityZone", "us-gov-west-1b": "AvailabilityZone", "us-west-2-lax-1a": "LocalZone",
		"us-east-1-wl1-bos-wlz-1": "WavelengthZone", "": "",
	} {
		item := first(t, scene(func(s *snapshot.Snapshot) { s.Subnets[0].AvailabilityZone = zoneName }))
		equal(t, zoneName, item.ZoneType, want)
	}
	item := first(t, scene(func(s *snapshot.Snapshot) { s.Subnets[0].OutpostARN = "arn:aws:outposts:eu-west-1:1:outpost/op-1" }))
	equal(t, "Outpost", item.ZoneType, "Outpost")
}
