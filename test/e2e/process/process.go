// SPDX-License-Identifier: Apache-2.0

// Package process measures whole processes.
//
// It imports the standard library alone, and so must the program that calls [Run]: on Linux the peak memory of a process
// begins with that of the process which started it (fs/exec.c, func exec_mmap), so a large one would be measured in place
// of what it starts. See cmd/measure.
package process

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// Usage is what one process took, from its start to its end.
type Usage struct {
	// Wall is the time that passed, in nanoseconds.
	Wall time.Duration `json:"wall"`
	// PeakMemory is the largest resident set, in bytes.
	PeakMemory int64 `json:"peakMemory"`
	// ExitCode is what the process ended with.
	ExitCode int `json:"exitCode"`
}

// Run runs a command, drops what it prints on standard output, and returns what it took. That the command ends with an
// exit code other than zero is no error; that it does not start, or that the context ends before it, is one.
func Run(ctx context.Context, stderr io.Writer, command []string) (Usage, error) {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Stderr = stderr
	started := time.Now()
	err := cmd.Run()
	used := Usage{Wall: time.Since(started)}
	if ctx.Err() != nil {
		return Usage{}, fmt.Errorf("running %s: %w", command[0], ctx.Err())
	}
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		return Usage{}, fmt.Errorf("running %s: %w", command[0], err)
	}
	used.ExitCode = cmd.ProcessState.ExitCode()
	if resources, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		used.PeakMemory = resources.Maxrss * maxRSSUnit(runtime.GOOS)
	}
	return used, nil
}

// maxRSSUnit returns how many bytes one unit of ru_maxrss is: getrusage(2) counts kilobytes, but bytes on macOS.
func maxRSSUnit(goos string) int64 {
	if goos == "darwin" {
		return 1
	}
	return 1024
}
