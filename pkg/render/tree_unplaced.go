// SPDX-License-Identifier: Apache-2.0

package render

import (
	"maps"
	"slices"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
)

// unplaced writes the pods that have no place under a node, by reason.
func (t *tree) unplaced(pods []v1alpha1.UnplacedPod) {
	if len(pods) == 0 {
		return
	}
	byReason := make(map[string][]*v1alpha1.UnplacedPod)
	for i := range pods {
		byReason[pods[i].Reason] = append(byReason[pods[i].Reason], &pods[i])
	}
	t.newline()
	t.begin("", "", 0)
	t.add(t.title, "pods without an address on their node's ENIs")
	t.add(t.plain, terminal.Count(len(pods)))
	t.end()
	kids := t.children("", len(byReason))
	for _, reason := range slices.Sorted(maps.Keys(byReason)) {
		t.unplacedFor(reason, byReason[reason], kids.next())
	}
}

// unplacedFor writes the pods that have no place for one reason.
func (t *tree) unplacedFor(reason string, pods []*v1alpha1.UnplacedPod, at guide) {
	shown := pods
	if !t.depth.shows(DepthSlot) {
		shown = nil
	}
	detail, isShared := pods[0].Detail, true
	for _, pod := range pods {
		isShared = isShared && pod.Detail == detail
	}
	t.begin(at.head, at.lead(len(shown)), 0)
	look := t.warn
	if isNatural(reason) {
		look = t.plain
	}
	t.add(look, known(reason))
	t.add(t.plain, counted(len(pods), "pod"))
	if isShared {
		t.prose(t.plain, detail)
	}
	t.end()
	kids := t.children(at.rest, len(shown))
	for _, pod := range shown {
		at = kids.next()
		t.begin(at.head, at.noFact, 0)
		t.addPod(t.separator, pod.PodRef)
		for _, ip := range pod.IPs {
			t.addText(t.plain, ip)
		}
		t.add(t.plain, "node "+known(pod.Node))
		if !isShared {
			t.prose(t.plain, pod.Detail)
		}
		t.end()
	}
}
