// SPDX-License-Identifier: Apache-2.0

package release_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	release "github.com/kubectl-eni/kubectl-eni/test/release"
)

// krewDir is the folder with kubectl-krew and validate-krew-manifest.
var krewDir string //nolint:gochecknoglobals // TestMain can hand it to the tests in no other way.

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "kubectl-eni-krew-")
	if err == nil {
		defer os.RemoveAll(dir)
		err = release.BuildKrew(context.Background(), dir)
	}
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "building krew:", err)
		return 1
	}
	krewDir = dir
	return m.Run()
}
