// SPDX-License-Identifier: Apache-2.0

package render

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
)

// What kubectl prints for a value that there is not, and for one that is not known.
const (
	cellNone    = "<none>"
	cellUnknown = "<unknown>"
)

// The columns of kubectl, in characters: k8s.io/cli-runtime/pkg/printers, GetNewTabWriter.
const (
	narrowestColumn = 6
	columnPadding   = 3
)

// table writes rows in columns as kubectl does. The rows are gone through twice, first for the widths, since kubectl's own writer keeps them
// all in memory: hundreds of megabytes for the addresses of a large cluster.
type table struct {
	sink

	widths []int
}

// writeTable writes the rows that a function goes through. The function gets what to call with each row, which all have as many cells.
func writeTable(w io.Writer, rows func(row func(cells []string))) error {
	t := &table{sink: sink{out: w}}
	rows(t.measure)
	rows(t.row)
	t.flush()
	if t.err != nil {
		return fmt.Errorf("writing the output: %w", t.err)
	}
	return nil
}

// measure makes the columns as wide as a row needs.
func (t *table) measure(cells []string) {
	if t.widths == nil {
		t.widths = make([]int, len(cells))
	}
	for i, text := range cells {
		t.widths[i] = max(t.widths[i], utf8.RuneCountInString(cell(text)))
	}
}

// row writes a row.
func (t *table) row(cells []string) {
	for i, text := range cells {
		text = cell(text)
		t.write(style{}, text)
		if i < len(cells)-1 {
			t.write(style{}, blanks(max(t.widths[i]+columnPadding, narrowestColumn)-utf8.RuneCountInString(text)))
		}
	}
	t.newline()
}

// cell makes a text fit for a cell. An empty one is written as kubectl writes a value that there is not.
func cell(text string) string {
	text = strings.TrimSpace(terminal.Escape(text))
	if text == "" {
		return cellNone
	}
	return text
}

// cellOf returns the cell of a number, empty if there is none.
func cellOf[T int | int32](n *T) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(int64(*n), 10)
}
