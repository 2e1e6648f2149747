// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/labels"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// Selection says which nodes are wanted; its zero value means all.
type Selection struct {
	// Names are node names, Instances instance ids. A node of EKS Auto Mode is named like its instance and is found either way.
	Names     []string
	Instances []string
	// Labels selects by label; nil selects all.
	Labels labels.Selector
}

var (
	instanceID       = regexp.MustCompile(`^i-[0-9a-f]+$`)
	errNameAndLabels = errors.New("name cannot be provided when a selector is specified")
)

// ParseSelection takes NODE arguments (a name, node/NAME, or an instance id) and the value of --selector.
func ParseSelection(args []string, selector string) (Selection, error) {
	var s Selection
	if len(args) > 0 && selector != "" {
		return s, errNameAndLabels
	}
	for _, arg := range args {
		name := arg
		if kind, rest, found := strings.Cut(arg, "/"); found {
			if !slices.Contains([]string{"node", "nodes", "no"}, kind) {
				return s, fmt.Errorf("%q is no node: use NAME, node/NAME or an instance id", arg)
			}
			name = rest
		}
		switch {
		case name == "":
			return s, fmt.Errorf("%q names no node: use NAME, node/NAME or an instance id", arg)
		case instanceID.MatchString(name):
			s.Instances = append(s.Instances, name)
		default:
			s.Names = append(s.Names, name)
		}
	}
	if selector == "" {
		return s, nil
	}
	parsed, err := labels.Parse(selector)
	if err != nil {
		return s, fmt.Errorf("selector %q: %w", selector, err)
	}
	s.Labels = parsed
	return s, nil
}

// All reports whether every node is wanted.
func (s Selection) All() bool { return len(s.Names) == 0 && len(s.Instances) == 0 && s.Labels == nil }

// Matches reports whether a node is wanted.
func (s Selection) Matches(n *snapshot.Node) bool {
	switch {
	case s.All():
		return true
	case s.Labels != nil:
		return s.Labels.Matches(labels.Set(n.Labels))
	case slices.Contains(s.Names, n.Name):
		return true
	default:
		return slices.Contains(s.Instances, string(topology.ParseProviderID(n.Spec.ProviderID)))
	}
}

// Apply leaves the selected nodes of a snapshot and what belongs to them. A node that was asked for by name and is not there is a
// [cluster.NotFoundError].
func (s Selection) Apply(snap *snapshot.Snapshot) error {
	if s.All() {
		return nil
	}
	if err := s.checkFound(snap.Nodes); err != nil {
		return err
	}
	snap.Restrict(s.Matches)
	return nil
}

// checkFound makes sure that everything that was asked for by name is there.
func (s Selection) checkFound(nodes []snapshot.Node) error {
	var absent []string
	for _, name := range s.Names {
		if !slices.ContainsFunc(nodes, func(n snapshot.Node) bool { return n.Name == name }) {
			absent = append(absent, name)
		}
	}
	for _, id := range s.Instances {
		if !slices.ContainsFunc(nodes, func(n snapshot.Node) bool { return string(topology.ParseProviderID(n.Spec.ProviderID)) == id }) {
			absent = append(absent, id)
		}
	}
	if len(absent) == 0 {
		return nil
	}
	slices.Sort(absent)
	return &cluster.NotFoundError{Resource: "nodes", Names: slices.Compact(absent)}
}
