// SPDX-License-Identifier: Apache-2.0

package render

import "github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"

// sum adds up counts, and is unknown when one of them is.
type sum struct {
	n       int
	unknown bool
}

// add adds a count.
func (s *sum) add(n *int) {
	if n == nil {
		s.unknown = true
		return
	}
	s.n += *n
}

// value returns the sum, nil if it is unknown.
func (s *sum) value() *int {
	if s.unknown {
		return nil
	}
	return &s.n
}

// totals are the sums over all nodes.
type totals struct {
	notReady, readinessUnknown, cordoned int
	interfaces, branches                 int
	// withoutInterfaces counts the nodes whose ENIs are not known.
	withoutInterfaces int
	// pools counts the nodes of which is known how many addresses they hold; unknownPools the others. Neither has those with an IPv6 prefix,
	// which are in ipv6.
	pools, unknownPools, ipv6  int
	capacity, held, used, idle sum
	pods                       sum
	waiting                    int
}

// totalsOf adds up the nodes of a document.
func totalsOf(doc *v1alpha1.Tree) totals {
	var t totals
	for i := range doc.Nodes {
		n := &doc.Nodes[i]
		t.addReadiness(n)
		t.addInterfaces(n)
		t.addPool(n)
		t.pods.add(n.Pods.Running)
		t.pods.add(n.Pods.Waiting)
		if n.Pods.Waiting != nil {
			t.waiting += *n.Pods.Waiting
		}
	}
	return t
}

// addReadiness counts a node that takes no pods.
func (t *totals) addReadiness(n *v1alpha1.Node) {
	switch {
	case n.Ready == nil:
		t.readinessUnknown++
	case !*n.Ready:
		t.notReady++
	}
	if n.Cordoned {
		t.cordoned++
	}
}

// addInterfaces counts a node's ENIs.
func (t *totals) addInterfaces(n *v1alpha1.Node) {
	if n.InterfacesUnknown != "" && holdsAddresses(n) {
		t.withoutInterfaces++
	}
	t.interfaces += len(n.Interfaces)
	for i := range n.Interfaces {
		t.interfaces += len(n.Interfaces[i].Branches)
		t.branches += len(n.Interfaces[i].Branches)
	}
}

// addPool adds a node's pod addresses.
func (t *totals) addPool(n *v1alpha1.Node) {
	switch {
	case !holdsAddresses(n):
	case n.Mode == modeIPv6:
		t.ipv6++
	case n.Addresses.Held == nil:
		t.unknownPools++
	default:
		t.pools++
		t.capacity.add(n.Addresses.Capacity)
		t.held.add(n.Addresses.Held)
		t.used.add(n.Addresses.Used)
		t.idle.add(n.Addresses.Idle)
	}
}

// holdsAddresses tells whether it is in the nature of a node to hold a pool of VPC addresses. Fargate gives every pod an ENI that is not the
// node's, and a hybrid node is no part of the VPC.
func holdsAddresses(n *v1alpha1.Node) bool {
	return n.Kind != kindFargate && n.Kind != kindHybrid
}
