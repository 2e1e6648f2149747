// SPDX-License-Identifier: Apache-2.0

package render

// glyphs are the characters that a picture is made of, beside its words.
type glyphs struct {
	// middle and last come before a child; below middle and below last stand down and blank.
	middle, last, down, blank string
	// fact comes before a line that belongs to the line above it and has that one's children below, noFact where there are none.
	fact, noFact string
	// separator stands between the facts of a line, ellipsis where text was left out.
	separator, ellipsis string
	// The parts of a bar.
	barOpen, barUsed, barIdle, barFree, barClose string
}

// unicodeGlyphs are of the blocks Box Drawing and Block Elements, which terminal fonts have.
func unicodeGlyphs() glyphs {
	return glyphs{
		middle: "├─ ", last: "└─ ", down: "│  ", blank: "   ", fact: "│ ", noFact: "  ",
		separator: " · ", ellipsis: "…",
		barOpen: "▕", barUsed: "█", barIdle: "░", barFree: " ", barClose: "▏",
	}
}

// asciiGlyphs are for terminals and files without Unicode.
func asciiGlyphs() glyphs {
	return glyphs{
		middle: "|-- ", last: "`-- ", down: "|   ", blank: "    ", fact: "| ", noFact: "  ",
		separator: ", ", ellipsis: "...",
		barOpen: "[", barUsed: "#", barIdle: ".", barFree: " ", barClose: "]",
	}
}
