// SPDX-License-Identifier: Apache-2.0

package render

import (
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
)

// count returns a number, or what stands for an unknown one.
func count(n *int) string {
	if n == nil {
		return unknown
	}
	return terminal.Count(*n)
}

// counted returns a number with its noun.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if strings.HasSuffix(noun, "s") {
		return terminal.Count(n) + " " + noun + "es"
	}
	return terminal.Count(n) + " " + noun + "s"
}

// known returns a text of the document, or what stands for an unknown one if it is blank.
func known(s string) string {
	if strings.TrimSpace(s) == "" {
		return unknown
	}
	return s
}

// addText adds a fact of the document, if there is one.
func (p *page) addText(s style, text string) {
	if text != "" {
		p.add(s, text)
	}
}

// addCount adds a number with what it counts, if it is not zero.
func (p *page) addCount(s style, n int, what string) {
	if n != 0 {
		p.add(s, terminal.Count(n)+" "+what)
	}
}
