// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"fmt"
	"io"
	"strconv"
	"sync"
	"time"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
	"github.com/kubectl-eni/kubectl-eni/pkg/vpc"
)

// tracer prints the calls that are made, when the verbosity asks for it.
type tracer struct {
	verbosity int
	mu        sync.Mutex
	out       io.Writer
}

func (t *tracer) kubernetes(c cluster.Call) {
	outcome := strconv.Itoa(c.Status)
	if c.Err != nil {
		outcome = c.Err.Error()
	}
	query := ""
	if c.Query != "" {
		query = "?" + c.Query
	}
	t.linef("kubernetes %s %s%s: %s, %d bytes in %s", c.Method, c.Path, query, outcome, c.Bytes, round(c.Duration))
}

func (t *tracer) ec2(c vpc.Call) {
	outcome := fmt.Sprintf("%d items", c.Items)
	switch {
	case c.Throttled:
		outcome = "throttled, will try again"
	case c.Err != nil:
		outcome = c.Err.Error()
	}
	t.linef("aws %s attempt %d: %s in %s", c.API, c.Attempt, outcome, round(c.Duration))
}

func (t *tracer) linef(format string, args ...any) {
	if t.verbosity < 1 {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	_, _ = fmt.Fprintln(t.out, terminal.Escape(fmt.Sprintf(format, args...)))
}

func round(d time.Duration) time.Duration { return d.Round(time.Millisecond) }
