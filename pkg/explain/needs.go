// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// NeedKind says what to read.
type NeedKind string

// The kinds of needs.
const (
	// NeedResource is a whole list, [Need.Resource], of which nothing was asked so far.
	NeedResource NeedKind = "Resource"
	// NeedSubnets are subnets by id.
	NeedSubnets NeedKind = "Subnets"
	// NeedZoneSubnets are all subnets of [Need.VPCID] in [Need.Zone].
	NeedZoneSubnets NeedKind = "ZoneSubnets"
	// NeedSubnetInterfaces are all ENIs in the subnets of [Need.IDs].
	NeedSubnetInterfaces NeedKind = "SubnetInterfaces"
	// NeedReservations are the CIDR reservations of the subnets of [Need.IDs].
	NeedReservations NeedKind = "Reservations"
	// NeedBranches are the branch ENIs of the trunks of [Need.IDs], by tag.
	NeedBranches NeedKind = "Branches"
	// NeedInterfacesByAddress are the ENIs with one of the private addresses of [Need.IDs].
	NeedInterfacesByAddress NeedKind = "InterfacesByAddress"
	// NeedSecurityGroups are security groups by id, for their names.
	NeedSecurityGroups NeedKind = "SecurityGroups"
	// NeedServiceAccounts are service accounts as namespace/name.
	NeedServiceAccounts NeedKind = "ServiceAccounts"
	// NeedInstanceTypes are instance types by name, for their limits.
	NeedInstanceTypes NeedKind = "InstanceTypes"
)

// Need is a read that the evidence so far asks for. A command that reads live asks for each need once, adds what came to the snapshot, builds
// the model again and explains again.
type Need struct {
	Kind     NeedKind
	Resource snapshot.Resource
	// IDs are sorted.
	IDs []string
	// VPCID and Zone belong to [NeedZoneSubnets].
	VPCID, Zone string
	// Why is half a sentence.
	Why string
}

// String says what to read, as a command where there is one.
func (n Need) String() string {
	values := strings.Join(n.IDs, ",")
	var how string
	switch n.Kind {
	case NeedResource:
		how = "read " + string(n.Resource)
	case NeedSubnets:
		how = "aws ec2 describe-subnets --filters Name=subnet-id,Values=" + values
	case NeedZoneSubnets:
		how = fmt.Sprintf("aws ec2 describe-subnets --filters Name=vpc-id,Values=%s Name=availability-zone,Values=%s", n.VPCID, n.Zone)
	case NeedSubnetInterfaces:
		how = "aws ec2 describe-network-interfaces --filters Name=subnet-id,Values=" + values
	case NeedReservations:
		how = "aws ec2 get-subnet-cidr-reservations --subnet-id " + strings.Join(n.IDs, "; --subnet-id ")
	case NeedBranches:
		how = fmt.Sprintf("aws ec2 describe-network-interfaces --filters Name=tag:%s,Values=%s", cni.TagTrunkID, values)
	case NeedInterfacesByAddress:
		how = "aws ec2 describe-network-interfaces --filters Name=addresses.private-ip-address,Values=" + values
	case NeedSecurityGroups:
		how = "aws ec2 describe-security-groups --filters Name=group-id,Values=" + values
	case NeedServiceAccounts:
		how = "kubectl get serviceaccount " + values
	case NeedInstanceTypes:
		how = "aws ec2 describe-instance-types --filters Name=instance-type,Values=" + values
	}
	return how + ": " + n.Why
}

// Needs names the reads that a pod's explanation asks for so far, sorted; none when the pod was not read. A resource of which nothing was asked
// must stand in [snapshot.Meta.Unread] with code NotInSnapshot, as a snapshot that lacks its file has it.
func Needs(m *topology.Model, s *snapshot.Snapshot, namespace, name string) []Need {
	v := newView(newIndex(m, s))
	record := v.pod(namespace, name)
	if record == nil {
		return nil
	}
	x := newSubject(v, record)
	// All that the document looks at, not the rules alone: the pod's security groups ask for policies.
	x.document()
	return x.needs()
}

// NeedsOfIP names the reads that an address's explanation asks for so far.
func NeedsOfIP(m *topology.Model, s *snapshot.Snapshot, addr netip.Addr) []Need {
	a := &address{view: newView(newIndex(m, s)), ip: addr.Unmap()}
	a.location = a.locate(a.ip)
	a.findPods()
	a.explain()
	return a.needs()
}

// NeedsOfNode names the reads that a node's explanation asks for so far.
func NeedsOfNode(m *topology.Model, s *snapshot.Snapshot, name string) []Need {
	v := newView(newIndex(m, s))
	node := v.node(name)
	if node == nil {
		return nil
	}
	explainNode(v, node)
	return sortNeeds(append(v.unasked(), typeNeeds(node)...))
}

func sortNeeds(needs []Need) []Need {
	for i := range needs {
		slices.Sort(needs[i].IDs)
		needs[i].IDs = slices.Compact(needs[i].IDs)
	}
	slices.SortStableFunc(needs, func(x, y Need) int {
		return cmp.Or(cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Resource, y.Resource), slices.Compare(x.IDs, y.IDs))
	})
	return slices.CompactFunc(needs, func(x, y Need) bool {
		return x.Kind == y.Kind && x.Resource == y.Resource && slices.Equal(x.IDs, y.IDs)
	})
}

// unasked are the resources that rules looked for and that nobody asked for yet.
func (v *view) unasked() []Need {
	var needs []Need
	for _, missed := range v.lacking {
		if missed.Code == snapshot.NotInSnapshot {
			needs = append(needs, Need{Kind: NeedResource, Resource: missed.Resource, Why: "the evidence so far points there"})
		}
	}
	return needs
}

func typeNeeds(node *topology.Node) []Need {
	if node == nil || node.Limits != nil || node.InstanceType == "" {
		return nil
	}
	return []Need{{Kind: NeedInstanceTypes, IDs: []string{node.InstanceType}, Why: "the embedded table does not know the limits of this type"}}
}

// needs are the reads that the pod's findings ask for.
func (x *subject) needs() []Need {
	needs := append(x.unasked(), typeNeeds(x.node)...)
	if x.stage() == stageWaiting && x.pool != nil && !wantsBranch(x.record) && x.pool.usedUp() && x.pool.canGrow() {
		needs = append(needs, x.subnetNeeds()...)
	}
	needs = append(needs, x.placeNeeds()...)
	return sortNeeds(append(needs, x.groupNeeds()...))
}

// subnetNeeds are what tells whether the pool can grow: the subnets that its addresses would come from, and for prefixes all that is in them.
func (x *subject) subnetNeeds() []Need {
	next := x.nextSupply()
	var needs []Need
	if home, ok := x.model.Subnets[x.primarySubnet()]; ok && !next.complete && x.pool.settings.DiscoversSubnets() {
		needs = append(needs, Need{Kind: NeedZoneSubnets, VPCID: home.Record.VPCID, Zone: home.Zone, Why: "ipamd looks for tagged subnets in the node's zone"})
	}
	for _, r := range next.subnets {
		subnet, ok := x.model.Subnets[r.id]
		id := []string{string(r.id)}
		switch {
		case !ok:
			needs = append(needs, Need{Kind: NeedSubnets, IDs: id, Why: "the pool's next addresses come from there"})
		case r.prefixes > 0 && !x.accounted(subnet):
			needs = append(needs, Need{Kind: NeedSubnetInterfaces, IDs: id, Why: "whether there is a free /28 depends on every address in the subnet"})
			if !x.snapshot.Whole(snapshot.SubnetCIDRReservations) {
				needs = append(needs, Need{Kind: NeedReservations, IDs: id, Why: "reserved addresses do not count as available"})
			}
		}
	}
	return needs
}

// placeNeeds are what tells where an address is that is not where it should be.
func (x *subject) placeNeeds() []Need {
	if x.stage() != stageRunning || len(x.ips) == 0 {
		return nil
	}
	if len(x.branches) > 0 {
		return x.branchNeeds()
	}
	drifted := x.unplaced != nil && x.unplaced.Reason == topology.UnplacedNotOnNode
	if (drifted || x.onFargate()) && x.locate(x.ips[0]) == nil {
		return []Need{{Kind: NeedInterfacesByAddress, IDs: []string{x.ips[0].String()}, Why: "to find the ENI that has the address"}}
	}
	return nil
}

// branchNeeds asks for the branch ENIs of the node's trunk, where the pod's is not among those that were read.
func (x *subject) branchNeeds() []Need {
	if !x.branchGone() {
		return nil
	}
	return []Need{{Kind: NeedBranches, IDs: []string{string(x.trunk().ID)}, Why: "branch ENIs have no attachment and are found by their trunk"}}
}

// groupNeeds are what gives security groups their names, and policies their service accounts.
func (x *subject) groupNeeds() []Need {
	var needs []Need
	if record := x.carrier(); record != nil && notAsked(x.snapshot, snapshot.SecurityGroups) {
		var ids []string
		for _, g := range record.Groups {
			if g.GroupName == "" {
				ids = append(ids, g.GroupID)
			}
		}
		if len(ids) > 0 {
			needs = append(needs, Need{Kind: NeedSecurityGroups, IDs: ids, Why: "for their names"})
		}
	}
	if slices.ContainsFunc(x.policies(), func(m policyMatch) bool { return m.unsure }) {
		needs = append(needs, Need{
			Kind: NeedServiceAccounts, IDs: []string{x.record.Namespace + "/" + accountName(x.record)},
			Why: "a SecurityGroupPolicy selects by the labels of service accounts",
		})
	}
	return needs
}

func notAsked(s *snapshot.Snapshot, r snapshot.Resource) bool {
	return slices.ContainsFunc(s.Missed(r), func(u snapshot.Unread) bool { return u.Code == snapshot.NotInSnapshot })
}

// needs are the reads that the address's explanation asks for.
func (a *address) needs() []Need {
	needs := a.unasked()
	subnet, inSubnet := a.subnet()
	if a.location == nil && inSubnet && reservedByAWS(subnet.CIDR, a.ip) == "" && !a.accounted(subnet) {
		needs = append(needs,
			Need{Kind: NeedInterfacesByAddress, IDs: []string{a.ip.String()}, Why: "to find the ENI that has the address"},
			Need{Kind: NeedSubnetInterfaces, IDs: []string{string(subnet.ID)}, Why: "addresses inside of prefixes are not listed"})
		if !a.snapshot.Whole(snapshot.SubnetCIDRReservations) {
			needs = append(needs, Need{Kind: NeedReservations, IDs: []string{string(subnet.ID)}, Why: "the address may be reserved"})
		}
	}
	if a.location == nil && !inSubnet {
		needs = append(needs, Need{Kind: NeedInterfacesByAddress, IDs: []string{a.ip.String()}, Why: "to find the ENI that has the address"})
	}
	return sortNeeds(needs)
}
