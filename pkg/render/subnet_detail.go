// SPDX-License-Identifier: Apache-2.0

package render

import (
	"fmt"
	"io"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
)

// subnetLabel is the width, in columns, of the labels on a subnet's page.
const subnetLabel = len("reservations  ")

// SubnetDetail writes a page for every subnet: its ledger, who holds what, and the nodes with the most idle addresses. Errors are those of w.
func SubnetDetail(w io.Writer, doc *v1alpha1.SubnetReport, o SubnetOptions) error {
	t := &subnetTable{page: newPage(w, o.Width, o.Unicode), prefixes: wantsPrefixes(doc)}
	for i := range doc.Items {
		if i > 0 {
			t.newline()
		}
		t.detail(&doc.Items[i])
	}
	return t.close()
}

// detail writes the page of a subnet.
func (t *subnetTable) detail(s *v1alpha1.Subnet) {
	t.heading(s)
	t.labelled("listed for")
	for _, reason := range s.Why {
		t.prose(t.plain, reason.Detail)
	}
	t.end()
	t.sum(s)
	t.blocksOf(s)
	for _, r := range s.Reservations {
		t.reservation(&r)
	}
	for _, r := range t.remarks(s) {
		t.labelled("note")
		t.prose(r.style, r.text)
		t.end()
	}
	t.ledger(s)
	t.nodes(s)
	t.heldByOthers(s)
	if len(s.Clusters) > 0 {
		t.section("by cluster")
		t.clusters(s, hang)
	}
}

// heading writes which subnet it is.
func (t *subnetTable) heading(s *v1alpha1.Subnet) {
	t.begin("", "", hang)
	t.add(t.title, s.ID)
	t.addText(t.plain, s.Name)
	t.end()
	t.labelled("subnet")
	t.addText(t.plain, s.CIDR)
	for _, cidr := range s.IPv6CIDRs {
		t.add(t.plain, cidr)
	}
	t.addText(t.plain, s.Zone)
	if s.ZoneType != "" && s.ZoneType != "AvailabilityZone" {
		t.add(t.plain, s.ZoneType)
	}
	t.addText(t.plain, s.OutpostARN)
	t.addText(t.plain, s.VPCID)
	if s.Shared {
		t.add(t.warn, "shared by account "+s.OwnerID)
	}
	t.end()
}

// labelled begins a line of a subnet's page.
func (p *page) labelled(name string) {
	p.begin(blanks(hang)+name+blanks(subnetLabel-len(name)), blanks(hang+subnetLabel), 0)
}

// section writes the heading of a part of a subnet's page.
func (p *page) section(name string) {
	p.newline()
	p.begin(blanks(hang), blanks(hang), 0)
	p.add(p.title, name)
	p.end()
}

// sum writes the equation that the ledger proves.
func (t *subnetTable) sum(s *v1alpha1.Subnet) {
	t.labelled("addresses")
	if s.Usable == nil && len(s.IPv6CIDRs) > 0 {
		t.add(t.plain, "IPv6 only")
		t.end()
		return
	}
	t.add(t.plain, count(s.Usable)+" usable")
	t.addAfter(" ", t.plain, "= "+count(s.Available)+" free")
	if s.Reserved == nil || *s.Reserved > 0 {
		t.addAfter(" ", t.plain, "+ "+count(s.Reserved)+" reserved")
	}
	t.addAfter(" ", t.plain, "+ "+count(s.InUse)+" in use")
	if text := usedPercent(s); text != "" {
		t.more(t.faint, " ("+text+")")
	}
	look := t.warn
	if balances(s) {
		look = t.plain
	}
	t.add(look, fmt.Sprintf("%s of %s accounted for", terminal.Count(s.Accounted), count(s.InUse)))
	if s.AvailableByHand > 0 {
		t.add(t.warn, terminal.Count(s.AvailableByHand)+" of the free ones are kept for assignment by hand")
	}
	t.end()
}

// blocksOf writes what prefixes there could be.
func (t *subnetTable) blocksOf(s *v1alpha1.Subnet) {
	if s.Free28 == nil {
		return
	}
	t.labelled("free /28s")
	text := count(s.Free28)
	if s.Free28AtMost && *s.Free28 > 0 {
		text = "at most " + text
	}
	look := t.plain
	if *s.Free28 == 0 && t.prefixes {
		look = t.bad
	}
	t.add(look, text)
	if s.Free28Reserved > 0 {
		t.add(t.plain, terminal.Count(s.Free28Reserved)+" of them inside of reservations for prefixes")
	}
	if s.LargestFree != "" {
		t.add(t.plain, "largest free block "+s.LargestFree)
	}
	t.end()
}

// reservation writes a CIDR reservation.
func (t *subnetTable) reservation(r *v1alpha1.SubnetReservation) {
	t.labelled("reservation")
	t.add(t.plain, r.CIDR)
	t.add(t.plain, "type "+r.Type)
	if r.Addresses != nil && r.Empty != nil {
		t.add(t.plain, fmt.Sprintf("%s of %s unused", count(r.Empty), count(r.Addresses)))
	}
	t.addText(t.plain, r.ID)
	t.addText(t.faint, r.Description)
	t.end()
}

// ledger writes the buckets that are not empty.
func (t *subnetTable) ledger(s *v1alpha1.Subnet) {
	t.section("addresses in use")
	g := &grid{columns: []gridColumn{{right: true}, {}}, noHeaders: true}
	for _, bucket := range v1alpha1.SubnetBuckets() {
		n := s.Buckets[bucket]
		if n == 0 {
			continue
		}
		look := t.lookOfBucket(bucket)
		g.rows = append(g.rows, []gridCell{{look, terminal.Count(n)}, {look, bucketInWords(bucket)}})
	}
	if len(g.rows) == 0 {
		g.rows = [][]gridCell{{{t.plain, "0"}, {t.plain, "nothing"}}}
	}
	t.grid(g, hang)
}

// lookOfBucket marks what calls for attention.
func (p *page) lookOfBucket(b v1alpha1.SubnetBucket) style {
	switch b { //nolint:exhaustive // the others are as they should be
	case v1alpha1.BucketLeaked, v1alpha1.BucketUnaccounted, v1alpha1.BucketMissingNodes, v1alpha1.BucketBranchIdle, v1alpha1.BucketPodsUnknown:
		return p.warn
	case v1alpha1.BucketPods, v1alpha1.BucketPrefixUsed, v1alpha1.BucketBranchPods:
		return p.used
	case v1alpha1.BucketIdle, v1alpha1.BucketPrefixIdle:
		return p.faint
	default:
		return p.plain
	}
}
