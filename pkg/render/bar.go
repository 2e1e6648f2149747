// SPDX-License-Identifier: Apache-2.0

package render

import "strings"

// cells is the longest bar, in columns. Up to this many addresses have a cell each: all of a /28, and those of an ENI of most types.
const cells = 16

// bar starts a segment with a bar of three parts: used, idle, and free to be taken.
func (p *page) bar(separator string, used, idle, free int) {
	lengths := apportion([3]int{max(used, 0), max(idle, 0), max(free, 0)}, cells)
	p.addAfter(separator, p.faint, p.barOpen)
	p.moreSafe(p.used, strings.Repeat(p.barUsed, lengths[0]), lengths[0])
	p.moreSafe(p.faint, strings.Repeat(p.barIdle, lengths[1])+strings.Repeat(p.barFree, lengths[2])+p.barClose, lengths[1]+lengths[2]+1)
}

// apportion scales counts down to at most limit in sum. What is not nothing keeps one at least, so that a full bar is full and an idle
// address is seen; the rest goes by the largest remainders, and to the first of equal ones.
func apportion(counts [3]int, limit int) [3]int {
	total := counts[0] + counts[1] + counts[2]
	if total <= limit {
		return counts
	}
	var lengths, remainders [3]int
	sum := 0
	for i, n := range counts {
		lengths[i] = n * limit / total
		remainders[i] = n * limit % total
		if n > 0 && lengths[i] == 0 {
			lengths[i], remainders[i] = 1, 0
		}
		sum += lengths[i]
	}
	for ; sum < limit; sum++ {
		i := largest(remainders)
		lengths[i]++
		remainders[i] = 0
	}
	for ; sum > limit; sum-- {
		lengths[largest(lengths)]--
	}
	return lengths
}

// largest returns the index of the first of the largest numbers.
func largest(numbers [3]int) int {
	found := 0
	for i, n := range numbers {
		if n > numbers[found] {
			found = i
		}
	}
	return found
}
