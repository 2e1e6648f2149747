// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"net/netip"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// location is an ENI that has an address, whether of this cluster's or not.
type location struct {
	record *snapshot.NetworkInterface
	// primary tells that it is the ENI's own address; prefix is valid if the address lies in one.
	primary bool
	prefix  netip.Prefix
	// node and eni are set where the ENI belongs to a node of the model; trunk, where it is a branch of it.
	node       *topology.Node
	eni, trunk *topology.Interface
}

// slot is the secondary address or prefix that an address belongs to.
func (l *location) slot(ip netip.Addr) string {
	if l.prefix.IsValid() {
		return l.prefix.String()
	}
	return ip.String()
}

// locate returns the ENI that has an address; nil if none that was read does.
func (v *view) locate(ip netip.Addr) *location {
	for i := range v.snapshot.NetworkInterfaces {
		record := &v.snapshot.NetworkInterfaces[i]
		if l := locateOn(record, ip); l != nil {
			v.tieToNode(l)
			return l
		}
	}
	return nil
}

func locateOn(record *snapshot.NetworkInterface, ip netip.Addr) *location {
	for _, a := range record.PrivateIPAddresses {
		if parses(a.PrivateIPAddress, ip) {
			return &location{record: record, primary: a.Primary}
		}
	}
	if parses(record.PrivateIPAddress, ip) {
		return &location{record: record, primary: true}
	}
	for _, a := range record.IPv6Addresses {
		if parses(a.IPv6Address, ip) {
			return &location{record: record, primary: true}
		}
	}
	for _, text := range prefixTexts(record) {
		if cidr, err := netip.ParsePrefix(text); err == nil && cidr.Contains(ip) {
			return &location{record: record, prefix: cidr.Masked()}
		}
	}
	return nil
}

// prefixTexts are an ENI's prefixes as they were read.
func prefixTexts(record *snapshot.NetworkInterface) []string {
	texts := make([]string, 0, len(record.IPv4Prefixes)+len(record.IPv6Prefixes))
	for _, p := range record.IPv4Prefixes {
		texts = append(texts, p.IPv4Prefix)
	}
	for _, p := range record.IPv6Prefixes {
		texts = append(texts, p.IPv6Prefix)
	}
	return texts
}

func parses(text string, as netip.Addr) bool {
	addr, err := netip.ParseAddr(text)
	return err == nil && addr == as
}

// tieToNode finds the node that an ENI belongs to, itself or by its trunk.
func (v *view) tieToNode(l *location) {
	for _, node := range v.model.Nodes {
		for _, eni := range node.Interfaces {
			if eni.Record == l.record {
				l.node, l.eni = node, eni
				return
			}
			for _, branch := range eni.Branches {
				if branch.Record == l.record {
					l.node, l.eni, l.trunk = node, branch, eni
					return
				}
			}
		}
	}
}

// ownENI returns the ENI whose own address an address is.
func (v *view) ownENI(ip netip.Addr) *snapshot.NetworkInterface {
	if l := v.locate(ip); l != nil && l.primary {
		return l.record
	}
	return nil
}

// whereIs says where an address is that is not where it should be.
func (v *view) whereIs(ip netip.Addr) (words string, facts []v1alpha1.Evidence) {
	l := v.locate(ip)
	switch {
	case l == nil:
		return "no ENI that was read has it", nil
	case l.node != nil:
		return fmt.Sprintf("it is on ENI %s of node %s", l.record.ID, l.node.Name),
			[]v1alpha1.Evidence{evidence("EC2 network interface "+l.record.ID, "%s, of node %s", l.slot(ip), l.node.Name)}
	default:
		return fmt.Sprintf("it is on ENI %s, which is no node's of this cluster", l.record.ID),
			[]v1alpha1.Evidence{evidence(fmt.Sprintf("EC2 network interface %s Description", l.record.ID), "%q", l.record.Description)}
	}
}

// eniTag is the value of an ENI's tag.
func eniTag(record *snapshot.NetworkInterface, key string) string {
	for _, t := range record.TagSet {
		if t.Key == key {
			return t.Value
		}
	}
	return ""
}

// clusterOf is the cluster that an ENI's tags name; "" if they name none.
func clusterOf(record *snapshot.NetworkInterface) (cluster, key string) {
	for _, t := range record.TagSet {
		if t.Key == cni.TagClusterName {
			return t.Value, t.Key
		}
		if name, ok := cutOwned(t); ok {
			cluster, key = name, t.Key
		}
	}
	return cluster, key
}
