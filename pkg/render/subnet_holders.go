// SPDX-License-Identifier: Apache-2.0

package render

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// How many of them a subnet's page names before it counts the rest; the prefixes are those of a node.
const (
	shownNodes    = 10
	shownHolders  = 12
	shownPrefixes = 12
)

// nodes writes the nodes with the most idle addresses.
func (t *subnetTable) nodes(s *v1alpha1.Subnet) {
	if len(s.Nodes) == 0 {
		return
	}
	t.section(counted(len(s.Nodes), "node") + ", most idle addresses first")
	withPrefixes := slices.ContainsFunc(s.Nodes, func(n v1alpha1.SubnetNode) bool { return n.Prefixes > 0 })
	g := &grid{columns: []gridColumn{
		{name: "NODE"}, {name: "ENIS", right: true}, {name: "ADDRESSES", right: true}, {name: "PODS", right: true}, {name: "IDLE", right: true},
	}}
	if withPrefixes {
		g.columns = append(g.columns, gridColumn{name: "PREFIXES", right: true}, gridColumn{name: "IF PACKED", right: true}, gridColumn{name: "PODS PER PREFIX"})
	}
	for i := range s.Nodes[:min(len(s.Nodes), shownNodes)] {
		g.rows = append(g.rows, t.nodeRow(&s.Nodes[i], withPrefixes))
	}
	t.grid(g, hang)
	t.andMore(len(s.Nodes)-shownNodes, "node")
}

func (t *subnetTable) nodeRow(n *v1alpha1.SubnetNode, withPrefixes bool) []gridCell {
	row := []gridCell{
		{t.plain, known(n.Name)}, t.count(n.Interfaces), t.count(n.Addresses), t.number(n.Pods), t.number(n.Idle),
	}
	if !withPrefixes {
		return row
	}
	if n.Prefixes == 0 {
		return append(row, gridCell{t.faint, "0"}, gridCell{}, gridCell{})
	}
	needed := gridCell{t.warn, t.unknownCell()}
	if n.FreeablePrefixes != nil {
		needed = t.count(n.Prefixes - *n.FreeablePrefixes)
	}
	return append(row, t.count(n.Prefixes), needed, gridCell{t.plain, prefixUse(n.PrefixUse)})
}

// prefixUse lists how many pods the prefixes have.
func prefixUse(use []int) string {
	texts := make([]string, 0, len(use))
	for _, n := range use[:min(len(use), shownPrefixes)] {
		texts = append(texts, strconv.Itoa(n))
	}
	if more := len(use) - shownPrefixes; more > 0 {
		texts = append(texts, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(texts, " ")
}

// heldByOthers writes who else holds addresses.
func (t *subnetTable) heldByOthers(s *v1alpha1.Subnet) {
	if len(s.Holders) == 0 {
		return
	}
	t.section("held by others")
	g := &grid{columns: []gridColumn{{name: "ADDRESSES", right: true}, {name: "ENIS", right: true}, {name: "HOLDER"}, {name: "WHAT"}}}
	for i := range s.Holders[:min(len(s.Holders), shownHolders)] {
		h := &s.Holders[i]
		what := bucketInWords(h.Bucket)
		if h.Cluster != "" {
			what += ": " + h.Cluster
		}
		g.rows = append(g.rows, []gridCell{
			t.count(h.Addresses), t.count(h.Interfaces), {t.plain, known(h.Name)}, {t.lookOfBucket(h.Bucket), what},
		})
	}
	t.grid(g, hang)
	t.andMore(len(s.Holders)-shownHolders, "holder")
}

// andMore counts what was left out; -o json has all of it.
func (p *page) andMore(n int, noun string) {
	if n <= 0 {
		return
	}
	p.begin(blanks(hang), blanks(hang), 0)
	p.add(p.faint, "and "+counted(n, noun)+" more (-o json has all)")
	p.end()
}
