// SPDX-License-Identifier: Apache-2.0

package render

import (
	"io"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// TableOptions say which columns a table has.
type TableOptions struct {
	// Wide adds columns.
	Wide bool
	// NoHeaders leaves the header out.
	NoHeaders bool
}

// treeColumns are the columns of [TreeTable].
func treeColumns() []string {
	return []string{"NODE", "ENI", "ROLE", "SLOT", "IP", "STATE", "NAMESPACE", "POD"}
}

// wideTreeColumns are the columns that [TableOptions] adds to them.
func wideTreeColumns() []string {
	return []string{"INSTANCE", "ZONE", "DEVICE", "CARD", "SUBNET", "CIDR", "SECURITY-GROUPS", "VLAN", "MAC", "REASON"}
}

// treeTable writes a [v1alpha1.Tree] as rows.
type treeTable struct {
	row   func(cells []string)
	cells []string
	wide  bool
	node  *v1alpha1.Node
	// podsKnown is false while a node is at hand whose pods could not be read.
	podsKnown bool
	eni       *v1alpha1.Interface
}

// address is what a row says beside the node and the ENI.
type address struct {
	slot, ip       string
	state          state
	namespace, pod string
	// reason says why a pod has no place.
	reason string
}

// TreeTable writes a row for every address on the ENIs of the nodes, idle ones and those inside /28 prefixes too, so that counting rows
// counts addresses. An address with several pods has a row for each, so that every pod stands in the table once. A node without ENIs, an ENI
// without addresses and an IPv6 prefix without pods have one row, and so has every pod that has no place under a node. Errors are those of w.
func TreeTable(w io.Writer, doc *v1alpha1.Tree, o TableOptions) error {
	return writeTable(w, func(row func([]string)) {
		t := &treeTable{row: row, wide: o.Wide}
		if !o.NoHeaders {
			t.headers()
		}
		t.rows(doc)
	})
}

// headers writes the names of the columns.
func (t *treeTable) headers() {
	columns := treeColumns()
	if t.wide {
		columns = append(columns, wideTreeColumns()...)
	}
	t.row(columns)
}

// rows writes all rows of a document.
func (t *treeTable) rows(doc *v1alpha1.Tree) {
	elsewhere := make(map[string]bool, len(doc.UnplacedPods))
	for i := range doc.UnplacedPods {
		elsewhere[doc.UnplacedPods[i].Node] = true
	}
	for i := range doc.Nodes {
		t.node = &doc.Nodes[i]
		t.podsKnown = t.node.Pods.Running != nil
		for k := range t.node.Interfaces {
			t.networkInterface(&t.node.Interfaces[k])
		}
		if len(t.node.Interfaces) == 0 && !elsewhere[t.node.Name] {
			t.emptyNode()
		}
	}
	for i := range doc.UnplacedPods {
		t.unplaced(&doc.UnplacedPods[i])
	}
}

// emptyNode writes the row of a node without ENIs.
func (t *treeTable) emptyNode() {
	cell := cellNone
	if t.node.InterfacesUnknown != "" {
		cell = cellUnknown
	}
	t.eni = &v1alpha1.Interface{ID: cell, Role: cell}
	t.address(address{slot: cell, ip: cell, state: state(cell), namespace: cell, pod: cell})
}

// networkInterface writes the rows of an ENI and of its branches.
func (t *treeTable) networkInterface(i *v1alpha1.Interface) {
	t.eni = i
	if len(i.Addresses) == 0 && len(i.Prefixes) == 0 {
		t.address(address{})
	}
	for k := range i.Addresses {
		a := &i.Addresses[k]
		t.addressOf(a, useOf(i, a, t.podsKnown))
	}
	for k := range i.Prefixes {
		t.prefix(&i.Prefixes[k], useWithoutPods(i, t.podsKnown))
	}
	for k := range i.Branches {
		t.networkInterface(&i.Branches[k])
	}
}

// addressOf writes the rows of an address of the ENI at hand.
func (t *treeTable) addressOf(a *v1alpha1.Address, serves use) {
	shows := stateOf(t.eni, serves)
	if len(a.Pods) == 0 {
		pod := podOf(serves, t.podsKnown)
		t.address(address{slot: a.IP, ip: a.IP, state: shows, namespace: pod, pod: pod})
	}
	for _, pod := range a.Pods {
		t.address(address{slot: a.IP, ip: a.IP, state: withPod(shows, pod), namespace: pod.Namespace, pod: pod.Name})
	}
}

// prefix writes the rows of a prefix of the ENI at hand.
func (t *treeTable) prefix(x *v1alpha1.Prefix, serves use) {
	addresses := usedOf(x)
	if isCounted(x) {
		addresses = withIdle(x)
	}
	if len(addresses) == 0 {
		addresses = []podsAt{{}}
	}
	for _, at := range addresses {
		if len(at.pods) == 0 {
			pod := podOf(serves, t.podsKnown)
			t.address(address{slot: x.CIDR, ip: at.ip, state: stateOf(t.eni, serves), namespace: pod, pod: pod})
		}
		for k := range at.pods {
			pod := at.pods[k].PodRef
			t.address(address{slot: x.CIDR, ip: at.ip, state: withPod(stateUsed, pod), namespace: pod.Namespace, pod: pod.Name})
		}
	}
}

// unplaced writes the row of a pod that has no place under a node.
func (t *treeTable) unplaced(pod *v1alpha1.UnplacedPod) {
	cell := cellNone
	if isUnknownENI(pod.Reason) {
		cell = cellUnknown
	}
	t.node, t.eni = &v1alpha1.Node{Name: pod.Node}, &v1alpha1.Interface{ID: cell, Role: cell}
	t.address(address{
		slot: cell, ip: strings.Join(pod.IPs, ","), state: stateUnplaced, namespace: pod.Namespace, pod: pod.Name, reason: pod.Reason,
	})
}

// address writes a row for an address of the ENI and node at hand.
func (t *treeTable) address(a address) {
	t.cells = append(t.cells[:0], t.node.Name, t.eni.ID, t.eni.Role, a.slot, a.ip, string(a.state), a.namespace, a.pod)
	if t.wide {
		t.cells = append(t.cells, t.node.InstanceID, t.node.Zone, cellOf(t.eni.DeviceIndex), cellOf(t.eni.NetworkCard), t.eni.SubnetID,
			t.eni.SubnetCIDR, strings.Join(t.eni.SecurityGroupIDs, ","), cellOf(t.eni.VLANID), t.eni.MACAddress, a.reason)
	}
	t.row(t.cells)
}
