// SPDX-License-Identifier: Apache-2.0

package release_test

import (
	"path/filepath"
	"strings"
	"testing"

	release "github.com/kubectl-eni/kubectl-eni/test/release"
)

const commit = "0123456789abcdef0123456789abcdef01234567"

// TestInstall goes the way of a user: the repository as an index of krew, the archive of this platform from a server, the plugin run by
// a real kubectl, the line for completion that the caveats give, and away again.
func TestInstall(t *testing.T) {
	t.Parallel()
	plugin := manifest(t)
	archives := t.TempDir()
	archive, err := release.Pack(t.Context(), release.Root, archives, plugin.Spec.Version, commit)
	if err != nil {
		t.Fatal(err)
	}
	home := newHome(t)
	published := release.Publish(t, plugin, archives)
	repository := t.TempDir()
	path := release.WriteManifest(t, filepath.Join(repository, "plugins"), published)
	must(t, home, "cd "+repository+" && git init -q && git add . && git commit -q -m index")

	must(t, home, "kubectl krew index add eni "+repository)
	shown := must(t, home, "kubectl krew install eni/eni")
	for line := range strings.SplitSeq(strings.TrimSpace(plugin.Spec.Caveats), "\n") {
		if !strings.Contains(shown, line) {
			t.Errorf("krew does not show the caveat %q:\n%s", line, shown)
		}
	}
	checkInstalled(t, home, plugin.Spec.Version)

	must(t, home, "kubectl krew uninstall eni")
	if out, err := home.Run(t.Context(), "kubectl eni version --client"); err == nil {
		t.Errorf("the plugin still runs after krew has removed it: %s", out)
	}

	must(t, home, "kubectl krew install --manifest="+path+" --archive="+archive)
	must(t, home, "kubectl eni version --client")
}

// TestInstallRefusesAnotherArchive: the checksum of the manifest is what decides.
func TestInstallRefusesAnotherArchive(t *testing.T) {
	t.Parallel()
	home := newHome(t)
	other := filepath.Join(release.Root, "LICENSE")
	out, err := home.Run(t.Context(), "kubectl krew install --manifest="+absolute(t, filepath.Join(release.Root, release.RootManifest))+" --archive="+absolute(t, other))
	if err == nil || !strings.Contains(out, "checksum does not match") {
		t.Errorf("krew installs another archive: %v\n%s", err, out)
	}
}

// checkInstalled checks what a user has after `kubectl krew install`.
func checkInstalled(t *testing.T, home release.Home, version string) {
	t.Helper()
	if out := must(t, home, "kubectl krew list"); strings.TrimSpace(out) != "eni/eni" {
		t.Errorf("krew lists %q", out)
	}
	if out := must(t, home, "kubectl eni version --client"); !strings.Contains(out, version) || !strings.Contains(out, commit[:7]) {
		t.Errorf("the plugin calls itself %q, want %s of %s", out, version, commit)
	}
	if out := must(t, home, "kubectl eni tree --demo"); !strings.Contains(out, "ironman-2022") || !strings.Contains(out, "default/aws-cli") {
		t.Errorf("the tree of the demo:\n%s", out)
	}
	files := must(t, home, "ls "+home.Krew("store", "eni", version))
	if want := "LICENSE\nREADME.md\nkubectl-eni\nkubectl_complete-eni\n"; files != want {
		t.Errorf("krew unpacked %q, want %q", files, want)
	}

	// Completion is the line that the caveats give, run as it is.
	must(t, home, completionLine(t))
	if out := must(t, home, "kubectl __complete eni tr 2>/dev/null"); !strings.HasPrefix(out, "tree\t") {
		t.Errorf("kubectl completes `eni tr` to %q", out)
	}
	must(t, home, "rm "+home.Krew("bin", "kubectl_complete-eni"))
}

// completionLine returns the one line of the caveats that a user is asked to run.
func completionLine(t *testing.T) string {
	t.Helper()
	for line := range strings.Lines(manifest(t).Spec.Caveats) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "ln ") {
			return line
		}
	}
	t.Fatal("the caveats give no line for completion")
	return ""
}

// newHome returns the home of a user who has kubectl and krew.
func newHome(t *testing.T) release.Home {
	t.Helper()
	kubectl, err := release.Kubectl(t.Context(), release.Root)
	if err != nil {
		t.Fatal(err)
	}
	return release.NewHome(t.TempDir(), kubectl, krewDir)
}

// must runs a line in the user's shell, which has to succeed.
func must(t *testing.T, home release.Home, line string) string {
	t.Helper()
	out, err := home.Run(t.Context(), line)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	result, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return result
}
