// SPDX-License-Identifier: Apache-2.0

//go:build !windows

package terminal

// enableEscapes returns true: outside Windows, TERM alone says whether a terminal understands escape sequences.
func enableEscapes(uintptr) bool {
	return true
}
