// SPDX-License-Identifier: Apache-2.0

package release_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/krew/pkg/index"
	"sigs.k8s.io/yaml"

	release "github.com/kubectl-eni/kubectl-eni/test/release"
)

// dist makes a folder as goreleaser leaves it, with archives of empty files.
func dist(t *testing.T, files ...string) (string, index.Plugin) {
	t.Helper()
	dir, plugin := t.TempDir(), manifest(t)
	for i := range plugin.Spec.Platforms {
		platform := &plugin.Spec.Platforms[i]
		data := pack(t, platform.URI, append([]string{platform.Bin}, files...))
		platform.Sha256 = release.Checksum(data)
		if err := os.WriteFile(filepath.Join(dir, path.Base(platform.URI)), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	writeMade(t, dir, plugin)
	return dir, plugin
}

// writeMade writes the manifest that goreleaser makes.
func writeMade(t *testing.T, dist string, plugin index.Plugin) {
	t.Helper()
	data, err := yaml.Marshal(plugin)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dist, "krew"), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dist, "krew", "eni.yaml"), append([]byte("# Made.\n"), data...), 0o600); err != nil {
		t.Fatal(err)
	}
}

func pack(t *testing.T, name string, files []string) []byte {
	t.Helper()
	var out bytes.Buffer
	if strings.HasSuffix(name, ".zip") {
		archive := zip.NewWriter(&out)
		for _, file := range files {
			if _, err := archive.Create(file); err != nil {
				t.Fatal(err)
			}
		}
		if err := archive.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	zipped := gzip.NewWriter(&out)
	archive := tar.NewWriter(zipped)
	for _, file := range files {
		if err := archive.WriteHeader(&tar.Header{Name: file}); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// repository makes a folder with what WriteManifests reads of the repository.
func repository(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	data, err := os.ReadFile(filepath.Join(release.Root, "goreleaser.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "goreleaser.yaml"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(root, "plugins"), 0o750); err != nil {
		t.Fatal(err)
	}
	return root
}

func TestWriteManifests(t *testing.T) {
	t.Parallel()
	made, _ := dist(t, "LICENSE")
	want, err := os.ReadFile(filepath.Join(made, "krew", "eni.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for snapshot, want := range map[bool]string{
		false: string(want),
		true:  "# Made.\n" + release.SnapshotNote + strings.TrimPrefix(string(want), "# Made.\n"),
	} {
		root := repository(t)
		if err := release.WriteManifests(root, made, snapshot); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{release.IndexManifest, release.RootManifest} {
			got, err := os.ReadFile(filepath.Join(root, name))
			if err != nil || string(got) != want {
				t.Errorf("snapshot %v: %s is %v\n%s\nwant\n%s", snapshot, name, err, got, want)
			}
		}
	}
}

func TestWriteManifestsRefuses(t *testing.T) {
	t.Parallel()
	noLicense, _ := dist(t, "README.md")
	otherBytes, plugin := dist(t, "LICENSE")
	plugin.Spec.Platforms[2].Sha256 = strings.Repeat("0", 64)
	writeMade(t, otherBytes, plugin)
	missing, plugin := dist(t, "LICENSE")
	if err := os.Remove(filepath.Join(missing, path.Base(plugin.Spec.Platforms[3].URI))); err != nil {
		t.Fatal(err)
	}
	fewer, plugin := dist(t, "LICENSE")
	plugin.Spec.Platforms = plugin.Spec.Platforms[1:]
	writeMade(t, fewer, plugin)

	for dir, want := range map[string]string{
		noLicense:   "has no LICENSE",
		otherBytes:  "has checksum",
		missing:     "no such file",
		fewer:       "has no platform",
		t.TempDir(): "reading a krew manifest",
	} {
		root := repository(t)
		if err := release.WriteManifests(root, dir, false); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
		if _, err := os.Stat(filepath.Join(root, release.RootManifest)); err == nil {
			t.Errorf("a manifest was written although %q", want)
		}
	}
}
