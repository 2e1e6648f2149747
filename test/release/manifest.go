// SPDX-License-Identifier: Apache-2.0

package release

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"sigs.k8s.io/krew/pkg/index"
	"sigs.k8s.io/yaml"
)

// The files that hold the manifest of the newest release, and are byte-identical: the first makes the repository a krew index of its
// own, the second is what `kubectl krew install --manifest` is given.
const (
	IndexManifest = "plugins/eni.yaml"
	RootManifest  = "krew-manifest.yaml"
)

// SnapshotNote stands in the manifest as long as its archives are on no release page.
const SnapshotNote = `# Until the tag of this version exists, the checksums are those of a snapshot build, and the archives cannot be downloaded.
# The release replaces this file: see docs/releasing.md.
`

// ReadManifest reads a krew manifest. Fields that krew does not know are errors.
func ReadManifest(path string) (index.Plugin, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return index.Plugin{}, fmt.Errorf("reading a krew manifest: %w", err)
	}
	var plugin index.Plugin
	if err := yaml.UnmarshalStrict(data, &plugin); err != nil {
		return plugin, fmt.Errorf("parsing krew manifest %s: %w", path, err)
	}
	return plugin, nil
}

// PlatformFor returns the platform of a manifest whose selector names the target.
func PlatformFor(plugin index.Plugin, target Target) (index.Platform, error) {
	i := slices.IndexFunc(plugin.Spec.Platforms, func(p index.Platform) bool { return targetOf(p) == target })
	if i < 0 {
		return index.Platform{}, fmt.Errorf("manifest %s has no platform %s/%s", plugin.Name, target.OS, target.Arch)
	}
	return plugin.Spec.Platforms[i], nil
}

// targetOf returns the one platform that a selector names; it is empty when there is none.
func targetOf(platform index.Platform) Target {
	if platform.Selector == nil {
		return Target{}
	}
	return Target{OS: platform.Selector.MatchLabels["os"], Arch: platform.Selector.MatchLabels["arch"]}
}

// WriteManifests makes both manifests of the repository from the one in goreleaser's folder dist, after it has checked every archive
// that it names against its checksum and content (see [CheckArchive]). With snapshot the note that these archives are not released
// stands at the head; otherwise the bytes are goreleaser's.
func WriteManifests(root, dist string, snapshot bool) error {
	source := filepath.Join(dist, "krew", "eni.yaml")
	plugin, err := ReadManifest(source)
	if err != nil {
		return err
	}
	config, err := LoadConfig(root)
	if err != nil {
		return err
	}
	for _, target := range config.Targets() {
		platform, err := PlatformFor(plugin, target)
		if err != nil {
			return err
		}
		if err := CheckArchive(dist, platform); err != nil {
			return err
		}
	}
	data, err := os.ReadFile(source)
	if err != nil {
		return fmt.Errorf("reading a krew manifest: %w", err)
	}
	if snapshot {
		header, rest, _ := bytes.Cut(data, []byte("\n"))
		data = slices.Concat(header, []byte("\n"), []byte(SnapshotNote), rest)
	}
	for _, name := range []string{IndexManifest, RootManifest} {
		if err := os.WriteFile(filepath.Join(root, name), data, 0o644); err != nil {
			return fmt.Errorf("writing a krew manifest: %w", err)
		}
	}
	return nil
}
