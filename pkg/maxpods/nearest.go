// SPDX-License-Identifier: Apache-2.0

package maxpods

import (
	"cmp"
	"slices"
	"strings"
)

const (
	// nearestNames is how many names are offered for an unknown one.
	nearestNames = 3
	// maxEdits is how many letters a name may be off.
	maxEdits = 3
)

// Nearest returns up to 3 of the known names that come nearest to a name: those that are at most 3 edits off, fewest first, and else those
// of the same family.
func Nearest(name string, known []string) []string {
	type candidate struct {
		name          string
		edits, common int
	}
	name = strings.ToLower(name)
	family, _, hasSize := strings.Cut(name, ".")
	candidates := make([]candidate, 0, len(known))
	for _, k := range known {
		c := candidate{name: k, edits: edits(name, k), common: commonPrefix(name, k)}
		sameFamily := hasSize && strings.HasPrefix(k, family+".")
		if c.edits <= maxEdits || sameFamily || (!hasSize && strings.HasPrefix(k, name+".")) {
			candidates = append(candidates, c)
		}
	}
	slices.SortFunc(candidates, func(x, y candidate) int {
		return cmp.Or(cmp.Compare(x.edits, y.edits), cmp.Compare(y.common, x.common), cmp.Compare(x.name, y.name))
	})
	names := make([]string, 0, nearestNames)
	for _, c := range candidates[:min(nearestNames, len(candidates))] {
		names = append(names, c.name)
	}
	return names
}

// edits counts the insertions, deletions and replacements of a letter that turn one name into another.
func edits(x, y string) int {
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(x) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(y) {
			replaced := diagonal
			if x[i] != y[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}

func commonPrefix(x, y string) int {
	n := 0
	for n < min(len(x), len(y)) && x[n] == y[n] {
		n++
	}
	return n
}
