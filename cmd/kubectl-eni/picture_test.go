// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"html"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-eni/kubectl-eni/pkg/cmd"
	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
)

// The README's picture: what a command prints on a terminal, in the program's own colours.
const (
	pictureCommand = "tree --demo i-01ac2403f4932c7ee"
	pictureWidth   = 90
	cellWidth      = 8.4
	lineHeight     = 19
	margin         = 16
)

// palettes are the 16 base colours as a light and a dark terminal show them; 0 is the text, -1 the background.
func palettes() map[string]map[int]string {
	return map[string]map[int]string{
		"light": {-1: "#ffffff", 0: "#24292f", 31: "#cf222e", 32: "#116329", 33: "#9a6700", 34: "#0969da", 35: "#8250df", 36: "#1b7c83"},
		"dark":  {-1: "#0d1117", 0: "#c9d1d9", 31: "#ff7b72", 32: "#3fb950", 33: "#d29922", 34: "#58a6ff", 35: "#bc8cff", 36: "#39c5cf"},
	}
}

// TestPicture keeps docs/tree-light.svg and docs/tree-dark.svg what the program prints; -update writes them.
func TestPicture(t *testing.T) {
	t.Parallel()
	streams, _, out, _ := genericiooptions.NewTestIOStreams()
	colour := func(io.Writer) terminal.Terminal {
		return terminal.Terminal{IsTerminal: true, Width: pictureWidth, Unicode: true, Color: colorprofile.ANSI}
	}
	root := cmd.NewRootCommand(cmd.Program{Version: "v0.0.0", Terminal: colour}, streams)
	root.SetArgs(strings.Fields(pictureCommand))
	if err := root.ExecuteContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, palette := range palettes() {
		path := filepath.Join("../../docs", "tree-"+name+".svg")
		picture := svg("$ kubectl eni "+pictureCommand+"\n"+out.String(), palette)
		if *update {
			if err := os.WriteFile(path, []byte(picture), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		shown, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(shown), picture); diff != "" {
			t.Errorf("%s is not what the program prints; go test ./cmd/kubectl-eni -run TestPicture -update (-shown +printed):\n%s", path, diff)
		}
	}
}

// svg draws lines with escape sequences.
func svg(text string, palette map[int]string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	width, height := int(pictureWidth*cellWidth)+2*margin, len(lines)*lineHeight+2*margin
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-label="kubectl eni %s">`+"\n",
		width, height, width, height, html.EscapeString(pictureCommand))
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="8" fill="%s"/>`+"\n", palette[-1])
	fmt.Fprintf(&b, `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="%s" xml:space="preserve">`+"\n", palette[0])
	for i, line := range lines {
		fmt.Fprintf(&b, `<text x="%d" y="%d">%s</text>`+"\n", margin, margin+(i+1)*lineHeight-5, spans(line, palette))
	}
	b.WriteString("</g>\n</svg>\n")
	return b.String()
}

var sgr = regexp.MustCompile(`\x1b\[([0-9;]*)m`)

// spans turns the styles of a line into tspans, each of which stands at its own column, so that no font can shift them.
func spans(line string, palette map[int]string) string {
	var b strings.Builder
	style, column, rest := "", 0, line
	for rest != "" {
		at := sgr.FindStringSubmatchIndex(rest)
		text := rest
		if at != nil {
			text = rest[:at[0]]
		}
		if text != "" {
			fmt.Fprintf(&b, `<tspan x="%.1f"%s>%s</tspan>`, margin+float64(column)*cellWidth, style, html.EscapeString(text))
			column += ansi.StringWidth(text)
		}
		if at == nil {
			break
		}
		style = attributes(rest[at[2]:at[3]], palette)
		rest = rest[at[1]:]
	}
	return b.String()
}

// attributes are those of a select-graphic-rendition sequence: bold, faint, and the base colours.
func attributes(parameters string, palette map[int]string) string {
	var b strings.Builder
	for parameter := range strings.SplitSeq(parameters, ";") {
		n, _ := strconv.Atoi(parameter)
		switch {
		case n == 1:
			b.WriteString(` font-weight="bold"`)
		case n == 2:
			b.WriteString(` fill-opacity="0.6"`)
		case palette[n] != "" && n > 0:
			fmt.Fprintf(&b, ` fill="%s"`, palette[n])
		}
	}
	return b.String()
}
