// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// Reasons with which kubelet refuses a pod that the scheduler placed (Kubernetes pkg/kubelet/lifecycle/predicate.go).
const (
	refusedTooMany = "OutOfpods"
	refusedPodENI  = "OutOf" + cni.ResourcePodENI
)

// scheduleRule says why a pod has no node, from what the scheduler wrote.
func scheduleRule(x *subject) []v1alpha1.Finding {
	message, source, ok := x.schedulerSays()
	if !ok {
		return nil
	}
	var findings []v1alpha1.Finding
	var other []string
	for _, r := range schedulerReasons(message) {
		if about := x.ofReason(r, source); len(about) > 0 {
			findings = append(findings, about...)
		} else {
			other = append(other, fmt.Sprintf("%d %s", r.nodes, r.text))
		}
	}
	if len(findings) > 0 && len(other) == 0 {
		return findings
	}
	return append(findings, notScheduledOther(message, other, source, len(findings) > 0))
}

// ofReason makes the findings of a scheduler's reason; none if it is no network matter.
func (x *subject) ofReason(r nodeReason, source v1alpha1.Evidence) []v1alpha1.Finding {
	switch {
	case strings.HasPrefix(r.text, saysTooManyPods):
		return append(some(x.tooManyPods(r, source)), staleMaxPodsRule(x)...)
	case strings.HasPrefix(r.text, saysInsufficient+cni.ResourcePodENI):
		return some(x.noBranchLeft(r, source))
	case strings.HasPrefix(r.text, saysInsufficient+cni.ResourcePrivateIPv4):
		return some(found(WindowsPoolEmpty, fmt.Sprintf("No Windows address is left: %s short of %s.", isOrAre(r.nodes), cni.ResourcePrivateIPv4), source))
	default:
		return nil
	}
}

// notScheduledOther quotes what is no network matter. Beside a network reason it is a warning: those nodes are out for another reason.
func notScheduledOther(message string, other []string, source v1alpha1.Evidence, beside bool) v1alpha1.Finding {
	if !beside {
		return found(NotScheduledOther, "No node takes the pod, and not for its network: "+quote(message), source)
	}
	f := found(NotScheduledOther, "Other nodes do not take the pod for reasons that are no network matter: "+strings.Join(other, "; ")+".", source)
	f.Severity = string(SeverityWarning)
	return f
}

// schedulerSays returns what the scheduler last said of the pod: the newest event, else the pod's condition.
func (x *subject) schedulerSays() (message string, source v1alpha1.Evidence, ok bool) {
	if e, found := newest(x.events, reasonFailedScheduling); found {
		return e.Message, e.evidence(x.now), true
	}
	for _, c := range x.record.Status.Conditions {
		if c.Type == "PodScheduled" && c.Status == "False" && c.Message != "" {
			return c.Message, evidence(x.field("status.conditions PodScheduled"), "%s: %s", c.Reason, quote(c.Message)), true
		}
	}
	x.read(snapshot.Events)
	return "", v1alpha1.Evidence{}, false
}

// tooManyPods says that nodes are at their max pods.
func (x *subject) tooManyPods(r nodeReason, source v1alpha1.Evidence) v1alpha1.Finding {
	f := found(NotScheduledTooManyPods,
		isOrAre(r.nodes)+" at max pods, so the scheduler has no place for the pod. That limit counts pods, not addresses.", source)
	f.Commands = []string{"kubectl eni max-pods"}
	if !x.read(snapshot.Pods) {
		return f
	}
	var facts []v1alpha1.Evidence
	for _, node := range x.model.Nodes {
		if count := x.podCount(node); node.MaxPods != nil && count >= *node.MaxPods {
			facts = append(facts, evidence(fmt.Sprintf("node %s status.capacity.pods", node.Name), "%d, and it has %s", *node.MaxPods, plural(count, "pod")))
		}
	}
	f.Evidence = append(f.Evidence, first(facts)...)
	return f
}

func isOrAre(nodes int) string {
	if nodes == 1 {
		return "1 node is"
	}
	return fmt.Sprintf("%d nodes are", nodes)
}

// refusedRule says that kubelet refused a pod that the scheduler had placed; such a pod is Failed and never had an address.
func refusedRule(x *subject) []v1alpha1.Finding {
	code := NotScheduledTooManyPods
	switch x.record.Status.Reason {
	case refusedTooMany:
	case refusedPodENI:
		code = NotScheduledPodENI
	default:
		return nil
	}
	facts := []v1alpha1.Evidence{evidence(x.field("status.reason"), "%s: %s", x.record.Status.Reason, quote(x.record.Status.Message))}
	if x.node != nil && x.node.MaxPods != nil && code == NotScheduledTooManyPods {
		facts = append(facts, evidence(x.nodeField("status.capacity.pods"), "%d", *x.node.MaxPods))
	}
	return some(found(code, fmt.Sprintf("kubelet on %s refused the pod: %s.", x.record.Spec.NodeName, x.record.Status.Reason), facts...))
}
