// SPDX-License-Identifier: Apache-2.0

package main

import (
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-eni/kubectl-eni/pkg/cmd"
	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
)

// A block that shows a command and its output: "$ kubectl eni …" and the lines after it. A line "…" stands for any lines.
var example = regexp.MustCompile("(?s)```console\n\\$ kubectl eni ([^\n]*)\n(.*?)```")

// update writes what the commands print into the documents: go test ./cmd/kubectl-eni -run TestExamples -update.
var update = flag.Bool("update", false, "write what the commands print into the documents")

// TestExamples runs the commands that the documents show on the demo cluster, and compares what they print.
func TestExamples(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for _, path := range append(paths, "../../README.md") {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range example.FindAllStringSubmatch(string(text), -1) {
			shown++
			printed := elide(output(t, path, match[1]), match[2])
			if *update {
				text = []byte(strings.Replace(string(text), match[0], "```console\n$ kubectl eni "+match[1]+"\n"+printed+"```", 1))
			} else if diff := cmp.Diff(match[2], printed); diff != "" {
				t.Errorf("%s: kubectl eni %s (-shown +printed):\n%s", path, match[1], diff)
			}
		}
		if *update {
			if err := os.WriteFile(path, text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if shown == 0 {
		t.Error("no document shows a command")
	}
}

// output returns what a command prints.
func output(t *testing.T, path, command string) string {
	t.Helper()
	streams, _, out, _ := genericiooptions.NewTestIOStreams()
	root := cmd.NewRootCommand(cmd.Program{Version: "v0.0.0", Terminal: page}, streams)
	root.SetArgs(strings.Fields(command))
	if err := root.ExecuteContext(t.Context()); err != nil {
		t.Errorf("%s: kubectl eni %s: %v", path, command, err)
	}
	return out.String()
}

// page is what the documents are laid out for.
func page(io.Writer) terminal.Terminal { return terminal.Terminal{Width: 90, Unicode: true} }

// elide puts "…" where the document left lines out, if what stands around it is there.
func elide(printed, shown string) string {
	parts := strings.Split(shown, "…\n")
	if len(parts) == 1 {
		return printed
	}
	rest := printed
	for i, part := range parts {
		at := strings.Index(rest, part)
		if at < 0 || (i == 0 && at != 0) {
			return printed
		}
		rest = rest[at+len(part):]
	}
	if last := parts[len(parts)-1]; last != "" && rest != "" {
		return printed
	}
	return shown
}
