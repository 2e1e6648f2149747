// SPDX-License-Identifier: Apache-2.0

package render

import "github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"

// mapKind is what a cell of a map can be of.
type mapKind struct {
	letter rune
	words  string
	look   mapLook
}

// mapLook names the styles of cells.
type mapLook int

const (
	lookPlain mapLook = iota
	lookFree
	lookUsed
	lookIdle
	lookWarm
	lookOther
	lookBad
	lookNone
)

// The kinds. What calls for attention comes first, since it wins where two hold as many addresses of a cell.
var (
	kindLeaked   = mapKind{'l', "leaked", lookBad}
	kindPods     = mapKind{'p', "pods", lookUsed}
	kindPrefix   = mapKind{'d', "pods on prefixes", lookUsed}
	kindWarm     = mapKind{'w', "idle addresses of prefixes", lookWarm}
	kindIdle     = mapKind{'i', "idle secondary addresses", lookIdle}
	kindNode     = mapKind{'n', "nodes and their ENIs", lookPlain}
	kindBranch   = mapKind{'b', "branch ENIs", lookUsed}
	kindMissing  = mapKind{'g', "instances that are no nodes", lookWarm}
	kindClusters = mapKind{'c', "other clusters", lookOther}
	kindServices = mapKind{'s', "AWS services", lookOther}
	kindMachines = mapKind{'m', "other instances and ENIs", lookOther}
	kindAWS      = mapKind{'a', "AWS's five", lookNone}
	kindByHand   = mapKind{'x', "reserved, given out by hand", lookWarm}
	kindReserved = mapKind{'r', "reserved for prefixes, free", lookFree}
	kindFree     = mapKind{'.', "free", lookFree}
)

// mapKinds are all kinds, in the order of the legend.
func mapKinds() []*mapKind {
	return []*mapKind{
		&kindLeaked, &kindPods, &kindPrefix, &kindWarm, &kindIdle, &kindNode, &kindBranch, &kindMissing, &kindClusters, &kindServices,
		&kindMachines, &kindAWS, &kindByHand, &kindReserved, &kindFree,
	}
}

// kindsOfBuckets are the kinds of the addresses of buckets; those of others are [kindMachines].
var kindsOfBuckets = map[v1alpha1.SubnetBucket]*mapKind{
	v1alpha1.BucketNodePrimary:   &kindNode,
	v1alpha1.BucketENIPrimary:    &kindNode,
	v1alpha1.BucketTrunk:         &kindNode,
	v1alpha1.BucketPods:          &kindPods,
	v1alpha1.BucketIdle:          &kindIdle,
	v1alpha1.BucketPrefixUsed:    &kindPrefix,
	v1alpha1.BucketPrefixIdle:    &kindWarm,
	v1alpha1.BucketPodsUnknown:   &kindPods,
	v1alpha1.BucketBranchPods:    &kindBranch,
	v1alpha1.BucketBranchCooling: &kindBranch,
	v1alpha1.BucketBranchIdle:    &kindBranch,
	v1alpha1.BucketMissingNodes:  &kindMissing,
	v1alpha1.BucketOtherClusters: &kindClusters,
	v1alpha1.BucketControlPlane:  &kindServices,
	v1alpha1.BucketLoadBalancers: &kindServices,
	v1alpha1.BucketNATGateways:   &kindServices,
	v1alpha1.BucketVPCEndpoints:  &kindServices,
	v1alpha1.BucketLambda:        &kindServices,
	v1alpha1.BucketRDS:           &kindServices,
	v1alpha1.BucketEFS:           &kindServices,
	v1alpha1.BucketOtherServices: &kindServices,
	v1alpha1.BucketLeaked:        &kindLeaked,
}

// kindOfBucket is the kind of the addresses of a bucket.
func kindOfBucket(b v1alpha1.SubnetBucket) *mapKind {
	if kind, found := kindsOfBuckets[b]; found {
		return kind
	}
	return &kindMachines
}

// lookOfKind is the style of a kind's cells.
func (p *page) lookOfKind(k *mapKind) style {
	switch k.look {
	case lookFree:
		return p.used
	case lookUsed:
		return p.id
	case lookIdle, lookNone:
		return p.faint
	case lookWarm:
		return p.warn
	case lookBad:
		return p.bad
	case lookPlain, lookOther:
		return p.plain
	default:
		return p.plain
	}
}
