// SPDX-License-Identifier: Apache-2.0

package render

import (
	"slices"
	"strconv"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// nodeGroup is nodes with the same answer: they differ in their names and pods alone.
type nodeGroup struct {
	items []*v1alpha1.MaxPods
}

// first stands for all of the group.
func (g nodeGroup) first() *v1alpha1.MaxPods { return g.items[0] }

// name is the name of the only node, or how many there are.
func (g nodeGroup) name() string {
	if len(g.items) == 1 {
		return g.first().Node
	}
	return strconv.Itoa(len(g.items)) + " nodes"
}

// notes are the notes that all of the group have.
func (g nodeGroup) notes() []string {
	notes := slices.Clone(g.first().Notes)
	for _, item := range g.items[1:] {
		notes = slices.DeleteFunc(notes, func(note string) bool { return !slices.Contains(item.Notes, note) })
	}
	return notes
}

// waiting counts the pods that wait for an address, where they are known to wait.
func (g nodeGroup) waiting() int {
	pods := 0
	for _, item := range g.items {
		if isHappening(item) && item.Pods != nil && item.Pods.Waiting != nil {
			pods += *item.Pods.Waiting
		}
	}
	return pods
}

// nodeAnswer is what the nodes of a group have in common.
type nodeAnswer struct {
	instanceType, mode, formula, provisioner, amiFamily, verdict, summary, fix string

	maxPods, limit, recommended, podIPs, branchENIs, kubelet, over, under string

	happening bool
}

// groupNodes puts the nodes with the same answer together, in the order of the first of each group.
func groupNodes(items []v1alpha1.MaxPods) []nodeGroup {
	var groups []nodeGroup
	index := make(map[nodeAnswer]int)
	for i := range items {
		item := &items[i]
		answer := nodeAnswerOf(item)
		at, seen := index[answer]
		if !seen {
			at = len(groups)
			index[answer] = at
			groups = append(groups, nodeGroup{})
		}
		groups[at].items = append(groups[at].items, item)
	}
	return groups
}

func nodeAnswerOf(item *v1alpha1.MaxPods) nodeAnswer {
	return nodeAnswer{
		instanceType: item.InstanceType, mode: item.Mode, formula: item.Formula, provisioner: item.Provisioner, amiFamily: item.AMIFamily,
		verdict: item.Verdict, summary: item.Summary, fix: item.Fix,
		maxPods: cellOf(item.MaxPods), limit: cellOf(item.Cap), recommended: cellOf(item.Recommended), podIPs: cellOf(item.PodIPs),
		branchENIs: cellOf(item.BranchENIs), kubelet: cellOf(item.Kubelet), over: cellOf(item.OverBy), under: cellOf(item.UnderBy),
		happening: isHappening(item),
	}
}

// isHappening tells whether pods are known to wait for an address.
func isHappening(item *v1alpha1.MaxPods) bool { return item.Happening != nil && *item.Happening }
