// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// view is what all explanations look at. It keeps note of what a rule asked for and was not read.
type view struct {
	*index

	now     time.Time
	lacking []snapshot.Unread
}

func newView(ix *index) *view { return &view{index: ix, now: ix.model.Time} }

// read reports whether all of a resource was read, as far as the given objects go, and notes what was not. Rules ask for what their
// confidence depends on.
func (v *view) read(r snapshot.Resource, ids ...string) bool {
	whole := true
	for _, missed := range v.snapshot.Missed(r) {
		if len(ids) > 0 && len(missed.IDs) > 0 && !slices.ContainsFunc(ids, func(id string) bool { return slices.Contains(missed.IDs, id) }) {
			continue
		}
		whole = false
		v.lacking = append(v.lacking, missed)
	}
	return whole
}

// notServed reports whether a kind's CRD is not installed, so that there is none of it for certain.
func (v *view) notServed(r snapshot.Resource) bool {
	missed := v.snapshot.Missed(r)
	return len(missed) > 0 && !slices.ContainsFunc(missed, func(u snapshot.Unread) bool { return u.Code != snapshot.NotServed })
}

// warnings are what was not read, and what the model warns of that concerns one of the subjects, sorted.
func (v *view) warnings(subjects ...string) []v1alpha1.Warning {
	warnings := []v1alpha1.Warning{}
	for _, missed := range v.lacking {
		warnings = append(warnings, v1alpha1.Warning{
			Code: string(missed.Code), Message: missedMessage(missed), API: missed.API, Permission: missed.Permission,
		})
	}
	for _, w := range v.model.Warnings {
		if concerns(w, subjects) {
			warnings = append(warnings, v1alpha1.Warning{Code: w.Code, Message: w.Message, API: w.API, Permission: w.Permission})
		}
	}
	slices.SortFunc(warnings, func(x, y v1alpha1.Warning) int {
		return cmp.Or(cmp.Compare(x.Code, y.Code), cmp.Compare(x.Message, y.Message))
	})
	return slices.Compact(warnings)
}

// concerns reports whether a warning of the model is about one of the subjects, or about the CNI's settings, on which all rests.
func concerns(w topology.Warning, subjects []string) bool {
	if strings.HasPrefix(w.Code, "CNISetting") {
		return true
	}
	return slices.ContainsFunc(subjects, func(subject string) bool {
		return subject != "" && slices.Contains(strings.FieldsFunc(w.Message, separatesNames), subject)
	})
}

// separatesNames tells the runes that cannot be part of an object's name.
func separatesNames(r rune) bool { return strings.ContainsRune(" ,:;()", r) }

func missedMessage(u snapshot.Unread) string {
	_, what, _ := strings.Cut(string(u.Resource), "/")
	return fmt.Sprintf("%s were not read: %s", what, cmp.Or(u.Message, string(u.Code)))
}

// node returns a node of the model.
func (v *view) node(name string) *topology.Node { return v.nodes[topology.NodeName(name)] }

// podsOn returns the pods of a node that have not ended.
func (v *view) podsOn(name topology.NodeName) []*snapshot.Pod { return v.onNode[string(name)] }

// daemonSet is the source of the CNI's settings, for evidence.
func daemonSet(variable string) string {
	return fmt.Sprintf("DaemonSet %s/%s env %s", cni.Namespace, cni.DaemonSetName, variable)
}
