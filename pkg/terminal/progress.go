// SPDX-License-Identifier: Apache-2.0

package terminal

import (
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// eraseLine takes the cursor to the start of the line and clears it.
const eraseLine = "\r" + ansi.EraseLineRight

// Progress is one line on a terminal which says how far the work is, and which is gone when it is done. On anything but a terminal it is
// nothing at all. Its methods may be called from several goroutines.
type Progress struct {
	out      io.Writer
	width    int
	ellipsis string
	quit     chan struct{}
	gone     chan struct{}
	stop     sync.Once

	mu    sync.Mutex
	tasks []task
	// changed is set when the line on the screen is not what the tasks say.
	changed bool
	// shown is set while the line is on the screen.
	shown bool
	// midLine is set while other output has begun a line and not ended it.
	midLine bool
}

// task is a piece of the work.
type task struct {
	name        string
	done, total int
}

// NewProgress returns the progress line of the terminal t behind out. The line is drawn when a tick arrives and something has changed, so
// that ticks decide how often, and work that is over before the first tick shows nothing. Call [Progress.Stop] at the end.
func NewProgress(out io.Writer, t Terminal, ticks <-chan time.Time) *Progress {
	p := &Progress{out: out, width: t.Width, ellipsis: "..."}
	if t.Unicode {
		p.ellipsis = "…"
	}
	if !t.IsTerminal || t.Color <= colorprofile.NoTTY {
		return p
	}
	p.quit, p.gone = make(chan struct{}), make(chan struct{})
	go p.run(ticks)
	return p
}

// Report says how much of a task is done. Tasks stand on the line in the order of their first report. A total of 0 means that it is unknown.
func (p *Progress) Report(name string, done, total int) {
	if p.quit == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.changed = true
	now := task{name: name, done: done, total: total}
	if i := slices.IndexFunc(p.tasks, func(t task) bool { return t.name == name }); i >= 0 {
		p.tasks[i] = now
		return
	}
	p.tasks = append(p.tasks, now)
}

// Writer returns a writer to w, which may be any stream of the same terminal, that takes the progress line away before it writes.
func (p *Progress) Writer(w io.Writer) io.Writer {
	if p.quit == nil {
		return w
	}
	return &behind{progress: p, out: w}
}

// Stop takes the line away for good and waits until that is done.
func (p *Progress) Stop() {
	if p.quit == nil {
		return
	}
	p.stop.Do(func() { close(p.quit) })
	<-p.gone
}

// run draws at every tick until it is told to stop.
func (p *Progress) run(ticks <-chan time.Time) {
	defer close(p.gone)
	for {
		select {
		case <-ticks:
			p.draw()
		case <-p.quit:
			p.mu.Lock()
			p.clear()
			p.mu.Unlock()
			return
		}
	}
}

// draw writes the line anew when it has changed.
func (p *Progress) draw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.changed || p.midLine {
		return
	}
	_, _ = io.WriteString(p.out, eraseLine+p.line()) // An ornament: the command goes on without it.
	p.changed, p.shown = false, true
}

// clear takes the line off the screen. The next tick brings it back.
func (p *Progress) clear() {
	if !p.shown {
		return
	}
	_, _ = io.WriteString(p.out, eraseLine) // An ornament: the command goes on without it.
	p.changed, p.shown = true, false
}

// line returns the text, one column short of the terminal's width so that it never wraps.
func (p *Progress) line() string {
	parts := make([]string, 0, len(p.tasks))
	for _, t := range p.tasks {
		part := Escape(t.name) + " " + Count(t.done)
		if t.total > 0 {
			part += "/" + Count(t.total)
		}
		parts = append(parts, part)
	}
	text := "reading " + strings.Join(parts, ", ") + " " + p.ellipsis
	if p.width == 0 {
		return text
	}
	return ansi.Truncate(text, max(p.width-1, 1), p.ellipsis)
}

// behind is a stream that shares the terminal with a progress line.
type behind struct {
	progress *Progress
	out      io.Writer
}

// Write takes the progress line away and writes b.
func (b *behind) Write(data []byte) (int, error) {
	p := b.progress
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	if len(data) > 0 {
		p.midLine = data[len(data)-1] != '\n'
	}
	return b.out.Write(data) //nolint:wrapcheck // A writer hands on the error of the writer below as it is.
}
