// SPDX-License-Identifier: Apache-2.0

package explain_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/explain"
)

func TestVerdictsAreComplete(t *testing.T) {
	t.Parallel()
	seen := map[explain.Code]bool{}
	groups := map[explain.Group]bool{}
	var last explain.Group
	for _, v := range explain.Verdicts() {
		if seen[v.Code] {
			t.Errorf("%s stands twice in the registry", v.Code)
		}
		seen[v.Code] = true
		if v.Title == "" || v.Conditions == "" || v.Evidence == "" || v.Remedy == "" || v.Source == "" || v.Severity == "" || v.Confidence == "" {
			t.Errorf("%s lacks a field: %+v", v.Code, v)
		}
		if v.Docs != "" && !strings.HasPrefix(v.Docs, "https://docs.aws.amazon.com/") {
			t.Errorf("%s: %s is no page of AWS's", v.Code, v.Docs)
		}
		if v.Group != last && groups[v.Group] {
			t.Errorf("group %q is torn apart at %s", v.Group, v.Code)
		}
		groups[v.Group], last = true, v.Group
	}
}

// TestEveryVerdictHasACase keeps the corpus whole: each verdict on pods is expected by a case.
func TestEveryVerdictHasACase(t *testing.T) {
	t.Parallel()
	covered := map[string]bool{}
	for _, name := range cases(t) {
		want := expected(t, name)
		covered[want.Verdict] = true
		for _, code := range want.Findings {
			covered[code] = true
		}
	}
	for _, v := range explain.Verdicts() {
		if v.Group != explain.GroupIP && v.Code != explain.PoolHasRoom && !covered[string(v.Code)] {
			t.Errorf("no case expects %s", v.Code)
		}
	}
}

func TestVerdictsDocument(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "docs", "verdicts.md")
	var page bytes.Buffer
	if err := explain.WriteVerdicts(&page); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, page.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	committed, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(committed), page.String()); diff != "" {
		t.Errorf("docs/verdicts.md is not the registry's (-file +registry), go test -update writes it:\n%s", diff)
	}
}
