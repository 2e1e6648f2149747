// SPDX-License-Identifier: Apache-2.0

package maxpods

import (
	"strconv"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// node is a node of the model with the rule's answer.
type node struct {
	*topology.Node

	provision Provision
	rule      Case
	result    Result
	// known tells whether the rule holds for this node, so that result is filled in.
	known bool
	// settingsRead tells that the DaemonSet aws-node could be read, so that its absence means another CNI.
	settingsRead bool
	// groupTypes are the other instance types of its managed node group.
	groupTypes []InstanceType
	sources    sources
}

// sources say where a node's inputs came from.
type sources struct{ settings, enis, branchENIs, podIPs string }

const (
	resourceCPU = "cpu"
	// warningNoVPCCNI is the code of the model's warning that the cluster has no aws-node.
	warningNoVPCCNI = "NoVPCCNI"
	sourceSettings  = "DaemonSet kube-system/aws-node"
	sourceENIs      = "ec2:DescribeNetworkInterfaces"
	sourceKubelet   = "node status.capacity.pods"
	sourcePodENI    = "node status.capacity " + cni.ResourcePodENI
	sourceWindows   = "node status.capacity " + cni.ResourcePrivateIPv4
	sourceRule      = "formula"
)

// newNode applies the rule to a node, where it holds.
func newNode(m *topology.Model, n *topology.Node) *node {
	answer := &node{Node: n, provision: ProvisionOf(n), settingsRead: hasWarning(m, warningNoVPCCNI)}
	if n.Limits == nil {
		return answer
	}
	answer.rule.Type = answer.instanceType()
	switch {
	case n.Windows() && n.Kind == topology.KindEC2:
		answer.windows()
	case n.Settings != nil:
		answer.linux()
	}
	return answer
}

func hasWarning(m *topology.Model, code string) bool {
	for _, w := range m.Warnings {
		if w.Code == code {
			return true
		}
	}
	return false
}

// instanceType takes the vCPUs from the node's status, else from the type's name.
func (n *node) instanceType() InstanceType {
	t := InstanceType{Limits: *n.Limits, VCPUs: cni.VCPUsBySize(n.InstanceType), VCPUSource: VCPUsFromSize}
	if cpus, ok := n.capacity(resourceCPU); ok && cpus > 0 {
		t.VCPUs, t.VCPUSource = cni.ExactVCPUs(cpus), VCPUsFromNode
	}
	return t
}

// capacity reads a whole number from the node's status.capacity.
func (n *node) capacity(resource string) (count int, known bool) {
	if n.Record == nil {
		return 0, false
	}
	count, err := strconv.Atoi(n.Record.Status.Capacity[resource])
	return count, err == nil && count >= 0
}

// linux applies the rule with the settings of aws-node and the ENIs that are attached.
func (n *node) linux() {
	n.rule.Setup.Settings = *n.Settings
	n.rule.Attached = n.ENIs()
	n.sources.settings, n.sources.podIPs, n.sources.branchENIs = sourceSettings, sourceRule, sourceRule
	if len(n.Interfaces) > 0 {
		n.sources.enis = sourceENIs
	}
	branches, listed := n.capacity(cni.ResourcePodENI)
	// The resource controller lists the resource once the trunk is attached (amazon-vpc-resource-controller-k8s
	// pkg/provider/branch/provider.go).
	n.rule.Attached.HasTrunk = n.rule.Attached.HasTrunk || (listed && branches > 0)
	n.result = n.rule.Result()
	n.known = true
	if n.Settings.PodENI || listed {
		n.branchENIs(branches, listed)
	}
	n.poolNow()
	n.result.noteUncounted()
	n.noteNode()
}

// poolNow corrects the pod addresses by what the node holds: ipamd stays in the mode that it started in, without provisioning it never gets
// more, and addresses that were assigned under other settings stay in use.
func (n *node) poolNow() {
	result := &n.result
	if result.PodIPs == nil {
		return
	}
	if n.drifted() {
		present, _ := n.Settings.CapacityIn(n.Mode, *n.Limits, n.rule.Attached)
		result.PodIPs = &present
	}
	if held := n.Pool.Held; n.Settings.DisableProvisioning && held != nil {
		recommended := min(result.Cap, *held+hostNetworkPods)
		result.PodIPs, result.Recommended, n.sources.podIPs = held, &recommended, sourceENIs
		n.note("ipamd adds no addresses here (" + cni.EnvDisableProvisioning + "): there are those that the node has")
	}
	if used := n.Pool.Used; used != nil && *used > *result.PodIPs {
		result.PodIPs, n.sources.podIPs = used, sourceENIs
		n.note("more addresses are in use than the present settings would give")
	}
}

// branchENIs replaces the type's limit by what the node offers now.
func (n *node) branchENIs(listed int, known bool) {
	if known {
		n.result.BranchENIs, n.sources.branchENIs = &listed, sourcePodENI
	}
	if n.rule.Attached.HasTrunk || n.Record == nil || !n.Limits.SupportsTrunk() {
		return
	}
	none := 0
	n.result.BranchENIs, n.sources.branchENIs = &none, sourcePodENI
	n.result.Notes = append(n.result.Notes, "no trunk ENI is attached: pods with security groups of their own do not run here yet")
}

// windows applies the rule to a Windows node. What the resource controller offers to the scheduler is what there is.
func (n *node) windows() {
	offered, listed := n.capacity(cni.ResourcePrivateIPv4)
	n.rule.Setup.Windows = true
	n.rule.Setup.WindowsPrefixes = n.Mode == cni.ModePrefixDelegation || (listed && offered > n.Limits.SlotsPerENI())
	n.result = n.rule.Result()
	n.known = true
	n.sources.podIPs = sourceRule
	if listed {
		n.result.PodIPs, n.sources.podIPs = &offered, sourceWindows
	}
}

// noteNode says what is unusual about a Linux node.
func (n *node) noteNode() {
	if n.Mode == cni.ModeMixed {
		n.note("holds both single addresses and prefixes, as after a switch of the mode")
	}
	if host := n.Pods.HostNetwork; host != nil && *host != hostNetworkPods {
		n.note("host-network pods here: " + strconv.Itoa(*host) + "; the formula counts 2")
	}
	if n.lacksAWSNode() {
		n.note("no aws-node pod was seen on this node")
	}
}

func (n *node) note(text string) { n.result.Notes = append(n.result.Notes, text) }
