// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// policyRule says why a pod without security groups of its own has none, where its namespace has SecurityGroupPolicies.
func policyRule(x *subject) []v1alpha1.Finding {
	if !x.eligible() || x.hasOwnGroups() {
		return nil
	}
	matches := x.policies()
	if len(matches) == 0 {
		return nil
	}
	var selecting *policyMatch
	unsure := false
	for i := range matches {
		unsure = unsure || matches[i].unsure
		if m := &matches[i]; m.selects && (selecting == nil || m.policy.CreationTimestamp.Before(selecting.policy.CreationTimestamp)) {
			selecting = m
		}
	}
	switch {
	case selecting != nil:
		return some(x.notApplied(selecting.policy))
	case unsure:
		x.read(snapshot.ServiceAccounts)
		return some(weaken(x.noMatch(matches), Possible))
	default:
		return some(x.noMatch(matches))
	}
}

// eligible reports whether SecurityGroupPolicies act on the pod at all: not on host-network pods, nor on Windows. EKS Auto Mode applies them by
// other means than the pod's resources.
func (x *subject) eligible() bool {
	if x.record.Spec.HostNetwork || x.record.Spec.NodeSelector["kubernetes.io/os"] == "windows" {
		return false
	}
	return x.node == nil || (!x.node.Windows() && x.node.Kind != topology.KindAutoMode && x.node.Kind != topology.KindHybrid)
}

func (x *subject) hasOwnGroups() bool {
	return wantsBranch(x.record) || len(x.branches) > 0 || x.record.Annotations[annotationFargateGroups] != ""
}

// notApplied is the finding on a pod that a policy selects and that has no branch ENI.
func (x *subject) notApplied(policy *snapshot.SecurityGroupPolicy) v1alpha1.Finding {
	name := policy.Namespace + "/" + policy.Name
	facts := []v1alpha1.Evidence{
		evidence("SecurityGroupPolicy "+name+" metadata.creationTimestamp", "%s", ago(x.now, policy.CreationTimestamp)),
		evidence(x.field("metadata.creationTimestamp"), "%s", ago(x.now, x.record.CreationTimestamp)),
		evidence(x.field("spec.containers[0].resources.limits "+cni.ResourcePodENI), "not set"),
	}
	code := SecurityGroupPolicyNotApplied
	summary := fmt.Sprintf("SecurityGroupPolicy %s selects the pod, but was not applied to it: it has the security groups of its node's ENI.", name)
	if policy.CreationTimestamp.After(x.record.CreationTimestamp) {
		code = SecurityGroupPolicyAfterPod
		summary = fmt.Sprintf("SecurityGroupPolicy %s selects the pod, but is younger than it: the pod has the security groups of its node's ENI.", name)
	}
	f := found(code, summary, facts...)
	f.Commands = []string{fmt.Sprintf("kubectl delete pod %s -n %s", x.record.Name, x.record.Namespace)}
	return f
}

// noMatch says of each policy which selector does not match.
func (x *subject) noMatch(matches []policyMatch) v1alpha1.Finding {
	var facts []v1alpha1.Evidence
	for _, m := range matches {
		facts = append(facts, evidence(fmt.Sprintf("SecurityGroupPolicy %s/%s", m.policy.Namespace, m.policy.Name), "%s", m.why))
	}
	return found(NoSecurityGroupPolicyMatch, fmt.Sprintf("No SecurityGroupPolicy of namespace %s selects the pod, so that it has the security groups of its node's ENI.", x.record.Namespace),
		first(facts)...)
}
