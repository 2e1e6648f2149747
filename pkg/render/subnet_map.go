// SPDX-License-Identifier: Apache-2.0

package render

import (
	"io"
	"net/netip"
	"strings"
	"unicode"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
)

const (
	// mapRows is how many lines of cells a subnet's map has at most.
	mapRows = 32
	// mapCells is how many cells a line has where its length is not limited.
	mapCells = 64
	// mapLead is what stands left of the cells: an address and its distance to them.
	mapLead = len("255.255.255.255 ")
	// prefixBits is the length of a /28.
	prefixBits = 28
)

// SubnetMap draws the address space of every subnet: a cell for each /28, or for a larger block where there are too many of them. A cell has the
// letter of what holds most of its addresses, a capital where no address of it is free. Errors are those of w.
func SubnetMap(w io.Writer, doc *v1alpha1.SubnetReport, o SubnetOptions) error {
	t := &subnetTable{page: newPage(w, o.Width, o.Unicode), prefixes: wantsPrefixes(doc)}
	for i := range doc.Items {
		if i > 0 {
			t.newline()
		}
		t.picture(&doc.Items[i])
	}
	return t.close()
}

// picture draws a subnet.
func (t *subnetTable) picture(s *v1alpha1.Subnet) {
	t.heading(s)
	t.sum(s)
	t.blocksOf(s)
	if len(s.Blocks) == 0 {
		t.labelled("map")
		t.prose(t.plain, "there is none: "+noMap(s))
		t.end()
		return
	}
	perLine := t.cellsPerLine()
	cells, bits := cellsOf(s.Blocks, perLine*mapRows)
	t.newline()
	for first := 0; first < len(cells); first += perLine {
		t.begin("", "", 0)
		t.line(cells[first:min(first+perLine, len(cells))])
	}
	t.newline()
	t.legend(cells, bits)
}

// noMap says why a subnet cannot be drawn.
func noMap(s *v1alpha1.Subnet) string {
	if s.PrefixNote != "" && s.CIDR == "" {
		return s.PrefixNote
	}
	return "its CIDR is not known"
}

// cellsPerLine is the largest power of two that fits.
func (t *subnetTable) cellsPerLine() int {
	room := mapLead + mapCells
	if t.width > 0 {
		room = t.width
	}
	n := 1
	for mapLead+n*2 <= room {
		n *= 2
	}
	return n
}

// mapCell is a block of the address space.
type mapCell struct {
	first string
	kind  *mapKind
	// full tells that no address in it is free.
	full bool
}

// letter is what is drawn for a cell.
func (c *mapCell) letter() rune {
	if c.full {
		return unicode.ToUpper(c.kind.letter)
	}
	return c.kind.letter
}

// cellsOf joins neighbouring blocks until there are at most so many of them, and returns the length of their prefixes too.
func cellsOf(blocks []v1alpha1.SubnetBlock, limit int) (cells []mapCell, bits int) {
	size := 1
	for bits = prefixBits; (len(blocks)+size-1)/size > limit; bits-- {
		size *= 2
	}
	for first := 0; first < len(blocks); first += size {
		cells = append(cells, cellOfBlocks(blocks[first:min(first+size, len(blocks))]))
	}
	return cells, bits
}

// cellOfBlocks joins blocks into a cell.
func cellOfBlocks(blocks []v1alpha1.SubnetBlock) mapCell {
	counts := make(map[*mapKind]int)
	full, free := true, true
	for i := range blocks {
		b := &blocks[i]
		for bucket, n := range b.Addresses {
			counts[kindOfBucket(bucket)] += n
		}
		if b.AWS > 0 {
			counts[&kindAWS] += b.AWS
		}
		full = full && b.Free == 0
		free = free && b.Free28 && b.Reservation == ""
	}
	first, _, _ := strings.Cut(blocks[0].CIDR, "/")
	cell := mapCell{first: first, full: full, kind: largestKind(counts)}
	switch {
	case free:
		cell.kind = &kindFree
	case len(counts) == 0:
		cell.kind = kindOfReservation(blocks)
	}
	return cell
}

// kindOfReservation is the kind of a cell of which nothing is in use, and something is reserved.
func kindOfReservation(blocks []v1alpha1.SubnetBlock) *mapKind {
	for i := range blocks {
		if blocks[i].Reservation == "explicit" {
			return &kindByHand
		}
	}
	return &kindReserved
}

// largestKind is the kind with the most addresses; of several the one that comes first in the legend.
func largestKind(counts map[*mapKind]int) *mapKind {
	var found *mapKind
	for _, kind := range mapKinds() {
		if counts[kind] > 0 && (found == nil || counts[kind] > counts[found]) {
			found = kind
		}
	}
	return found
}

// line draws a line of cells after the address of the first one. Cells of one look are written together.
func (t *subnetTable) line(cells []mapCell) {
	address, width := t.printable(cells[0].first)
	t.write(t.faint, address+blanks(mapLead-width))
	for from := 0; from < len(cells); {
		to := from
		var text strings.Builder
		for ; to < len(cells) && cells[to].kind == cells[from].kind; to++ {
			text.WriteRune(t.drawn(&cells[to]))
		}
		t.write(t.lookOfKind(cells[from].kind), text.String())
		from = to
	}
	t.newline()
}

// drawn is the character of a cell.
func (t *subnetTable) drawn(c *mapCell) rune {
	if c.kind == &kindFree && t.unicode {
		return '·'
	}
	return c.letter()
}

// legend says what the letters mean that were drawn, and how many cells have each.
func (t *subnetTable) legend(cells []mapCell, bits int) {
	counts := make(map[*mapKind]int)
	partly := false
	for i := range cells {
		counts[cells[i].kind]++
		partly = partly || unicode.IsLetter(cells[i].letter()) && !cells[i].full
	}
	t.begin("", "", 0)
	size := netip.PrefixFrom(netip.IPv4Unspecified(), bits)
	t.add(t.faint, "one cell = "+size.String()[len("0.0.0.0"):]+", "+counted(1<<(32-bits), "address"))
	if partly {
		t.add(t.faint, "small letter: some of it is free")
	}
	t.end()
	t.begin("", "", 0)
	for _, kind := range mapKinds() {
		if counts[kind] == 0 {
			continue
		}
		sample := mapCell{kind: kind, full: kind != &kindFree}
		t.addAfter("  ", t.lookOfKind(kind), string(t.drawn(&sample)))
		t.more(t.plain, " "+kind.words)
		t.more(t.faint, " "+terminal.Count(counts[kind]))
	}
	t.end()
}
