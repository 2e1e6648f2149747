// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

// TestCompletionThroughKubectl asks kubectl what may come next, as a shell does, with the plugin on the search path under the name by which
// kubectl looks for a plugin's completions.
func TestCompletionThroughKubectl(t *testing.T) {
	_, env := demo(t, ec2fake.Options{})
	mustRun(t, nil, "version", "--client") // builds the plugin
	link := filepath.Join(cluster.home, "bin", "kubectl_complete-eni")
	if err := os.Symlink("kubectl-eni", link); err != nil && !errors.Is(err, fs.ErrExist) {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		typed []string
		want  string
	}{
		"commands":                {[]string{"tr"}, "tree\tShow node, ENI"},
		"flags":                   {[]string{"tree", "--dep"}, "--depth\tHow deep"},
		"formats":                 {[]string{"tree", "-o", "t"}, "table"},
		"nodes":                   {[]string{"tree", "ip-192-168-55"}, articleNode},
		"pods":                    {[]string{"explain", "pod", "-n", "nginx-demo", "nginx-demo-deployment-7489d44bbd-9z"}, "nginx-demo-deployment-7489d44bbd-9z5dg"},
		"nodes of the demo":       {[]string{"tree", "--demo", "ip-192-168-55"}, articleNode},
		"namespaces":              {[]string{"tree", "-n", "nginx"}, "nginx-demo"},
		"namespaces, kube-system": {[]string{"tree", "--namespace=kube-s"}, "kube-system"},
	} {
		t.Run(name, func(t *testing.T) {
			lines := proposals(t, env, tc.typed)
			if !slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, tc.want) }) {
				t.Errorf("kubectl eni %s: no %q in %q", strings.Join(tc.typed, " "), tc.want, lines)
			}
		})
	}
	t.Run("script of the archive", func(t *testing.T) {
		folder, err := filepath.Abs("../../cmd/kubectl-eni")
		if err != nil {
			t.Fatal(err)
		}
		path := "PATH=" + folder + string(filepath.ListSeparator) + filepath.Join(cluster.home, "bin")
		lines := proposals(t, append(slices.Clone(env), path), []string{"tree", "ip-192-168-55"})
		if !slices.Contains(lines, articleNode) {
			t.Errorf("no %s in %q", articleNode, lines)
		}
	})
	t.Run("forbidden", func(t *testing.T) {
		as := slices.Concat(env, cluster.As(t))
		got := cluster.Kubectl(t, as, "__complete", "eni", "tree", "")
		if got.ExitCode != 0 || got.Stdout != ":4\n" || strings.Contains(got.Stderr, "forbidden") {
			t.Errorf("want no word on what went wrong: %+v", got)
		}
	})
}

// proposals returns what kubectl proposes. The plugin gives the API server a second, which a busy machine may not have: it is asked again.
func proposals(t *testing.T, env, typed []string) []string {
	t.Helper()
	for range 20 {
		got := cluster.Kubectl(t, env, append([]string{"__complete", "eni"}, typed...)...)
		if got.ExitCode != 0 || strings.Contains(got.Stderr, "rror") {
			t.Fatalf("kubectl __complete ended with %d: %s", got.ExitCode, got.Stderr)
		}
		lines := strings.Split(strings.TrimSpace(got.Stdout), "\n")
		if len(lines) > 1 {
			return lines
		}
	}
	return nil
}
