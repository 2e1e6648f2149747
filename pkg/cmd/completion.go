// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
)

// completionProgram is the program that kubectl asks for the completions of a plugin named eni
// (k8s.io/kubectl/pkg/cmd/plugin/plugin_completion.go).
const completionProgram = "kubectl_complete-eni"

// Arguments returns the arguments of a call of the program: those after its name, or a question for completions where that name is
// kubectl_complete-eni.
func Arguments(call []string) []string {
	if len(call) == 0 {
		return []string{}
	}
	if strings.TrimSuffix(filepath.Base(call[0]), ".exe") == completionProgram {
		return append([]string{cobra.ShellCompRequestCmd}, call[1:]...)
	}
	return call[1:]
}

// addCompletion lets the values of all flags be completed. Arguments are each command's own ValidArgsFunction; what has no completion proposes
// nothing, not even files.
func (s *session) addCompletion(root *cobra.Command) {
	root.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveNoFileComp)
	byName := s.flagCompletions()
	var visit func(*cobra.Command)
	visit = func(c *cobra.Command) {
		add := func(flag *pflag.Flag) {
			complete, ok := byName[flag.Name]
			if words := choices(flag.Usage); !ok && len(words) > 0 {
				complete, ok = completeChoices(words), true
			}
			if ok {
				// It fails for flags that do not exist, which these do, and for those that a command has given a completion of its own.
				_ = c.RegisterFlagCompletionFunc(flag.Name, complete)
			}
		}
		c.PersistentFlags().VisitAll(add)
		c.Flags().VisitAll(add)
		for _, child := range c.Commands() {
			visit(child)
		}
	}
	visit(root)
}

// flagCompletions are the completions of flags by name. Flags whose usage lists their values need none.
func (s *session) flagCompletions() map[string]cobra.CompletionFunc {
	files := func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return nil, cobra.ShellCompDirectiveDefault
	}
	folders := func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return nil, cobra.ShellCompDirectiveFilterDirs
	}
	snapshots := func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return []cobra.Completion{"tar.gz", "tgz", "json"}, cobra.ShellCompDirectiveFilterFileExt
	}
	return map[string]cobra.CompletionFunc{
		"namespace":             s.completeNames(cluster.NamedNamespaces),
		"context":               s.completeContexts,
		"cluster":               s.completeClusters,
		"user":                  s.completeUsers,
		"kubeconfig":            files,
		"certificate-authority": files,
		"client-certificate":    files,
		"client-key":            files,
		"cache-dir":             folders,
		"from":                  snapshots,
		"file":                  snapshots,
		flagInstanceType:        completeInstanceTypes,
	}
}

// choices returns the values that a flag's usage lists: "Order of the nodes: name|type|verdict" lists three. What stands for anything, as the
// dots of "jsonpath=..." and the N of "free<N", is left out.
func choices(usage string) []string {
	for word := range strings.FieldsSeq(usage) {
		if !strings.Contains(word, "|") {
			continue
		}
		words := strings.Split(word, "|")
		for i := range words {
			words[i] = strings.TrimRight(words[i], ".,;ABCDEFGHIJKLMNOPQRSTUVWXYZ")
		}
		return words
	}
	return nil
}

// completeChoices proposes words in their order. No space follows one that goes on, as "jsonpath=" does.
func completeChoices(words []string) cobra.CompletionFunc {
	goesOn := func(word string) bool { return strings.HasSuffix(word, "=") || strings.HasSuffix(word, "<") }
	return func(_ *cobra.Command, _ []string, toComplete string) ([]cobra.Completion, cobra.ShellCompDirective) {
		directive := cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
		found := matching(words, nil, toComplete)
		if len(found) > 0 && !slices.ContainsFunc(found, func(word string) bool { return !goesOn(word) }) {
			directive |= cobra.ShellCompDirectiveNoSpace
		}
		return found, directive
	}
}

// completeEach proposes words for every argument.
func completeEach(words func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, toComplete string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return matching(words(), args, toComplete), cobra.ShellCompDirectiveNoFileComp
	}
}

// completeInstanceTypes proposes the last one of a list of instance types: its family first, "m5.", then its size.
func completeInstanceTypes(_ *cobra.Command, _ []string, toComplete string) ([]cobra.Completion, cobra.ShellCompDirective) {
	directive := cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	at := strings.LastIndex(toComplete, ",") + 1
	before, last := toComplete[:at], toComplete[at:]
	var found []cobra.Completion
	for _, name := range matching(cni.InstanceTypes(), strings.Split(before, ","), last) {
		if family, _, _ := strings.Cut(name, "."); !strings.Contains(last, ".") {
			name = family + "."
		}
		found = append(found, before+name)
	}
	return slices.Compact(found), directive
}

// matching returns the words that begin so, without those that were given already and those that a terminal would not show as they are.
func matching(words, given []string, toComplete string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(word string) bool {
		return !strings.HasPrefix(word, toComplete) || slices.Contains(given, word) || terminal.Escape(word) != word
	})
}
