// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
	"syscall"

	"github.com/kubectl-eni/kubectl-eni/test/e2e/process"
)

// measure runs a command by the program cmd/measure, and returns what it took and what it printed on standard error.
func (s *stage) measure(ctx context.Context, command []string) (process.Usage, string, error) {
	cmd := exec.CommandContext(ctx, s.measurer, command...)
	cmd.Env = s.direct
	// Asked to end, it ends the command too; killed, it could not.
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return process.Usage{}, "", fmt.Errorf("measuring %s: %w: %s", strings.Join(command, " "), err, stderr.String())
	}
	var used process.Usage
	if err := json.Unmarshal(out, &used); err != nil {
		return process.Usage{}, "", fmt.Errorf("reading what %s took: %w", strings.Join(command, " "), err)
	}
	return used, stderr.String(), nil
}
