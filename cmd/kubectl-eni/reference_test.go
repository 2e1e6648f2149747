// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-eni/kubectl-eni/pkg/cmd"
	"github.com/kubectl-eni/kubectl-eni/pkg/permissions"
)

// TestReference checks the documents that are written from the commands' own help and from the table of permissions:
// go test ./cmd/kubectl-eni -run TestReference -update.
func TestReference(t *testing.T) {
	t.Setenv("KUBECACHEDIR", "~/.kube/cache") // the default of --cache-dir, which is the home folder's otherwise
	for path, text := range map[string]string{
		"../../docs/commands.md":    commandReference(),
		"../../docs/permissions.md": permissionReference(t),
	} {
		if *update {
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		written, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(written), text); diff != "" {
			t.Errorf("%s is not current: run with -update (-written +current):\n%s", path, diff)
		}
	}
}

const commandsHead = `# Commands

Written from the commands' own help; a test keeps it so.

`

// commandReference is the help of all commands, and of the topics after them.
func commandReference() string {
	root := cmd.NewRootCommand(cmd.Program{}, genericiooptions.NewTestIOStreamsDiscard())
	var commands, topics []*cobra.Command
	var visit func(*cobra.Command)
	visit = func(c *cobra.Command) {
		for _, child := range c.Commands() {
			if child.Runnable() {
				commands = append(commands, child)
			} else {
				topics = append(topics, child)
			}
			visit(child)
		}
	}
	visit(root)
	var list, text strings.Builder
	for _, c := range append(commands, topics...) {
		title := c.CommandPath()
		if !c.Runnable() {
			title = root.CommandPath() + " help " + c.Name()
		}
		fmt.Fprintf(&list, "| [`%s`](#%s) | %s |\n", title, strings.ReplaceAll(title, " ", "-"), c.Short)
		fmt.Fprintf(&text, "\n## %s\n\n%s", title, helpOf(c))
	}
	return commandsHead + "| command | what it does |\n|---|---|\n" + list.String() + text.String() +
		"\n## Flags of every command\n\n" + block(root.PersistentFlags().FlagUsages())
}

func helpOf(c *cobra.Command) string {
	if !c.Runnable() {
		return block(c.Long)
	}
	about := c.Short + ".\n"
	if c.Long != "" {
		about = block(c.Long)
	}
	parts := []string{about, block(c.UseLine() + "\n\n" + strings.TrimLeft(c.Example, "\n"))}
	if flags := c.LocalFlags().FlagUsages(); flags != "" {
		parts = append(parts, block(flags))
	}
	return strings.Join(parts, "\n")
}

// block is text as it stands.
func block(text string) string {
	return "```\n" + strings.TrimRight(text, "\n") + "\n```\n"
}

const permissionsHead = `# Permissions

` + "`kubectl eni`" + ` only reads. Its transports refuse every Kubernetes request that is not a GET and every AWS call that is not a Describe, Get or
List. What it may not read is named in a warning, and everything else is still shown, unless nothing can be shown without it.

` + "`kubectl eni permissions [COMMAND...]`" + ` prints the policy and the roles below, for all commands or for some. They come from one table, and so
does this page; the tests against a real API server run every command with exactly these rights.

`

const awsTail = `
` + "`sts:GetCallerIdentity`" + `, which says who was asked when EC2 knows none of the nodes, needs no permission. The Describe actions of EC2 know no
resources, so the policy allows them on ` + "`\"*\"`" + `:

`

const kubernetesTail = `
` + "`watch`" + ` makes reading a large cluster faster; without it, nodes and pods are listed in pages. The ConfigMaps are the one that the VPC CNI has,
and those that aws-node takes environment variables from: add the names of others to the role. By default every user may read
` + "`/version`, as `snapshot` and `version`" + ` do. Completion lists nodes, pods and namespaces, and proposes nothing where it may not.

The roles allow nobody anything until they are bound:

` + "```" + `
kubectl eni permissions --rbac | kubectl apply -f -
kubectl create clusterrolebinding kubectl-eni --clusterrole kubectl-eni --group eni-readers
kubectl create rolebinding kubectl-eni -n kube-system --role kubectl-eni --group eni-readers
` + "```" + `

`

// permissionReference is the table of permissions, with the policy and the roles.
func permissionReference(t *testing.T) string {
	t.Helper()
	set, err := permissions.Of()
	if err != nil {
		t.Fatal(err)
	}
	policy, err := set.Policy()
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	text.WriteString(permissionsHead + "## AWS\n\n| IAM action | for | without it | commands |\n|---|---|---|---|\n")
	for _, a := range set.IAM {
		fmt.Fprintf(&text, "| `%s` | %s | %s | %s |\n", a.Name, a.For, a.Without, strings.Join(a.Commands(), ", "))
	}
	text.WriteString(awsTail + "```json\n" + policy + "```\n\n")
	text.WriteString("## Kubernetes\n\n| verbs | objects | for | without it | commands |\n|---|---|---|---|---|\n")
	for _, r := range set.RBAC {
		fmt.Fprintf(&text, "| %s | %s | %s | %s | %s |\n", r.VerbList(), r.Objects(), r.For, r.Without, strings.Join(r.Commands(), ", "))
	}
	text.WriteString(kubernetesTail + "```yaml\n" + set.Roles("kubectl-eni") + "```\n")
	return text.String()
}
