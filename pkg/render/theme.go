// SPDX-License-Identifier: Apache-2.0

package render

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// style is what is written before and after a text. The zero value is plain text.
type style struct{ open, close string }

// theme names the styles by what they say. It has only bold, faint and colours of the basic 16, which follow the user's own palette on a
// light and on a dark background alike, and no colour says anything that a word beside it does not say too.
type theme struct {
	plain style
	// title is for the names of nodes and headings.
	title style
	// faint is for what leads the eye: guides, labels, separators, and for what is idle.
	faint style
	// id is for ENIs.
	id style
	// used is for the part of a bar that pods use.
	used style
	// warn is for what may need attention, bad for what does.
	warn, bad style
}

// newTheme returns the styles of every command.
func newTheme() theme {
	base := lipgloss.NewStyle()
	return theme{
		title: cut(base.Bold(true)),
		faint: cut(base.Faint(true)),
		id:    cut(base.Foreground(lipgloss.Cyan)),
		used:  cut(base.Foreground(lipgloss.Green)),
		warn:  cut(base.Foreground(lipgloss.Yellow)),
		bad:   cut(base.Foreground(lipgloss.Red).Bold(true)),
	}
}

// cut takes a style's sequences out of a rendered sample: Style.Render takes microseconds a call, and a large cluster has a million texts.
func cut(s lipgloss.Style) style {
	const sample = "x"
	opening, closing, _ := strings.Cut(s.Render(sample), sample)
	return style{open: opening, close: closing}
}
