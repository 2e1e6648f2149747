// SPDX-License-Identifier: Apache-2.0

package release

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"slices"
	"testing"

	"sigs.k8s.io/krew/pkg/index"
	"sigs.k8s.io/yaml"
)

// Publish serves the archives of a folder on this machine for the length of a test, as a release page does, and returns the manifest
// with their addresses and checksums. Platforms without an archive in the folder keep what they had.
func Publish(t *testing.T, plugin index.Plugin, dir string) index.Plugin {
	t.Helper()
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(server.Close)

	published := plugin
	published.Spec.Platforms = slices.Clone(plugin.Spec.Platforms)
	for i := range published.Spec.Platforms {
		platform := &published.Spec.Platforms[i]
		name := path.Base(platform.URI)
		data, err := os.ReadFile(filepath.Join(dir, name))
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		platform.URI = server.URL + "/" + name
		platform.Sha256 = Checksum(data)
	}
	return published
}

// WriteManifest writes a manifest for a test and returns its path.
func WriteManifest(t *testing.T, dir string, plugin index.Plugin) string {
	t.Helper()
	data, err := yaml.Marshal(plugin)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, plugin.Name+".yaml")
	if err := os.MkdirAll(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
