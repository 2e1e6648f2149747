// SPDX-License-Identifier: Apache-2.0

package architecture_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/kubectl-eni/kubectl-eni/"

// allowed lists, for each package, the packages of other modules (by prefix) and of this one that it may import. The standard library is
// free to all, but for what pure packages must not touch.
func allowed() map[string][]string {
	pure := []string{"pkg/cni", "pkg/snapshot", "pkg/topology", "pkg/apis/eni/v1alpha1"}
	kubernetes := []string{"k8s.io/api/", "k8s.io/apimachinery/", "k8s.io/client-go/", "k8s.io/cli-runtime/"}
	rules := map[string][]string{
		"pkg/cni":               {"github.com/aws/amazon-vpc-resource-controller-k8s/pkg/aws/vpc"},
		"pkg/snapshot":          {},
		"pkg/topology":          {"pkg/cni", "pkg/snapshot"},
		"pkg/apis/eni/v1alpha1": {"k8s.io/apimachinery/pkg/apis/meta/v1", "k8s.io/apimachinery/pkg/runtime"},
		"pkg/tree":              pure,
		"pkg/explain":           pure,
		"pkg/maxpods":           pure,
		"pkg/subnets":           pure,
		"pkg/permissions":       {},
		"pkg/demo":              {"pkg/snapshot"},
		"pkg/cluster":           append([]string{"pkg/snapshot", "pkg/cni"}, kubernetes...),
		"pkg/vpc":               {"pkg/snapshot", "pkg/cni", "github.com/aws/aws-sdk-go-v2", "github.com/aws/smithy-go", "golang.org/x/"},
		"pkg/collect":           {"pkg/cluster", "pkg/vpc", "pkg/snapshot", "pkg/cni", "pkg/topology", "pkg/explain", "k8s.io/apimachinery/pkg/labels", "golang.org/x/sync/errgroup"},
		"pkg/terminal":          {"github.com/charmbracelet/", "golang.org/x/", "github.com/mattn/go-runewidth"},
		"pkg/render":            {"pkg/apis/eni/v1alpha1", "pkg/terminal", "charm.land/lipgloss/v2", "github.com/charmbracelet/", "k8s.io/cli-runtime/pkg/printers"},
	}
	return rules
}

// impure are packages of the standard library that a pure package has no use for.
var impure = []string{"context", "net/http", "os", "os/exec", "log", "log/slog", "math/rand", "math/rand/v2"}

// pure are the packages in the middle: the same input gives the same bytes.
var pure = []string{"pkg/cni", "pkg/topology", "pkg/tree", "pkg/explain", "pkg/maxpods", "pkg/subnets", "pkg/permissions", "pkg/apis/eni/v1alpha1"}

type goPackage struct {
	ImportPath string   `json:"ImportPath"`
	Imports    []string `json:"Imports"`
	Doc        string   `json:"Doc"`
}

func listPackages(t *testing.T) []goPackage {
	t.Helper()
	list := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports,Doc", "./...")
	list.Dir = "../.."
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []goPackage
	decoder := json.NewDecoder(bytes.NewReader(out))
	for {
		var p goPackage
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return packages
		}
		if err != nil {
			t.Fatalf("go list: %v", err)
		}
		packages = append(packages, p)
	}
}

func TestImports(t *testing.T) {
	t.Parallel()
	rules := allowed()
	seen := 0
	for _, p := range listPackages(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		rule, ruled := rules[name]
		if !ruled {
			continue
		}
		seen++
		for _, imported := range p.Imports {
			if problem := breaks(name, rule, imported); problem != "" {
				t.Errorf("%s imports %s: %s", name, imported, problem)
			}
		}
	}
	if seen < 10 {
		t.Errorf("only %d packages have a rule: did they move?", seen)
	}
}

// breaks says what is wrong with an import, if anything.
func breaks(name string, rule []string, imported string) string {
	if own, ok := strings.CutPrefix(imported, module); ok {
		if slices.Contains(rule, own) {
			return ""
		}
		return "not among the packages that it may use"
	}
	if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") {
		if slices.Contains(pure, name) && slices.Contains(impure, imported) {
			return "a pure package has no use for it"
		}
		return ""
	}
	if slices.ContainsFunc(rule, func(prefix string) bool { return strings.HasPrefix(imported, prefix) }) {
		return ""
	}
	return "not among the modules that it may use"
}

func TestEveryPackageHasAComment(t *testing.T) {
	t.Parallel()
	for _, p := range listPackages(t) {
		if p.Doc == "" {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
}

// TestNoUnwantedDependencies keeps out what costs megabytes: the typed clientset, controller-runtime, and the CNI's own packages, one of
// which opens a log file on the host when it is loaded.
func TestNoUnwantedDependencies(t *testing.T) {
	t.Parallel()
	list := exec.CommandContext(t.Context(), "go", "list", "-deps", "./cmd/kubectl-eni")
	list.Dir = "../.."
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for dependency := range strings.Lines(string(out)) {
		dependency = strings.TrimSpace(dependency)
		for _, unwanted := range []string{"sigs.k8s.io/controller-runtime", "github.com/aws/amazon-vpc-cni-k8s", "testing", "net/http/httptest"} {
			if dependency == unwanted || strings.HasPrefix(dependency, unwanted+"/") {
				t.Errorf("the program depends on %s", dependency)
			}
		}
	}
}
