// SPDX-License-Identifier: Apache-2.0

package snapshot_test

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"

	release "github.com/kubectl-eni/kubectl-eni/test/release"
)

const root = "../../.."

// What to test with, and what to test: flags, since both come from the Makefile.
var (
	goreleaser = flag.String("goreleaser", "", "goreleaser's `path`, for TestSnapshot")      //nolint:gochecknoglobals // A flag.
	dist       = flag.String("dist", "", "goreleaser's `folder` dist, for TestAllPlatforms") //nolint:gochecknoglobals // A flag.
)

// TestAllPlatforms has krew install all archives of a whole snapshot: `make snapshot-release`.
func TestAllPlatforms(t *testing.T) {
	t.Parallel()
	if *dist == "" {
		t.Fatal("no -dist: run make snapshot-release")
	}
	install(t, *dist, 6)
}

// TestSnapshot releases twice and looks at the archive, at the checksums, and at what krew makes of it.
func TestSnapshot(t *testing.T) {
	t.Parallel()
	if *goreleaser == "" {
		t.Fatal("no -goreleaser: run make release-check")
	}
	config, err := release.LoadConfig(root)
	if err != nil {
		t.Fatal(err)
	}
	plugin, err := release.ReadManifest(filepath.Join(root, release.IndexManifest))
	if err != nil {
		t.Fatal(err)
	}
	tag := plugin.Spec.Version
	first, second := snapshot(t, tag), snapshot(t, tag)
	if diff := cmp.Diff(read(t, first, "checksums.txt"), read(t, second, "checksums.txt")); diff != "" {
		t.Errorf("checksums of the first and of the second build:\n%s", diff)
	}

	name, err := config.ArchiveName(tag, release.Host())
	if err != nil {
		t.Fatal(err)
	}
	date := git(t, "show", "-s", "--format=%cd", "--date=format-local:%Y-%m-%dT%H:%M:%SZ", "HEAD")
	want := []string{
		"LICENSE 644 root:root " + date,
		"README.md 644 root:root " + date,
		"kubectl_complete-eni 755 root:root " + date,
		"kubectl-eni 755 root:root " + date,
	}
	if diff := cmp.Diff(want, entries(t, filepath.Join(first, name))); diff != "" {
		t.Errorf("files of the archive (-want +got):\n%s", diff)
	}

	made, err := release.ReadManifest(filepath.Join(first, "krew", "eni.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	platform, err := release.PlatformFor(made, release.Host())
	if err != nil {
		t.Fatal(err)
	}
	if err := release.CheckArchive(first, platform); err != nil {
		t.Error(err)
	}
	// All but the checksums is what stands in the repository.
	for i := range made.Spec.Platforms {
		checkedIn, err := release.PlatformFor(plugin, release.Host())
		if err != nil {
			t.Fatal(err)
		}
		checkedIn.Sha256 = made.Spec.Platforms[i].Sha256
		plugin.Spec.Platforms = append(plugin.Spec.Platforms[:0:0], checkedIn)
	}
	if diff := cmp.Diff(plugin, made); diff != "" {
		t.Errorf("the manifest of the repository and goreleaser's (-repository +goreleaser):\n%s", diff)
	}
	install(t, first, 1)
}

// install has krew's validator install every platform of a manifest, and the plugin say which commit it is.
func install(t *testing.T, dist string, platforms int) {
	t.Helper()
	programs := t.TempDir()
	if err := release.BuildKrew(t.Context(), programs); err != nil {
		t.Fatal(err)
	}
	kubectl, err := release.Kubectl(t.Context(), root)
	if err != nil {
		t.Fatal(err)
	}
	made, err := release.ReadManifest(filepath.Join(dist, "krew", "eni.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	path := release.WriteManifest(t, t.TempDir(), release.Publish(t, made, dist))
	home := release.NewHome(t.TempDir(), kubectl, programs)
	out, err := home.Run(t.Context(), "validate-krew-manifest -manifest "+path)
	if all := fmt.Sprintf("all %d spec.platforms installed fine", platforms); err != nil || !strings.Contains(out, all) {
		t.Errorf("krew's validator: %v\n%s", err, out)
	}
	if _, err := home.Run(t.Context(), "kubectl krew install --manifest="+path); err != nil {
		t.Fatal(err)
	}
	out, err = home.Run(t.Context(), "kubectl eni version --client")
	if want := made.Spec.Version; err != nil || !strings.Contains(out, want) || !strings.Contains(out, git(t, "rev-parse", "HEAD")[:7]) {
		t.Errorf("the plugin calls itself %q, %v; want %s and the commit", out, err, want)
	}
}

// snapshot releases for the platform of this machine and returns the folder with what was made.
func snapshot(t *testing.T, tag string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, "goreleaser.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var settings map[string]any
	if err := yaml.Unmarshal(data, &settings); err != nil {
		t.Fatal(err)
	}
	dist := t.TempDir()
	settings["dist"] = dist
	build := settings["builds"].([]any)[0].(map[string]any)
	build["goos"], build["goarch"] = []string{release.Host().OS}, []string{release.Host().Arch}
	data, err = yaml.Marshal(settings)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "goreleaser.yaml")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	env := []string{
		"GORELEASER_CURRENT_TAG=" + tag,
		// Without a remote goreleaser takes the repository for none, and makes version 0.0.0 of no commit.
		"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=remote.origin.url", "GIT_CONFIG_VALUE_0=https://github.com/kubectl-eni/kubectl-eni.git",
	}
	run(t, env, *goreleaser,
		"release", "--snapshot", "--clean", "--skip=sign,sbom", "--parallelism=1", "--config="+path)
	return dist
}

// entries lists what an archive says of its files.
func entries(t *testing.T, path string) []string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for archive := tar.NewReader(unzipped); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, fmt.Sprintf("%s %o %s:%s %s", header.Name, header.Mode, header.Uname, header.Gname,
			header.ModTime.UTC().Format("2006-01-02T15:04:05Z")))
	}
}

func read(t *testing.T, parts ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func git(t *testing.T, args ...string) string {
	t.Helper()
	return strings.TrimSpace(run(t, []string{"TZ=UTC"}, "git", args...))
}

// run runs a program in the repository's folder and returns its stdout.
func run(t *testing.T, env []string, program string, args ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), program, args...)
	command.Dir = root
	command.Env = append(os.Environ(), env...)
	var stderr strings.Builder
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", program, strings.Join(args, " "), err, stderr.String())
	}
	return string(out)
}
