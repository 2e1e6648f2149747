// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// branchRule says why a pod that asks for a branch ENI has none. The CNI refuses such a pod an address until its annotation is there, and the
// sandbox failures of that time are normal.
func branchRule(x *subject) []v1alpha1.Finding {
	if !wantsBranch(x.record) {
		return nil
	}
	if len(x.branches) > 0 && x.branchError == nil {
		return x.annotated()
	}
	if e, ok := newest(x.events, reasonBranchFailed); ok {
		return some(x.allocationFailed(e))
	}
	if e, ok := x.insufficientPermissions(); ok {
		return some(x.allocationFailed(e))
	}
	if x.branchError == nil && x.justScheduled() {
		return nil
	}
	missing := x.notAnnotated()
	cooling := x.branchCooldown()
	if len(cooling) > 0 {
		missing.Severity = string(SeverityWarning)
	}
	return append(cooling, missing)
}

// annotated is for a pod whose branch ENI is there while its sandbox is not: kubelet tries again, after waiting longer each time.
func (x *subject) annotated() []v1alpha1.Finding {
	e, ok := newest(x.events, reasonAllocated)
	if !ok || !within(x.now, e.last, startingUp) {
		return nil
	}
	f := found(StartingUp, fmt.Sprintf("Branch ENI %s was given %s; kubelet makes the sandbox on its next try.", x.branches[0].ENIID, ago(x.now, e.last)),
		evidence(x.field("annotation "+cni.AnnotationPodENI), "%s, vlan %d", x.branches[0].ENIID, x.branches[0].VLANID), e.evidence(x.now))
	return some(f)
}

// insufficientPermissions is how older resource controllers say that they may not make ENIs.
func (x *subject) insufficientPermissions() (event, bool) {
	for _, e := range x.events {
		if strings.Contains(e.Message, "Insufficient permissions: Unable to create Elastic Network Interface") {
			return e, true
		}
	}
	return event{}, false
}

// branchCause is what EC2 says, what it means, and what to do.
type branchCause struct{ mark, meaning, remedy string }

// branchCauses are the EC2 errors that are told apart. Sources: EC2 API Reference, error codes; EKS User Guide, security groups for pods.
func branchCauses() []branchCause {
	return []branchCause{
		{"InsufficientFreeAddressesInSubnet", "the subnet of the trunk has no free address", "Free addresses in the trunk's subnet, which is the primary ENI's or the ENIConfig's: branch ENIs are made in no other."},
		{"InsufficientCidrBlocks", "the subnet has no free block", "Free addresses in the trunk's subnet, or use a new one."},
		{"InvalidGroup.NotFound", "a security group of the policy does not exist", "Correct spec.securityGroups.groupIds of the SecurityGroupPolicy."},
		{"InvalidSecurityGroupID", "a security group of the policy does not exist", "Correct spec.securityGroups.groupIds of the SecurityGroupPolicy."},
		{"InvalidParameterValue", "a security group of the policy cannot be used here; it may belong to another VPC", "Use security groups of the cluster's VPC in the SecurityGroupPolicy."},
		{"SecurityGroupsPerInterfaceLimitExceeded", "the policies give the pod more security groups than an ENI takes", "Let fewer policies select the pod, or name fewer groups: all that select it are added up."},
		{"UnauthorizedOperation", "the cluster's role may not do it", "Give the cluster's IAM role the policy AmazonEKSVPCResourceController."},
		{"Insufficient permissions", "the cluster's role may not do it", "Give the cluster's IAM role the policy AmazonEKSVPCResourceController."},
		{"entry already exist", "the controller still has a branch ENI of the pod's former life", "Delete the pod; its successor gets a branch ENI of its own."},
	}
}

func (x *subject) allocationFailed(e event) v1alpha1.Finding {
	meaning, remedy := "EC2's answer is in the event", ""
	for _, cause := range branchCauses() {
		if strings.Contains(e.Message, cause.mark) {
			meaning, remedy = cause.meaning, cause.remedy
			break
		}
	}
	f := found(BranchAllocationFailed, fmt.Sprintf("The branch ENI could not be made: %s.", meaning), e.evidence(x.now),
		evidence(x.field("annotation "+cni.AnnotationPodENI), "%s", x.annotationState()))
	if remedy != "" {
		f.Remedy = remedy
	}
	return f
}

func (x *subject) annotationState() string {
	switch {
	case x.branchError != nil:
		return quote(x.branchError.Error())
	case x.record.Annotations[cni.AnnotationPodENI] != "":
		return "names no branch ENI"
	default:
		return "not set"
	}
}

// branchCooldown says that the trunk is full with branch ENIs of which some have no pod any more.
func (x *subject) branchCooldown() []v1alpha1.Finding {
	if x.node == nil || x.node.Limits == nil || x.node.Limits.Branches == 0 {
		return nil
	}
	trunk := x.trunk()
	if trunk == nil {
		return nil
	}
	limit := x.node.Limits.Branches
	if trunk.BranchesUnknown {
		x.read(snapshot.NetworkInterfaces, string(trunk.ID))
		return nil
	}
	claimed := x.claimedBranches()
	if cooling := len(trunk.Branches) - claimed; len(trunk.Branches) < limit || cooling <= 0 {
		return nil
	}
	return some(found(BranchCooldown,
		fmt.Sprintf("The trunk of %s has %d branch ENIs of %d, and %d of them have no pod any more: they count until they have cooled down.",
			x.node.Name, len(trunk.Branches), limit, len(trunk.Branches)-claimed),
		evidence(fmt.Sprintf("EC2 network interfaces tagged %s=%s", cni.TagTrunkID, trunk.ID), "%s", plural(len(trunk.Branches), "branch ENI")),
		evidence(fmt.Sprintf("pods of node %s annotation %s", x.node.Name, cni.AnnotationPodENI), "%s of them named", plural(claimed, "branch ENI")),
		evidence(fmt.Sprintf("instance type %s (%s)", x.node.InstanceType, cni.LimitsTable), "%s at most", plural(limit, "branch ENI")),
		x.cooldownPeriod()))
}

func (x *subject) trunk() *topology.Interface {
	for _, eni := range x.node.Interfaces {
		if eni.Role == cni.RoleTrunk {
			return eni
		}
	}
	return nil
}

// claimedBranches counts the branch ENIs that living pods of the node are annotated with.
func (x *subject) claimedBranches() int {
	claimed := map[string]bool{}
	for _, pod := range x.podsOn(x.node.Name) {
		branches, err := cni.ParsePodENI(pod.Annotations[cni.AnnotationPodENI])
		if err != nil {
			continue
		}
		for _, branch := range branches {
			claimed[branch.ENIID] = true
		}
	}
	return len(claimed)
}

// cooldownPeriod is what branch-eni-cooldown is set to (amazon-vpc-resource-controller-k8s pkg/provider/branch/cooldown: 60 s by default).
func (x *subject) cooldownPeriod() v1alpha1.Evidence {
	source := fmt.Sprintf("ConfigMap %s/%s branch-eni-cooldown", cni.Namespace, cni.ConfigMapName)
	if value := x.configMap()["branch-eni-cooldown"]; value != "" {
		return evidence(source, "%s s", value)
	}
	return evidence(source, "not set: 60 s")
}

// notAnnotated says that the annotation is missing or cannot be used, and why as far as events tell.
func (x *subject) notAnnotated() v1alpha1.Finding {
	f := found(BranchNotAnnotatedYet, "The pod asks for a branch ENI, and the resource controller has not annotated one; until then the CNI gives it no address.",
		evidence(x.field("spec.containers[0].resources.limits "+cni.ResourcePodENI), "set"),
		evidence(x.field("annotation "+cni.AnnotationPodENI), "%s", x.annotationState()))
	if e, ok := newest(x.events, reasonAnnotationFailed); ok {
		f.Evidence = append(f.Evidence, e.evidence(x.now))
	}
	if e, ok := x.sandboxFailure(); ok {
		f.Evidence = append(f.Evidence, e.evidence(x.now))
	}
	if x.node != nil {
		for _, e := range x.nodeEvents(string(x.node.Name)) {
			if e.Reason == reasonTrunkFailed || e.Reason == reasonTrunkInitFailed || e.Reason == reasonUnsupported {
				f.Evidence = append(f.Evidence, e.evidence(x.now))
			}
		}
	}
	if !x.read(snapshot.Events) {
		f = weaken(f, Likely)
	}
	f.Commands = []string{
		fmt.Sprintf("kubectl describe pod %s -n %s", x.record.Name, x.record.Namespace),
		"kubectl get events -A --field-selector involvedObject.kind=Node,involvedObject.name=" + x.record.Spec.NodeName,
	}
	return f
}
