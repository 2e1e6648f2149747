// SPDX-License-Identifier: Apache-2.0

package explain

// ipVerdicts say what an address is.
func ipVerdicts() []Verdict {
	entry := func(code Code, title, conditions, page string) Verdict {
		return Verdict{
			Code: code, Group: GroupIP, Title: title, Severity: SeverityInfo, Confidence: Certain, Conditions: conditions,
			Evidence: "The pods, the ENIs, the subnets.", Remedy: "Nothing to do.", Source: "EC2 API Reference, NetworkInterface", Docs: page,
		}
	}
	return []Verdict{
		entry(IPOfPod, "A pod's address", "A living pod without host network has it, on a secondary address or in a prefix of its node.", pageVPCCNI),
		entry(IPOfBranch, "A branch ENI's address", "It is the address of a branch ENI, with or without a pod.", pageSGP),
		entry(IPOfNode, "A node's address", "It is the primary ENI's own address; host-network pods share it.", pageVPCCNI),
		entry(IPOfInterface, "An ENI's own address", "It is the primary address of a secondary, trunk or EFA ENI of a node; pods never get it.", pageVPCCNI),
		entry(IPIdle, "A secondary address without a pod", "It is a secondary address of a node's ENI and no pod has it: warm, or cooling down.", pageVPCCNI),
		entry(IPIdleInPrefix, "A prefix address without a pod", "It lies in a prefix of a node's ENI and no pod has it.", pagePrefixes),
		entry(IPOfFargatePod, "A Fargate pod's address", "A living pod on Fargate has it.", pageFargate),
		entry(IPOutsideOfEC2, "A pod's address that is no ENI's", "A living pod has it, on a hybrid node, by another CNI, or by drift.", pageOtherCNIs),
		entry(IPOfOtherCluster, "Another cluster's", "Its ENI is tagged with another cluster's name.", pageVPCCNI),
		entry(IPOfOtherInstance, "Another instance's", "Its ENI is attached to an instance that is no node of this cluster.", pageENI),
		entry(IPOfAWSService, "An AWS service's", "Its ENI's type, description or requester names a service.", pageRequesterENI),
		entry(IPOfDetachedInterface, "A detached ENI's", "Its ENI's status is available: it is about to be attached, or was left behind.", pageENI),
		entry(IPOfUnknownInterface, "An ENI's of unknown use", "An ENI has it, and nothing says whose it is.", pageENI),
		entry(IPReservedByAWS, "Reserved by AWS", "It is one of the first four addresses, or the last one, of its subnet.", pageSubnetSizing),
		entry(IPInReservation, "Inside of a CIDR reservation", "A CIDR reservation of the subnet holds it, and no ENI that was read has it.", pageReservations),
		entry(IPFree, "Free", "It lies in a subnet, and no ENI has it. Possible, where not all of the subnet's ENIs were read.", pageSubnets),
		entry(IPOutsideVPC, "Outside of the VPC", "It lies in none of the subnets that were read, and no pod has it. Likely, where not all subnets were read.", pageSubnets),
	}
}
