// SPDX-License-Identifier: Apache-2.0

package release_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"

	release "github.com/kubectl-eni/kubectl-eni/test/release"
)

// workflow is what these tests look at in a GitHub workflow.
type workflow struct {
	Permissions map[string]string `json:"permissions"`
	Jobs        map[string]struct {
		Permissions map[string]string `json:"permissions"`
		Timeout     int               `json:"timeout-minutes"`
		Uses        string            `json:"uses"`
		Steps       []struct {
			Uses string         `json:"uses"`
			Run  string         `json:"run"`
			With map[string]any `json:"with"`
		} `json:"steps"`
	} `json:"jobs"`
}

// workflows returns the workflows of the repository by file name, and their text.
func workflows(t *testing.T) (map[string]workflow, map[string]string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(release.Root, ".github", "workflows", "*"))
	if err != nil || len(paths) < 2 {
		t.Fatalf("found the workflows %v, %v", paths, err)
	}
	parsed, texts := map[string]workflow{}, map[string]string{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var w workflow
		if err := yaml.Unmarshal(data, &w); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		parsed[filepath.Base(path)], texts[filepath.Base(path)] = w, string(data)
	}
	return parsed, texts
}

// TestActionsArePinned: a tag can be moved to other code, a commit can not. The comment is for the reader and for updates.
func TestActionsArePinned(t *testing.T) {
	t.Parallel()
	line := regexp.MustCompile(`(?m)^\s*(?:- )?uses: ([\w.-]+(?:/[\w.-]+)+)@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	parsed, texts := workflows(t)
	for name, w := range parsed {
		used := 0
		for job, j := range w.Jobs {
			if j.Uses != "" {
				t.Errorf("%s: job %s is another workflow, which this test does not know", name, job)
			}
			for _, step := range j.Steps {
				if step.Uses != "" {
					used++
				}
			}
		}
		if pinned := len(line.FindAllString(texts[name], -1)); pinned != used {
			t.Errorf("%s: %d of %d actions are pinned by commit, with the version in a comment", name, pinned, used)
		}
	}
}

// TestJobsMayDoNoMoreThanTheyNeed lists every permission that any job has.
func TestJobsMayDoNoMoreThanTheyNeed(t *testing.T) {
	t.Parallel()
	want := map[string]map[string]string{
		"ci.yml test":               {"contents": "read"},
		"ci.yml release":            {"contents": "read"},
		"ci.yml vulnerabilities":    {"contents": "read"},
		"ci.yml dependencies":       {"contents": "read"},
		"release.yml test":          {"contents": "read"},
		"release.yml release":       {"contents": "write", "id-token": "write"}, // The release page; the identity that cosign signs with.
		"release.yml manifests":     {"contents": "write", "pull-requests": "write"},
		"release.yml central-index": {"contents": "read"},
	}
	got := map[string]map[string]string{}
	parsed, _ := workflows(t)
	for name, w := range parsed {
		if w.Permissions == nil {
			t.Errorf("%s does not say what its jobs may do", name)
		}
		for job, j := range w.Jobs {
			got[name+" "+job] = w.Permissions
			if j.Permissions != nil {
				got[name+" "+job] = j.Permissions
			}
			if j.Timeout == 0 {
				t.Errorf("%s: job %s has no time limit", name, job)
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("permissions of the jobs (-want +got):\n%s", diff)
	}
}

// TestCheckoutsKeepNoCredentials: no later step finds the token in .git/config, but for the job that pushes.
func TestCheckoutsKeepNoCredentials(t *testing.T) {
	t.Parallel()
	parsed, _ := workflows(t)
	var kept []string
	for name, w := range parsed {
		for job, j := range w.Jobs {
			for _, step := range j.Steps {
				if strings.HasPrefix(step.Uses, "actions/checkout@") && step.With["persist-credentials"] != false {
					kept = append(kept, name+" "+job)
				}
			}
		}
	}
	if diff := cmp.Diff([]string{"release.yml manifests"}, kept); diff != "" {
		t.Errorf("jobs whose checkout keeps the token (-want +got):\n%s", diff)
	}
}

// TestNothingIsFetchedUnpinned: tools come from Go modules that a go.sum pins, and in no other way.
func TestNothingIsFetchedUnpinned(t *testing.T) {
	t.Parallel()
	fetching := regexp.MustCompile(`@latest|\bgo (install|get)\b|go run [^.\s-]\S*@|\b(curl|wget|npx|npm|pip3?|brew)\b|:latest`)
	_, texts := workflows(t)
	for _, name := range []string{"Makefile", ".ci/run"} {
		data, err := os.ReadFile(filepath.Join(release.Root, name))
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = string(data)
	}
	for name, text := range texts {
		if found := fetching.FindAllString(text, -1); len(found) > 0 {
			t.Errorf("%s fetches something: %q", name, found)
		}
	}
}

// TestEveryToolIsPinned: what is built from the module proxy has a go.mod and a go.sum.
func TestEveryToolIsPinned(t *testing.T) {
	t.Parallel()
	for folder, tools := range map[string][]string{
		".ci/tools":            {"github.com/golangci/golangci-lint/v2/cmd/golangci-lint", "golang.org/x/vuln/cmd/govulncheck"},
		".ci/tools/goreleaser": {"github.com/goreleaser/goreleaser/v2"},
		".ci/tools/syft":       {"github.com/anchore/syft/cmd/syft"},
		".ci/tools/cosign":     {"github.com/sigstore/cosign/v3/cmd/cosign"},
		"test/release":         {"sigs.k8s.io/krew/cmd/krew", "sigs.k8s.io/krew/cmd/validate-krew-manifest"},
	} {
		data, err := os.ReadFile(filepath.Join(release.Root, folder, "go.mod"))
		if err != nil {
			t.Fatal(err)
		}
		words := strings.Fields(string(data))
		for _, tool := range tools {
			if !slices.Contains(words, tool) {
				t.Errorf("%s/go.mod does not pin %s", folder, tool)
			}
		}
		if _, err := os.Stat(filepath.Join(release.Root, folder, "go.sum")); err != nil {
			t.Error(err)
		}
	}
}
