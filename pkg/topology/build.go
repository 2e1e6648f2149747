// SPDX-License-Identifier: Apache-2.0

package topology

import (
	"cmp"
	"slices"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// Options changes how a model is built.
type Options struct {
	// PreferEC2Limits takes the limits of an instance type from the snapshot's instance types even where the embedded table knows them.
	PreferEC2Limits bool
}

// builder holds what the steps of [Build] share.
type builder struct {
	snapshot *snapshot.Snapshot
	options  Options
	model    *Model

	nodes map[NodeName]*Node
	// byInstance holds the attached ENIs of an instance, byTrunk the branch ENIs of a trunk, byID all of them.
	byInstance map[InstanceID][]*snapshot.NetworkInterface
	byTrunk    map[InterfaceID][]*snapshot.NetworkInterface
	byID       map[InterfaceID]*snapshot.NetworkInterface
	// pods holds the counted pods of a node.
	pods map[NodeName][]*Pod
	// unplacedOn counts the unplaced pods of a node, host-network ones left out.
	unplacedOn map[NodeName]int
	// podsKnown tells whether all pods of the selected nodes were read.
	podsKnown bool
}

// Build joins a snapshot. The snapshot must be normalised (see [snapshot.Snapshot.Normalize]); the model points into it.
func Build(s *snapshot.Snapshot, o Options) *Model {
	b := &builder{
		snapshot: s,
		options:  o,
		model:    &Model{Time: s.Meta.Time, Subnets: map[SubnetID]Subnet{}},
		nodes:    map[NodeName]*Node{},

		unplacedOn: map[NodeName]int{},
		// One pod too few makes every count of used addresses wrong.
		podsKnown: s.Whole(snapshot.Pods),
	}
	b.cluster()
	b.subnets()
	b.indexInterfaces()
	b.buildNodes()
	b.model.Cluster.AccountID = b.account()
	b.collectPods()
	for _, node := range b.model.Nodes {
		b.placePods(node)
		b.count(node)
	}
	b.strayPods()
	b.explainDrift()
	b.checkBranches()
	b.cluesAboutCNI()
	b.readWarnings()
	b.sort()
	return b.model
}

func (b *builder) sort() {
	slices.SortFunc(b.model.Unplaced, func(x, y UnplacedPod) int {
		return cmp.Or(cmp.Compare(x.Namespace, y.Namespace), cmp.Compare(x.Name, y.Name))
	})
	slices.SortFunc(b.model.Warnings, func(x, y Warning) int {
		return cmp.Or(cmp.Compare(x.Code, y.Code), cmp.Compare(x.Message, y.Message), cmp.Compare(x.API, y.API))
	})
	b.model.Warnings = slices.Compact(b.model.Warnings)
}

func (b *builder) warn(code, message string) {
	b.model.Warnings = append(b.model.Warnings, Warning{Code: code, Message: message})
}

// limits returns the limits of an instance type from the table or from EC2, in the order that the options ask for.
func (b *builder) limits(instanceType string) *cni.Limits {
	table, inTable := cni.LookupLimits(instanceType)
	if inTable && !b.options.PreferEC2Limits {
		return &table
	}
	i := slices.IndexFunc(b.snapshot.InstanceTypes, func(t snapshot.InstanceType) bool { return t.InstanceType == instanceType })
	if i < 0 {
		if inTable {
			return &table
		}
		return nil
	}
	limits := LimitsOf(&b.snapshot.InstanceTypes[i])
	if inTable {
		// EC2 does not publish branch limits.
		limits.Branches, limits.TrunkKnown = table.Branches, true
	}
	return &limits
}

// LimitsOf reads the limits out of EC2's answer: the default network card's ENIs, not the sum over all cards.
func LimitsOf(t *snapshot.InstanceType) cni.Limits {
	enis := t.NetworkInfo.MaximumNetworkInterfaces
	for _, card := range t.NetworkInfo.NetworkCards {
		if card.NetworkCardIndex == t.NetworkInfo.DefaultNetworkCardIndex {
			enis = card.MaximumNetworkInterfaces
		}
	}
	return cni.Limits{
		InstanceType: t.InstanceType,
		ENIs:         int(enis),
		IPv4PerENI:   int(t.NetworkInfo.IPv4AddressesPerInterface),
		Hypervisor:   t.Hypervisor,
		BareMetal:    t.BareMetal,
		NetworkCards: max(1, len(t.NetworkInfo.NetworkCards)),
		Source:       cni.SourceEC2,
	}
}
