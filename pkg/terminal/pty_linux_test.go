// SPDX-License-Identifier: Apache-2.0

package terminal_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
)

// openTerminal returns a terminal of so many columns.
func openTerminal(t *testing.T, columns uint16) *os.File {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = master.Close() })
	fd := int(master.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	slave, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = slave.Close() })
	if err := unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: columns}); err != nil {
		t.Fatal(err)
	}
	return slave
}

func TestOfTerminal(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		columns uint16
		env     []string
		width   int
		color   colorprofile.Profile
	}{
		"a common one":              {columns: 132, env: []string{"TERM=xterm-256color"}, width: 132, color: colorprofile.ANSI256},
		"16 colours":                {columns: 80, env: []string{"TERM=xterm"}, width: 80, color: colorprofile.ANSI},
		"dumb":                      {columns: 80, env: []string{"TERM=dumb"}, width: 80, color: colorprofile.NoTTY},
		"without TERM":              {columns: 80, width: 80, color: colorprofile.NoTTY},
		"in tmux":                   {columns: 80, env: []string{"TERM=tmux-256color", "TMUX=/tmp/tmux,1,0"}, width: 80, color: colorprofile.ANSI256},
		"width unknown":             {env: []string{"TERM=xterm"}, width: 80, color: colorprofile.ANSI},
		"COLUMNS":                   {columns: 132, env: []string{"TERM=xterm", "COLUMNS=100"}, width: 100, color: colorprofile.ANSI},
		"COLUMNS that is no number": {columns: 132, env: []string{"TERM=xterm", "COLUMNS=wide"}, width: 132, color: colorprofile.ANSI},
		"COLUMNS that is negative":  {columns: 132, env: []string{"TERM=xterm", "COLUMNS=-5"}, width: 132, color: colorprofile.ANSI},
		"NO_COLOR":                  {columns: 80, env: []string{"TERM=xterm", "NO_COLOR=yes"}, width: 80, color: colorprofile.ASCII},
		"NO_COLOR, dumb":            {columns: 80, env: []string{"TERM=dumb", "NO_COLOR=1"}, width: 80, color: colorprofile.NoTTY},
		"dumb, colours forced":      {columns: 80, env: []string{"TERM=dumb", "CLICOLOR_FORCE=1"}, width: 80, color: colorprofile.ANSI},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := terminal.Terminal{IsTerminal: true, Width: test.width, Color: test.color, Unicode: true}
			if diff := cmp.Diff(want, terminal.Of(openTerminal(t, test.columns), test.env)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
