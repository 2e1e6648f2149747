// SPDX-License-Identifier: Apache-2.0

package render

import (
	"io"
	"strings"
)

// chunk is how many bytes are gathered before they are written.
const chunk = 32 << 10

// sink gathers lines and writes them, whole lines at a time, since the writer of pkg/terminal must not be given half an escape sequence.
// After an error nothing more is written.
type sink struct {
	out    io.Writer
	err    error
	buffer []byte
}

// write appends a text with its style.
func (s *sink) write(look style, text string) {
	if look.open == "" || strings.TrimLeft(text, " ") == "" {
		s.buffer = append(s.buffer, text...)
		return
	}
	s.buffer = append(s.buffer, look.open...)
	s.buffer = append(s.buffer, text...)
	s.buffer = append(s.buffer, look.close...)
}

// newline ends a line.
func (s *sink) newline() {
	s.buffer = append(s.buffer, '\n')
	if len(s.buffer) >= chunk {
		s.flush()
	}
}

// flush writes what was gathered.
func (s *sink) flush() {
	if s.err == nil && len(s.buffer) > 0 {
		_, s.err = s.out.Write(s.buffer)
	}
	s.buffer = s.buffer[:0]
}

// blanks returns n blanks, none if n is negative.
func blanks(n int) string {
	const some = "                                                                "
	if n <= len(some) {
		return some[:max(n, 0)]
	}
	return strings.Repeat(" ", n)
}
