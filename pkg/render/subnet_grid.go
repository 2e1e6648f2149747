// SPDX-License-Identifier: Apache-2.0

package render

import "github.com/charmbracelet/x/ansi"

const (
	// gridGap is the distance between two columns where the width is limited; elsewhere it is kubectl's.
	gridGap = 2
	// gridHang is the indentation of the second and further lines of a row.
	gridHang = 2
)

// grid is a table on a page. Where a row does not fit into the page's width it goes on in further lines, and so does the header.
type grid struct {
	columns []gridColumn
	rows    [][]gridCell
	// noHeaders leaves the header out.
	noHeaders bool
}

// gridColumn is a column; numbers stand at its right.
type gridColumn struct {
	name  string
	right bool
}

// gridCell is a cell with its style.
type gridCell struct {
	style style
	text  string
}

// grid writes a table that is indented by so many columns.
func (p *page) grid(g *grid, indent int) {
	rows := g.rows
	if !g.noHeaders {
		header := make([]gridCell, len(g.columns))
		for i, c := range g.columns {
			header[i] = gridCell{style: p.faint, text: c.name}
		}
		rows = append([][]gridCell{header}, rows...)
	}
	spans, widths := p.fit(rows, indent)
	lines := p.fold(widths, indent)
	for _, row := range spans {
		for n, line := range lines {
			if n > 0 && isBlank(row, line) {
				continue
			}
			p.gridLine(g, row, widths, line, indent+min(n, 1)*gridHang)
		}
	}
}

// fit makes the cells safe to print, and none wider than a line; it returns the columns' widths too.
func (p *page) fit(rows [][]gridCell, indent int) (spans [][]span, widths []int) {
	for _, row := range rows {
		line := make([]span, len(row))
		for i, c := range row {
			text, width := p.printable(c.text)
			if room := p.width - indent - gridHang; p.width > 0 && width > room {
				text = middle(text, room, p.ellipsis)
				width = ansi.StringWidth(text)
			}
			line[i] = span{style: c.style, text: text, width: width}
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], width)
		}
		spans = append(spans, line)
	}
	return spans, widths
}

// gap is the distance between two columns.
func (p *page) gap() int {
	if p.width == 0 {
		return columnPadding
	}
	return gridGap
}

// fold says which columns stand in which line of a row.
func (p *page) fold(widths []int, indent int) [][]int {
	var lines [][]int
	var line []int
	used := indent
	for i, width := range widths {
		if len(line) > 0 && p.width > 0 && used+p.gap()+width > p.width {
			lines = append(lines, line)
			line, used = nil, indent+gridHang
		}
		if len(line) > 0 {
			used += p.gap()
		}
		used += width
		line = append(line, i)
	}
	return append(lines, line)
}

// isBlank tells whether nothing stands in some columns of a row.
func isBlank(row []span, columns []int) bool {
	for _, i := range columns {
		if row[i].width > 0 {
			return false
		}
	}
	return true
}

// gridLine writes some columns of a row.
func (p *page) gridLine(g *grid, row []span, widths, columns []int, indent int) {
	pending := indent
	for n, i := range columns {
		if n > 0 {
			pending += p.gap()
		}
		cell, fill := row[i], widths[i]-row[i].width
		if g.columns[i].right {
			pending += fill
			fill = 0
		}
		if cell.width > 0 {
			p.write(p.plain, blanks(pending))
			p.write(cell.style, cell.text)
			pending = 0
		}
		pending += fill
	}
	p.newline()
}
