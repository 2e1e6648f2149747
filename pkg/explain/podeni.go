// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// featureSGP is the CNINode feature with which ipamd asks for a trunk (amazon-vpc-resource-controller-k8s apis/vpcresources/v1alpha1).
const featureSGP = "SecurityGroupsForPods"

// branchLack is why a node has no branch ENI to give.
type branchLack string

const (
	lackUnsuited branchLack = "type takes no trunk ENI"
	lackNoTrunk  branchLack = "trunk ENI not attached"
	lackTaken    branchLack = "all branch ENIs taken"
	lackNothing  branchLack = "branch ENIs left"
	lackOther    branchLack = "no Linux node of the VPC CNI"
)

// noBranchLeft says of each node why it has no branch ENI left.
func (x *subject) noBranchLeft(r nodeReason, source v1alpha1.Evidence) v1alpha1.Finding {
	counts := map[branchLack]int{}
	remedy := ""
	var facts []v1alpha1.Evidence
	for _, node := range x.model.Nodes {
		lack, fact := x.branchLack(node)
		counts[lack]++
		if lack != lackOther {
			facts = append(facts, fact)
		}
		if lack == lackNoTrunk && remedy == "" {
			_, remedy = x.whyNoTrunk(node)
		}
	}
	f := found(NotScheduledPodENI, fmt.Sprintf("%s short of %s: %s.", isOrAre(r.nodes), cni.ResourcePodENI, lacksInWords(counts)),
		append([]v1alpha1.Evidence{source}, first(facts)...)...)
	f.Remedy = cmp.Or(branchRemedy(counts, remedy), f.Remedy)
	return f
}

func lacksInWords(counts map[branchLack]int) string {
	var words []string
	for _, lack := range []branchLack{lackTaken, lackNoTrunk, lackUnsuited, lackNothing, lackOther} {
		if n := counts[lack]; n > 0 {
			words = append(words, fmt.Sprintf("%s on %d", lack, n))
		}
	}
	if len(words) == 0 {
		return "no node was read"
	}
	return strings.Join(words, ", ")
}

// branchRemedy is the remedy for what stands nearest to a place for the pod.
func branchRemedy(counts map[branchLack]int, forTrunk string) string {
	switch {
	case counts[lackTaken] > 0:
		return "Add a node of a type that can trunk, or one that takes more branch ENIs: every one is taken."
	case counts[lackNoTrunk] > 0:
		return forTrunk
	case counts[lackUnsuited] > 0:
		return "Add a node of a type that can trunk: the t family cannot, most other nitro types can."
	default:
		return ""
	}
}

// branchLack says why a node has no branch ENI to give, and shows it.
func (x *subject) branchLack(node *topology.Node) (branchLack, v1alpha1.Evidence) {
	if node.Kind != topology.KindEC2 || node.Windows() {
		return lackOther, v1alpha1.Evidence{}
	}
	if node.Limits != nil && node.Limits.TrunkKnown && node.Limits.Branches == 0 {
		return lackUnsuited, evidence(fmt.Sprintf("instance type %s (%s)", node.InstanceType, cni.LimitsTable), "takes no trunk ENI: node %s", node.Name)
	}
	source := fmt.Sprintf("node %s status.allocatable %s", node.Name, cni.ResourcePodENI)
	capacity := podENICapacity(node)
	if capacity == 0 {
		why, _ := x.whyNoTrunk(node)
		return lackNoTrunk, evidence(source, "none: %s", why)
	}
	taken := 0
	for _, pod := range x.podsOn(node.Name) {
		if wantsBranch(pod) {
			taken++
		}
	}
	if taken >= capacity {
		return lackTaken, evidence(source, "%d, and %s of the node ask for one", capacity, plural(taken, "pod"))
	}
	return lackNothing, evidence(source, "%d, and %s of the node ask for one", capacity, plural(taken, "pod"))
}

// podENICapacity is how many branch ENIs a node offers.
func podENICapacity(node *topology.Node) int {
	if node.Record == nil {
		return 0
	}
	text := cmp.Or(node.Record.Status.Allocatable[cni.ResourcePodENI], node.Record.Status.Capacity[cni.ResourcePodENI])
	capacity, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return capacity
}

// whyNoTrunk says what is known of a trunk that is not there, and what to do.
func (x *subject) whyNoTrunk(node *topology.Node) (why, remedy string) {
	if node.Settings != nil && !node.Settings.PodENI {
		return daemonSet(cni.EnvPodENI) + " is false",
			fmt.Sprintf("Turn security groups for pods on: kubectl set env daemonset/%s -n %s %s=true.", cni.DaemonSetName, cni.Namespace, cni.EnvPodENI)
	}
	if e, ok := newest(x.nodeEvents(string(node.Name)), reasonTrunkFailed, reasonUnsupported, reasonTrunkInitFailed); ok {
		return fmt.Sprintf("event %s: %s", e.Reason, quote(e.Message)),
			"Put right what the node's event names; the cluster's IAM role needs the policy AmazonEKSVPCResourceController."
	}
	if p := newPool(x.view, node); p != nil && !p.hasTrunk && p.attached+p.unmanaged >= p.settings.MaxENIs(p.limits) {
		return plural(p.attached+p.unmanaged, "ENI") + " attached, so no slot is free for the trunk",
			"Move pods off the node until ipamd detaches an ENI, or replace the node: a new one keeps a slot free for the trunk."
	}
	if x.read(snapshot.CNINodes) && !x.hasFeature(node) {
		return "its CNINode does not ask for " + featureSGP, "Look at the aws-node log of that node: it sets the feature on the CNINode, and needs the rights to."
	}
	return "no event says why", "Look at the node's events (kubectl describe node) and give the cluster's IAM role the policy AmazonEKSVPCResourceController."
}

func (x *subject) hasFeature(node *topology.Node) bool {
	for i := range x.snapshot.CNINodes {
		if x.snapshot.CNINodes[i].Name != string(node.Name) {
			continue
		}
		for _, feature := range x.snapshot.CNINodes[i].Spec.Features {
			if feature.Name == featureSGP {
				return true
			}
		}
	}
	return false
}
