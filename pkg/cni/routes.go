// SPDX-License-Identifier: Apache-2.0

package cni

import (
	"fmt"
	"strconv"
)

// Route tables of a node. Sources: amazon-vpc-cni-k8s pkg/networkutils/helper.go (CalculateRouteTableId), cmd/routed-eni-cni-plugin/driver.
const (
	// RouteTableMain is the main table, which Linux numbers 254.
	RouteTableMain = 254
	// branchTableBase is added to a branch ENI's VLAN.
	branchTableBase = 100
	// furtherCardBase and furtherCardStep number the tables of further network cards as amazon-ec2-net-utils does (v1.20.3).
	furtherCardBase, furtherCardStep = 10000, 100
)

// Priorities of the CNI's ip rules. Source: amazon-vpc-cni-k8s pkg/networkutils/network.go.
const (
	PriorityVLAN    = 10
	PriorityToPod   = 512
	PriorityFromPod = 1536
)

// IPRule is one line of "ip rule" on a node.
type IPRule struct {
	Priority int
	// Match is what the rule looks at, in the words of ip-rule(8).
	Match string
	Table string
}

// RouteTable is the route table of an ENI's pods. On a further network card a table that is there already is used again, so that number is
// only what the CNI would choose: then exact is false. MaxENIs is the default network card's ENI count.
func (s Settings) RouteTable(device, card, maxENIs int) (table int, exact bool) {
	switch {
	case card == 0 && device == 0:
		return RouteTableMain, true
	case card == 0:
		return device + 1, true
	case s.Version.AtLeast(1, 20, 3):
		return furtherCardBase + device + furtherCardStep*card, false
	default:
		return device + 1 + card*maxENIs, false
	}
}

// BranchRouteTable is the route table of a branch ENI.
func BranchRouteTable(vlan int) int { return branchTableBase + vlan }

// RouteTableName is how "ip route show table" names a table.
func RouteTableName(table int) string {
	if table == RouteTableMain {
		return "main"
	}
	return strconv.Itoa(table)
}

// PodRules are the rules that lead a pod's traffic to and from the node's ENIs. A pod on the primary ENI has none for what it sends: the
// main table serves it (cmd/routed-eni-cni-plugin/driver/driver.go, setupIPBasedContainerRouteRules).
func PodRules(podIP string, table int) []IPRule {
	rules := []IPRule{{Priority: PriorityToPod, Match: "to " + podIP, Table: RouteTableName(RouteTableMain)}}
	if table != RouteTableMain {
		rules = append(rules, IPRule{Priority: PriorityFromPod, Match: "from " + podIP, Table: RouteTableName(table)})
	}
	return rules
}

// BranchRules are the rules of a pod with a branch ENI: by interface in strict mode, by address in standard mode (driver.go,
// setupIIFBasedContainerRouteRules and setupIPBasedContainerRouteRules).
func (s Settings) BranchRules(podIP, hostVeth string, vlan int) []IPRule {
	table := BranchRouteTable(vlan)
	if s.EnforcingMode == EnforcingStandard {
		return PodRules(podIP, table)
	}
	name := RouteTableName(table)
	return []IPRule{
		{Priority: PriorityVLAN, Match: "iif " + hostVeth, Table: name},
		{Priority: PriorityVLAN, Match: "iif " + VLANLink(vlan), Table: name},
	}
}

// SNAT says, in one sentence, which source address a pod's traffic has once it leaves the VPC (README, AWS_VPC_K8S_CNI_EXTERNALSNAT and
// POD_SECURITY_GROUP_ENFORCING_MODE; pkg/networkutils/network.go, UpdateHostIptablesRules).
func (s Settings) SNAT(branch bool) string {
	const keeps = "the pod's own address, everywhere"
	switch {
	case s.IPv6:
		return keeps + " (IPv6)"
	case branch && s.EnforcingMode == EnforcingStrict:
		return keeps + ": in strict mode all traffic goes through the branch ENI"
	case s.ExternalSNAT:
		return fmt.Sprintf("%s: %s=true leaves address translation to a NAT gateway", keeps, EnvExternalSNAT)
	default:
		return fmt.Sprintf("inside the VPC the pod's own address; outside of it the node's primary address, by the primary ENI (%s=false)", EnvExternalSNAT)
	}
}
