// SPDX-License-Identifier: Apache-2.0

package release_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	release "github.com/kubectl-eni/kubectl-eni/test/release"
)

func config(t *testing.T) release.Config {
	t.Helper()
	loaded, err := release.LoadConfig(release.Root)
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

func TestSixPlatforms(t *testing.T) {
	t.Parallel()
	want := []release.Target{
		{OS: "linux", Arch: "amd64"},
		{OS: "linux", Arch: "arm64"},
		{OS: "darwin", Arch: "amd64"},
		{OS: "darwin", Arch: "arm64"},
		{OS: "windows", Arch: "amd64"},
		{OS: "windows", Arch: "arm64"},
	}
	if diff := cmp.Diff(want, config(t).Targets()); diff != "" {
		t.Errorf("platforms of the release (-want +got):\n%s", diff)
	}
}

func TestArchiveNames(t *testing.T) {
	t.Parallel()
	for target, want := range map[release.Target]string{
		{OS: "linux", Arch: "arm64"}:   "kubectl-eni_v1.2.3-rc.1_linux_arm64.tar.gz",
		{OS: "darwin", Arch: "amd64"}:  "kubectl-eni_v1.2.3-rc.1_darwin_amd64.tar.gz",
		{OS: "windows", Arch: "amd64"}: "kubectl-eni_v1.2.3-rc.1_windows_amd64.zip",
	} {
		got, err := config(t).ArchiveName("v1.2.3-rc.1", target)
		if err != nil || got != want {
			t.Errorf("archive of %v is %q and %v, want %q", target, got, err, want)
		}
	}
}

// TestNothingDependsOnTheBuild: no time, path, user or mode of the machine that builds may reach an archive.
func TestNothingDependsOnTheBuild(t *testing.T) {
	t.Parallel()
	c := config(t)
	build, archive := c.Builds[0], c.Archives[0]
	for _, flag := range []string{"-trimpath", "-buildvcs=false"} {
		if !slices.Contains(build.Flags, flag) {
			t.Errorf("the build lacks %s", flag)
		}
	}
	if !slices.Contains(build.Env, "CGO_ENABLED=0") {
		t.Error("the build uses cgo")
	}
	if build.ModTimestamp != "{{ .CommitTimestamp }}" {
		t.Errorf("binaries are dated %q", build.ModTimestamp)
	}
	if ldflags := strings.Join(build.Ldflags, " "); strings.Contains(ldflags, "Date") || strings.Contains(ldflags, "Now") || strings.Contains(ldflags, "Timestamp") {
		t.Errorf("a date is built in: %s", ldflags)
	}
	infos := map[string]release.FileInfo{build.Binary: archive.BuildsInfo}
	for _, file := range archive.Files {
		infos[file.Source] = file.Info
	}
	for name, info := range infos {
		if info.MTime != "{{ .CommitDate }}" || info.Owner != "root" || info.Group != "root" || info.Mode&^0o755 != 0 || info.Mode == 0 {
			t.Errorf("%s lies in the archive with %+v", name, info)
		}
	}
}

func TestArchivesHoldLicenseReadmeAndCompletion(t *testing.T) {
	t.Parallel()
	archive := config(t).Archives[0]
	var sources []string
	for _, file := range archive.Files {
		sources = append(sources, file.Source)
	}
	want := []string{"LICENSE", "README.md", "cmd/kubectl-eni/kubectl_complete-eni"}
	if diff := cmp.Diff(want, sources); diff != "" {
		t.Errorf("files of an archive (-want +got):\n%s", diff)
	}
	if archive.WrapInDirectory {
		t.Error("the archive has a folder at its root")
	}
}

// TestChecksumsAreSignedAndArchivesHaveSBOMs keeps the words of docs/releasing.md true.
func TestChecksumsAreSignedAndArchivesHaveSBOMs(t *testing.T) {
	t.Parallel()
	c := config(t)
	if c.Version != 2 || c.Checksum.NameTemplate != "checksums.txt" {
		t.Errorf("version %d, checksums in %q", c.Version, c.Checksum.NameTemplate)
	}
	if len(c.SBOMs) != 1 || c.SBOMs[0].Artifacts != "archive" {
		t.Errorf("SBOMs: %+v", c.SBOMs)
	}
	if len(c.Signs) != 1 || c.Signs[0].Artifacts != "checksum" || c.Signs[0].Cmd != "cosign" || !slices.Contains(c.Signs[0].Args, "sign-blob") {
		t.Errorf("signatures: %+v", c.Signs)
	}
}
