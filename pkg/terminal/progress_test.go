// SPDX-License-Identifier: Apache-2.0

package terminal_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
)

// screen is what both streams of a terminal wrote.
type screen struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (s *screen) Write(data []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all.Write(data)
}

// take returns what was written since the last call, with a line's erasing made visible.
func (s *screen) take() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.all.Reset()
	return strings.ReplaceAll(s.all.String(), "\r\x1b[K", "<erase>")
}

// terminals that a progress line is for.
func aTerminal() terminal.Terminal {
	return terminal.Terminal{IsTerminal: true, Width: 80, Color: colorprofile.ANSI, Unicode: true}
}

// ticker makes time go on.
type ticker chan time.Time

// tick returns when what a tick set off has been done. It works in a bubble of synctest.
func (c ticker) tick() {
	c <- time.Time{}
	synctest.Wait()
}

func TestProgress(t *testing.T) {
	t.Parallel()
	synctest.Test(t, testProgress)
}

func testProgress(t *testing.T) {
	t.Helper()
	out, ticks := new(screen), make(ticker)
	p := terminal.NewProgress(out, aTerminal(), ticks)
	warnings, results := p.Writer(out), p.Writer(out)
	write := func(w io.Writer, text string) {
		t.Helper()
		if n, err := io.WriteString(w, text); err != nil || n != len(text) {
			t.Fatalf("wrote %d of %d bytes: %v", n, len(text), err)
		}
	}
	steps := []struct {
		name string
		do   func()
		want string
	}{
		{"nothing to say", ticks.tick, ""},
		{"a report is drawn at the next tick", func() { p.Report("pods", 0, 0) }, ""},
		{"first drawing", ticks.tick, "<erase>reading pods 0 …"},
		{"no change", ticks.tick, ""},
		{"many reports, one drawing", func() {
			for n := range 12401 {
				p.Report("pods", n, 0)
			}
			p.Report("network interfaces", 3, 7)
			ticks.tick()
		}, "<erase>reading pods 12,400, network interfaces 3/7 …"},
		{"a warning takes the line away", func() { write(warnings, "warning: x\n") }, "<erase>warning: x\n"},
		{"and it comes back", ticks.tick, "<erase>reading pods 12,400, network interfaces 3/7 …"},
		{"half a line", func() { write(results, "half") }, "<erase>half"},
		{"is not drawn over", ticks.tick, ""},
		{"nor after nothing", func() { write(results, ""); ticks.tick() }, ""},
		{"until it ends", func() { write(results, " a line\n"); ticks.tick() }, " a line\n<erase>reading pods 12,400, network interfaces 3/7 …"},
		{"escapes", func() { p.Report("\x1b[2J", 1, 1); ticks.tick() }, `<erase>reading pods 12,400, network interfaces 3/7, \x1b[2J 1/1 …`},
		{"the end", p.Stop, "<erase>"},
		{"after the end", func() { p.Report("pods", 1, 1); p.Stop(); write(results, "results\n") }, "results\n"},
	}
	for _, step := range steps {
		step.do()
		if diff := cmp.Diff(step.want, out.take()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", step.name, diff)
		}
	}
}

func TestProgressFitsTheTerminal(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*terminal.Terminal)
		want   string
	}{
		"narrow":        {func(t *terminal.Terminal) { t.Width = 20 }, "<erase>reading pods 12,40…"},
		"without width": {func(t *terminal.Terminal) { t.Width = 0 }, "<erase>reading pods 12,400 …"},
		"ASCII":         {func(t *terminal.Terminal) { t.Unicode = false }, "<erase>reading pods 12,400 ..."},
		"no colours":    {func(t *terminal.Terminal) { t.Color = colorprofile.ASCII }, "<erase>reading pods 12,400 …"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kind := aTerminal()
			test.change(&kind)
			synctest.Test(t, func(t *testing.T) {
				out, ticks := new(screen), make(ticker)
				p := terminal.NewProgress(out, kind, ticks)
				p.Report("pods", 12400, 0)
				ticks.tick()
				if diff := cmp.Diff(test.want, out.take()); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				p.Stop()
			})
		})
	}
}

func TestProgressIsForTerminals(t *testing.T) {
	t.Parallel()
	dumb := aTerminal()
	dumb.Color = colorprofile.NoTTY
	for name, kind := range map[string]terminal.Terminal{"pipe": {}, "forced colours": {Color: colorprofile.ANSI}, "dumb": dumb} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := new(screen)
			p := terminal.NewProgress(out, kind, nil)
			p.Report("pods", 1, 2)
			if w := p.Writer(out); w != io.Writer(out) {
				t.Error("the stream is not handed on as it is")
			}
			p.Stop()
			if got := out.take(); got != "" {
				t.Errorf("wrote %q", got)
			}
		})
	}
}

// TestProgressIsSafe reports, writes and draws at the same time, for the race detector, and looks for lines that were torn.
func TestProgressIsSafe(t *testing.T) {
	t.Parallel()
	out, ticks := new(screen), make(ticker)
	p := terminal.NewProgress(out, aTerminal(), ticks)
	var workers sync.WaitGroup
	for n := range 4 {
		workers.Go(func() {
			w := p.Writer(out)
			for i := range 100 {
				p.Report(fmt.Sprintf("task %d", n), i, 100)
				if _, err := fmt.Fprintf(w, "line %d of %d\n", i, n); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 100 {
		ticks <- time.Time{}
	}
	workers.Wait()
	p.Stop()
	got := out.take()
	if !strings.HasSuffix(got, "\n") && !strings.HasSuffix(got, "<erase>") {
		t.Errorf("something is left on the screen: %q", got[max(0, len(got)-80):])
	}
	for n := range 4 {
		for i := range 100 {
			line := fmt.Sprintf("line %d of %d\n", i, n)
			if !strings.HasPrefix(got, line) && !strings.Contains(got, "\n"+line) && !strings.Contains(got, "<erase>"+line) {
				t.Fatalf("%q does not stand on a line of its own", line)
			}
		}
	}
}
