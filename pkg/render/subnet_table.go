// SPDX-License-Identifier: Apache-2.0

package render

import (
	"io"
	"strconv"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// SubnetOptions say how a [v1alpha1.SubnetReport] is laid out.
type SubnetOptions struct {
	// Wide adds columns to the table.
	Wide bool
	// NoHeaders leaves headers and whatever is not the table out.
	NoHeaders bool
	// Width is the number of columns that lines are laid out for, and at least 50; 0 means that nothing is wrapped or shortened.
	Width int
	// Unicode is false for ASCII alone.
	Unicode bool
}

// subnetColumns are the columns of [SubnetTable].
func subnetColumns() []gridColumn {
	return []gridColumn{
		{name: "SUBNET"},
		{name: "CIDR"},
		{name: "ZONE"},
		{name: "USABLE", right: true},
		{name: "FREE", right: true},
		{name: "USED", right: true},
		{name: "PODS", right: true},
		{name: "IDLE", right: true},
		{name: "ENI", right: true},
		{name: "BRANCH", right: true},
		{name: "OTHER", right: true},
		{name: "RESERVED", right: true},
		{name: "FREE/28", right: true},
		{name: "LARGEST"},
		{name: "ACCOUNTED"},
	}
}

// wideSubnetColumns are the columns that [SubnetOptions] adds to them.
func wideSubnetColumns() []gridColumn {
	return []gridColumn{
		{name: "NAME"},
		{name: "VPC"},
		{name: "ZONE-TYPE"},
		{name: "OWNER"},
		{name: "IN-USE", right: true},
		{name: "UNACCOUNTED", right: true},
		{name: "PREFIX-IDLE", right: true},
		{name: "LEAKED", right: true},
		{name: "CLUSTERS", right: true},
		{name: "IPV6"},
		{name: "WHY"},
	}
}

// subnetTable writes subnets as rows.
type subnetTable struct {
	*page

	prefixes bool
}

// SubnetTable writes a row for every subnet, and below the table what calls for attention. Errors are those of w.
func SubnetTable(w io.Writer, doc *v1alpha1.SubnetReport, o SubnetOptions) error {
	t := &subnetTable{page: newPage(w, o.Width, o.Unicode), prefixes: wantsPrefixes(doc)}
	g := &grid{columns: subnetColumns(), noHeaders: o.NoHeaders}
	if o.Wide {
		g.columns = append(g.columns, wideSubnetColumns()...)
	}
	for i := range doc.Items {
		row := t.row(&doc.Items[i])
		if o.Wide {
			row = append(row, t.wideCells(&doc.Items[i])...)
		}
		g.rows = append(g.rows, row)
	}
	if len(doc.Items) > 0 {
		t.grid(g, 0)
	}
	if !o.NoHeaders {
		t.findings(doc)
	}
	return t.close()
}

// row returns the cells of a subnet.
func (t *subnetTable) row(s *v1alpha1.Subnet) []gridCell {
	sums := sumsOf(s)
	return []gridCell{
		{t.id, s.ID},
		t.text(s.CIDR),
		t.text(s.Zone),
		t.number(s.Usable),
		t.free(s),
		t.percent(s),
		t.number(sums.pods),
		t.number(sums.idle),
		t.count(sums.interfaces),
		t.count(sums.branch),
		t.count(sums.other),
		t.number(s.Reserved),
		t.free28(s),
		t.largest(s),
		t.accounted(s),
	}
}

// wideCells returns what a wide table adds.
func (t *subnetTable) wideCells(s *v1alpha1.Subnet) []gridCell {
	why := make([]string, 0, len(s.Why))
	for _, reason := range s.Why {
		why = append(why, reason.Code)
	}
	leaked := t.count(s.Buckets[v1alpha1.BucketLeaked])
	if s.Buckets[v1alpha1.BucketLeaked] > 0 {
		leaked.style = t.warn
	}
	return []gridCell{
		t.text(s.Name), t.text(s.VPCID), t.text(s.ZoneType), t.text(s.OwnerID), t.number(s.InUse), t.number(s.Unaccounted),
		t.count(s.Buckets[v1alpha1.BucketPrefixIdle]), leaked, t.count(max(len(s.Clusters), 1)), t.text(strings.Join(s.IPv6CIDRs, ",")),
		t.text(strings.Join(why, ",")),
	}
}

// text returns a cell; an empty one is written as kubectl writes what there is not.
func (t *subnetTable) text(s string) gridCell {
	if s == "" {
		return gridCell{t.faint, cellNone}
	}
	return gridCell{t.plain, s}
}

// number returns the cell of a number that may be unknown.
func (t *subnetTable) number(n *int) gridCell {
	if n == nil {
		return gridCell{t.warn, t.unknownCell()}
	}
	return t.count(*n)
}

func (t *subnetTable) count(n int) gridCell {
	look := t.plain
	if n == 0 {
		look = t.faint
	}
	return gridCell{look, strconv.Itoa(n)}
}

// unknownCell is kubectl's word where lines may be long.
func (t *subnetTable) unknownCell() string {
	if t.width == 0 {
		return cellUnknown
	}
	return unknown
}

// free returns the cell of the addresses that are left.
func (t *subnetTable) free(s *v1alpha1.Subnet) gridCell {
	cell := t.number(s.Available)
	if s.Available != nil && *s.Available == 0 {
		cell.style = t.bad
	}
	return cell
}

// nearlyFull is the percentage of a subnet in use from which on it is marked.
const nearlyFull = 90

func (t *subnetTable) percent(s *v1alpha1.Subnet) gridCell {
	text := usedPercent(s)
	switch {
	case text == "":
		return gridCell{t.warn, t.unknownCell()}
	case *s.InUse*100 >= *s.Usable*nearlyFull:
		return gridCell{t.warn, text}
	default:
		return gridCell{t.plain, text}
	}
}

// free28 returns the cell of the free /28s.
func (t *subnetTable) free28(s *v1alpha1.Subnet) gridCell {
	switch {
	case s.Free28 == nil && s.PrefixNote != "":
		return gridCell{t.faint, "/80s"}
	case s.Free28 == nil:
		return gridCell{t.warn, t.unknownCell()}
	}
	cell := t.count(*s.Free28)
	if s.Free28AtMost && *s.Free28 > 0 {
		cell.text = t.atMost() + cell.text
	}
	if *s.Free28 == 0 && t.prefixes {
		cell.style = t.bad
	}
	return cell
}

// atMost stands before an upper bound.
func (p *page) atMost() string {
	if p.unicode {
		return "≤"
	}
	return "<="
}

// largest returns the cell of the largest free block.
func (t *subnetTable) largest(s *v1alpha1.Subnet) gridCell {
	if s.LargestFree == "" && s.Free28 == nil && s.PrefixNote == "" {
		return gridCell{t.warn, t.unknownCell()}
	}
	return t.text(s.LargestFree)
}

func (t *subnetTable) accounted(s *v1alpha1.Subnet) gridCell {
	look := t.plain
	if !balances(s) {
		look = t.warn
	}
	return gridCell{look, accountedInWords(s)}
}
