// SPDX-License-Identifier: Apache-2.0

package subnets

import (
	"net/netip"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// ledger is one subnet, while its addresses are put into buckets. An address is counted once, whatever the number of ENIs that claim it.
type ledger struct {
	*view
	listed

	// space is nil when the CIDR is unknown, or there is none: then addresses cannot be held against each other.
	space *cni.AddressSpace
	// owner is the bucket of each address of the subnet, by its place in it; nil unless a map is wanted.
	owner []v1alpha1.SubnetBucket

	buckets   map[v1alpha1.SubnetBucket]int
	accounted int
	ipv6      int
	nodes     map[topology.NodeName]*share
	holders   map[holding]*v1alpha1.SubnetHolder
	clusters  map[string]*clusterShare
	looseENIs []v1alpha1.LooseInterface
}

// newLedger puts the addresses of a subnet into buckets.
func newLedger(v *view, subnet listed, withMap bool) *ledger {
	l := &ledger{
		view: v, listed: subnet,
		buckets:  map[v1alpha1.SubnetBucket]int{},
		nodes:    map[topology.NodeName]*share{},
		holders:  map[holding]*v1alpha1.SubnetHolder{},
		clusters: map[string]*clusterShare{},
	}
	for _, bucket := range v1alpha1.SubnetBuckets() {
		l.buckets[bucket] = 0
	}
	if space, ok := cni.NewAddressSpace(subnet.CIDR); ok {
		l.space = space
		if withMap {
			l.owner = make([]v1alpha1.SubnetBucket, space.Usable()+cni.SubnetReserved)
		}
	}
	l.reserve()
	for _, eni := range v.bySubnet[subnet.ID] {
		l.ipv6 += len(eni.IPv6Prefixes)
		l.add(eni)
	}
	return l
}

// add puts the addresses of an ENI into their buckets.
func (l *ledger) add(eni *snapshot.NetworkInterface) {
	own, isOwn := l.own[topology.InterfaceID(eni.ID)]
	switch {
	case isOwn && own.isBranch:
		l.addBranch(eni, own)
	case isOwn:
		l.addNodeENI(own)
	case eni.Status == statusAvailable:
		l.addLoose(eni)
	default:
		if name, found := l.fargateNode(eni); found {
			l.addWhole(eni, holding{bucket: v1alpha1.BucketPods, name: "Fargate " + string(name), cluster: l.cluster, ofCluster: true})
			return
		}
		l.addWhole(eni, l.holdingOf(eni))
	}
}

// addBranch adds a branch ENI of this cluster. One that is associated with no trunk is judged as others that are attached to nothing.
func (l *ledger) addBranch(eni *snapshot.NetworkInterface, own ownENI) {
	bucket := l.branchBucket(own.eni)
	if eni.Status == statusAvailable && bucket != v1alpha1.BucketBranchPods {
		l.addLoose(eni)
		return
	}
	n := l.takeAll(eni, bucket)
	l.share(own.node).addENI(n)
	l.ofThisCluster(own.node.InstanceID, n)
}

// addLoose adds an ENI that is attached to nothing.
func (l *ledger) addLoose(eni *snapshot.NetworkInterface) {
	h, loose := l.loose(eni)
	n := l.addWhole(eni, h)
	if loose != nil {
		loose.Addresses = n
		l.looseENIs = append(l.looseENIs, *loose)
	}
}

// addWhole adds an ENI all of whose addresses are in one bucket.
func (l *ledger) addWhole(eni *snapshot.NetworkInterface, h holding) int {
	n := l.takeAll(eni, h.bucket)
	holder := l.holders[h]
	if holder == nil {
		holder = &v1alpha1.SubnetHolder{Bucket: h.bucket, Name: h.name, Cluster: h.cluster, InstanceID: string(h.instance)}
		l.holders[h] = holder
	}
	holder.Interfaces++
	holder.Addresses += n
	if h.ofCluster {
		l.shareOf(h.cluster).add(h.instance, n)
	}
	return n
}

// takeAll takes all addresses of an ENI for one bucket, and returns how many.
func (l *ledger) takeAll(eni *snapshot.NetworkInterface, bucket v1alpha1.SubnetBucket) int {
	n := 0
	for _, a := range eni.PrivateIPAddresses {
		n += l.takeText(bucket, a.PrivateIPAddress)
	}
	if len(eni.PrivateIPAddresses) == 0 && eni.PrivateIPAddress != "" {
		n += l.takeText(bucket, eni.PrivateIPAddress)
	}
	for _, p := range eni.IPv4Prefixes {
		if cidr, err := netip.ParsePrefix(p.IPv4Prefix); err == nil {
			n += l.takePrefix(bucket, cidr)
		}
	}
	return n
}

// takeText takes an address; a text that is none is no address in use.
func (l *ledger) takeText(bucket v1alpha1.SubnetBucket, text string) int {
	addr, err := netip.ParseAddr(text)
	if err != nil {
		return 0
	}
	return l.take(bucket, addr)
}

// take puts an address into a bucket, and returns how many were not in one before: 1 or 0.
func (l *ledger) take(bucket v1alpha1.SubnetBucket, addr netip.Addr) int {
	if !addr.Is4() || (l.space != nil && !l.space.TakeAddress(addr)) {
		return 0
	}
	l.paint(bucket, addr, 1)
	l.count(bucket, 1)
	return 1
}

// takePrefix puts the addresses of a prefix that are in no bucket yet into one, and returns how many.
func (l *ledger) takePrefix(bucket v1alpha1.SubnetBucket, cidr netip.Prefix) int {
	if !cidr.Addr().Is4() {
		return 0
	}
	cidr = cidr.Masked()
	n := 1 << (cidr.Addr().BitLen() - cidr.Bits())
	if l.space != nil {
		if l.owner != nil {
			l.paint(bucket, cidr.Addr(), n)
		}
		n = l.space.TakePrefix(cidr)
	}
	l.count(bucket, n)
	return n
}

func (l *ledger) count(bucket v1alpha1.SubnetBucket, n int) {
	l.buckets[bucket] += n
	l.accounted += n
}

// paint notes the bucket of some addresses for the map, unless they have one.
func (l *ledger) paint(bucket v1alpha1.SubnetBucket, first netip.Addr, n int) {
	if l.owner == nil {
		return
	}
	start, inside := l.space.Index(first)
	if !inside {
		return
	}
	for i := start; i < min(start+n, len(l.owner)); i++ {
		if l.owner[i] == "" {
			l.owner[i] = bucket
		}
	}
}
