// SPDX-License-Identifier: Apache-2.0

package explain

// addressVerdicts say where an address comes from.
func addressVerdicts() []Verdict {
	const noRemedy = "Nothing to do."
	return []Verdict{
		{
			Code: NotOnNode, Group: GroupAddress, Title: "The pod's address is on no ENI of its node", Severity: SeverityError, Confidence: Certain,
			Conditions: "The pod runs with an address that EC2 does not have on any ENI of the pod's node, nor in any of their prefixes.",
			Evidence:   "The pod's status.podIP and all ENIs of its node.",
			Remedy:     "Delete the pod so that it gets a new address; if it happens again, collect /var/log/aws-routed-eni/ipamd.log of the node.",
			Source:     "amazon-vpc-cni-k8s#711, #1091, #2352, #3019 (stale and duplicate addresses after restarts)", Docs: pageTroubleshooting,
		},
		{
			Code: BranchENI, Group: GroupAddress, Title: "A branch ENI of its own", Severity: SeverityInfo, Confidence: Certain,
			Conditions: "The resource controller's annotation vpc.amazonaws.com/pod-eni names a branch ENI, and the pod has that ENI's address.",
			Evidence:   "The pod's annotation; the branch ENI in EC2 where it could be read.",
			Remedy:     noRemedy,
			Source:     controller + "pkg/provider/branch/trunk/trunk.go", Docs: pageSGP,
		},
		{
			Code: SecondaryIP, Group: GroupAddress, Title: "A secondary address of an ENI", Severity: SeverityInfo, Confidence: Certain,
			Conditions: "The address is a secondary address of an ENI of the pod's node. Likely, when the ENIs were not read and the node is in secondary-IP mode.",
			Evidence:   "The node's ENIs (PrivateIpAddresses), or the settings of DaemonSet aws-node.",
			Remedy:     noRemedy,
			Source:     vpcCNI + "pkg/ipamd/datastore/data_store.go, AssignPodIPv4Address", Docs: pageVPCCNI,
		},
		{
			Code: PrefixAddress, Group: GroupAddress, Title: "An address of a /28 prefix of an ENI", Severity: SeverityInfo, Confidence: Certain,
			Conditions: "The address lies in an IPv4 prefix of an ENI of the pod's node. Likely, when the ENIs were not read and the node is in prefix mode.",
			Evidence:   "The node's ENIs (Ipv4Prefixes), or the settings of DaemonSet aws-node.",
			Remedy:     noRemedy,
			Source:     vpcCNI + "pkg/ipamd/datastore/data_store.go, getUnusedIP", Docs: pagePrefixes,
		},
		{
			Code: IPv6Prefix, Group: GroupAddress, Title: "An address of the node's IPv6 prefix", Severity: SeverityInfo, Confidence: Certain,
			Conditions: "The address lies in the /80 prefix of the node's primary ENI.",
			Evidence:   "The node's ENIs (Ipv6Prefixes), or the settings of DaemonSet aws-node.",
			Remedy:     noRemedy,
			Source:     vpcCNI + "pkg/ipamd/ipamd.go, assignIPv6Prefix", Docs: pageIPv6,
		},
		{
			Code: WindowsSecondaryIP, Group: GroupAddress, Title: "An address of a Windows node's primary ENI", Severity: SeverityInfo, Confidence: Certain,
			Conditions: "The pod runs on Windows; the resource controller, not aws-node, gave it an address or prefix address of the primary ENI.",
			Evidence:   "The pod's annotation vpc.amazonaws.com/PrivateIPv4Address, or the node's primary ENI.",
			Remedy:     noRemedy,
			Source:     controller + "pkg/provider/ip/provider.go", Docs: pageWindows,
		},
	}
}

// elsewhereVerdicts say where an address comes from that ipamd does not give out.
func elsewhereVerdicts() []Verdict {
	const noRemedy = "Nothing to do."
	return []Verdict{
		{
			Code: HostNetwork, Group: GroupAddress, Title: "The node's own address", Severity: SeverityInfo, Confidence: Certain,
			Conditions: "spec.hostNetwork is true: the pod shares its node's network and takes no address of the pool.",
			Evidence:   "The pod.",
			Remedy:     noRemedy,
			Source:     "Kubernetes PodSpec.hostNetwork", Docs: pageVPCCNI,
		},
		{
			Code: AutoMode, Group: GroupAddress, Title: "Given by EKS Auto Mode", Severity: SeverityInfo, Confidence: Certain,
			Conditions: "The node is run by EKS Auto Mode, whose CNI is no DaemonSet of the cluster and has no settings to read.",
			Evidence:   "The node's label eks.amazonaws.com/compute-type=auto; its ENIs where they could be read.",
			Remedy:     "NodeClass spec.advancedNetworking is where Auto Mode's pod network is set.",
			Source:     "EKS User Guide, EKS Auto Mode networking", Docs: pageAutoNetworking,
		},
		{
			Code: Fargate, Group: GroupAddress, Title: "A Fargate pod's own ENI", Severity: SeverityInfo, Confidence: Certain,
			Conditions: "The pod runs on Fargate, where each pod has an ENI of its own that EC2 does not tie to a node.",
			Evidence:   "The node's label eks.amazonaws.com/compute-type=fargate, its name or provider id.",
			Remedy:     noRemedy,
			Source:     "EKS User Guide, AWS Fargate", Docs: pageFargate,
		},
		{
			Code: HybridNode, Group: GroupAddress, Title: "Outside of AWS", Severity: SeverityInfo, Confidence: Certain,
			Conditions: "The pod runs on an EKS Hybrid Node, which has no ENI; Cilium or Calico gave the address.",
			Evidence:   "The node's label eks.amazonaws.com/compute-type=hybrid or its provider id.",
			Remedy:     noRemedy,
			Source:     "EKS User Guide, CNI for hybrid nodes", Docs: pageHybridCNI,
		},
		{
			Code: OtherCNI, Group: GroupAddress, Title: "Given by another CNI", Severity: SeverityInfo, Confidence: Certain,
			Conditions: "The cluster has no DaemonSet kube-system/aws-node, so that another CNI gives the pods of EC2 nodes their addresses.",
			Evidence:   "The DaemonSets of kube-system, read in full.",
			Remedy:     "Ask that CNI: its pods on the node and its own custom resources say where the address comes from.",
			Source:     "EKS User Guide, alternate CNI plugins", Docs: pageOtherCNIs,
		},
		{
			Code: Finished, Group: GroupAddress, Title: "The pod has ended", Severity: SeverityInfo, Confidence: Certain,
			Conditions: "The pod's phase is Succeeded or Failed. Its address was given back, though status.podIP and the branch annotation stay.",
			Evidence:   "The pod's phase; the other pods, to say who has the address now.",
			Remedy:     noRemedy,
			Source:     vpcCNI + "README; " + controller + "controllers/core/pod_controller.go", Docs: pageVPCCNI,
		},
	}
}
