// SPDX-License-Identifier: Apache-2.0

package explain

// branchVerdicts are about security groups for pods.
func branchVerdicts() []Verdict {
	return []Verdict{
		{
			Code: BranchAllocationFailed, Group: GroupBranch, Title: "EC2 refused the branch ENI", Severity: SeverityError, Confidence: Certain,
			Conditions: "The resource controller wrote BranchAllocationFailed, or Insufficient permissions, on the pod, and the pod has no branch annotation since.",
			Evidence:   "The pod's events; the pod's annotation.",
			Remedy:     "Put right what EC2 names: free the subnet, correct the security group, or give the cluster's role AmazonEKSVPCResourceController.",
			Source:     controller + "pkg/provider/branch/provider.go", Docs: pageSGPDeploy,
		},
		{
			Code: BranchCooldown, Group: GroupBranch, Title: "Every branch is taken while ended ones cool down", Severity: SeverityError, Confidence: Likely,
			Conditions: "The trunk has as many branch ENIs as its type takes, some of them without a pod: they count for branch-eni-cooldown (60 s by default) after their pod's end, while the scheduler sees their place free.",
			Evidence:   "The trunk's branch ENIs in EC2, the pods on the node, the type's branch limit.",
			Remedy:     "Wait, or lower branch-eni-cooldown in ConfigMap kube-system/amazon-vpc-cni (30 s at least).",
			Source:     controller + "pkg/provider/branch/trunk/trunk.go, canCreateMore", Docs: pageSGPBest,
		},
		{
			Code: BranchNotAnnotatedYet, Group: GroupBranch, Title: "The branch ENI is not there yet", Severity: SeverityError, Confidence: Certain,
			Conditions: "The pod asks for vpc.amazonaws.com/pod-eni and has no usable annotation of that name; the CNI refuses it an address until then. No event says why.",
			Evidence:   "The pod's resources, annotation and events.",
			Remedy:     "Look at the events of the pod and of the node; the resource controller runs in the EKS control plane and needs the cluster role's AmazonEKSVPCResourceController.",
			Source:     vpcCNI + "pkg/ipamd/rpc_handler.go, AddNetwork", Docs: pageSGPDeploy,
		},
		{
			Code: SecurityGroupPolicyAfterPod, Group: GroupBranch, Title: "The pod is older than its SecurityGroupPolicy", Severity: SeverityError, Confidence: Certain,
			Conditions: "A policy selects the pod and was made after it. Policies act on pods as they are made, so this pod has the security groups of its node's ENI.",
			Evidence:   "The SecurityGroupPolicies of the namespace, the pod, its service account.",
			Remedy:     "Make the pod again.",
			Source:     controller + "webhooks/core/pod_webhook.go; EKS User Guide, security groups for pods", Docs: pageSGPExample,
		},
		{
			Code: SecurityGroupPolicyNotApplied, Group: GroupBranch, Title: "A SecurityGroupPolicy selects the pod and was not applied", Severity: SeverityError, Confidence: Certain,
			Conditions: "A policy that is older than the pod selects it, and the pod does not ask for vpc.amazonaws.com/pod-eni: labels or policy changed since, or the webhook, which fails open, was not reached.",
			Evidence:   "The SecurityGroupPolicies of the namespace, the pod, its service account.",
			Remedy:     "Make the pod again; if it stays so, look at MutatingWebhookConfiguration vpc-resource-mutating-webhook.",
			Source:     controller + "webhooks/core/pod_webhook.go (failurePolicy Ignore)", Docs: pageSGP,
		},
		{
			Code: NoSecurityGroupPolicyMatch, Group: GroupBranch, Title: "No SecurityGroupPolicy selects the pod", Severity: SeverityInfo, Confidence: Certain,
			Conditions: "The namespace has policies, and for each of them a selector does not match the pod's labels, or its service account's.",
			Evidence:   "The SecurityGroupPolicies of the namespace, the pod, its service account.",
			Remedy:     "If the pod should have the policy's groups: change the label or the selector, then make the pod again.",
			Source:     controller + "pkg/utils/helper.go, filterPodSecurityGroups", Docs: pageSGPExample,
		},
	}
}
