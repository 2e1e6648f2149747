// SPDX-License-Identifier: Apache-2.0

// Package terminal knows what stands at the other end of a stream: whether it is a terminal, how wide it is, which colours and glyphs it
// shows. It is the only package to ask. It also makes untrusted text safe to print, and draws the progress line on stderr.
package terminal

import (
	"io"

	"github.com/charmbracelet/colorprofile"
	"golang.org/x/term"
)

// fallbackWidth is the width, in columns, of a terminal that does not tell its own, as some pseudo-terminals do not.
const fallbackWidth = 80

// Terminal says what a stream can show. The zero value is a pipe that takes ASCII.
type Terminal struct {
	// IsTerminal is false for files and pipes.
	IsTerminal bool
	// Width is in columns; 0 means unlimited, as for everything that is not a terminal.
	Width int
	// Color is how much of the styling the stream takes: NoTTY is nothing, ASCII is bold and faint without colours.
	Color colorprofile.Profile
	// Unicode is false where the locale's character set has no box-drawing glyphs.
	Unicode bool
}

// Of returns what w can show. The environment env, in the form of [os.Environ], may override what w says of itself: NO_COLOR,
// CLICOLOR_FORCE, TERM, COLORTERM, COLUMNS, LC_ALL, LC_CTYPE and LANG.
func Of(w io.Writer, env []string) Terminal {
	vars := parseEnvironment(env)
	t := Terminal{Unicode: vars.unicode()}
	file, ok := w.(interface{ Fd() uintptr })
	t.IsTerminal = ok && term.IsTerminal(int(file.Fd()))
	t.Color = vars.profile(t.IsTerminal, env)
	if !t.IsTerminal {
		return t
	}
	if !enableEscapes(file.Fd()) {
		t.Color = colorprofile.NoTTY
	}
	t.Width = vars.width()
	if t.Width == 0 {
		t.Width = widthOf(int(file.Fd()))
	}
	return t
}

// Writer returns a writer to w, the stream that t describes, which takes away whatever styling the stream cannot show. It is made for the 16
// basic colours, which every terminal with colours has, so that for these w itself will do. Each call of Write must be given whole escape
// sequences.
func (t Terminal) Writer(w io.Writer) io.Writer {
	if t.Color >= colorprofile.ANSI {
		return w
	}
	return &colorprofile.Writer{Forward: w, Profile: t.Color}
}

// widthOf returns the terminal's own width.
func widthOf(fd int) int {
	width, _, err := term.GetSize(fd)
	if err != nil || width <= 0 {
		return fallbackWidth
	}
	return width
}
