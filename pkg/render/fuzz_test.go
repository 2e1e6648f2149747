// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"strings"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/render"
)

// FuzzTree puts a text into every string of a document that is not one of a fixed set.
func FuzzTree(f *testing.F) {
	for i, text := range hostile() {
		f.Add(text, uint8(i*20), uint8(i), i%2 == 0, i%3 == 0)
	}
	base := fewNodes(f)
	f.Fuzz(func(t *testing.T, text string, width, depth uint8, all, unicode bool) {
		doc := withTextIn(base, text)
		options := render.TreeOptions{All: all, Unicode: unicode}
		if width > 0 {
			options.Width = max(int(width), 50)
		}
		options.Depth = render.Depths()[int(depth)%len(render.Depths())]
		checkTree(t, doc, options)
	})
}

// FuzzTreeTable does the same for tables.
func FuzzTreeTable(f *testing.F) {
	for i, text := range hostile() {
		f.Add(text, i%2 == 0)
	}
	base := fewNodes(f)
	f.Fuzz(func(t *testing.T, text string, wide bool) {
		for line := range strings.Lines(tabulate(t, withTextIn(base, text), render.TableOptions{Wide: wide})) {
			checkText(t, strings.TrimSuffix(line, "\n"))
		}
	})
}
