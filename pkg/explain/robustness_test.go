// SPDX-License-Identifier: Apache-2.0

package explain_test

import (
	"maps"
	"net/netip"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/explain"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// everything explains all that is in a snapshot, as one text.
func everything(t *testing.T, s *snapshot.Snapshot) string {
	t.Helper()
	model := topology.Build(s, topology.Options{})
	var all strings.Builder
	for i := range s.Pods {
		doc, err := explain.Pod(model, s, s.Pods[i].Namespace, s.Pods[i].Name)
		if err != nil {
			t.Fatal(err)
		}
		sound(t, doc.Verdict, doc.Findings)
		all.WriteString(encode(t, doc))
		for _, need := range explain.Needs(model, s, s.Pods[i].Namespace, s.Pods[i].Name) {
			all.WriteString(need.String() + "\n")
		}
		if addr, err := netip.ParseAddr(s.Pods[i].Status.PodIP); err == nil {
			all.WriteString(encode(t, explain.IP(model, s, addr)))
		}
	}
	for _, node := range model.Nodes {
		doc, err := explain.Node(model, s, string(node.Name))
		if err != nil {
			t.Fatal(err)
		}
		sound(t, doc.Verdict, doc.Findings)
		all.WriteString(encode(t, doc))
		for _, need := range explain.NeedsOfNode(model, s, string(node.Name)) {
			all.WriteString(need.String() + "\n")
		}
	}
	all.WriteString(encode(t, explain.Stuck(model, s, "")))
	return all.String()
}

// sound checks what holds of every explanation: its findings are of the registry, carry a remedy, and the verdict is the first of them.
func sound(t *testing.T, verdict v1alpha1.Verdict, findings []v1alpha1.Finding) {
	t.Helper()
	if len(findings) == 0 || findings[0].Code != verdict.Code || findings[0].Summary != verdict.Summary {
		t.Fatalf("verdict %s is not the first of %d findings", verdict.Code, len(findings))
	}
	for _, f := range findings {
		known := slices.ContainsFunc(explain.Verdicts(), func(v explain.Verdict) bool { return string(v.Code) == f.Code && v.Title == f.Title })
		if !known || f.Summary == "" || f.Remedy == "" || confidence(f.Confidence) < 0 {
			t.Errorf("finding %+v", f)
		}
		for _, e := range f.Evidence {
			if e.Source == "" || e.Text == "" {
				t.Errorf("%s: evidence %+v", f.Code, e)
			}
		}
	}
}

// TestAnyFileMayBeMissing explains every case without each of its files: it says less, and neither fails nor contradicts itself.
func TestAnyFileMayBeMissing(t *testing.T) {
	t.Parallel()
	for _, name := range cases(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole := memory(t, name)
			for file := range whole {
				if path.Dir(file) == "." {
					continue
				}
				rest := maps.Clone(whole)
				delete(rest, file)
				everything(t, loadFrom(t, rest))
			}
		})
	}
}

// TestOrderDoesNotMatter explains every case with its lists turned round: the same bytes.
func TestOrderDoesNotMatter(t *testing.T) {
	t.Parallel()
	for _, name := range cases(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := everything(t, load(t, filepath.Join(corpus, name)))
			s := load(t, filepath.Join(corpus, name))
			slices.Reverse(s.Nodes)
			slices.Reverse(s.Pods)
			slices.Reverse(s.Events)
			slices.Reverse(s.NetworkInterfaces)
			slices.Reverse(s.Subnets)
			slices.Reverse(s.SecurityGroupPolicies)
			slices.Reverse(s.ENIConfigs)
			s.Normalize()
			if diff := cmp.Diff(want, everything(t, s)); diff != "" {
				t.Errorf("turned round (-first +turned):\n%s", diff)
			}
		})
	}
}
