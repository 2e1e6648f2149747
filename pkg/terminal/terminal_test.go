// SPDX-License-Identifier: Apache-2.0

package terminal_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
)

// TestOfPipe asks of streams that are no terminals, which have no width whatever the environment says.
func TestOfPipe(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		env  []string
		want terminal.Terminal
	}{
		"no environment":            {want: terminal.Terminal{Color: colorprofile.NoTTY, Unicode: true}},
		"a terminal's environment":  {env: []string{"TERM=xterm-256color", "COLUMNS=90"}, want: terminal.Terminal{Color: colorprofile.NoTTY, Unicode: true}},
		"colours forced":            {env: []string{"CLICOLOR_FORCE=1"}, want: terminal.Terminal{Color: colorprofile.ANSI, Unicode: true}},
		"colours forced in words":   {env: []string{"CLICOLOR_FORCE=yes"}, want: terminal.Terminal{Color: colorprofile.ANSI, Unicode: true}},
		"colours forced, many":      {env: []string{"CLICOLOR_FORCE=1", "TERM=xterm-256color"}, want: terminal.Terminal{Color: colorprofile.ANSI256, Unicode: true}},
		"colours not forced":        {env: []string{"CLICOLOR_FORCE=0"}, want: terminal.Terminal{Color: colorprofile.NoTTY, Unicode: true}},
		"NO_COLOR wins":             {env: []string{"CLICOLOR_FORCE=1", "NO_COLOR=1"}, want: terminal.Terminal{Color: colorprofile.NoTTY, Unicode: true}},
		"an empty NO_COLOR is none": {env: []string{"CLICOLOR_FORCE=1", "NO_COLOR="}, want: terminal.Terminal{Color: colorprofile.ANSI, Unicode: true}},
		"the last of two counts":    {env: []string{"CLICOLOR_FORCE=0", "CLICOLOR_FORCE=1"}, want: terminal.Terminal{Color: colorprofile.ANSI, Unicode: true}},
	}
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, terminal.Of(new(bytes.Buffer), test.env)); diff != "" {
				t.Errorf("a buffer (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.want, terminal.Of(file, test.env)); diff != "" {
				t.Errorf("a file (-want +got):\n%s", diff)
			}
		})
	}
}

func TestUnicode(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		env  []string
		want bool
	}{
		"nothing set":                {want: true},
		"empty":                      {env: []string{"LC_ALL=", "LANG="}, want: true},
		"UTF-8":                      {env: []string{"LANG=de_DE.UTF-8"}, want: true},
		"utf8":                       {env: []string{"LANG=de_DE.utf8"}, want: true},
		"C with UTF-8":               {env: []string{"LANG=C.UTF-8"}, want: true},
		"no character set":           {env: []string{"LANG=de_DE"}, want: true},
		"modifier":                   {env: []string{"LANG=ca_ES.UTF-8@valencia"}, want: true},
		"modifier, no character set": {env: []string{"LANG=de_DE@euro"}, want: true},
		"Latin 9":                    {env: []string{"LANG=de_DE.ISO-8859-15@euro"}, want: false},
		"C":                          {env: []string{"LANG=C"}, want: false},
		"POSIX":                      {env: []string{"LANG=POSIX"}, want: false},
		"LC_ALL before LANG":         {env: []string{"LC_ALL=C", "LC_CTYPE=C.UTF-8", "LANG=C.UTF-8"}, want: false},
		"LC_CTYPE before LANG":       {env: []string{"LC_ALL=", "LC_CTYPE=C.UTF-8", "LANG=C"}, want: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := terminal.Of(new(bytes.Buffer), test.env).Unicode; got != test.want {
				t.Errorf("got %t", got)
			}
		})
	}
}

func TestWriter(t *testing.T) {
	t.Parallel()
	const text = "\x1b[1;31mbad\x1b[m ▕█░▏ \x1b[2mfaint\x1b[m\n"
	tests := map[colorprofile.Profile]string{
		colorprofile.Unknown:   "bad ▕█░▏ faint\n",
		colorprofile.NoTTY:     "bad ▕█░▏ faint\n",
		colorprofile.ASCII:     "\x1b[1mbad\x1b[m ▕█░▏ \x1b[2mfaint\x1b[m\n",
		colorprofile.ANSI:      text,
		colorprofile.ANSI256:   text,
		colorprofile.TrueColor: text,
	}
	for profile, want := range tests {
		var out bytes.Buffer
		if _, err := (terminal.Terminal{Color: profile}).Writer(&out).Write([]byte(text)); err != nil {
			t.Errorf("%s: %v", profile, err)
		}
		if diff := cmp.Diff(want, out.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", profile, diff)
		}
	}
}
