// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/render"
	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
)

// maxPodsSample returns the report of testdata/MaxPodsNAME.yaml.
func maxPodsSample(t testing.TB, name string) *v1alpha1.MaxPodsReport {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "MaxPods"+name+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	doc := new(v1alpha1.MaxPodsReport)
	if err := yaml.UnmarshalStrict(data, doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func maxPodsTable(t testing.TB, doc *v1alpha1.MaxPodsReport, o render.TableOptions) string {
	t.Helper()
	var out bytes.Buffer
	if err := render.MaxPodsTable(&out, doc, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func maxPodsFindings(t testing.TB, doc *v1alpha1.MaxPodsReport, o render.MaxPodsOptions, color colorprofile.Profile) string {
	t.Helper()
	var out bytes.Buffer
	if err := render.MaxPodsFindings(terminal.Terminal{Color: color}.Writer(&out), doc, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestMaxPodsTable(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]render.TableOptions{"narrow": {}, "wide": {Wide: true}, "no_headers": {NoHeaders: true}} {
		for _, sample := range []string{"Nodes", "Types"} {
			t.Run(sample+"_"+name, func(t *testing.T) {
				t.Parallel()
				golden(t, []byte(maxPodsTable(t, maxPodsSample(t, sample), options)))
			})
		}
	}
}

func TestMaxPodsFindings(t *testing.T) {
	t.Parallel()
	pages := map[string]render.MaxPodsOptions{
		"80": {Width: 80, Unicode: true}, "120": {Width: 120, Unicode: true}, "unlimited": {Unicode: true}, "ascii": {Width: 80},
	}
	for name, options := range pages {
		for look, profile := range map[string]colorprofile.Profile{"plain": colorprofile.NoTTY, "colour": colorprofile.ANSI} {
			t.Run(look+"_"+name, func(t *testing.T) {
				t.Parallel()
				golden(t, []byte(maxPodsFindings(t, maxPodsSample(t, "Nodes"), options, profile)))
			})
		}
	}
}

func TestMaxPodsFindingsSaysNothingOfGoodNodesAndTypes(t *testing.T) {
	t.Parallel()
	good := maxPodsSample(t, "Nodes")
	good.Items = slices.DeleteFunc(good.Items, func(item v1alpha1.MaxPods) bool {
		return item.Verdict != "OK" && item.Verdict != "Capped" && item.Verdict != "NotApplicable"
	})
	for name, doc := range map[string]*v1alpha1.MaxPodsReport{"nodes": good, "types": maxPodsSample(t, "Types")} {
		if got := maxPodsFindings(t, doc, render.MaxPodsOptions{}, colorprofile.NoTTY); got != "" {
			t.Errorf("%s: findings %q, want none", name, got)
		}
	}
}

// A group says what holds for all of its nodes, and counts the pods that wait on them.
func TestMaxPodsFindingsOfAGroup(t *testing.T) {
	t.Parallel()
	doc := maxPodsSample(t, "Nodes")
	doc.Items = doc.Items[:2]
	doc.Items[0].Notes, doc.Items[1].Notes = []string{"on both", "on one"}, []string{"on both"}
	got := maxPodsFindings(t, doc, render.MaxPodsOptions{Unicode: true}, colorprofile.NoTTY)
	for _, want := range []string{"2 nodes · Over by 9, now", "  now: every address is in use, and 2 pods without one\n", "  note: on both\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in:\n%s", want, got)
		}
	}
	if strings.Contains(got, "on one") {
		t.Errorf("what holds for one node is said of both:\n%s", got)
	}
}

// Nodes share a row when they have the same answer, and every node has one of its own in the wide table.
func TestMaxPodsTableGroups(t *testing.T) {
	t.Parallel()
	doc := maxPodsSample(t, "Nodes")
	narrow := strings.Count(maxPodsTable(t, doc, render.TableOptions{NoHeaders: true}), "\n")
	wide := strings.Count(maxPodsTable(t, doc, render.TableOptions{NoHeaders: true, Wide: true}), "\n")
	if narrow != len(doc.Items)-1 || wide != len(doc.Items) {
		t.Errorf("%d and %d rows for %d nodes, of which two have the same answer", narrow, wide, len(doc.Items))
	}
	other := 28
	doc.Items[1].Kubelet = &other
	if got := strings.Count(maxPodsTable(t, doc, render.TableOptions{NoHeaders: true}), "\n"); got != len(doc.Items) {
		t.Errorf("%d rows for %d nodes with different answers", got, len(doc.Items))
	}
}

func TestMaxPodsEscapes(t *testing.T) {
	t.Parallel()
	doc := maxPodsSample(t, "Nodes")
	for i := range doc.Items {
		item := &doc.Items[i]
		for _, text := range []*string{&item.Node, &item.InstanceType, &item.ProvisionerName, &item.Summary, &item.Fix, &item.Formula, &item.Mode} {
			*text = "\x1b[2J\u202e" + *text
		}
		item.Notes = append(item.Notes, "\x1b]0;title\a")
	}
	var all strings.Builder
	for _, options := range []render.TableOptions{{}, {Wide: true}} {
		all.WriteString(maxPodsTable(t, doc, options))
	}
	all.WriteString(maxPodsFindings(t, doc, render.MaxPodsOptions{Unicode: true}, colorprofile.NoTTY))
	all.WriteString(maxPodsFindings(t, doc, render.MaxPodsOptions{Width: 80}, colorprofile.NoTTY))
	if strings.ContainsAny(all.String(), "\x1b\a\u202e") {
		t.Errorf("the output has control characters:\n%q", all.String())
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

var errBroken = errors.New("broken pipe")

func TestMaxPodsReturnsTheWritersError(t *testing.T) {
	t.Parallel()
	doc := maxPodsSample(t, "Nodes")
	table := render.MaxPodsTable(brokenWriter{}, doc, render.TableOptions{})
	findings := render.MaxPodsFindings(brokenWriter{}, doc, render.MaxPodsOptions{})
	if !errors.Is(table, errBroken) || !errors.Is(findings, errBroken) {
		t.Errorf("errors %v and %v, want %v", table, findings, errBroken)
	}
}

func TestMaxPodsSamplesAreWhole(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Nodes", "Types"} {
		doc := maxPodsSample(t, name)
		if diff := cmp.Diff(doc, doc.DeepCopyObject()); diff != "" {
			t.Errorf("%s (-sample +copy):\n%s", name, diff)
		}
	}
}
