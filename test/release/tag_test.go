// SPDX-License-Identifier: Apache-2.0

package release_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	release "github.com/kubectl-eni/kubectl-eni/test/release"
)

// TestCheckTag runs what the release workflow asks first, in a repository with a branch main and one commit beside it.
func TestCheckTag(t *testing.T) {
	t.Parallel()
	repository := t.TempDir()
	script, err := os.ReadFile(filepath.Join(release.Root, ".ci", "check-tag"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(repository, ".ci"), 0o750); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(repository, ".ci", "check-tag")
	for path, text := range map[string]string{
		program: string(script),
		filepath.Join(repository, "CHANGELOG.md"): "# Changelog\n\n## 1.3.0 - 2026-02-01\n\n## 1.2.0 - 2026-01-31\n",
	} {
		if err := os.WriteFile(path, []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	home := release.NewHome(repository)
	must(t, home, `git init -q -b main && git add . && git commit -q -m one
		git tag v1.2.0; git tag v1.4.0; git tag v1.5.0-rc.1; git tag 1.3.0; git tag v1.3; git tag v01.3.0
		git switch -q -c other && git commit -q --allow-empty -m two && git tag v1.3.0`)

	for tag, want := range map[string]string{
		"v1.2.0":      "",
		"v1.5.0-rc.1": "", // A pre-release needs no section.
		"v1.4.0":      "CHANGELOG.md has no section",
		"v1.3.0":      "is not on main",
		"1.3.0":       "is no version",
		"v1.3":        "is no version",
		"v01.3.0":     "is no version",
	} {
		out, err := exec.CommandContext(t.Context(), program, tag, "main").CombinedOutput()
		if (err == nil) != (want == "") || !strings.Contains(string(out), want) {
			t.Errorf("check-tag %s: %v, says %q, want %q", tag, err, out, want)
		}
	}
}
