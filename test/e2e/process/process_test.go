// SPDX-License-Identifier: Apache-2.0

package process_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/test/e2e/process"
)

func TestRunReportsHowTheCommandEnded(t *testing.T) {
	t.Parallel()

	var stderr strings.Builder
	used, err := process.Run(t.Context(), &stderr, []string{"/bin/sh", "-c", "echo dropped; echo kept >&2; exit 3"})
	if err != nil {
		t.Fatal(err)
	}
	if used.ExitCode != 3 || used.Wall <= 0 || used.PeakMemory <= 0 {
		t.Errorf("the command took %+v", used)
	}
	if got := stderr.String(); got != "kept\n" {
		t.Errorf("standard error is %q", got)
	}
}

func TestRunFailsWhenTheContextHasEnded(t *testing.T) {
	t.Parallel()

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	used, err := process.Run(ctx, t.Output(), []string{"/bin/sh", "-c", "exit 0"})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Run returned %+v and %v", used, err)
	}
}
