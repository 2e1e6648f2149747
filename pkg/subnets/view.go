// SPDX-License-Identifier: Apache-2.0

package subnets

import (
	"net/netip"
	"slices"
	"time"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// view is a snapshot with its model and what all subnets ask of them.
type view struct {
	snapshot *snapshot.Snapshot
	model    *topology.Model

	// cluster is this cluster's name; empty if nothing tells it.
	cluster string
	// own are the ENIs of this cluster's nodes.
	own map[topology.InterfaceID]ownENI
	// bySubnet holds the ENIs of a subnet, sorted by id.
	bySubnet map[topology.SubnetID][]*snapshot.NetworkInterface
	// reservations holds the CIDR reservations of a subnet.
	reservations map[topology.SubnetID][]*snapshot.SubnetCIDRReservation
	// instances are what the tags of instances and of their ENIs say.
	instances map[topology.InstanceID]*instance
	// fargate are the addresses of Fargate nodes.
	fargate map[netip.Addr]topology.NodeName
	// ended are the branch ENIs of pods that ended, with the time if that is known.
	ended map[topology.InterfaceID]time.Time
	// branchCooldown is how long a branch ENI stays after its pod's end.
	branchCooldown time.Duration
	// marks are [serviceMarks].
	marks []serviceMark
}

// ownENI is an ENI of a node of this cluster.
type ownENI struct {
	node *topology.Node
	eni  *topology.Interface
	// isBranch tells that it stands under a trunk.
	isBranch bool
}

func newView(s *snapshot.Snapshot, m *topology.Model) *view {
	v := &view{
		snapshot: s, model: m,
		own:          map[topology.InterfaceID]ownENI{},
		bySubnet:     map[topology.SubnetID][]*snapshot.NetworkInterface{},
		reservations: map[topology.SubnetID][]*snapshot.SubnetCIDRReservation{},
		instances:    map[topology.InstanceID]*instance{},
		fargate:      map[netip.Addr]topology.NodeName{},
		marks:        serviceMarks(),
	}
	v.indexNodes()
	for i := range s.NetworkInterfaces {
		eni := &s.NetworkInterfaces[i]
		v.bySubnet[topology.SubnetID(eni.SubnetID)] = append(v.bySubnet[topology.SubnetID(eni.SubnetID)], eni)
	}
	for i := range s.SubnetCIDRReservations {
		r := &s.SubnetCIDRReservations[i]
		v.reservations[topology.SubnetID(r.SubnetID)] = append(v.reservations[topology.SubnetID(r.SubnetID)], r)
	}
	v.indexInstances()
	v.cluster = v.clusterName()
	v.indexEnded()
	return v
}

// indexNodes finds the ENIs of nodes by id, and those of Fargate nodes by address: EC2 ties them to no instance
// (cloud-provider-aws pkg/providers/v1/aws.go, describeNetworkInterfaces, finds them by address too).
func (v *view) indexNodes() {
	for _, node := range v.model.Nodes {
		for _, eni := range node.Interfaces {
			v.own[eni.ID] = ownENI{node: node, eni: eni}
			for _, branch := range eni.Branches {
				v.own[branch.ID] = ownENI{node: node, eni: branch, isBranch: true}
			}
		}
		if node.Kind != topology.KindFargate || node.Record == nil {
			continue
		}
		for _, address := range node.Record.Status.Addresses {
			if addr, err := netip.ParseAddr(address.Address); err == nil && address.Type == "InternalIP" {
				v.fargate[addr] = node.Name
			}
		}
	}
}

// fargateNode is the Fargate node that an ENI belongs to.
func (v *view) fargateNode(eni *snapshot.NetworkInterface) (topology.NodeName, bool) {
	addr, err := netip.ParseAddr(eni.PrivateIPAddress)
	if err != nil {
		return "", false
	}
	name, ok := v.fargate[addr]
	return name, ok
}

// podsKnown tells whether all pods were read: one too few makes every count of idle addresses wrong.
func (v *view) podsKnown() bool { return v.snapshot.Whole(snapshot.Pods) }

// unread tells whether a resource of a subnet could not be read.
func (v *view) unread(r snapshot.Resource, id topology.SubnetID) bool {
	return slices.ContainsFunc(v.snapshot.Missed(r), func(u snapshot.Unread) bool {
		return len(u.IDs) == 0 || slices.Contains(u.IDs, string(id))
	})
}

// mode is how the cluster's CNI holds addresses; empty when it is unknown.
func (v *view) mode() cni.Mode {
	if v.model.Cluster.Settings == nil {
		return ""
	}
	return v.model.Cluster.Settings.Mode()
}

// tag returns the value of a tag.
func tag(tags []snapshot.Tag, key string) (string, bool) {
	for _, t := range tags {
		if t.Key == key {
			return t.Value, true
		}
	}
	return "", false
}

func tagMap(tags []snapshot.Tag) map[string]string {
	values := make(map[string]string, len(tags))
	for _, t := range tags {
		values[t.Key] = t.Value
	}
	return values
}
