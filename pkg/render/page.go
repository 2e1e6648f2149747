// SPDX-License-Identifier: Apache-2.0

// Package render turns the documents of pkg/apis/eni/v1alpha1 into text. Its functions are pure: the same document and options give the same
// bytes, always with full styling; the writer of pkg/terminal takes away what the stream cannot show. Whatever comes from a document is
// escaped, so that no name, tag or message can reach the terminal as anything but text.
package render

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
)

const (
	// narrowest is the least width, in columns, that lines are laid out for: guides and an IPv6 address need as much.
	narrowest = 50
	// hang is the indentation of the continuation of a sentence.
	hang = 2
	// columnGap stands between a column of addresses and what stands right of it.
	columnGap = 2
)

// unknown stands for what is not known.
const unknown = "?"

// page writes lines. A line is a list of segments; where the width is limited it breaks between segments, never inside one, and a segment
// that is wider than a whole line is shortened in its middle.
type page struct {
	theme
	glyphs
	sink

	width   int
	unicode bool
	guides  map[string]siblings

	// The line at hand: what stands before it and before its continuation, how far that is indented, and its parts.
	head, lead string
	indent     int
	spans      []span
	segments   []segment
}

// span is a text of one style.
type span struct {
	style style
	text  string
	width int
}

// segment is a piece of a line that stays whole. Its spans end where those of the next one begin.
type segment struct {
	separator string
	first     int
	width     int
}

// newPage returns a page of so many columns, 0 for lines of any length.
func newPage(out io.Writer, width int, unicode bool) *page {
	p := &page{theme: newTheme(), glyphs: asciiGlyphs(), sink: sink{out: out}, unicode: unicode, guides: make(map[string]siblings)}
	if unicode {
		p.glyphs = unicodeGlyphs()
	}
	if width > 0 {
		p.width = max(width, narrowest)
	}
	return p
}

// begin starts a line with what stands before it and before its continuation. Continuation lines are indented by so many columns more where
// that leaves room for all segments.
func (p *page) begin(head, lead string, indent int) {
	p.head, p.lead, p.indent = head, lead, indent
	p.spans, p.segments = p.spans[:0], p.segments[:0]
}

// add starts a segment.
func (p *page) add(s style, text string) {
	p.addAfter(p.separator, s, text)
}

// addAfter starts a segment with a separator of its own.
func (p *page) addAfter(separator string, s style, text string) {
	p.segments = append(p.segments, segment{separator: separator, first: len(p.spans)})
	p.more(s, text)
}

// addColumn starts a segment that is the first of a column of some width, and returns the separator that leads to the next column.
func (p *page) addColumn(s style, text string, width int) string {
	p.add(s, text)
	return blanks(width - p.segments[len(p.segments)-1].width + columnGap)
}

// more adds a text to the segment at hand. No line ends in blanks, so that no text may.
func (p *page) more(s style, text string) {
	text, width := p.printable(strings.TrimRight(text, " "))
	p.moreSafe(s, text, width)
}

// moreSafe adds a text of known width that is safe to print to the segment at hand.
func (p *page) moreSafe(s style, text string, width int) {
	p.spans = append(p.spans, span{style: s, text: text, width: width})
	p.segments[len(p.segments)-1].width += width
}

// prose adds a text that may break between its words.
func (p *page) prose(s style, text string) {
	separator := p.separator
	if p.width == 0 {
		p.addAfter(separator, s, strings.Join(strings.Fields(text), " "))
		return
	}
	for word := range strings.FieldsSeq(text) {
		p.addAfter(separator, s, word)
		separator = " "
	}
}

// end lays out the line and writes it. A line that came to nothing, of a thing without a name, says that it is unknown.
func (p *page) end() {
	column, fresh := p.writeGuide(p.head), true
	indent := p.continuation()
	for i, s := range p.segments {
		if s.width == 0 {
			continue
		}
		separator := utf8.RuneCountInString(s.separator)
		if !fresh && p.width > 0 && column+separator+s.width > p.width {
			p.newline()
			column = p.writeGuide(p.lead) + p.pad(indent)
			fresh = true
		}
		if !fresh {
			p.write(p.faint, s.separator)
			column += separator
		}
		column += p.writeSegment(i, p.width-column)
		fresh = false
	}
	if fresh {
		p.write(p.plain, unknown)
	}
	p.newline()
}

// writeSegment writes a segment, in at most so many columns if the width is limited, and returns its width.
func (p *page) writeSegment(i, columns int) int {
	spans := p.spans[p.segments[i].first:]
	if i+1 < len(p.segments) {
		spans = p.spans[p.segments[i].first:p.segments[i+1].first]
	}
	width := p.segments[i].width
	if p.width > 0 && width > columns {
		width = shorten(spans, columns, p.ellipsis)
	}
	for _, s := range spans {
		p.write(s.style, s.text)
	}
	return width
}

// continuation returns the indentation of continuation lines: none where a segment would have to be shortened for it.
func (p *page) continuation() int {
	room := p.width - utf8.RuneCountInString(p.lead) - p.indent
	for i := 1; i < len(p.segments); i++ {
		if p.segments[i].width > room {
			return 0
		}
	}
	return p.indent
}

// writeGuide writes what stands left of a line and returns its width.
func (p *page) writeGuide(text string) int {
	p.write(p.faint, text)
	return utf8.RuneCountInString(text)
}

// pad writes n blanks and returns their width.
func (p *page) pad(n int) int {
	p.write(p.plain, blanks(n))
	return n
}

// close writes the rest and returns the first error.
func (p *page) close() error {
	p.flush()
	if p.err != nil {
		return fmt.Errorf("writing the output: %w", p.err)
	}
	return nil
}

// printable escapes a text and returns its width in columns.
func (p *page) printable(text string) (string, int) {
	if !p.unicode {
		text = terminal.ASCII(text)
		return text, len(text)
	}
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			text = terminal.Escape(text)
			return text, ansi.StringWidth(text)
		}
	}
	return text, len(text)
}
