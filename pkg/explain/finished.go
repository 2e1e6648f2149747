// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// finishedRule says that the address in a pod's status is no longer its own, and whose it is now.
func finishedRule(x *subject) []v1alpha1.Finding {
	if len(refusedRule(x)) > 0 {
		return nil
	}
	facts := []v1alpha1.Evidence{evidence(x.field("status.phase"), "%s", x.record.Status.Phase)}
	texts := addressTexts(x.record)
	if len(texts) == 0 {
		return some(found(Finished, fmt.Sprintf("The pod has ended (%s) and has no address.", x.record.Status.Phase), facts...))
	}
	summary := fmt.Sprintf("The pod has ended (%s) and gave %s back; its status still shows it.", x.record.Status.Phase, strings.Join(texts, ", "))
	if x.record.Spec.HostNetwork {
		summary = fmt.Sprintf("The pod has ended (%s); %s is its node's address, which it shared.", x.record.Status.Phase, texts[0])
	} else if holders := x.holders(texts[0]); len(holders) > 0 {
		summary += fmt.Sprintf(" Pod %s has it now.", shorten(holders))
		facts = append(facts, evidence("pods status.podIP", "%s: %s", texts[0], shorten(holders)))
	}
	if x.record.Annotations[cni.AnnotationPodENI] != "" {
		facts = append(facts, evidence(x.field("annotation "+cni.AnnotationPodENI), "still set, though its branch ENI is cooling down or gone"))
	}
	return some(found(Finished, summary, facts...))
}

// holders are the living pods with an address, host-network ones left out.
func (v *view) holders(ip string) []string {
	var names []string
	for _, pod := range v.byAddress[canonical(ip)] {
		if !topology.Finished(pod) && !pod.Spec.HostNetwork {
			names = append(names, podName(pod))
		}
	}
	slices.Sort(names)
	return names
}

func podName(pod *snapshot.Pod) string { return pod.Namespace + "/" + pod.Name }
