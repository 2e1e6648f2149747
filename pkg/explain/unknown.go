// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// unknown is the finding where no rule holds. It shows what there is, without making a reason of it.
func (x *subject) unknown() v1alpha1.Finding {
	summary := "Nothing that was read says why the pod has no address."
	switch x.stage() {
	case stageRunning:
		summary = fmt.Sprintf("Nothing that was read says where %s comes from.", addressTexts(x.record)[0])
	case stageUnscheduled:
		summary = "The pod has no node, and nothing that was read says why."
	case stageWaiting, stageFinished:
	}
	var facts []v1alpha1.Evidence
	if x.unplaced != nil {
		facts = append(facts, evidence(x.field("status.podIP"), "%s", x.unplaced.Detail))
	}
	if x.pool != nil && x.stage() == stageWaiting {
		facts = append(facts, x.pool.evidence())
	}
	if len(x.events) > 0 {
		facts = append(facts, x.events[0].evidence(x.now))
	}
	if !x.read(snapshot.Events) && len(facts) == 0 {
		facts = append(facts, evidence("events of "+x.name(), "not read"))
	}
	return found(Unknown, summary, facts...)
}

// unscheduledRule says that a pod without a node is so young that the scheduler may not have got to it.
func unscheduledRule(x *subject) []v1alpha1.Finding {
	_, _, says := x.schedulerSays()
	if says || !within(x.now, x.record.CreationTimestamp, startingUp) {
		return nil
	}
	return some(found(StartingUp, fmt.Sprintf("The pod was made %s and waits for the scheduler.", ago(x.now, x.record.CreationTimestamp)),
		evidence(x.field("metadata.creationTimestamp"), "%s", ago(x.now, x.record.CreationTimestamp))))
}

// next are the things to look at next: what was not read, then what is only to be found on the node.
func (x *subject) next() []string {
	var next []string
	for _, need := range x.needs() {
		next = append(next, need.String())
	}
	next = append(next, fmt.Sprintf("kubectl describe pod %s -n %s", x.record.Name, x.record.Namespace))
	if x.stage() != stageWaiting || x.settings() == nil {
		return next
	}
	for _, pod := range x.awsNodePods(x.record.Spec.NodeName) {
		next = append(next, logCommands(pod)[0])
	}
	return append(next, fmt.Sprintf("on node %s, in /var/log/aws-routed-eni/ipamd.log: InsufficientCidrBlocks, InsufficientFreeAddressesInSubnet, UnauthorizedOperation, \"no available IP\"", x.record.Spec.NodeName))
}
