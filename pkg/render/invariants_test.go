// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/render"
)

// hostile are texts that must not do to a terminal what they say.
func hostile() []string {
	return []string{
		"\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1b]8;;http://example.com\x1b\\link\x1b]8;;\x1b\\", "\u009b31mC1", "\x9b31m no UTF-8",
		"two\nlines", "tab\tstop", "over\rwritten", "\u202eright to left", "zero\u200bwidth\ufeff", " blanks around ", "", "   ",
		"\u3000wide blank\u3000", "ノード", "e\u0301\u0301", "🇪🇺👨‍👩‍👧", `back\slash "quoted"`, strings.Repeat("long", 100), "\x00", "\x7f", "%s%d",
	}
}

// everyTree returns the sample, variants of it with less known, and trees with hostile texts in all places.
func everyTree(t testing.TB) map[string]*v1alpha1.Tree {
	t.Helper()
	docs := map[string]*v1alpha1.Tree{"sample": sample(t), "empty": {}}
	blind := sample(t)
	for n := range blind.Nodes {
		forgetPods(&blind.Nodes[n])
	}
	docs["pods unknown"] = blind
	for i, text := range hostile() {
		docs[fmt.Sprintf("hostile %d", i)] = withTextIn(fewNodes(t), text)
	}
	return docs
}

// fewNodes returns the part of the sample that has most to it.
func fewNodes(t testing.TB) *v1alpha1.Tree {
	t.Helper()
	doc := sample(t)
	doc.Nodes, doc.UnplacedPods = doc.Nodes[1:5], doc.UnplacedPods[3:]
	return doc
}

// withTextIn returns a copy of a document in which every string that is free to be anything is a text.
func withTextIn(doc *v1alpha1.Tree, text string) *v1alpha1.Tree {
	doc, _ = doc.DeepCopyObject().(*v1alpha1.Tree)
	taint(reflect.ValueOf(doc).Elem(), text)
	return doc
}

// taint replaces every string but those that decide what is drawn, and leaves everything else as it is.
func taint(v reflect.Value, text string) {
	switch v.Kind() { //nolint:exhaustive // Other kinds hold no strings.
	case reflect.String:
		v.SetString(text)
	case reflect.Pointer:
		if !v.IsNil() {
			taint(v.Elem(), text)
		}
	case reflect.Slice:
		for i := range v.Len() {
			taint(v.Index(i), text)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; name != "Role" && name != "CIDR" && name != "TypeMeta" {
				taint(v.Field(i), text)
			}
		}
	}
}

// everyOption returns all combinations of options, of those widths and depths.
func everyOption(widths []int, depths []render.Depth) []render.TreeOptions {
	var all []render.TreeOptions
	for _, width := range widths {
		for _, depth := range depths {
			for _, every := range []bool{false, true} {
				for _, unicode := range []bool{false, true} {
					all = append(all, render.TreeOptions{Width: width, Depth: depth, All: every, Unicode: unicode})
				}
			}
		}
	}
	return all
}

func TestTreeInvariants(t *testing.T) {
	t.Parallel()
	unread := everyTree(t)
	for name, doc := range everyTree(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := everyOption([]int{50, 80, 120, 200, 0}, render.Depths())
			if strings.HasPrefix(name, "hostile") {
				options = everyOption([]int{50, 0}, []render.Depth{render.DepthSlot, render.DepthPod})
			}
			for _, o := range options {
				checkTree(t, doc, o)
			}
			if diff := cmp.Diff(unread[name], doc); diff != "" {
				t.Errorf("drawing changed the document:\n%s", diff)
			}
		})
	}
}

// checkTree checks what holds for the tree of every document.
func checkTree(t *testing.T, doc *v1alpha1.Tree, options render.TreeOptions) {
	t.Helper()
	plain := draw(t, doc, options, colorprofile.NoTTY)
	colour := draw(t, doc, options, colorprofile.TrueColor)
	if again := draw(t, doc, options, colorprofile.TrueColor); again != colour {
		t.Errorf("%+v: two drawings of one document differ", options)
	}
	if ansi.Strip(colour) != plain {
		t.Errorf("%+v: without its colours the tree is not the plain one", options)
	}
	for _, escape := range strings.Split(colour, "\x1b")[1:] {
		sequence, _, _ := strings.Cut(escape, "m")
		if strings.Trim(sequence, "[0123456789;") != "" {
			t.Errorf("%+v: an escape sequence that sets no style: %q", options, escape)
		}
	}
	if !strings.HasSuffix(plain, "\n") {
		t.Errorf("%+v: the last line is not ended", options)
	}
	for line := range strings.Lines(plain) {
		checkLine(t, strings.TrimSuffix(line, "\n"), options)
	}
}

// checkLine checks what holds for every line of every tree.
func checkLine(t *testing.T, line string, options render.TreeOptions) {
	t.Helper()
	if width := ansi.StringWidth(line); options.Width > 0 && width > options.Width {
		t.Errorf("%+v: a line of %d columns: %q", options, width, line)
	}
	checkText(t, line)
	if !options.Unicode && strings.ContainsFunc(line, func(r rune) bool { return r >= utf8.RuneSelf }) {
		t.Errorf("%+v: not ASCII: %q", options, line)
	}
}

// checkText checks that a line has nothing in it but text, and no blanks at its end.
func checkText(t *testing.T, line string) {
	t.Helper()
	if strings.TrimRight(line, " \u00a0\u3000") != line {
		t.Errorf("blanks at the end: %q", line)
	}
	unsafe := func(r rune) bool {
		return r < ' ' || 0x7f <= r && r < 0xa0 || 0x200b <= r && r <= 0x200f || 0x2028 <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069 || r == 0xfeff
	}
	if strings.ContainsFunc(line, unsafe) || !utf8.ValidString(line) {
		t.Errorf("not only text: %q", line)
	}
}

// podNames returns the names of all pods of a document.
func podNames(doc *v1alpha1.Tree) []string {
	var names []string
	var interfaces func(list []v1alpha1.Interface)
	interfaces = func(list []v1alpha1.Interface) {
		for _, i := range list {
			for _, a := range i.Addresses {
				for _, pod := range a.Pods {
					names = append(names, pod.Name)
				}
			}
			for _, p := range i.Prefixes {
				for _, pod := range p.Pods {
					names = append(names, pod.Name)
				}
			}
			interfaces(i.Branches)
		}
	}
	for _, n := range doc.Nodes {
		interfaces(n.Interfaces)
	}
	for _, pod := range doc.UnplacedPods {
		names = append(names, pod.Name)
	}
	return names
}

func TestTreeHasEveryPodOnce(t *testing.T) {
	t.Parallel()
	doc := sample(t)
	names := podNames(doc)
	if len(names) < 30 {
		t.Fatalf("the sample has only %d pods", len(names))
	}
	for _, width := range []int{0, 100, 200} {
		got := draw(t, doc, render.TreeOptions{Width: width, All: true, Unicode: true}, colorprofile.NoTTY)
		for _, name := range names {
			if n := strings.Count(got, "/"+name); n != 1 {
				t.Errorf("at width %d the pod %s is there %d times", width, name, n)
			}
		}
	}
}

func TestTreeHasEveryIdleAddress(t *testing.T) {
	t.Parallel()
	doc := sample(t)
	got := draw(t, doc, render.TreeOptions{All: true, Unicode: true}, colorprofile.NoTTY)
	idle := 0
	for _, n := range doc.Nodes {
		if n.Addresses.Idle != nil {
			idle += *n.Addresses.Idle
		}
	}
	if n := strings.Count(got, "  idle\n"); n != idle || idle == 0 {
		t.Errorf("%d lines of idle addresses, where the document counts %d", n, idle)
	}
}

// lineWriter fails after some writes, and fails the test when it is given part of a line.
type lineWriter struct {
	t      *testing.T
	writes int
}

var errFull = errors.New("no space left")

func (w *lineWriter) Write(data []byte) (int, error) {
	if !bytes.HasSuffix(data, []byte("\n")) {
		w.t.Error("a write that does not end with a line")
	}
	w.writes--
	if w.writes < 0 {
		return 0, errFull
	}
	return len(data), nil
}

func TestErrorsOfTheWriter(t *testing.T) {
	t.Parallel()
	doc := sample(t)
	for range 7 {
		doc.Nodes = append(doc.Nodes, doc.Nodes...)
	}
	outputs := map[string]func(w *lineWriter) error{
		"tree":  func(w *lineWriter) error { return render.Tree(w, doc, render.TreeOptions{}) },
		"table": func(w *lineWriter) error { return render.TreeTable(w, doc, render.TableOptions{}) },
		"names": func(w *lineWriter) error { return render.TreeNames(w, doc) },
	}
	for name, output := range outputs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &lineWriter{t: t, writes: 1}
			if err := output(w); !errors.Is(err, errFull) {
				t.Errorf("got %v, want the writer's own error", err)
			}
			if w.writes != -1 {
				t.Errorf("%d writes after one had failed", -1-w.writes)
			}
			if err := output(&lineWriter{t: t, writes: 1 << 20}); err != nil {
				t.Error(err)
			}
		})
	}
}
