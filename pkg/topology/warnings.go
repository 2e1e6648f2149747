// SPDX-License-Identifier: Apache-2.0

package topology

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// needed are the resources whose absence changes the model; what only other commands need is not warned of here.
var needed = []snapshot.Resource{
	snapshot.Nodes, snapshot.Pods, snapshot.DaemonSets, snapshot.ConfigMaps, snapshot.NetworkInterfaces, snapshot.Subnets, snapshot.InstanceTypes,
}

// shownIDs is how many ids a warning names before it counts the rest.
const shownIDs = 3

// readWarnings turns what could not be read into warnings.
func (b *builder) readWarnings() {
	for _, resource := range needed {
		for _, missed := range b.snapshot.Missed(resource) {
			if b.harmless(missed) {
				continue
			}
			b.model.Warnings = append(b.model.Warnings, Warning{
				Code: string(missed.Code), Message: missedMessage(missed), API: missed.API, Permission: missed.Permission,
			})
		}
	}
}

// harmless tells what may be missing without changing the model: instance types whose limits the table has, and ConfigMaps that no setting
// refers to.
func (b *builder) harmless(missed snapshot.Unread) bool {
	if missed.Resource == snapshot.InstanceTypes {
		return len(missed.IDs) == 0 && !b.unknownType()
	}
	return missed.Resource == snapshot.ConfigMaps && !b.refersToConfigMap()
}

func (b *builder) unknownType() bool {
	for _, node := range b.model.Nodes {
		if node.InstanceType != "" && node.Limits == nil {
			return true
		}
	}
	return false
}

func (b *builder) refersToConfigMap() bool {
	for i := range b.snapshot.DaemonSets {
		for _, container := range b.snapshot.DaemonSets[i].Spec.Template.Spec.Containers {
			if len(container.EnvFrom) > 0 {
				return true
			}
			for _, variable := range container.Env {
				if variable.ValueFrom != nil && variable.ValueFrom.ConfigMapKeyRef != nil {
					return true
				}
			}
		}
	}
	return false
}

// missedMessage says what is missing, of which objects, and why.
func missedMessage(u snapshot.Unread) string {
	_, what, _ := strings.Cut(string(u.Resource), "/")
	var of strings.Builder
	if len(u.IDs) > 0 {
		of.WriteString(" of " + strings.Join(u.IDs[:min(shownIDs, len(u.IDs))], ", "))
		if more := len(u.IDs) - shownIDs; more > 0 {
			fmt.Fprintf(&of, " and %d more", more)
		}
	}
	if u.Namespace != "" {
		of.WriteString(" in namespace " + u.Namespace)
	}
	return fmt.Sprintf("%s%s were not read: %s", what, of.String(), cmp.Or(u.Message, string(u.Code)))
}

// cluesAboutCNI says what the absence of aws-node means for the numbers.
func (b *builder) cluesAboutCNI() {
	if b.model.Cluster.Settings != nil || !b.snapshot.Whole(snapshot.DaemonSets) {
		return
	}
	var auto, other int
	for _, node := range b.model.Nodes {
		switch node.Kind {
		case KindAutoMode:
			auto++
		case KindEC2, KindHyperPod, KindUnknown:
			other++
		case KindFargate, KindHybrid:
		}
	}
	if other > 0 {
		b.warn("NoVPCCNI", "the cluster has no DaemonSet kube-system/aws-node, so another CNI gives out addresses: held and used are what the ENIs show, and what the nodes could hold is unknown")
	}
	if auto > 0 {
		b.warn("AutoModeCNI", "EKS Auto Mode runs its CNI outside of the cluster's DaemonSets: held and used are what the ENIs show, and what its nodes could hold is unknown")
	}
}
