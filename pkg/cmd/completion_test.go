// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/demo"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// complete returns the proposals for the last argument, without their descriptions, and the directive.
func complete(t *testing.T, args ...string) ([]string, cobra.ShellCompDirective) {
	t.Helper()
	streams, _, out, _ := genericiooptions.NewTestIOStreams()
	root := NewRootCommand(Program{}, streams)
	root.SetArgs(append([]string{cobra.ShellCompNoDescRequestCmd}, args...))
	if err := root.ExecuteContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	last := len(lines) - 1
	directive, err := strconv.Atoi(strings.TrimPrefix(lines[last], ":"))
	if err != nil {
		t.Fatalf("no directive at the end of %q", out.String())
	}
	return lines[:last], cobra.ShellCompDirective(directive)
}

func TestCompletion(t *testing.T) {
	t.Parallel()
	const (
		names   = cobra.ShellCompDirectiveNoFileComp
		choices = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
		goesOn  = choices | cobra.ShellCompDirectiveNoSpace
		listed  = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	)
	saved := filepath.Join(t.TempDir(), "demo.tar.gz")
	snap, err := demo.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	if err := snapshot.Save(saved, snap); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		args      string // the last one is what is being typed
		want      string
		directive cobra.ShellCompDirective
	}{
		"commands":                   {"t", "tree", names},
		"flags":                      {"tree --de", "--demo --depth", names},
		"own formats":                {"tree -o t", "tree table", choices},
		"kubectl's formats":          {"version -o ", "text json yaml kyaml jsonpath=", choices},
		"a format that goes on":      {"tree --output jsonp", "jsonpath=", goesOn},
		"depths":                     {"tree --depth ", "node eni slot pod", choices},
		"orders":                     {"tree --sort-by ", "name idle used zone", choices},
		"orders of another command":  {"max-pods --sort-by ", "name type verdict kubelet recommended", choices},
		"targets":                    {"max-pods --emit k", "karpenter kubelet", choices},
		"findings":                   {"max-pods --fail-on ", "over under any", choices},
		"nodes":                      {"tree --demo ip-192-168-7", "ip-192-168-71-85.eu-west-1.compute.internal ip-192-168-76-241.eu-west-1.compute.internal", names},
		"nodes but given ones":       {"max-pods --demo ip-192-168-71-85.eu-west-1.compute.internal ip-192-168-7", "ip-192-168-76-241.eu-west-1.compute.internal", names},
		"nodes of a snapshot":        {"tree --from " + saved + " ip-192-168-3", "ip-192-168-31-166.eu-west-1.compute.internal", names},
		"a snapshot that is not":     {"tree --from nowhere ip", "", names},
		"pods":                       {"explain pod --demo aws", "aws-cli", names},
		"nodes to explain":           {"explain node --demo ip-192-168-3", "ip-192-168-31-166.eu-west-1.compute.internal", names},
		"kinds to explain":           {"explain ", "ip node pod", names},
		"conditions":                 {"subnets --fail-on free", "free< free28<", goesOn},
		"namespaces":                 {"tree --demo -n k", "kube-system", names},
		"instance families":          {"max-pods --instance-type m5z", "m5zn.", listed},
		"instance sizes":             {"max-pods --instance-type m5zn.x", "m5zn.xlarge", listed},
		"several instance types":     {"max-pods --instance-type m5.large,m5zn.x", "m5.large,m5zn.xlarge", listed},
		"an instance type twice":     {"max-pods --instance-type m5zn.xlarge,m5zn.x", "", listed},
		"files of snapshots":         {"tree --from ", "tar.gz tgz json", cobra.ShellCompDirectiveFilterFileExt},
		"files to write":             {"snapshot -f ", "tar.gz tgz json", cobra.ShellCompDirectiveFilterFileExt},
		"any file":                   {"tree --kubeconfig ", "", cobra.ShellCompDirectiveDefault},
		"folders":                    {"tree --cache-dir ", "", cobra.ShellCompDirectiveFilterDirs},
		"nothing for other flags":    {"tree --region ", "", names},
		"nothing for no arguments":   {"snapshot ", "", names},
		"nothing for wrong commands": {"nope ", "", names},
		"commands with permissions":  {"permissions tree s", "subnets snapshot", names},
		"help of a command or topic": {"help exi", "exit-codes", names},
		"help of nothing":            {"help tree ", "", names},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, directive := complete(t, strings.Split(tc.args, " ")...)
			if diff := cmp.Diff(tc.want, strings.Join(got, " ")); diff != "" || directive != tc.directive {
				t.Errorf("directive %d, want %d; proposals (-want +got):\n%s", directive, tc.directive, diff)
			}
		})
	}
}

// TestCompletionOfSavedPods checks that pods are those of the namespace, which is "default" where none is given.
func TestCompletionOfSavedPods(t *testing.T) {
	t.Parallel()
	for namespace, want := range map[string]string{"": "aws-cli", "nginx-demo": "nginx"} {
		s := &session{flags: newSharedFlags()}
		s.flags.demo = true
		*s.flags.kube.Namespace = namespace
		got := s.names(t.Context(), cluster.NamedPods)
		if len(got) == 0 || slices.ContainsFunc(got, func(name string) bool { return !strings.HasPrefix(name, want) }) {
			t.Errorf("pods of namespace %q: %v, want those that begin with %s", namespace, got, want)
		}
	}
}

// TestCompletionOfKubeconfig checks names that stand in the kubeconfig; those that would write on the terminal are left out.
func TestCompletionOfKubeconfig(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "config")
	const config = `{"kind": "Config", "apiVersion": "v1", "current-context": "blue",
		"contexts": [{"name": "blue", "context": {"cluster": "c1", "user": "u1"}}, {"name": "black", "context": {}}, {"name": "b\u001b[31m", "context": {}}],
		"clusters": [{"name": "c1", "cluster": {"server": "https://localhost:1"}}], "users": [{"name": "u1", "user": {}}]}`
	if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	for flag, want := range map[string][]string{"--context": {"black", "blue"}, "--cluster": {"c1"}, "--user": {"u1"}} {
		got, directive := complete(t, "tree", "--kubeconfig", path, flag, "")
		if diff := cmp.Diff(want, got); diff != "" || directive != cobra.ShellCompDirectiveNoFileComp {
			t.Errorf("%s: directive %d, proposals (-want +got):\n%s", flag, directive, diff)
		}
	}
	if got, _ := complete(t, "tree", "--kubeconfig", filepath.Join(path, "nowhere"), "--context", ""); len(got) > 0 {
		t.Errorf("no kubeconfig has contexts %v", got)
	}
}

// TestCompletionFromTheCluster checks that names come from the API server, and that one that refuses is nothing to speak of.
func TestCompletionFromTheCluster(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	for path, name := range map[string]string{"/api/v1/nodes": "node-1", "/api/v1/namespaces/shop/pods": "pod-1"} {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(metav1.Table{
				ColumnDefinitions: []metav1.TableColumnDefinition{{Name: "Name", Format: "name"}},
				Rows:              []metav1.TableRow{{Cells: []any{name}}},
			})
		})
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	s := &session{flags: newSharedFlags()}
	*s.flags.kube.KubeConfig, *s.flags.kube.APIServer, *s.flags.kube.Namespace = os.DevNull, server.URL, "shop"
	for kind, want := range map[cluster.Named][]string{
		cluster.NamedNodes: {"node-1"}, cluster.NamedPods: {"pod-1"}, cluster.NamedNamespaces: nil,
	} {
		if diff := cmp.Diff(want, s.names(t.Context(), kind)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", kind, diff)
		}
	}

	streams, _, out, errOut := genericiooptions.NewTestIOStreams()
	root := NewRootCommand(Program{}, streams)
	root.SetArgs([]string{cobra.ShellCompRequestCmd, "tree", "--kubeconfig", os.DevNull, "--server", server.URL, "-n", ""})
	if err := root.ExecuteContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	if out.String() != ":4\n" || strings.Count(errOut.String(), "\n") != 1 {
		t.Errorf("stdout %q, stderr %q: want no namespaces, and cobra's one line on stderr", out, errOut)
	}
}

// TestCompletionEndsInTime checks that a read that never ends is not waited for.
func TestCompletionEndsInTime(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	forever := make(chan []string)
	if got := await(ctx, func() []string { return <-forever }); got != nil {
		t.Errorf("proposals %v", got)
	}
	forever <- nil
}

func TestArguments(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ call, want []string }{
		"plugin":             {[]string{"/bin/kubectl-eni", "tree", "-A"}, []string{"tree", "-A"}},
		"without arguments":  {[]string{"kubectl-eni"}, []string{}},
		"without a name":     {nil, []string{}},
		"completion":         {[]string{"/bin/kubectl_complete-eni", "tree", ""}, []string{"__complete", "tree", ""}},
		"completion, an exe": {[]string{"kubectl_complete-eni.exe", "t"}, []string{"__complete", "t"}},
	} {
		if diff := cmp.Diff(tc.want, Arguments(tc.call)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestChoices(t *testing.T) {
	t.Parallel()
	for usage, want := range map[string][]string{
		"Order of the nodes: name|type":                               {"name", "type"},
		"Output format: json|jsonpath=...":                            {"json", "jsonpath="},
		"Exit with 3 if a subnet meets: free<N|leaked; more than one": {"free<", "leaked"},
		"AWS region; by default AWS_REGION":                           nil,
	} {
		if diff := cmp.Diff(want, choices(usage)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", usage, diff)
		}
	}
}

// TestEveryFlagIsCompleted checks that each flag that takes a value has completions, or is known to have none.
func TestEveryFlagIsCompleted(t *testing.T) {
	t.Parallel()
	freeText := []string{
		"as", "as-group", "as-uid", "as-user-extra", "aws-qps", "max-eni", "profile", "proxy-url", "region", "request-timeout", "selector",
		"server", "template", "tls-server-name", "token", "v",
	}
	used := map[string]bool{}
	for _, c := range allCommands(t) {
		c.LocalFlags().VisitAll(func(flag *pflag.Flag) {
			_, completed := c.GetFlagCompletionFunc(flag.Name)
			free := slices.Contains(freeText, flag.Name)
			used[flag.Name] = true
			if flag.NoOptDefVal == "" && completed == free {
				t.Errorf("%s --%s: completed %t, free text %t", c.CommandPath(), flag.Name, completed, free)
			}
		})
	}
	for _, name := range freeText {
		if !used[name] {
			t.Errorf("no command has --%s", name)
		}
	}
}

// allCommands returns the root command and all below it, but for cobra's own.
func allCommands(t *testing.T) []*cobra.Command {
	t.Helper()
	var all []*cobra.Command
	var visit func(*cobra.Command)
	visit = func(c *cobra.Command) {
		all = append(all, c)
		for _, child := range c.Commands() {
			visit(child)
		}
	}
	visit(NewRootCommand(Program{}, genericiooptions.NewTestIOStreamsDiscard()))
	return all
}
