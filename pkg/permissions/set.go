// SPDX-License-Identifier: Apache-2.0

package permissions

import (
	"fmt"
	"slices"
	"strings"
)

// Set is what one command, or several together, must be allowed.
type Set struct {
	IAM  []Action
	RBAC []Rule
}

// Commands returns the names of the commands that read from AWS or Kubernetes, for example "tree".
func Commands() []string {
	return commandsWith(func(command) bool { return true })
}

// Of returns what commands need together; no names mean all commands. A name that is not one of [Commands] is an error.
func Of(names ...string) (Set, error) {
	known := Commands()
	for _, name := range names {
		if !slices.Contains(known, name) {
			return Set{}, fmt.Errorf("no permissions are known of command %q: use one of %s", name, strings.Join(known, ", "))
		}
	}
	var actionNames []string
	var all Set
	for _, c := range table() {
		if len(names) > 0 && !slices.Contains(names, c.name) {
			continue
		}
		actionNames = append(actionNames, c.iam...)
		for _, rule := range c.rbac {
			all.RBAC = add(all.RBAC, rule)
		}
	}
	all.IAM = actions(actionNames...)
	return all, nil
}

// add adds a rule to rules, or its verbs to the one that is about the same objects.
func add(rules []Rule, rule Rule) []Rule {
	at := slices.IndexFunc(rules, rule.sameObjects)
	if at < 0 {
		return append(rules, rule)
	}
	var verbs []Verb
	for _, verb := range []Verb{get, list, watch} {
		if slices.Contains(rules[at].Verbs, verb) || slices.Contains(rule.Verbs, verb) {
			verbs = append(verbs, verb)
		}
	}
	rules[at].Verbs = verbs
	return rules
}

// Commands returns the commands that use the action.
func (a Action) Commands() []string {
	return commandsWith(func(c command) bool { return slices.Contains(c.iam, a.Name) })
}

// Commands returns the commands that read such objects, with whatever verbs.
func (r Rule) Commands() []string {
	return commandsWith(func(c command) bool { return slices.ContainsFunc(c.rbac, r.sameObjects) })
}

func commandsWith(need func(command) bool) []string {
	var names []string
	for _, c := range table() {
		if need(c) {
			names = append(names, c.name)
		}
	}
	return names
}
