// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sample returns the document of testdata/tree.yaml.
func sample(t testing.TB) *v1alpha1.Tree {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "tree.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	doc := new(v1alpha1.Tree)
	if err := yaml.UnmarshalStrict(data, doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// golden compares an output with testdata/NAME.golden, where NAME is that of the test and escape characters are made visible.
func golden(t *testing.T, output []byte) {
	t.Helper()
	visible := bytes.ReplaceAll(output, []byte("\x1b"), []byte(`\x1b`))
	path := filepath.Join("testdata", filepath.FromSlash(t.Name())+".golden")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, visible, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(visible), "\n")); diff != "" {
		t.Errorf("not as in %s, which -update writes anew (-want +got):\n%s", path, diff)
	}
}
