// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
)

// newHelpCommand replaces cobra's, which does not complete topics and exits with 0 when there is no such one.
func newHelpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND | TOPIC]",
		Short: "Print the help of a command, or about a topic",
		Example: strings.TrimRight(`
  # A command
  kubectl eni help tree

  # What the exit codes mean
  kubectl eni help exit-codes`, "\n"),
		ValidArgsFunction: func(c *cobra.Command, args []string, toComplete string) ([]cobra.Completion, cobra.ShellCompDirective) {
			parent, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			var names []cobra.Completion
			for _, child := range parent.Commands() {
				if !child.Hidden && strings.HasPrefix(child.Name(), toComplete) {
					names = append(names, cobra.CompletionWithDesc(child.Name(), child.Short))
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			topic, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return usageError(c, fmt.Errorf("unknown help topic %q", strings.Join(args, " ")))
			}
			topic.InitDefaultHelpFlag()
			return topic.Help()
		},
	}
}

// newTopics returns the help topics: commands that only have help.
func newTopics() []*cobra.Command {
	return []*cobra.Command{
		newTopic("exit-codes", "Exit codes of kubectl eni", `
Exit codes of kubectl eni:

`+columns(exitCodes(), func(c exitCode) []string { return []string{strconv.Itoa(c.code), c.meaning} })+`
A permission that is missing but not needed is a warning, not an error.`),
		newTopic("environment", "Environment variables that kubectl eni reads", `
Environment variables that kubectl eni reads. A flag wins over its variable.

`+columns(environment(), func(v variable) []string { return []string{v.name, v.meaning} })),
		newTopic("completion", "How to complete commands, flags and names with the tab key", `
How to complete commands, flags and names with the tab key.

kubectl asks a program on PATH that is named kubectl_complete-eni what may come next.
kubectl-eni is that program too, under that name:

  ln -s "$(command -v kubectl-eni)" "$(dirname "$(command -v kubectl-eni)")/kubectl_complete-eni"

The archive of a release holds a script of that name that does the same. Completion of
kubectl itself must be set up: see 'kubectl completion --help'.

Names of nodes, pods and namespaces come from the cluster, or from the snapshot that --from
or --demo names. If the cluster does not answer within a second, nothing is proposed.`),
	}
}

func newTopic(name, short, text string) *cobra.Command {
	c := &cobra.Command{Use: name, Short: short, Long: strings.TrimSpace(text), DisableFlagsInUseLine: true}
	c.SetHelpFunc(func(c *cobra.Command, _ []string) { _, _ = fmt.Fprintln(c.OutOrStdout(), c.Long) })
	return c
}

// columns lays rows out in columns, indented by two.
func columns[T any](rows []T, cells func(T) []string) string {
	var text strings.Builder
	w := tabwriter.NewWriter(&text, 0, 0, 3, ' ', 0)
	for _, row := range rows {
		_, _ = fmt.Fprintf(w, "  %s\n", strings.Join(cells(row), "\t"))
	}
	_ = w.Flush()
	return text.String()
}
