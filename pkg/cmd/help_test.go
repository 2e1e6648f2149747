// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-eni/kubectl-eni/pkg/permissions"
)

// TestHelp checks that every command and flag says in kubectl's style what it is for, and that every command shows how it is used.
func TestHelp(t *testing.T) {
	t.Parallel()
	kubectls := kubectlFlags()
	for _, c := range allCommands(t) {
		checkLine(t, c.CommandPath(), c.Short)
		if strings.HasPrefix(c.Long, " ") || strings.HasSuffix(c.Long, "\n") {
			t.Errorf("%s: blanks around the long help", c.CommandPath())
		}
		if c.Runnable() {
			checkExample(t, c)
		} else if c.Long == "" {
			t.Errorf("%s is a topic without a text", c.CommandPath())
		}
		c.LocalFlags().VisitAll(func(flag *pflag.Flag) {
			if !slices.Contains(kubectls, flag.Name) {
				checkLine(t, c.CommandPath()+" --"+flag.Name, flag.Usage)
			}
		})
	}
}

// kubectlFlags are the flags that come from kubectl's libraries, with their help.
func kubectlFlags() []string {
	var names []string
	add := func(flag *pflag.Flag) { names = append(names, flag.Name) }
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	newConfigFlags().AddFlags(flags)
	flags.VisitAll(add)
	c, output := &cobra.Command{}, newOutputFlags(formatText)
	output.structured.AddFlags(c)
	output.jsonPath.AddFlags(c)
	c.Flags().VisitAll(add)
	return names
}

// checkLine checks one line of help: capitalised, and no sentence that ends.
func checkLine(t *testing.T, what, text string) {
	t.Helper()
	switch {
	case text == "":
		t.Errorf("%s has no help", what)
	case !unicode.IsUpper([]rune(text)[0]):
		t.Errorf("%s: %q does not begin with a capital", what, text)
	case strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "..."):
		t.Errorf("%s: %q ends with a full stop", what, text)
	case strings.ContainsAny(text, "\n\t"):
		t.Errorf("%s: %q is more than a line", what, text)
	}
}

// checkExample checks the worked examples: a comment, then a command that there is.
func checkExample(t *testing.T, c *cobra.Command) {
	t.Helper()
	if !strings.Contains(c.Example, "  # ") || !strings.Contains(c.Example, "  "+strings.TrimSuffix(c.CommandPath(), " help")) {
		t.Errorf("%s has no example: %q", c.CommandPath(), c.Example)
	}
	for line := range strings.Lines(c.Example) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "  # ") {
			continue
		}
		call, ok := strings.CutPrefix(line, "  kubectl ")
		if !ok || strings.HasSuffix(line, " ") {
			t.Errorf("%s: %q in the examples", c.CommandPath(), line)
		}
		rest, ours := strings.CutPrefix(call, "eni ")
		if _, args, err := c.Root().Find(strings.Fields(rest)); ours && (err != nil || (len(args) > 0 && args[0] == strings.Fields(rest)[0])) {
			t.Errorf("%s: no such command: %s", c.CommandPath(), line)
		}
	}
}

// help returns what a call prints on stdout.
func help(t *testing.T, args ...string) string {
	t.Helper()
	streams, _, out, errOut := genericiooptions.NewTestIOStreams()
	root := NewRootCommand(Program{}, streams)
	root.SetArgs(args)
	if err := root.ExecuteContext(t.Context()); err != nil {
		t.Errorf("%v: %v", args, err)
	}
	if errOut.Len() > 0 {
		t.Errorf("%v: stderr %s", args, errOut)
	}
	return out.String()
}

func TestTopics(t *testing.T) {
	t.Parallel()
	for topic, want := range map[string]string{
		"exit-codes":  "  4     no access: credentials, IAM, RBAC\n",
		"environment": "  AWS_PROFILE ",
		"completion":  "kubectl_complete-eni",
	} {
		got := help(t, "help", topic)
		if !strings.Contains(got, want) || strings.Contains(got, "--kubeconfig") {
			t.Errorf("help %s is not about it alone:\n%s", topic, got)
		}
		if diff := cmp.Diff(got, help(t, topic)); diff != "" {
			t.Errorf("kubectl eni %s says something else (-help +topic):\n%s", topic, diff)
		}
	}
	for _, want := range []string{"ec2:DescribeSubnets ", "get                daemonsets.apps/aws-node -n kube-system "} {
		if got := help(t, "help", "permissions"); !strings.Contains(got, want) {
			t.Errorf("help permissions lacks %q:\n%s", want, got)
		}
	}
	if got, want := help(t, "help"), help(t); got != want {
		t.Errorf("help without a topic is not the root's:\n%s", got)
	}
}

func TestUnknownTopic(t *testing.T) {
	t.Parallel()
	streams, _, out, _ := genericiooptions.NewTestIOStreams()
	root := NewRootCommand(Program{}, streams)
	root.SetArgs([]string{"help", "nope"})
	err := root.ExecuteContext(t.Context())
	if ExitCode(err) != ExitUsage || !strings.Contains(err.Error(), `unknown help topic "nope"`) || out.Len() > 0 {
		t.Errorf("error %v, stdout %q", err, out)
	}
}

// TestExitCodesAreDocumented checks the README's table against the one of the program, and that one against the constants.
func TestExitCodesAreDocumented(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := []string{"| exit code | meaning |", "|---|---|"}
	for _, c := range exitCodes() {
		rows = append(rows, "| "+strconv.Itoa(c.code)+" | "+strings.ReplaceAll(c.meaning, "--fail-on", "`--fail-on`")+" |")
	}
	want := strings.Join(rows, "\n") + "\n"
	if !strings.Contains(string(readme), want+"\n") {
		t.Errorf("the README lacks this table:\n%s", want)
	}
	source, err := os.ReadFile("exitcode.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, match := range regexp.MustCompile(`(?m)^\tExit\w+ = (\d+)$`).FindAllStringSubmatch(string(source), -1) {
		if !slices.ContainsFunc(exitCodes(), func(c exitCode) bool { return strconv.Itoa(c.code) == match[1] }) {
			t.Errorf("exit code %s is in no table", match[1])
		}
	}
}

// TestEnvironmentIsDocumented checks that the variables of the help are those that are read: all that this project reads by name, and of
// AWS's none that the SDK does not know.
func TestEnvironmentIsDocumented(t *testing.T) {
	t.Parallel()
	var documented []string
	for _, v := range environment() {
		documented = append(documented, strings.Split(v.name, ", ")...)
	}
	read := regexp.MustCompile(`(?:env\(|e\[)"([A-Z_]+)"`)
	sources, err := filepath.Glob("../*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, path := range sources {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range read.FindAllStringSubmatch(string(text), -1) {
			found++
			if !slices.Contains(documented, match[1]) {
				t.Errorf("%s reads %s, which the help does not name", path, match[1])
			}
		}
	}
	if found < 5 {
		t.Errorf("only %d variables are read by name: are they read in another way now?", found)
	}
	sdk := sdkSource(t)
	for _, name := range documented {
		if strings.HasPrefix(name, "AWS_") && !strings.Contains(sdk, strconv.Quote(name)) {
			t.Errorf("the SDK does not read %s", name)
		}
	}
}

// sdkSource is the file of the AWS SDK that names the environment variables.
func sdkSource(t *testing.T) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-json=Dir", "github.com/aws/aws-sdk-go-v2/config").Output()
	if err != nil {
		t.Fatal(err)
	}
	var sdk struct {
		Dir string `json:"Dir"`
	}
	if err := json.Unmarshal(out, &sdk); err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile(filepath.Join(sdk.Dir, "env_config.go"))
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// TestPermissionsOfEveryCommand checks that the table of permissions has every command that reads, and no other.
func TestPermissionsOfEveryCommand(t *testing.T) {
	t.Parallel()
	readsNothing := []string{"help", "permissions"}
	var commands []string
	for _, c := range allCommands(t)[0].Commands() {
		if c.Runnable() && !slices.Contains(readsNothing, c.Name()) {
			commands = append(commands, c.Name())
		}
	}
	if diff := cmp.Diff(slices.Sorted(slices.Values(permissions.Commands())), commands); diff != "" {
		t.Errorf("commands (-with permissions +there are):\n%s", diff)
	}
}
