// SPDX-License-Identifier: Apache-2.0

package render

import "github.com/charmbracelet/x/ansi"

// shorten takes text out of the middle of the widest spans until all of them fit into so many columns, and returns their width.
func shorten(spans []span, columns int, ellipsis string) int {
	limit := columns
	for limit > 1 && widthWithin(spans, limit) > columns {
		limit--
	}
	for i := range spans {
		spans[i].text = middle(spans[i].text, limit, ellipsis)
		spans[i].width = ansi.StringWidth(spans[i].text)
	}
	return widthWithin(spans, limit)
}

// widthWithin returns the width of the spans together if none is wider than a limit.
func widthWithin(spans []span, limit int) int {
	total := 0
	for _, s := range spans {
		total += min(s.width, limit)
	}
	return total
}

// middle returns text with its middle left out, in at most so many columns: a name's beginning says what it is, its end which one.
func middle(text string, columns int, ellipsis string) string {
	width := ansi.StringWidth(text)
	if width <= columns {
		return text
	}
	room := columns - ansi.StringWidth(ellipsis)
	if room < 2 {
		return ansi.Truncate(text, columns, "")
	}
	tail := room / 2
	return ansi.Truncate(text, room-tail, "") + ellipsis + ansi.TruncateLeft(text, width-tail, "")
}
