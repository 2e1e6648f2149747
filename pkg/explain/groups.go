// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// annotationFargateGroups is what the resource controller's webhook writes on Fargate pods that a policy selects: security groups, by comma
// (amazon-vpc-resource-controller-k8s webhooks/core/pod_webhook.go).
const annotationFargateGroups = "fargate.amazonaws.com/pod-sg"

// groupsOf lists an ENI's security groups; policies name those that give a group.
func (v *view) groupsOf(record *snapshot.NetworkInterface, policies map[string][]string) (ids []string, groups []v1alpha1.SecurityGroup) {
	for _, g := range record.Groups {
		ids = append(ids, g.GroupID)
		name := g.GroupName
		if name == "" {
			name = v.groupName(g.GroupID)
		}
		groups = append(groups, v1alpha1.SecurityGroup{ID: g.GroupID, Name: name, Policies: policies[g.GroupID]})
	}
	return ids, groups
}

func (v *view) groupName(id string) string {
	for i := range v.snapshot.SecurityGroups {
		if v.snapshot.SecurityGroups[i].ID == id {
			return v.snapshot.SecurityGroups[i].Name
		}
	}
	return ""
}

// groups fills in a document's security groups: those of the ENI that carries the pod's traffic.
func (x *subject) groups(doc *v1alpha1.PodExplanation) {
	record := x.carrier()
	if len(x.branches) > 0 || x.onFargate() {
		x.policyGroups(doc, record)
		return
	}
	if record == nil {
		return
	}
	doc.SecurityGroupIDs, doc.SecurityGroups = x.groupsOf(record, nil)
	if note := x.differingGroups(doc.SecurityGroupIDs); note != "" {
		doc.SecurityGroupNotes = append(doc.SecurityGroupNotes, note)
	}
}

// carrier is the ENI that carries the pod's traffic, where it was read.
func (x *subject) carrier() *snapshot.NetworkInterface {
	switch {
	case x.spot != nil:
		return x.spot.eni.Record
	case len(x.branches) > 0:
		return x.eniByID(x.branches[0].ENIID)
	case x.record.Spec.HostNetwork && x.node != nil:
		for _, eni := range x.node.Interfaces {
			if eni.Role == cni.RolePrimary {
				return eni.Record
			}
		}
		return nil
	case len(x.ips) > 0 && x.onFargate():
		return x.ownENI(x.ips[0])
	default:
		return nil
	}
}

func (x *subject) onFargate() bool { return x.node != nil && x.node.Kind == topology.KindFargate }

func (v *view) eniByID(id string) *snapshot.NetworkInterface { return v.enis[id] }

// policyGroups fills in the security groups of a pod with an ENI of its own, and which policy gave each. What the ENI has counts; policies
// that changed since act on new pods only.
func (x *subject) policyGroups(doc *v1alpha1.PodExplanation, record *snapshot.NetworkInterface) {
	named, given := x.givenGroups()
	if record == nil {
		x.groupsByPolicy(doc, named, given)
		return
	}
	doc.SecurityGroupIDs, doc.SecurityGroups = x.groupsOf(record, given)
	for _, id := range doc.SecurityGroupIDs {
		if len(given[id]) == 0 && len(given) > 0 {
			doc.SecurityGroupNotes = append(doc.SecurityGroupNotes, fmt.Sprintf("no SecurityGroupPolicy that selects the pod now names %s: the policies changed since the pod was made", id))
		}
	}
	for _, id := range named {
		if !slices.Contains(doc.SecurityGroupIDs, id) {
			doc.SecurityGroupNotes = append(doc.SecurityGroupNotes, fmt.Sprintf("SecurityGroupPolicy %s names %s, which the pod does not have: policies act on pods as they are made", strings.Join(given[id], ", "), id))
		}
	}
}

// givenGroups are the security groups of the policies that select the pod, and which policies name each: all of them are added up.
func (x *subject) givenGroups() (named []string, given map[string][]string) {
	given = map[string][]string{}
	for _, m := range x.policies() {
		if !m.selects {
			continue
		}
		for _, id := range m.policy.Spec.SecurityGroups.Groups {
			if !slices.Contains(named, id) {
				named = append(named, id)
			}
			if !slices.Contains(given[id], m.policy.Name) {
				given[id] = append(given[id], m.policy.Name)
			}
		}
	}
	return named, given
}

// groupsByPolicy fills in what policies, or Fargate's annotation, say where the ENI was not read.
func (x *subject) groupsByPolicy(doc *v1alpha1.PodExplanation, named []string, given map[string][]string) {
	source := "SecurityGroupPolicies"
	if annotation := x.record.Annotations[annotationFargateGroups]; annotation != "" {
		named, source = strings.Split(annotation, ","), "annotation "+annotationFargateGroups
	}
	for _, id := range named {
		id = strings.TrimSpace(id)
		doc.SecurityGroupIDs = append(doc.SecurityGroupIDs, id)
		doc.SecurityGroups = append(doc.SecurityGroups, v1alpha1.SecurityGroup{ID: id, Name: x.groupName(id), Policies: given[id]})
	}
	if len(named) > 0 {
		doc.SecurityGroupNotes = append(doc.SecurityGroupNotes, fmt.Sprintf("by %s; the pod's ENI was not read", source))
	}
}

// differingGroups notes that the node's ENIs have different security groups, so that it depends on the ENI which ones a pod has.
func (x *subject) differingGroups(own []string) string {
	if x.node == nil || x.record.Spec.HostNetwork {
		return ""
	}
	want := slices.Sorted(slices.Values(own))
	for _, eni := range x.node.Interfaces {
		if !eni.Managed || eni.Role == cni.RoleTrunk {
			continue
		}
		ids, _ := x.groupsOf(eni.Record, nil)
		if slices.Sort(ids); !slices.Equal(ids, want) {
			return fmt.Sprintf("the ENIs of %s differ in their security groups: %s has %s", x.node.Name, eni.ID, strings.Join(ids, ", "))
		}
	}
	return ""
}

// policies holds the namespace's SecurityGroupPolicies against the pod. It asks for them where they may act: with security groups for pods
// turned on, on Fargate, and where the pod has an ENI of its own.
func (x *subject) policies() []policyMatch {
	s := x.model.Cluster.Settings
	mayAct := (s != nil && s.PodENI) || x.onFargate() || x.hasOwnGroups()
	if mayAct && !x.notServed(snapshot.SecurityGroupPolicies) {
		x.read(snapshot.SecurityGroupPolicies)
	}
	return matchPolicies(x.snapshot, x.record)
}
