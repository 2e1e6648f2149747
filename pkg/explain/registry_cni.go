// SPDX-License-Identifier: Apache-2.0

package explain

// scheduleVerdicts say why a pod has no node.
func scheduleVerdicts() []Verdict {
	return []Verdict{
		{
			Code: NotScheduledPodENI, Group: GroupSchedule, Title: "No node has a branch ENI left", Severity: SeverityError, Confidence: Certain,
			Conditions: "The scheduler reports Insufficient vpc.amazonaws.com/pod-eni: on each node the type takes no trunk ENI, or the trunk is not attached, or every branch is taken.",
			Evidence:   "The FailedScheduling event or the PodScheduled condition; the nodes' capacity, the pods on them, the CNINodes and node events.",
			Remedy:     "Add nodes of a type that can trunk, free an ENI slot for the trunk, or take the pod out of the SecurityGroupPolicy.",
			Source:     controller + "pkg/provider/branch/provider.go, IsInstanceSupported; amazon-vpc-cni-k8s#2494", Docs: pageSGP,
		},
		{
			Code: NotScheduledTooManyPods, Group: GroupSchedule, Title: "Every node is at its max pods", Severity: SeverityError, Confidence: Certain,
			Conditions: "The scheduler reports Too many pods, or kubelet refused the pod with OutOfpods. It counts pods, host-network ones too, and knows nothing of addresses.",
			Evidence:   "The FailedScheduling event or the PodScheduled condition; the nodes' capacity and the pods on them.",
			Remedy:     "Add nodes, or raise max pods where the nodes can hold more addresses: kubectl eni max-pods says which.",
			Source:     "Kubernetes scheduler, NodeResourcesFit; kubelet, OutOfpods", Docs: pageMaxPods,
		},
		{
			Code: NotScheduledOther, Group: GroupSchedule, Title: "Not scheduled, for a reason that is no network matter", Severity: SeverityError, Confidence: Certain,
			Conditions: "The pod has no node, and none of the scheduler's reasons is about pod counts, branch ENIs or Windows addresses.",
			Evidence:   "The FailedScheduling event or the PodScheduled condition.",
			Remedy:     "Put right what the scheduler names.",
			Source:     "Kubernetes scheduler",
		},
	}
}

// cniVerdicts are about the CNI's own pods and settings, and about what lies before the network.
func cniVerdicts() []Verdict {
	return []Verdict{
		{
			Code: NotANetworkProblem, Group: GroupCNI, Title: "Something else than the network", Severity: SeverityError, Confidence: Certain,
			Conditions: "A volume does not mount, an image does not come, the container is misconfigured, the sandbox fails before the CNI is asked, or the node's kubelet is silent; and no newer event blames the network.",
			Evidence:   "The pod's events and container states; the node's Ready condition.",
			Remedy:     "Put right what the event names.",
			Source:     "Kubernetes kubelet: volumes are mounted before the sandbox is made, images are pulled after", Docs: pageTroubleshooting,
		},
		{
			Code: CNINotRunning, Group: GroupCNI, Title: "aws-node does not run on the node", Severity: SeverityError, Confidence: Certain,
			Conditions: "The node has no aws-node pod, or it is not ready, or it restarts again and again, or the CNI cannot reach it.",
			Evidence:   "The pods of DaemonSet kube-system/aws-node on that node; the pod's FailedCreatePodSandBox event; the node's Ready condition.",
			Remedy:     "Look at the log of the aws-node pod on that node, the one before its last restart too.",
			Source:     vpcCNI + "cmd/routed-eni-cni-plugin/cni.go", Docs: pageTroubleshooting,
		},
		{
			Code: CNIPermissionDenied, Group: GroupCNI, Title: "aws-node may not call EC2", Severity: SeverityError, Confidence: Certain,
			Conditions: "aws-node wrote the event MissingIAMPermissions on this node. Likely, when only other nodes' aws-node wrote it.",
			Evidence:   "The events of the aws-node pods.",
			Remedy:     "Give the role of service account kube-system/aws-node (or of the node) the policy AmazonEKS_CNI_Policy; an IPv6 cluster needs its own policy.",
			Source:     vpcCNI + "pkg/awsutils/awsutils.go, checkAPIErrorAndBroadcastEvent", Docs: pageCNIRole,
		},
		{
			Code: NetworkPolicyAgent, Group: GroupCNI, Title: "The network policy agent did not answer", Severity: SeverityError, Confidence: Certain,
			Conditions: "The sandbox failed with \"failed to setup network policy\": NETWORK_POLICY_ENFORCING_MODE is set, and the agent of the aws-node pod did not take the pod.",
			Evidence:   "The pod's FailedCreatePodSandBox event; container aws-eks-nodeagent of the aws-node pod on that node.",
			Remedy:     "Look at the log of container aws-eks-nodeagent of the node's aws-node pod.",
			Source:     vpcCNI + "cmd/routed-eni-cni-plugin/cni.go", Docs: pageNetworkPolicy,
		},
		{
			Code: CNIConfigIgnored, Group: GroupCNI, Title: "Warm targets were set where they have no effect", Severity: SeverityWarning, Confidence: Likely,
			Conditions: "ConfigMap kube-system/amazon-vpc-cni has warm targets that are neither the add-on's own nor those of DaemonSet aws-node. They act on Windows only.",
			Evidence:   "The ConfigMap and the DaemonSet.",
			Remedy:     "Set the targets in the environment of DaemonSet aws-node, or in the add-on's configuration values under env.",
			Source:     controller + "pkg/config/type.go, docs/windows", Docs: pageVPCCNI,
		},
	}
}

// windowsVerdicts are about Windows nodes.
func windowsVerdicts() []Verdict {
	return []Verdict{
		{
			Code: WindowsIPAMDisabled, Group: GroupWindows, Title: "Windows IPAM is not enabled", Severity: SeverityError, Confidence: Certain,
			Conditions: "A pod on a Windows node did not ask for vpc.amazonaws.com/PrivateIPv4Address, and ConfigMap kube-system/amazon-vpc-cni has no enable-windows-ipam: \"true\".",
			Evidence:   "The pod, and the ConfigMap read in full.",
			Remedy:     "Set enable-windows-ipam: \"true\" in ConfigMap kube-system/amazon-vpc-cni, then make the pod again.",
			Source:     controller + "pkg/config/type.go; EKS User Guide, Windows support", Docs: pageWindows,
		},
		{
			Code: WindowsPoolEmpty, Group: GroupWindows, Title: "The Windows node has no address left", Severity: SeverityError, Confidence: Certain,
			Conditions: "The resource controller wrote ResourceAllocationFailed (warm pool empty, addresses cooling down, no free /28), or the scheduler reports Insufficient vpc.amazonaws.com/PrivateIPv4Address.",
			Evidence:   "The pod's events.",
			Remedy:     "Wait for the cool-down (30 s), use a type with more addresses per ENI, or turn on prefixes with enable-windows-prefix-delegation: \"true\".",
			Source:     controller + "pkg/provider/ip/provider.go, pkg/provider/prefix/provider.go", Docs: pagePrefixModeWin,
		},
	}
}
