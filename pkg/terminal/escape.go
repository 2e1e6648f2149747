// SPDX-License-Identifier: Apache-2.0

package terminal

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Escape makes text of unknown origin safe to print: tags, descriptions, annotations and event messages can be written by anybody, and a
// terminal obeys what it is sent. Whatever is not printable comes out in Go's notation, \n, \x1b or \u202e: control characters of C0 and C1,
// line and paragraph separators, bidirectional overrides, zero-width and other format characters, blanks other than the space, unassigned
// code points and bytes that are no UTF-8. So one line stays one line, in the order in which it is stored.
//
// Text without any of these is returned as it is.
func Escape(s string) string {
	plain := plainPrefix(s)
	for i, r := range s[plain:] {
		if !unicode.IsPrint(r) || isBroken(s[plain+i:], r) {
			return s[:plain+i] + escapeAll(s[plain+i:])
		}
	}
	return s
}

// ASCII is [Escape] for a stream without Unicode: everything beyond ASCII comes out in Go's notation too.
func ASCII(s string) string {
	plain := plainPrefix(s)
	if plain == len(s) {
		return s
	}
	return s[:plain] + unquote(strconv.QuoteToASCII(s[plain:]))
}

// plainPrefix returns the length of the printable ASCII that s starts with, which is nearly always all of it.
func plainPrefix(s string) int {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return i
		}
	}
	return len(s)
}

// escapeAll is [Escape] for a text that has something to escape.
func escapeAll(s string) string {
	var b strings.Builder
	b.Grow(len(s) + len(s)/2)
	for s != "" {
		r, size := utf8.DecodeRuneInString(s)
		if unicode.IsPrint(r) && !isBroken(s, r) {
			b.WriteString(s[:size])
		} else {
			b.WriteString(unquote(strconv.QuoteToASCII(s[:size])))
		}
		s = s[size:]
	}
	return b.String()
}

// isBroken tells whether s starts with a byte that is no UTF-8, where r is the rune that it was decoded to.
func isBroken(s string, r rune) bool {
	if r != utf8.RuneError {
		return false
	}
	_, size := utf8.DecodeRuneInString(s)
	return size == 1
}

// unquote takes away the quotes around a Go string and the backslashes before quotes and backslashes in it.
func unquote(quoted string) string {
	return strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(quoted[1 : len(quoted)-1])
}
