// SPDX-License-Identifier: Apache-2.0

package subnets

import (
	"cmp"
	"slices"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// share is what a node of this cluster has of a subnet.
type share struct {
	node       *topology.Node
	interfaces int
	addresses  int
	pods, idle int
	// prefixUse is how many addresses of each /28 have a pod.
	prefixUse []int
}

func (s *share) addENI(addresses int) {
	s.interfaces++
	s.addresses += addresses
}

func (l *ledger) share(node *topology.Node) *share {
	s := l.nodes[node.Name]
	if s == nil {
		s = &share{node: node}
		l.nodes[node.Name] = s
	}
	return s
}

// addNodeENI adds an ENI that is attached to a node of this cluster.
func (l *ledger) addNodeENI(own ownENI) {
	s := l.share(own.node)
	n := 0
	for _, a := range own.eni.Addresses {
		bucket := l.addressBucket(own.eni, a)
		taken := l.take(bucket, a.IP)
		n += taken
		switch bucket { //nolint:exhaustive // the others are no pod addresses
		case v1alpha1.BucketPods:
			s.pods += taken
		case v1alpha1.BucketIdle:
			s.idle += taken
		}
	}
	for _, p := range own.eni.Prefixes {
		n += l.addNodePrefix(s, own.eni, p)
	}
	s.addENI(n)
	l.ofThisCluster(own.node.InstanceID, n)
}

// addressBucket is the bucket of a single address of a node's ENI.
func (l *ledger) addressBucket(eni *topology.Interface, a *topology.Address) v1alpha1.SubnetBucket {
	switch {
	case eni.Role == cni.RolePrimary && a.Primary:
		return v1alpha1.BucketNodePrimary
	case !eni.Managed:
		return v1alpha1.BucketUnmanaged
	case eni.Role == cni.RoleTrunk && a.Primary:
		return v1alpha1.BucketTrunk
	case a.Primary:
		return v1alpha1.BucketENIPrimary
	case len(a.Pods) > 0:
		return v1alpha1.BucketPods
	case !l.podsKnown():
		return v1alpha1.BucketPodsUnknown
	default:
		return v1alpha1.BucketIdle
	}
}

// addNodePrefix adds a /28 of a node's ENI: the addresses with a pod, then the others.
func (l *ledger) addNodePrefix(s *share, eni *topology.Interface, p *topology.Prefix) int {
	if !p.CIDR.Addr().Is4() {
		return 0
	}
	if !eni.Managed {
		return l.takePrefix(v1alpha1.BucketUnmanaged, p.CIDR)
	}
	used := 0
	for _, pod := range p.Pods {
		if l.space != nil { // without a space an address with two pods would count twice
			used += l.take(v1alpha1.BucketPrefixUsed, pod.IP)
		}
	}
	if l.space == nil {
		used = p.Used()
		l.count(v1alpha1.BucketPrefixUsed, used)
	}
	rest := v1alpha1.BucketPrefixIdle
	if !l.podsKnown() {
		rest = v1alpha1.BucketPodsUnknown
	}
	left := l.takeRest(rest, p, used)
	s.prefixUse = append(s.prefixUse, used)
	s.pods += used
	if rest == v1alpha1.BucketPrefixIdle {
		s.idle += left
	}
	return used + left
}

// takeRest takes what is left of a prefix.
func (l *ledger) takeRest(bucket v1alpha1.SubnetBucket, p *topology.Prefix, used int) int {
	if l.space != nil {
		return l.takePrefix(bucket, p.CIDR)
	}
	left := 1<<(p.CIDR.Addr().BitLen()-p.CIDR.Bits()) - used
	l.count(bucket, left)
	return left
}

// document is the node's entry in the report.
func (s *share) document(podsKnown bool) v1alpha1.SubnetNode {
	n := v1alpha1.SubnetNode{
		Name: string(s.node.Name), InstanceID: string(s.node.InstanceID), Interfaces: s.interfaces, Addresses: s.addresses, Prefixes: len(s.prefixUse),
	}
	if !podsKnown {
		return n
	}
	n.Pods, n.Idle = &s.pods, &s.idle
	if len(s.prefixUse) > 0 {
		slices.SortFunc(s.prefixUse, func(x, y int) int { return cmp.Compare(y, x) })
		freeable := freeablePrefixes(s.prefixUse)
		n.PrefixUse, n.FreeablePrefixes = s.prefixUse, &freeable
	}
	return n
}

// freeablePrefixes is how many of a node's prefixes would be empty if its pods filled as few as possible. ipamd does not move pods, and frees a
// prefix only once its last pod is gone (amazon-vpc-cni-k8s pkg/ipamd/datastore, FreeablePrefixes).
func freeablePrefixes(use []int) int {
	used := 0
	for _, n := range use {
		used += n
	}
	return len(use) - (used+cni.IPv4PrefixSize-1)/cni.IPv4PrefixSize
}

// nodesDocument are the nodes, most idle addresses first.
func (l *ledger) nodesDocument() []v1alpha1.SubnetNode {
	var nodes []v1alpha1.SubnetNode
	for _, s := range l.nodes {
		nodes = append(nodes, s.document(l.podsKnown()))
	}
	idle := func(n v1alpha1.SubnetNode) int {
		if n.Idle == nil {
			return 0
		}
		return *n.Idle
	}
	slices.SortFunc(nodes, func(x, y v1alpha1.SubnetNode) int {
		return cmp.Or(cmp.Compare(idle(y), idle(x)), cmp.Compare(y.Addresses, x.Addresses), cmp.Compare(x.Name, y.Name))
	})
	return nodes
}
