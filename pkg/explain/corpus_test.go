// SPDX-License-Identifier: Apache-2.0

package explain_test

import (
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/explain"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

const corpus = "testdata/cases"

//nolint:gochecknoglobals // the flag of "go test" that writes the golden files
var update = flag.Bool("update", false, "write the golden files")

// expectation is a case's expected.json.
type expectation struct {
	// About says what the case shows, Source where the behaviour is documented.
	About  string `json:"about"`
	Source string `json:"source"`
	// Pod is namespace/name.
	Pod        string `json:"pod"`
	Verdict    string `json:"verdict"`
	Confidence string `json:"confidence"`
	// Findings must be among the findings too, Absent must not.
	Findings []string `json:"findings,omitempty"`
	Absent   []string `json:"absent,omitempty"`
	// Evidence are parts of the verdict's evidence, sources included; Remedy is a part of its remedy or commands.
	Evidence []string       `json:"evidence"`
	Remedy   string         `json:"remedy"`
	Host     *v1alpha1.Host `json:"host,omitempty"`
	// Needs are the kinds of reads that the case asks for.
	Needs []string `json:"needs,omitempty"`
	// Mutations each take away a key piece of evidence: each must change or weaken the verdict.
	Mutations []mutation `json:"mutations"`
}

func cases(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(corpus)
	if err != nil {
		t.Fatal(err)
	}
	names := make([]string, 0, len(entries))
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func expected(t *testing.T, name string) expectation {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(corpus, name, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var want expectation
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&want); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return want
}

// load reads a case without what is expected of it.
func load(t *testing.T, dir string) *snapshot.Snapshot {
	t.Helper()
	s, err := snapshot.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// memory holds a case's files, so that a test that needs them many times need not read them again.
func memory(t testing.TB, name string) fstest.MapFS {
	t.Helper()
	held := fstest.MapFS{}
	dir := os.DirFS(filepath.Join(corpus, name))
	err := fs.WalkDir(dir, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(dir, path)
		held[path] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return held
}

func loadFrom(t testing.TB, files fs.FS) *snapshot.Snapshot {
	t.Helper()
	s, err := snapshot.LoadFS(files)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func explainPod(t *testing.T, s *snapshot.Snapshot, pod string) *v1alpha1.PodExplanation {
	t.Helper()
	namespace, name, _ := strings.Cut(pod, "/")
	doc, err := explain.Pod(topology.Build(s, topology.Options{}), s, namespace, name)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestCorpus(t *testing.T) {
	t.Parallel()
	for _, name := range cases(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := expected(t, name)
			doc := explainPod(t, load(t, filepath.Join(corpus, name)), want.Pod)
			check(t, want, doc)
			checkNeeds(t, want, load(t, filepath.Join(corpus, name)))
			golden(t, filepath.Join(corpus, name, "document.golden"), doc)
		})
	}
}

// check holds an explanation against what is expected of it.
func check(t *testing.T, want expectation, doc *v1alpha1.PodExplanation) {
	t.Helper()
	if doc.Verdict.Code != want.Verdict || doc.Verdict.Confidence != want.Confidence {
		t.Fatalf("verdict %s (%s): %s\nwant %s (%s)", doc.Verdict.Code, doc.Verdict.Confidence, doc.Verdict.Summary, want.Verdict, want.Confidence)
	}
	codes := map[string]bool{}
	for _, f := range doc.Findings {
		codes[f.Code] = true
	}
	for _, code := range want.Findings {
		if !codes[code] {
			t.Errorf("finding %s is missing", code)
		}
	}
	for _, code := range want.Absent {
		if codes[code] {
			t.Errorf("finding %s should not be there", code)
		}
	}
	strongest := doc.Findings[0]
	var text strings.Builder
	for _, e := range strongest.Evidence {
		text.WriteString(e.Source + " " + e.Text + "\n")
	}
	for _, part := range want.Evidence {
		if !strings.Contains(text.String(), part) {
			t.Errorf("evidence %q is missing in:\n%s", part, text.String())
		}
	}
	if remedy := strongest.Remedy + "\n" + strings.Join(strongest.Commands, "\n"); want.Remedy == "" || !strings.Contains(remedy, want.Remedy) {
		t.Errorf("remedy %q is missing in:\n%s", want.Remedy, remedy)
	}
	checkHost(t, want.Host, doc.Host)
	if want.About == "" || want.Source == "" || len(want.Evidence) == 0 {
		t.Error("a case says what it shows, by which evidence, and where that is documented")
	}
}

func checkHost(t *testing.T, want, got *v1alpha1.Host) {
	t.Helper()
	if want == nil {
		return
	}
	if got == nil {
		t.Fatal("no host facts")
	}
	if got.Interface != want.Interface || got.VLANInterface != want.VLANInterface || got.RouteTable != want.RouteTable {
		t.Errorf("host %s, %s, table %s; want %s, %s, table %s", got.Interface, got.VLANInterface, got.RouteTable, want.Interface, want.VLANInterface, want.RouteTable)
	}
}

// checkNeeds looks for the kinds of reads that a case asks for.
func checkNeeds(t *testing.T, want expectation, s *snapshot.Snapshot) {
	t.Helper()
	namespace, name, _ := strings.Cut(want.Pod, "/")
	kinds := map[string]bool{}
	for _, need := range explain.Needs(topology.Build(s, topology.Options{}), s, namespace, name) {
		kinds[string(need.Kind)] = true
	}
	for _, kind := range want.Needs {
		if !kinds[kind] {
			t.Errorf("need %s is missing among %v", kind, kinds)
		}
	}
}

// encode is how the golden files have a document.
func encode(t *testing.T, doc any) string {
	t.Helper()
	data, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data) + "\n"
}

// golden compares a document with its golden file, and writes that with -update.
func golden(t *testing.T, path string, doc any) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(encode(t, doc)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), encode(t, doc)); diff != "" {
		t.Errorf("document (-golden +got), go test -update writes it:\n%s", diff)
	}
}
