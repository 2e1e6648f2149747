// SPDX-License-Identifier: Apache-2.0

package terminal

import "strconv"

// Count returns n with its thousands set apart for the eye, as in 12,400.
func Count(n int) string {
	digits := strconv.Itoa(n)
	first := 0
	if n < 0 {
		first = 1
	}
	for i := len(digits) - 3; i > first; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
