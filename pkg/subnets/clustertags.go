// SPDX-License-Identifier: Apache-2.0

package subnets

import (
	"maps"
	"slices"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// Tags that name the cluster of an instance or an ENI beside those of the VPC CNI. Sources: EKS User Guide, "Tag your Amazon EKS resources"
// (managed nodes) and the managed policy AmazonEKSNetworkingPolicy (ENIs of EKS Auto Mode); Karpenter, "Settings", tags of launched instances.
const (
	tagEKSCluster      = "eks:cluster-name"
	tagEKSClusterAWS   = "aws:eks:cluster-name"
	tagAutoModeCluster = "eks:eks-cluster-name"
	tagName            = "Name"
)

// instance is what tags say of an instance.
type instance struct {
	// clusters are the clusters that the tags of the instance and its ENIs name.
	clusters map[string]bool
	// marked tells that a VPC CNI or the resource controller worked on one of its ENIs.
	marked bool
	// name is its Name tag, or that of one of its ENIs; state is its state.
	name, state string
}

// indexInstances gathers what the tags of all ENIs and instances say. One ENI of an instance often says what the others do not: without
// CLUSTER_NAME primary ENIs have no cluster tag.
func (v *view) indexInstances() {
	for i := range v.snapshot.NetworkInterfaces {
		eni := &v.snapshot.NetworkInterfaces[i]
		if eni.Attachment == nil || eni.Attachment.InstanceID == "" {
			continue
		}
		at := v.instance(eni.Attachment.InstanceID)
		at.marked = at.marked || markedByCNI(eni)
		if name, _ := tag(eni.TagSet, tagName); at.name == "" {
			at.name = name
		}
		for _, name := range clustersOf(eni.TagSet) {
			at.clusters[name] = true
		}
	}
	for i := range v.snapshot.Instances {
		record := &v.snapshot.Instances[i]
		at := v.instance(record.ID)
		if name, _ := tag(record.Tags, tagName); name != "" {
			at.name = name
		}
		if record.State != nil {
			at.state = record.State.Name
		}
		for _, name := range clustersOf(record.Tags) {
			at.clusters[name] = true
		}
	}
}

func (v *view) instance(id string) *instance {
	at := v.instances[topology.InstanceID(id)]
	if at == nil {
		at = &instance{clusters: map[string]bool{}}
		v.instances[topology.InstanceID(id)] = at
	}
	return at
}

// clusterName is this cluster's name: what the model says, else what the tags of most nodes say.
func (v *view) clusterName() string {
	if v.model.Cluster.Name != "" {
		return v.model.Cluster.Name
	}
	counts := map[string]int{}
	for _, node := range v.model.Nodes {
		at := v.instances[node.InstanceID]
		if at == nil {
			continue
		}
		for name := range at.clusters {
			counts[name]++
		}
	}
	best := ""
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		if counts[name] > counts[best] {
			best = name
		}
	}
	return best
}

// clusterAmong says which of the clusters that tags name counts: this one where it is among them, else the first one.
func (v *view) clusterAmong(names []string) string {
	if slices.Contains(names, v.cluster) {
		return v.cluster
	}
	if len(names) == 0 {
		return ""
	}
	return slices.Min(names)
}

// isThis reports whether a cluster's name is this cluster's.
func (v *view) isThis(name string) bool { return name != "" && name == v.cluster }

// clustersOf are the clusters that tags name, sorted.
func clustersOf(tags []snapshot.Tag) []string {
	var names []string
	for _, t := range tags {
		if name := clusterIn(t); name != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// clusterIn is the cluster that a tag names; empty if it names none.
func clusterIn(t snapshot.Tag) string {
	switch t.Key {
	case cni.TagClusterName, tagEKSCluster, tagEKSClusterAWS, tagAutoModeCluster:
		return t.Value
	default:
		name, found := strings.CutPrefix(t.Key, cni.TagClusterPrefix)
		if !found {
			return ""
		}
		return name
	}
}

// markedByCNI reports whether a VPC CNI or the resource controller made an ENI or took it over.
func markedByCNI(eni *snapshot.NetworkInterface) bool {
	for _, t := range eni.TagSet {
		switch t.Key {
		case cni.TagInstanceID, cni.TagOwner, cni.TagTrunkID, cni.TagClusterName, cni.TagCreatedAt:
			return true
		}
	}
	return strings.HasPrefix(eni.Description, cni.DescriptionPrefix) || eni.Description == cni.DescriptionTrunk || eni.Description == cni.DescriptionBranch
}
