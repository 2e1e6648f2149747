// SPDX-License-Identifier: Apache-2.0

package main

import (
	"runtime"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/test/e2e/binaries"
)

func TestMeasureReportsTheCommandAndNotItsParents(t *testing.T) {
	t.Parallel()

	measurer, err := binaries.BuildCommand(t.Context(), t.TempDir(), "measure")
	if err != nil {
		t.Fatal(err)
	}
	// What this process holds would be counted if it started the command itself.
	ballast := make([]byte, 200*megabyte)
	for i := range ballast {
		ballast[i] = 1
	}
	s := &stage{measurer: measurer}
	used, stderr, err := s.measure(t.Context(), []string{"/bin/sh", "-c", "echo on stderr >&2; exit 3"})
	runtime.KeepAlive(ballast)
	if err != nil {
		t.Fatal(err)
	}
	if used.ExitCode != 3 || stderr != "on stderr\n" || used.Wall <= 0 {
		t.Errorf("the command took %+v and said %q", used, stderr)
	}
	if used.PeakMemory <= 0 || used.PeakMemory > 50*megabyte {
		t.Errorf("a shell has a peak of %d bytes", used.PeakMemory)
	}
}

func TestMeasureFailsForAProgramThatIsNotThere(t *testing.T) {
	t.Parallel()

	measurer, err := binaries.BuildCommand(t.Context(), t.TempDir(), "measure")
	if err != nil {
		t.Fatal(err)
	}
	if used, _, err := (&stage{measurer: measurer}).measure(t.Context(), []string{"/nonexistent/program"}); err == nil {
		t.Errorf("it took %+v", used)
	}
}
