// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/explain"
	"github.com/kubectl-eni/kubectl-eni/pkg/render"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// explainPodFlags are the flags of kubectl eni explain pod.
type explainPodFlags struct {
	explainFlags

	selector      string
	stuck         bool
	allNamespaces bool
}

// explainPodOptions are the flags once they are understood.
type explainPodOptions struct {
	*explanation

	namespace string
	names     []string
	selector  labels.Selector
	stuck     bool
}

func newExplainPodCommand(s *session) *cobra.Command {
	flags := &explainPodFlags{}
	c := &cobra.Command{
		Use:     "pod NAME...",
		Aliases: []string{"pods", "po"},
		Short:   "Explain where a pod's address comes from, or why it has none and what to do",
		Long: strings.TrimSpace(`
Explain where a pod's address comes from, or why it has none and what to do.

The first sentence is the answer. What follows shows the way from the pod to its
node, the security groups that hold for it, what to look for on the node's host, and
the findings, each with its evidence and what to do. docs/verdicts.md lists them all.`),
		Example: strings.TrimRight(`
  # One pod
  kubectl eni explain pod web-0 -n shop

  # Every pod that waits for an address, in all namespaces
  kubectl eni explain pod --stuck -A

  # The pods of an application, as a document
  kubectl eni explain pod -l app=web -o json

  # Without a cluster
  kubectl eni explain pod aws-cli --demo`, "\n"),
		ValidArgsFunction: s.completeNames(cluster.NamedPods),
		RunE: func(c *cobra.Command, args []string) error {
			o, err := flags.podOptions(s, args)
			if err != nil {
				return usageError(c, err)
			}
			return o.run(c.Context(), s)
		},
	}
	flags.addTo(s, c)
	c.Flags().StringVarP(&flags.selector, "selector", "l", "", "Selector (label query) of the pods, as kubectl takes it")
	c.Flags().BoolVar(&flags.stuck, "stuck", false, "Explain every pod that waits for an address")
	c.Flags().BoolVarP(&flags.allNamespaces, "all-namespaces", "A", false, "Look at the pods of all namespaces, with --stuck or --selector")
	return c
}

// podOptions understands the flags and arguments; its errors are mistakes of usage.
func (f *explainPodFlags) podOptions(s *session, args []string) (*explainPodOptions, error) {
	shared, err := f.options(s)
	if err != nil {
		return nil, err
	}
	o := &explainPodOptions{explanation: shared, stuck: f.stuck}
	if o.names, err = podNames(args); err != nil {
		return nil, err
	}
	ways := 0
	for _, given := range []bool{len(args) > 0, f.selector != "", f.stuck} {
		if given {
			ways++
		}
	}
	switch {
	case ways == 0:
		return nil, errNothingToExplain
	case ways > 1:
		return nil, errors.New("NAME, --selector and --stuck exclude each other")
	case f.allNamespaces && len(args) > 0:
		return nil, errors.New("a resource cannot be retrieved by name across all namespaces")
	}
	if f.selector != "" {
		if o.selector, err = labels.Parse(f.selector); err != nil {
			return nil, fmt.Errorf("selector %q: %w", f.selector, err)
		}
	}
	if !f.allNamespaces {
		if o.namespace, err = s.namespace(); err != nil {
			return nil, err
		}
	}
	o.subject.Namespace, o.subject.Pods, o.subject.Needs = o.namespace, o.names, o.needs
	return o, nil
}

// podNames takes NAME and pod/NAME.
func podNames(args []string) ([]string, error) {
	var names []string
	for _, arg := range args {
		kind, name, found := strings.Cut(arg, "/")
		if !found {
			kind, name = "pod", arg
		}
		if !slices.Contains([]string{"pod", "pods", "po"}, kind) || name == "" {
			return nil, fmt.Errorf("%q is no pod: use NAME or pod/NAME", arg)
		}
		names = append(names, name)
	}
	return names, nil
}

// refs are the pods to explain, of those that were read.
func (o *explainPodOptions) refs(m *topology.Model, snap *snapshot.Snapshot) ([]v1alpha1.PodRef, error) {
	if o.stuck {
		return explain.Stuck(m, snap, o.namespace), nil
	}
	var refs []v1alpha1.PodRef
	var absent []string
	for _, name := range o.names {
		if !slices.ContainsFunc(snap.Pods, func(p snapshot.Pod) bool { return p.Namespace == o.namespace && p.Name == name }) {
			absent = append(absent, name)
			continue
		}
		refs = append(refs, v1alpha1.PodRef{Namespace: o.namespace, Name: name})
	}
	if len(absent) > 0 {
		return nil, &cluster.NotFoundError{Resource: "pods", Namespace: o.namespace, Names: absent}
	}
	if o.selector == nil {
		return refs, nil
	}
	for i := range snap.Pods {
		pod := &snap.Pods[i]
		if (o.namespace == "" || pod.Namespace == o.namespace) && o.selector.Matches(labels.Set(pod.Labels)) {
			refs = append(refs, v1alpha1.PodRef{Namespace: pod.Namespace, Name: pod.Name})
		}
	}
	return refs, nil
}

// needs are what the pods' explanations ask for, together.
func (o *explainPodOptions) needs(m *topology.Model, snap *snapshot.Snapshot) []explain.Need {
	refs, err := o.refs(m, snap)
	if err != nil {
		return nil // said once the reading is over
	}
	var needs []explain.Need
	seen := map[string]bool{}
	for _, ref := range refs {
		for _, need := range explain.Needs(m, snap, ref.Namespace, ref.Name) {
			if !seen[need.String()] {
				seen[need.String()] = true
				needs = append(needs, need)
			}
		}
	}
	return needs
}

func (o *explainPodOptions) run(ctx context.Context, s *session) error {
	model, snap, err := o.load(ctx, s)
	if err != nil {
		return err
	}
	refs, err := o.refs(model, snap)
	if err != nil {
		return err
	}
	docs, err := explain.Pods(model, snap, refs)
	if err != nil {
		return err
	}
	if len(docs) == 1 && len(o.names) == 1 {
		return o.print(s, docs[0], docs[0].Warnings, func(w io.Writer) error { return render.PodExplanation(w, docs[0], o.draw) })
	}
	return o.printList(s, docs)
}

// printList prints several explanations: as a list, or one after the other.
func (o *explainPodOptions) printList(s *session, docs []*v1alpha1.PodExplanation) error {
	list := &v1alpha1.PodExplanationList{TypeMeta: v1alpha1.TypeMeta(v1alpha1.KindPodExplanationList), Items: []v1alpha1.PodExplanation{}}
	var warnings []v1alpha1.Warning
	for _, doc := range docs {
		list.Items = append(list.Items, *doc)
		for _, w := range doc.Warnings {
			if !slices.Contains(warnings, w) {
				warnings = append(warnings, w)
			}
		}
	}
	if len(docs) == 0 {
		_, _ = fmt.Fprintln(s.streams.ErrOut, o.nothing())
	}
	return o.print(s, list, warnings, func(w io.Writer) error {
		for i, doc := range docs {
			if i > 0 {
				if _, err := fmt.Fprintln(w); err != nil {
					return fmt.Errorf("printing: %w", err)
				}
			}
			if err := render.PodExplanation(w, doc, o.draw); err != nil {
				return err
			}
		}
		return nil
	})
}

// nothing says that there was no pod to explain.
func (o *explainPodOptions) nothing() string {
	where := "in any namespace"
	if o.namespace != "" {
		where = "in namespace " + o.namespace
	}
	if o.stuck {
		return "No pod waits for an address " + where + "."
	}
	return "No pod matches " + where + "."
}
