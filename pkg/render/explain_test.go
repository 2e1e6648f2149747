// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/render"
	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
)

// explained returns a document that pkg/explain made.
func explained[T any](t testing.TB, path ...string) *T {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(append([]string{"..", "explain", "testdata"}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	doc := new(T)
	if err := json.Unmarshal(data, doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func explainedPod(t testing.TB, name string) *v1alpha1.PodExplanation {
	t.Helper()
	return explained[v1alpha1.PodExplanation](t, "cases", name, "document.golden")
}

func explainedNode(t testing.TB, name string) *v1alpha1.NodeExplanation {
	t.Helper()
	return explained[v1alpha1.NodeExplanation](t, "nodes", name+".golden")
}

// sampleIP is an address of a prefix that a pod has, and had another one before.
func sampleIP() *v1alpha1.IPExplanation {
	return &v1alpha1.IPExplanation{
		IP: "10.0.0.35",
		Verdict: v1alpha1.Verdict{
			Code: "IPOfPod", Summary: "10.0.0.35 is pod default/api, on secondary ENI eni-0aaaaaaaaaaaaaaa2 of node n.", Severity: "info", Confidence: "certain",
			Docs: "https://docs.aws.amazon.com/eks/latest/best-practices/vpc-cni.html",
		},
		Pods:         []v1alpha1.PodRef{{Namespace: "default", Name: "api", Terminating: true}, {Namespace: "default", Name: "on-host", HostNetwork: true}},
		FinishedPods: []v1alpha1.PodRef{{Namespace: "batch", Name: "job"}},
		Node:         "n", InterfaceID: "eni-0aaaaaaaaaaaaaaa2", Role: "secondary", Slot: "10.0.0.32/28", SubnetID: "subnet-1", Description: "aws-K8S-i-1",
		SecurityGroups: []v1alpha1.SecurityGroup{{ID: "sg-1", Name: "nodes"}},
		Evidence:       []v1alpha1.Evidence{{Source: "EC2 network interface eni-0aaaaaaaaaaaaaaa2", Text: "prefix 10.0.0.32/28 holds 10.0.0.35"}},
		Next:           []string{"kubectl eni explain pod api -n default"},
	}
}

// look is a way to draw.
type look struct {
	name    string
	options render.ExplainOptions
	color   colorprofile.Profile
}

func looks() []look {
	return []look{
		{"wide", render.ExplainOptions{Width: 120, Unicode: true}, colorprofile.NoTTY},
		{"narrow", render.ExplainOptions{Width: 60, Unicode: true}, colorprofile.ANSI},
		{"piped", render.ExplainOptions{}, colorprofile.NoTTY},
	}
}

func TestPodExplanation(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"branch-strict", "secondary-ip", "policies-united", "trunk-takes-slot", "subnet-fragmented", "unknown", "image-pull"} {
		for _, l := range looks() {
			t.Run(name+"_"+l.name, func(t *testing.T) {
				t.Parallel()
				var out bytes.Buffer
				if err := render.PodExplanation(terminal.Terminal{Color: l.color}.Writer(&out), explainedPod(t, name), l.options); err != nil {
					t.Fatal(err)
				}
				fits(t, out.String(), l)
				golden(t, out.Bytes())
			})
		}
	}
}

func TestNodeExplanation(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"secondary-ip", "trunk-takes-slot", "max-eni", "prefix-mode-mixed", "windows-secondary-ip", "secondary-ip-without-ec2"} {
		for _, l := range looks() {
			t.Run(name+"_"+l.name, func(t *testing.T) {
				t.Parallel()
				var out bytes.Buffer
				if err := render.NodeExplanation(terminal.Terminal{Color: l.color}.Writer(&out), explainedNode(t, name), l.options); err != nil {
					t.Fatal(err)
				}
				fits(t, out.String(), l)
				golden(t, out.Bytes())
			})
		}
	}
}

func TestIPExplanation(t *testing.T) {
	t.Parallel()
	for _, l := range looks() {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			if err := render.IPExplanation(terminal.Terminal{Color: l.color}.Writer(&out), sampleIP(), l.options); err != nil {
				t.Fatal(err)
			}
			fits(t, out.String(), l)
			golden(t, out.Bytes())
		})
	}
}

// fits checks that no line is wider than the page, and that there is nothing but ASCII where the terminal has no more.
func fits(t *testing.T, text string, l look) {
	t.Helper()
	if l.color != colorprofile.NoTTY {
		return
	}
	for line := range strings.Lines(text) {
		// Pages and commands are made to be copied, and stay whole.
		whole := strings.HasPrefix(line, "https://") || strings.HasPrefix(line, "    $ ")
		if n := len([]rune(strings.TrimSuffix(line, "\n"))); l.options.Width > 0 && n > l.options.Width && !whole {
			t.Errorf("a line of %d columns: %s", n, line)
		}
		if strings.TrimRight(line, " \n") != strings.TrimSuffix(line, "\n") {
			t.Errorf("a line ends in blanks: %q", line)
		}
	}
	for _, r := range text {
		if !l.options.Unicode && r > '~' {
			t.Errorf("%q is not ASCII", r)
			break
		}
	}
}

// TestExplanationEscapes puts an escape sequence into every text of a document.
func TestExplanationEscapes(t *testing.T) {
	t.Parallel()
	const evil = "\x1b[31mred\nline\u202e"
	doc := &v1alpha1.PodExplanation{
		Pod:            v1alpha1.ExplainedPod{Namespace: evil, Name: evil},
		Verdict:        v1alpha1.Verdict{Code: evil, Summary: evil, Confidence: evil, Docs: evil},
		Path:           []v1alpha1.PathStep{{Kind: evil, ID: evil, Detail: evil}},
		SecurityGroups: []v1alpha1.SecurityGroup{{ID: evil, Name: evil, Policies: []string{evil}}},
		Host:           &v1alpha1.Host{Interface: evil, RouteTable: evil, SNAT: evil, Notes: []string{evil}, Rules: []v1alpha1.HostRule{{Match: evil, Table: evil}}},
		Findings:       []v1alpha1.Finding{{Code: evil, Severity: "error", Summary: evil, Evidence: []v1alpha1.Evidence{{Source: evil, Text: evil}}, Remedy: evil, Commands: []string{evil}}},
		Next:           []string{evil},
	}
	for _, l := range looks() {
		var out bytes.Buffer
		if err := render.PodExplanation(terminal.Terminal{Color: colorprofile.NoTTY}.Writer(&out), doc, l.options); err != nil {
			t.Fatal(err)
		}
		if text := out.String(); strings.ContainsAny(text, "\x1b\u202e") {
			t.Errorf("%s: raw control characters in %q", l.name, text)
		}
	}
}

func TestEmptyExplanations(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	for _, err := range []error{
		render.PodExplanation(&out, &v1alpha1.PodExplanation{}, render.ExplainOptions{}),
		render.IPExplanation(&out, &v1alpha1.IPExplanation{}, render.ExplainOptions{Width: 80}),
		render.NodeExplanation(&out, &v1alpha1.NodeExplanation{}, render.ExplainOptions{Unicode: true}),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	if out.Len() == 0 {
		t.Error("nothing was written")
	}
}

func TestExplanationErrors(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken pipe")
	if err := render.PodExplanation(failingWriter{broken}, explainedPod(t, "secondary-ip"), render.ExplainOptions{}); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}

// failingWriter fails at every write.
type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }
