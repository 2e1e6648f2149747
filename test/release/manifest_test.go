// SPDX-License-Identifier: Apache-2.0

package release_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/krew/pkg/index"

	release "github.com/kubectl-eni/kubectl-eni/test/release"
)

func manifest(t *testing.T) index.Plugin {
	t.Helper()
	plugin, err := release.ReadManifest(filepath.Join(release.Root, release.IndexManifest))
	if err != nil {
		t.Fatal(err)
	}
	return plugin
}

func TestBothManifestsAreTheSameBytes(t *testing.T) {
	t.Parallel()
	var files [][]byte
	for _, name := range []string{release.IndexManifest, release.RootManifest} {
		data, err := os.ReadFile(filepath.Join(release.Root, name))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, data)
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Errorf("%s and %s differ: make both with cmd/manifest", release.IndexManifest, release.RootManifest)
	}
}

// TestTheIndexHoldsOneManifest: krew reads every file of that folder as a plugin of the index.
func TestTheIndexHoldsOneManifest(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir(filepath.Join(release.Root, "plugins"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	if diff := cmp.Diff([]string{"eni.yaml"}, names); diff != "" {
		t.Errorf("files in plugins (-want +got):\n%s", diff)
	}
}

// validate runs krew's own validator, but for what it would download.
func validate(t *testing.T, path string) (string, error) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), filepath.Join(krewDir, "validate-krew-manifest"), "-skip-install", "-manifest", path).CombinedOutput()
	return string(out), err
}

func TestKrewAcceptsTheManifest(t *testing.T) {
	t.Parallel()
	out, err := validate(t, filepath.Join(release.Root, release.IndexManifest))
	if err != nil || !strings.Contains(out, "structural validation OK") || !strings.Contains(out, "no overlapping") {
		t.Errorf("krew's validator: %v\n%s", err, out)
	}
}

func TestKrewRefusesABrokenManifest(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join(release.Root, release.IndexManifest))
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"version without v": {"version: v", "version: "},
		"two for one":       {"arch: arm64", "arch: amd64"},
		"unknown system":    {"os: darwin", "os: plan9"},
		"short checksum":    {"sha256: ", "sha256: z"},
	} {
		path := filepath.Join(t.TempDir(), "eni.yaml")
		if err := os.WriteFile(path, bytes.ReplaceAll(data, []byte(change[0]), []byte(change[1])), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := validate(t, path); err == nil {
			t.Errorf("%s: krew's validator accepts it:\n%s", name, out)
		}
	}
}

func TestManifestAgreesWithGoreleaser(t *testing.T) {
	t.Parallel()
	c, plugin := config(t), manifest(t)
	for _, target := range c.Targets() {
		platform, err := release.PlatformFor(plugin, target)
		if err != nil {
			t.Error(err)
			continue
		}
		url, err := c.ArchiveURL(plugin.Spec.Version, target)
		if err != nil {
			t.Fatal(err)
		}
		if platform.URI != url || platform.Bin != c.Bin(target) {
			t.Errorf("%v: the manifest has %s and %s, goreleaser makes %s and %s", target, platform.URI, platform.Bin, url, c.Bin(target))
		}
	}
	if got, want := len(plugin.Spec.Platforms), len(c.Targets()); got != want {
		t.Errorf("the manifest has %d platforms, goreleaser builds %d", got, want)
	}
	krew := c.Krews[0]
	want := []string{krew.Name, krew.Homepage, krew.ShortDescription, krew.Description, krew.Caveats}
	got := []string{plugin.Name, plugin.Spec.Homepage, plugin.Spec.ShortDescription, plugin.Spec.Description, plugin.Spec.Caveats}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("words of goreleaser.yaml and of the manifest (-goreleaser +manifest):\n%s", diff)
	}
}

// TestTheManifestIsNoTemplate: krew-release-bot fills in the file as a Go template before it hands it on.
func TestTheManifestIsNoTemplate(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join(release.Root, release.IndexManifest))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(data, []byte("{{")) {
		t.Error("the manifest holds a template")
	}
}

// TestUnreleasedVersionsSaySo: what the changelog does not name is not released.
func TestUnreleasedVersionsSaySo(t *testing.T) {
	t.Parallel()
	changelog, err := os.ReadFile(filepath.Join(release.Root, "CHANGELOG.md"))
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(release.Root, release.IndexManifest))
	if err != nil {
		t.Fatal(err)
	}
	version := strings.TrimPrefix(manifest(t).Spec.Version, "v")
	named := bytes.Contains(changelog, []byte("\n## "+version+" "))
	if noted := bytes.Contains(data, []byte(release.SnapshotNote)); !named && !noted {
		t.Errorf("CHANGELOG.md does not name %s, and the manifest does not say that its archives are those of a snapshot", version)
	}
}
