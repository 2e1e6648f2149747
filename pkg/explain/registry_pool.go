// SPDX-License-Identifier: Apache-2.0

package explain

// growthVerdicts say why ipamd does not let a pool grow that has room.
func growthVerdicts() []Verdict {
	return []Verdict{
		{
			Code: ProvisioningDisabled, Group: GroupGrowth, Title: "aws-node is set to ask EC2 for nothing", Severity: SeverityError, Confidence: Certain,
			Conditions: "DISABLE_NETWORK_RESOURCE_PROVISIONING or ENABLE_IMDS_ONLY_MODE is true, and the addresses that are attached are used up.",
			Evidence:   "DaemonSet aws-node, the node's ENIs, the pods.",
			Remedy:     "Attach addresses from outside, as that mode means it, or set both to false.",
			Source:     vpcCNI + "pkg/ipamd/ipamd.go, disableENIProvisioning", Docs: pageVPCCNI,
		},
		{
			Code: NodeCordonedNoGrowth, Group: GroupGrowth, Title: "The node is cordoned, so its pool does not grow", Severity: SeverityError, Confidence: Certain,
			Conditions: "The pool is used up, the node is cordoned, and AWS_MANAGE_ENIS_NON_SCHEDULABLE is not true: ipamd then adds neither addresses nor ENIs.",
			Evidence:   "The node's taint node.kubernetes.io/unschedulable, DaemonSet aws-node, the node's ENIs, the pods.",
			Remedy:     "Uncordon the node, move the pod to another one, or set AWS_MANAGE_ENIS_NON_SCHEDULABLE=true.",
			Source:     vpcCNI + "pkg/ipamd/ipamd.go, isENIAttachmentAllowed", Docs: pageVPCCNI,
		},
		{
			Code: PoolCappedByMinimumIPTarget, Group: GroupGrowth, Title: "MINIMUM_IP_TARGET without WARM_IP_TARGET is a ceiling", Severity: SeverityError, Confidence: Certain,
			Conditions: "MINIMUM_IP_TARGET is set, WARM_IP_TARGET is not, and the pool has that many addresses, all of them used: ipamd is content.",
			Evidence:   "DaemonSet aws-node, the node's ENIs, the pods.",
			Remedy:     "Set WARM_IP_TARGET as well, to 1 or more.",
			Source:     vpcCNI + "pkg/ipamd/ipamd.go, datastoreTargetState; README, MINIMUM_IP_TARGET", Docs: pageIPOptimization,
		},
	}
}

// subnetVerdicts are about where new addresses would come from.
func subnetVerdicts() []Verdict {
	return []Verdict{
		{
			Code: ENIConfigMissing, Group: GroupSubnet, Title: "The node's ENIConfig does not exist", Severity: SeverityError, Confidence: Certain,
			Conditions: "Custom networking is on, the pool needs a new ENI, and there is no ENIConfig of the name that the node asks for by label, annotation or default.",
			Evidence:   "DaemonSet aws-node, the node's labels and annotations, the ENIConfigs read in full.",
			Remedy:     "Make the ENIConfig, or put the right name on the node.",
			Source:     vpcCNI + "pkg/eniconfig/eniconfig.go, GetNodeSpecificENIConfigName", Docs: pageCustomNetwork,
		},
		{
			Code: ENIConfigWrongZone, Group: GroupSubnet, Title: "The ENIConfig's subnet is in another zone than the node", Severity: SeverityError, Confidence: Certain,
			Conditions: "Custom networking is on, the pool needs a new ENI, and the subnet of the node's ENIConfig lies in another availability zone; an ENI attaches within its zone only.",
			Evidence:   "The ENIConfig, the subnet, the node's zone.",
			Remedy:     "Use one ENIConfig per zone, named as the zone, and ENI_CONFIG_LABEL_DEF=topology.kubernetes.io/zone.",
			Source:     vpcCNI + "README, ENI_CONFIG_LABEL_DEF; EC2 API Reference, AttachNetworkInterface", Docs: pageCustomNetwork,
		},
		{
			Code: SubnetExcluded, Group: GroupSubnet, Title: "No subnet may be used for pods", Severity: SeverityError, Confidence: Certain,
			Conditions: "The pool needs addresses, and every subnet that they could come from is tagged kubernetes.io/role/cni=0 (v1.22 and later), or is not tagged for the CNI at all.",
			Evidence:   "The tags of the subnets, DaemonSet aws-node, the node's ENIs.",
			Remedy:     "Take the tag kubernetes.io/role/cni=0 off the node's subnet, or tag another subnet of its zone with kubernetes.io/role/cni=1.",
			Source:     vpcCNI + "pkg/awsutils/awsutils.go, isSubnetValidForENICreation, IsSubnetExcluded", Docs: pageSubnets,
		},
		{
			Code: SubnetNoFreePrefix, Group: GroupSubnet, Title: "The subnet has addresses but no free /28", Severity: SeverityError, Confidence: Certain,
			Conditions: "The node is in prefix mode, its pool needs a prefix, and the subnets have no free block of 16 on a 16-address boundary, inside or outside of prefix reservations.",
			Evidence:   "The subnets, all of their ENIs, their CIDR reservations. Likely, where in-use addresses remain that no ENI read accounts for.",
			Remedy:     "Give the pods a new subnet, or keep space for prefixes with a CIDR reservation of type prefix; it takes effect as addresses in it are freed.",
			Source:     vpcCNI + "pkg/ipamd/ipamd.go (InsufficientCidrBlocks); EKS Best Practices, prefix mode", Docs: pagePrefixMode,
		},
		{
			Code: SubnetFull, Group: GroupSubnet, Title: "The subnet has no address left", Severity: SeverityError, Confidence: Certain,
			Conditions: "The pool has room, and no subnet that its addresses could come from has as many free as the next step needs at least.",
			Evidence:   "The subnets' AvailableIpAddressCount, their reservations, DaemonSet aws-node, the node's ENIs.",
			Remedy:     "Give the pods another subnet (subnet discovery tag, ENIConfig or a secondary CIDR), or lower the warm targets: kubectl eni subnets says who holds the addresses.",
			Source:     vpcCNI + "pkg/awsutils/awsutils.go, createENI (InsufficientFreeAddressesInSubnet)", Docs: pageIPOptimization,
		},
	}
}

// limitVerdicts say why a pool that is used up cannot grow.
func limitVerdicts() []Verdict {
	return []Verdict{
		{
			Code: PrefixModeNotActive, Group: GroupLimit, Title: "Prefix mode is set, but not in effect here", Severity: SeverityError, Confidence: Certain,
			Conditions: "ENABLE_PREFIX_DELEGATION is true, but the instance type takes no prefixes, or the slots are full of single addresses from before, or kubelet's max pods is still that of secondary-IP mode.",
			Evidence:   "DaemonSet aws-node, the instance type, the node's ENIs, status.capacity.pods.",
			Remedy:     "Replace the node by a new one of a nitro type: the mode and max pods are settled when a node starts.",
			Source:     vpcCNI + "pkg/ipamd/ipamd.go, isConfigValid; EKS Best Practices, prefix mode (replace nodes on the switch)", Docs: pagePrefixMode,
		},
		{
			Code: PoolEmptyMaxENI, Group: GroupLimit, Title: "MAX_ENI keeps the pool from growing", Severity: SeverityError, Confidence: Certain,
			Conditions: "Every slot is used, and MAX_ENI is lower than what the instance type takes.",
			Evidence:   "DaemonSet aws-node, the instance type, the node's ENIs, the pods.",
			Remedy:     "Raise or unset MAX_ENI, or lower max pods to what it allows.",
			Source:     vpcCNI + "pkg/ipamd/ipamd.go, getMaxENI", Docs: pageVPCCNI,
		},
		{
			Code: TrunkTakesSlot, Group: GroupLimit, Title: "The trunk ENI takes the place of an ENI with addresses", Severity: SeverityError, Confidence: Certain,
			Conditions: "Every slot is used, and one ENI is the trunk of security groups for pods, or is kept free for it; pods get no addresses there (v1.16.4). An error if max pods would fit without it.",
			Evidence:   "DaemonSet aws-node, the instance type, the node's ENIs, the pods.",
			Remedy:     "Lower max pods by the addresses of one ENI, for Karpenter with reservedENIs=1; or turn ENABLE_POD_ENI off.",
			Source:     vpcCNI + "pkg/ipamd/ipamd.go, hasRoomForEni; pkg/ipamd/datastore/data_store.go, GetAllocatableENIs", Docs: pageSGP,
		},
		{
			Code: UnmanagedENIsTakeSlots, Group: GroupLimit, Title: "ENIs that ipamd leaves alone take places", Severity: SeverityError, Confidence: Certain,
			Conditions: "Every slot is used, and attached ENIs are tagged node.k8s.amazonaws.com/no_manage or are otherwise not ipamd's. An error if max pods would fit without them.",
			Evidence:   "The tags of the node's ENIs, DaemonSet aws-node, the instance type, the pods.",
			Remedy:     "Lower max pods by the addresses of those ENIs, or detach them.",
			Source:     vpcCNI + "pkg/ipamd/ipamd.go, setUnmanagedENIs; README, No Manage tag", Docs: pageVPCCNI,
		},
		{
			Code: MaxPodsOverIPCeiling, Group: GroupLimit, Title: "kubelet admits more pods than there are addresses", Severity: SeverityError, Confidence: Certain,
			Conditions: "status.capacity.pods is more than the addresses that the node can hold, and its pods that take none: host-network pods and those with branch ENIs. An error if the pool is used up, else a warning.",
			Evidence:   "The node's capacity, the instance type, DaemonSet aws-node, the node's ENIs, the pods.",
			Remedy:     "Lower kubelet's max pods: kubectl eni max-pods says to what, and where it is set.",
			Source:     vpcCNI + "misc/eni-max-pods.txt; amazon-eks-ami nodeadm/internal/kubelet/eni_max_pods.go", Docs: pageMaxPods,
		},
		{
			Code: PoolEmptyENILimit, Group: GroupLimit, Title: "Every slot of every ENI is used", Severity: SeverityError, Confidence: Certain,
			Conditions: "The node has as many ENIs as its type takes, every slot is filled, and every address has a pod.",
			Evidence:   "The instance type, the node's ENIs, the pods.",
			Remedy:     "Move pods to other nodes, use a larger type, or prefix mode on a new node; lower max pods so that the scheduler stops in time.",
			Source:     vpcCNI + "pkg/ipamd/ipamd.go, hasRoomForEni", Docs: pageMaxPods,
		},
		{
			Code: CooldownStarvation, Group: GroupLimit, Title: "The free addresses are cooling down", Severity: SeverityError, Confidence: Likely,
			Conditions: "The pool has unused addresses, and at least as many pods ended within IP_COOLDOWN_PERIOD (30 s): their addresses are not given out yet, but count as available, so that the pool does not grow either.",
			Evidence:   "The node's ENIs, the pods that ended, Killing events, DaemonSet aws-node.",
			Remedy:     "Keep more addresses warm (WARM_IP_TARGET above the pods that end in 30 s), or shorten IP_COOLDOWN_PERIOD.",
			Source:     vpcCNI + "pkg/ipamd/datastore/data_store.go, inCoolingPeriod, AvailableAddresses", Docs: pageVPCCNI,
		},
		{
			Code: PoolCappedByMaxPods, Group: GroupLimit, Title: "The pool holds as many addresses as the node takes pods", Severity: SeverityError, Confidence: Likely,
			Conditions: "The pool has status.capacity.pods addresses or more; ipamd adds none beyond that, even if those that are unused cannot be given out now. It reads max pods once, at its start.",
			Evidence:   "The node's capacity, the node's ENIs, the pods.",
			Remedy:     "If max pods was raised on the living node, restart its aws-node pod; else wait for the cool-down.",
			Source:     vpcCNI + "pkg/ipamd/ipamd.go, isDatastorePoolTooLow, nodeInit", Docs: pageMaxPods,
		},
	}
}

// otherVerdicts stand where nothing stronger is known.
func otherVerdicts() []Verdict {
	return []Verdict{
		{
			Code: StartingUp, Group: GroupOther, Title: "The pod is just starting", Severity: SeverityInfo, Confidence: Likely,
			Conditions: "The pod got its node less than a minute ago, and nothing certain stands in its way: a new ENI takes up to 10 s, a freed address 30 s, and kubelet retries.",
			Evidence:   "The PodScheduled condition, or the pod's start time.",
			Remedy:     "Wait a minute and ask again.",
			Source:     vpcCNI + "docs/eni-and-ip-target.md (ENI attach time), README (IP_COOLDOWN_PERIOD)", Docs: pageVPCCNI,
		},
		{
			Code: PoolHasRoom, Group: GroupOther, Title: "The node's pool can take more pods", Severity: SeverityInfo, Confidence: Certain,
			Conditions: "The node has unused addresses, or slots to fill, and nothing was found that stands in the way.",
			Evidence:   "The node's ENIs, the pods.",
			Remedy:     "Nothing to do.",
			Source:     vpcCNI + "pkg/ipamd/ipamd.go", Docs: pageVPCCNI,
		},
		{
			Code: Unknown, Group: GroupOther, Title: "The evidence does not say why", Severity: SeverityWarning, Confidence: Possible,
			Conditions: "No rule holds. The explanation names what to look at next.",
			Evidence:   "None.",
			Remedy:     "Look at what is named as next.",
			Source:     "none", Docs: pageTroubleshooting,
		},
	}
}
