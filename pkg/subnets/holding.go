// SPDX-License-Identifier: Apache-2.0

package subnets

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// holding is who an ENI belongs to, and what its addresses are used for.
type holding struct {
	bucket v1alpha1.SubnetBucket
	// name says who it is, in words.
	name string
	// cluster is the cluster that it belongs to; ofCluster tells that it belongs to one, named or not.
	cluster   string
	ofCluster bool
	instance  topology.InstanceID
}

// unnamedCluster is the holder of ENIs that a VPC CNI made without saying for which cluster.
const unnamedCluster = "a cluster that the ENIs do not name"

// controlPlaneMark is in the description of the ENIs by which a control plane reaches its VPC; the cluster's name follows (EKS User Guide, "View
// Amazon EKS networking requirements for VPC and subnets").
const controlPlaneMark = "Amazon EKS "

// holdingOf says who an ENI belongs to that is no ENI of this cluster's nodes, and that is attached to something.
func (v *view) holdingOf(eni *snapshot.NetworkInterface) holding {
	if isBranch(eni) && markedByCNI(eni) {
		return v.ofCluster(clustersOf(eni.TagSet), cni.DescriptionBranch, "")
	}
	if name, found := controlPlaneOf(eni); found {
		if v.isThis(name) {
			return holding{bucket: v1alpha1.BucketControlPlane, name: "EKS control plane", cluster: name, ofCluster: true}
		}
		return holding{bucket: v1alpha1.BucketOtherClusters, name: "EKS control plane", cluster: name, ofCluster: true}
	}
	if service, found := v.serviceOf(eni); found {
		return service
	}
	if eni.Attachment != nil && eni.Attachment.InstanceID != "" {
		return v.onInstance(topology.InstanceID(eni.Attachment.InstanceID))
	}
	return holding{bucket: v1alpha1.BucketOthers, name: cmp.Or(eni.Description, eni.ID)}
}

// onInstance is the holding of an instance that is no node of this cluster.
func (v *view) onInstance(id topology.InstanceID) holding {
	at := v.instances[id]
	names := slices.Sorted(maps.Keys(at.clusters))
	name := string(id)
	if at.name != "" {
		name = fmt.Sprintf("%s (%s)", at.name, id)
	}
	if at.state != "" && at.state != "running" {
		name += ", " + at.state
	}
	if len(names) == 0 && !at.marked {
		return holding{bucket: v1alpha1.BucketInstances, name: name, instance: id}
	}
	return v.ofCluster(names, name, id)
}

// ofCluster is the holding of an ENI or instance of a cluster, of this one or another.
func (v *view) ofCluster(names []string, name string, id topology.InstanceID) holding {
	h := holding{bucket: v1alpha1.BucketOtherClusters, name: name, cluster: v.clusterAmong(names), ofCluster: true, instance: id}
	switch {
	case v.isThis(h.cluster):
		h.bucket = v1alpha1.BucketMissingNodes
	case h.cluster == "" && id == "":
		h.name = unnamedCluster
	}
	return h
}

// isBranch reports whether an ENI is a branch: they have no attachment, but a type or a tag.
func isBranch(eni *snapshot.NetworkInterface) bool {
	_, tagged := tag(eni.TagSet, cni.TagTrunkID)
	return eni.InterfaceType == "branch" || (tagged && eni.Attachment == nil)
}

// controlPlaneOf is the cluster whose control plane an ENI belongs to. It is attached to an instance in an account of AWS, whose id is not shown.
func controlPlaneOf(eni *snapshot.NetworkInterface) (cluster string, found bool) {
	if eni.Attachment != nil && eni.Attachment.InstanceID != "" {
		return "", false
	}
	_, name, found := strings.Cut(eni.Description, controlPlaneMark)
	return strings.TrimSpace(name), found
}
