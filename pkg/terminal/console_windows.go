// SPDX-License-Identifier: Apache-2.0

package terminal

import "golang.org/x/sys/windows"

// enableEscapes tells the Windows console to understand escape sequences, which it does not from the start outside Windows Terminal, and
// returns whether it does now.
func enableEscapes(fd uintptr) bool {
	console := windows.Handle(fd)
	var mode uint32
	if err := windows.GetConsoleMode(console, &mode); err != nil {
		return false
	}
	if mode&windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING != 0 {
		return true
	}
	return windows.SetConsoleMode(console, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
