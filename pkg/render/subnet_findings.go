// SPDX-License-Identifier: Apache-2.0

package render

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
)

// Verdicts on ENIs that are attached to nothing, see [v1alpha1.LooseInterface].
const (
	verdictLeaked   = "Leaked"
	verdictInFlight = "InFlight"
)

// Reasons for which subnets are listed, see [v1alpha1.SubnetReason].
const (
	reasonNodes    = "Nodes"
	reasonExcluded = "Excluded"
)

// findings writes what calls for attention in the subnets of a table.
func (t *subnetTable) findings(doc *v1alpha1.SubnetReport) {
	if len(doc.Items) == 0 {
		t.begin("", "", 0)
		t.prose(t.plain, "no subnet of the cluster was found")
		t.end()
		return
	}
	first := true
	for i := range doc.Items {
		item := &doc.Items[i]
		remarks := append(t.listing(item), t.remarks(item)...)
		if len(remarks) == 0 && len(item.Clusters) == 0 {
			continue
		}
		if first {
			t.newline()
		}
		first = false
		t.begin("", "", hang)
		t.add(t.id, item.ID)
		t.addText(t.plain, item.Name)
		t.end()
		for _, remark := range remarks {
			t.remark(remark)
		}
		if len(item.Clusters) > 0 {
			t.clusters(item, hang)
		}
	}
}

// remark is something to know of a subnet.
type remark struct {
	style style
	text  string
}

func (p *page) remark(r remark) {
	p.begin(blanks(hang), blanks(hang), hang)
	p.prose(r.style, r.text)
	p.end()
}

// remarks say what calls for attention in a subnet.
func (t *subnetTable) remarks(s *v1alpha1.Subnet) []remark {
	var all []remark
	if s.Available != nil && *s.Available == 0 {
		all = append(all, remark{t.bad, fullInWords(s)})
	}
	if t.prefixes && s.Free28 != nil && *s.Free28 == 0 && s.Available != nil && *s.Available > 0 {
		all = append(all, remark{t.bad, terminal.Count(*s.Available) + " addresses are free, but no /28 among them: nodes get no prefix here" + packedInWords(s)})
	}
	if n := s.Buckets[v1alpha1.BucketLeaked]; n > 0 {
		all = append(all, remark{t.warn, counted(n, "address") + " on leaked ENIs: kubectl eni subnets --leaked shows them"})
	}
	if n := s.Buckets[v1alpha1.BucketMissingNodes]; n > 0 {
		all = append(all, remark{t.warn, counted(n, "address") + " on instances of this cluster that are no nodes in its API"})
	}
	if s.PrefixNote != "" {
		all = append(all, remark{t.plain, s.PrefixNote})
	}
	return append(all, t.unaccounted(s)...)
}

// fullInWords says what a subnet without a free address can still do.
func fullInWords(s *v1alpha1.Subnet) string {
	if s.Free28Reserved > 0 {
		return "no address is free for a new ENI; " + counted(s.Free28Reserved, "/28") + " inside of CIDR reservations can still be had as prefixes"
	}
	return "no address is free"
}

// listing says why a subnet is listed that no node has ENIs in, and that pods are kept out of one.
func (t *subnetTable) listing(s *v1alpha1.Subnet) []remark {
	used := slices.ContainsFunc(s.Why, func(r v1alpha1.SubnetReason) bool { return r.Code == reasonNodes })
	var all []remark
	for _, reason := range s.Why {
		if reason.Code == reasonExcluded || !used {
			all = append(all, remark{t.plain, reason.Detail})
		}
	}
	return all
}

// packedInWords says what prefixes the nodes could give back.
func packedInWords(s *v1alpha1.Subnet) string {
	held, freeable := 0, 0
	for i := range s.Nodes {
		held += s.Nodes[i].Prefixes
		if s.Nodes[i].FreeablePrefixes != nil {
			freeable += *s.Nodes[i].FreeablePrefixes
		}
	}
	if freeable == 0 {
		return ""
	}
	return fmt.Sprintf("; %d of the nodes' %d prefixes would be empty if their pods were packed", freeable, held)
}

// unaccounted says that the books do not balance, and why that may be.
func (t *subnetTable) unaccounted(s *v1alpha1.Subnet) []remark {
	if s.Unaccounted == nil || *s.Unaccounted == 0 {
		return nil
	}
	text := counted(*s.Unaccounted, "address") + " in use on no ENI that was read"
	if *s.Unaccounted < 0 {
		text = counted(-*s.Unaccounted, "address") + " on ENIs that EC2 does not count as used"
	}
	return []remark{{t.warn, text + ": " + strings.Join(s.UnaccountedReasons, "; or ")}}
}

// clusters writes how a shared subnet is split.
func (p *page) clusters(s *v1alpha1.Subnet, indent int) {
	g := &grid{columns: []gridColumn{
		{name: "CLUSTER"}, {name: "INSTANCES", right: true}, {name: "ENIS", right: true}, {name: "ADDRESSES", right: true}, {name: "OF IN USE", right: true},
	}}
	for _, c := range s.Clusters {
		name := gridCell{p.plain, c.Name}
		switch {
		case c.Current && c.Name == "":
			name.text = "this cluster"
		case c.Current:
			name.text += " (this one)"
		case c.Name == "":
			name = gridCell{p.faint, "(not named by its ENIs)"}
		}
		part := ""
		if s.InUse != nil && *s.InUse > 0 {
			part = fmt.Sprintf("%d%%", c.Addresses*100 / *s.InUse)
		}
		g.rows = append(g.rows, []gridCell{
			name, {p.plain, strconv.Itoa(c.Instances)}, {p.plain, strconv.Itoa(c.Interfaces)}, {p.plain, strconv.Itoa(c.Addresses)}, {p.plain, part},
		})
	}
	p.grid(g, indent)
}
