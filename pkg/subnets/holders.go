// SPDX-License-Identifier: Apache-2.0

package subnets

import (
	"cmp"
	"slices"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// clusterShare is what a cluster has of a subnet.
type clusterShare struct {
	name                  string
	instances             map[topology.InstanceID]bool
	interfaces, addresses int
}

func (c *clusterShare) add(id topology.InstanceID, addresses int) {
	if id != "" {
		c.instances[id] = true
	}
	c.interfaces++
	c.addresses += addresses
}

// shareOf is the share of a cluster by its name.
func (l *ledger) shareOf(name string) *clusterShare {
	c := l.clusters[name]
	if c == nil {
		c = &clusterShare{name: name, instances: map[topology.InstanceID]bool{}}
		l.clusters[name] = c
	}
	return c
}

// thisCluster stands for this cluster in the shares, whatever its name and whether it is known.
const thisCluster = "\x00this"

// ofThisCluster adds an ENI of a node of this cluster.
func (l *ledger) ofThisCluster(id topology.InstanceID, addresses int) {
	l.shareOf(thisCluster).add(id, addresses)
}

// clustersDocument splits the subnet by cluster, where more than one is in it; this cluster first, then most addresses first.
func (l *ledger) clustersDocument() []v1alpha1.SubnetCluster {
	var all []v1alpha1.SubnetCluster
	current := v1alpha1.SubnetCluster{Name: l.cluster, Current: true}
	instances := map[topology.InstanceID]bool{}
	for key, c := range l.clusters {
		if key != thisCluster && !l.isThis(key) {
			all = append(all, v1alpha1.SubnetCluster{Name: key, Instances: len(c.instances), Interfaces: c.interfaces, Addresses: c.addresses})
			continue
		}
		for id := range c.instances {
			instances[id] = true
		}
		current.Interfaces += c.interfaces
		current.Addresses += c.addresses
	}
	if len(all) == 0 {
		return nil
	}
	slices.SortFunc(all, func(x, y v1alpha1.SubnetCluster) int {
		return cmp.Or(cmp.Compare(y.Addresses, x.Addresses), cmp.Compare(x.Name, y.Name))
	})
	current.Instances = len(instances)
	return slices.Insert(all, 0, current)
}

// holdersDocument are all holders but the nodes, most addresses first.
func (l *ledger) holdersDocument() []v1alpha1.SubnetHolder {
	var all []v1alpha1.SubnetHolder
	for _, h := range l.holders {
		all = append(all, *h)
	}
	slices.SortFunc(all, func(x, y v1alpha1.SubnetHolder) int {
		return cmp.Or(
			cmp.Compare(y.Addresses, x.Addresses), cmp.Compare(x.Bucket, y.Bucket), cmp.Compare(x.Name, y.Name),
			cmp.Compare(x.Cluster, y.Cluster), cmp.Compare(x.InstanceID, y.InstanceID))
	})
	return all
}
