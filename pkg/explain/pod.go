// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"slices"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// Pod explains where a pod's address comes from, or why it has none. The model must be built from the snapshot. It fails when the pod is not
// among those that were read.
func Pod(m *topology.Model, s *snapshot.Snapshot, namespace, name string) (*v1alpha1.PodExplanation, error) {
	return explainPod(newIndex(m, s), namespace, name)
}

// Pods explains several pods, in their order; it is faster than [Pod] for each. It fails at the first that is not among those that were read.
func Pods(m *topology.Model, s *snapshot.Snapshot, refs []v1alpha1.PodRef) ([]*v1alpha1.PodExplanation, error) {
	ix := newIndex(m, s)
	docs := make([]*v1alpha1.PodExplanation, 0, len(refs))
	for _, ref := range refs {
		doc, err := explainPod(ix, ref.Namespace, ref.Name)
		if err != nil {
			return nil, err
		}
		docs = append(docs, doc)
	}
	return docs, nil
}

func explainPod(ix *index, namespace, name string) (*v1alpha1.PodExplanation, error) {
	v := newView(ix)
	record := v.pod(namespace, name)
	if record == nil {
		if missed := v.snapshot.Missed(snapshot.Pods); len(missed) > 0 {
			return nil, fmt.Errorf("explaining pod %s/%s: it is not among the pods that were read, and not all were: %s", namespace, name, missed[0].Message)
		}
		return nil, fmt.Errorf("explaining pod %s/%s: there is no such pod", namespace, name)
	}
	return newSubject(v, record).document(), nil
}

// pod returns a pod's record.
func (v *view) pod(namespace, name string) *snapshot.Pod {
	return v.pods[objectName{kindPod, namespace, name}]
}

// document is the explanation.
func (x *subject) document() *v1alpha1.PodExplanation {
	doc := &v1alpha1.PodExplanation{
		TypeMeta: v1alpha1.TypeMeta(v1alpha1.KindPodExplanation),
		Pod: v1alpha1.ExplainedPod{
			Namespace: x.record.Namespace, Name: x.record.Name, Node: x.record.Spec.NodeName, IP: x.record.Status.PodIP,
			IPs: addressTexts(x.record), Phase: x.record.Status.Phase, Terminating: x.record.DeletionTimestamp != nil,
		},
		Findings: x.findings(),
		Host:     x.host(),
	}
	x.path(doc)
	if x.stage() == stageRunning {
		x.groups(doc)
	}
	doc.Verdict = verdictOf(doc.Findings[0])
	if Confidence(doc.Verdict.Confidence) == Possible {
		doc.Next = x.next()
	}
	doc.Warnings = x.warnings(podName(x.record), x.record.Spec.NodeName)
	return doc
}

// findings runs the rules of the pod's stage; the first finding is the verdict.
func (x *subject) findings() []v1alpha1.Finding {
	var findings []v1alpha1.Finding
	for _, rule := range rules(x) {
		findings = append(findings, rule(x)...)
	}
	x.demoteConsequence(findings)
	sortFindings(findings)
	if len(findings) > 0 && isVerdict(findings[0]) {
		return findings
	}
	return append(some(x.unknown()), findings...)
}

// demoteConsequence makes a warning of an aws-node that does not run where something else explains that: it does not start without the EC2
// calls that it needs, nor with custom networking that attaches no ENI (amazon-vpc-cni-k8s pkg/ipamd/ipamd.go, nodeInit, handlePreScaling).
func (x *subject) demoteConsequence(findings []v1alpha1.Finding) {
	noENI := x.pool != nil && x.pool.settings.CustomNetworking && x.pool.state.Total == 0
	forENI := []Code{ENIConfigMissing, ENIConfigWrongZone, SubnetFull, SubnetNoFreePrefix}
	explained := slices.ContainsFunc(findings, func(f v1alpha1.Finding) bool {
		code := Code(f.Code)
		denied := code == CNIPermissionDenied && Confidence(f.Confidence) == Certain
		return denied || (noENI && slices.Contains(forENI, code))
	})
	for i := range findings {
		if explained && Code(findings[i].Code) == CNINotRunning {
			findings[i].Severity = string(SeverityWarning)
		}
	}
}

// isVerdict reports whether a finding answers why or whence; warnings are beside the question.
func isVerdict(f v1alpha1.Finding) bool {
	return Severity(f.Severity) == SeverityError || answers(f) || Code(f.Code) == OtherCNI || byOthers(Code(f.Code))
}

// byOthers tells the findings that say who else gives out addresses.
func byOthers(code Code) bool { return code == AutoMode || code == Fargate || code == HybridNode }

// rule finds what holds of a pod.
type rule func(*subject) []v1alpha1.Finding

// rules are those of a pod's stage.
func rules(x *subject) []rule {
	switch x.stage() {
	case stageFinished:
		return []rule{refusedRule, finishedRule}
	case stageUnscheduled:
		return []rule{scheduleRule, unscheduledRule, policyRule}
	case stageRunning:
		return []rule{placementRule, notNetworkRule, policyRule}
	case stageWaiting:
		return waitingRules(x)
	default:
		return nil
	}
}

// waitingRules are those of a pod that has a node and no address yet.
func waitingRules(x *subject) []rule {
	always := []rule{notNetworkRule, otherKindRule}
	switch {
	case x.record.Spec.HostNetwork:
		return always
	case x.node != nil && x.node.Windows():
		return append(always, windowsRule, startingRule)
	case wantsBranch(x.record):
		return append(always, awsNodeRule, policyAgentRule, branchRule, startingRule)
	default:
		return append(always, awsNodeRule, policyAgentRule, permissionRule, poolRule, startingRule, policyRule)
	}
}

// poolRule runs the rules about the node's pool.
func poolRule(x *subject) []v1alpha1.Finding {
	p := x.pool
	if p == nil {
		x.readPool()
		return nil
	}
	findings := slices.Concat(growthRule(p), eniConfigRule(x), subnetRule(x), limitRule(p), cooldownRule(x))
	if p.usedUp() {
		findings = append(findings, configIgnoredRule(x.view)...)
	}
	return findings
}

// readPool notes what was not read of the node's pool.
func (x *subject) readPool() {
	x.read(snapshot.DaemonSets)
	x.read(snapshot.Nodes)
	if x.node != nil && x.node.InstanceID != "" {
		x.read(snapshot.NetworkInterfaces, string(x.node.InstanceID))
	}
	if x.node != nil && x.node.Limits == nil {
		x.read(snapshot.InstanceTypes)
	}
}
