// SPDX-License-Identifier: Apache-2.0

package topology

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

const (
	osWindows       = "windows"
	conditionReady  = "Ready"
	conditionTrue   = "True"
	conditionFalse  = "False"
	suffixReady     = "Ready"
	suffixPressure  = "Pressure"
	networkUnavail  = "NetworkUnavailable"
	resourcePods    = "pods"
	noInstanceCause = "its provider id names no EC2 instance"
)

// buildNodes makes a node of every node record, with its ENIs. When the nodes were not read at all, the instances that ENIs are attached to
// stand in for them.
func (b *builder) buildNodes() {
	for i := range b.snapshot.Nodes {
		b.addNode(b.newNode(&b.snapshot.Nodes[i]))
	}
	if len(b.snapshot.Nodes) == 0 && !b.snapshot.Whole(snapshot.Nodes) {
		for instance := range b.byInstance {
			b.addNode(&Node{Name: NodeName(instance), Kind: KindUnknown, InstanceID: instance})
		}
	}
	slices.SortFunc(b.model.Nodes, func(x, y *Node) int { return cmp.Compare(x.Name, y.Name) })
}

func (b *builder) addNode(node *Node) {
	b.attach(node)
	b.nodes[node.Name] = node
	b.model.Nodes = append(b.model.Nodes, node)
}

func (b *builder) newNode(record *snapshot.Node) *Node {
	node := &Node{
		Name:         NodeName(record.Name),
		Kind:         KindOf(record),
		InstanceID:   ParseProviderID(record.Spec.ProviderID),
		InstanceType: InstanceType(record),
		Zone:         label(record, labelZone, labelZoneLegacy),
		OS:           cmp.Or(label(record, labelOS, labelOSLegacy), record.Status.NodeInfo.OperatingSystem),
		Cordoned:     record.Spec.Unschedulable,
		Record:       record,
	}
	if pods, err := strconv.Atoi(record.Status.Capacity[resourcePods]); err == nil {
		node.MaxPods = &pods
	}
	node.Ready, node.Conditions = conditions(record.Status.Conditions)
	if node.InstanceType != "" {
		node.Limits = b.limits(node.InstanceType)
	}
	if (node.Kind == KindEC2 || node.Kind == KindHyperPod) && !node.Windows() {
		node.Settings = b.model.Cluster.Settings
	}
	return node
}

// Windows reports whether the node runs Windows: the resource controller then gives out the primary ENI's addresses, not ipamd.
func (n *Node) Windows() bool { return n.OS == osWindows }

// conditions returns the node's readiness and the conditions that matter: readiness and network trouble, pressure, and what the EKS node
// monitoring agent reports as not ready.
func conditions(all []snapshot.Condition) (ready *bool, matter []string) {
	for _, c := range all {
		if c.Type == conditionReady {
			isReady := c.Status == conditionTrue
			ready = &isReady
		}
		bad := conditionTrue
		switch {
		case strings.HasSuffix(c.Type, suffixReady):
			bad = conditionFalse
		case strings.HasSuffix(c.Type, suffixPressure), c.Type == networkUnavail:
		default:
			continue
		}
		if c.Status == bad || (c.Type == conditionReady && c.Status != conditionTrue) {
			matter = append(matter, fmt.Sprintf("%s=%s: %s", c.Type, c.Status, cmp.Or(c.Reason, "no reason given")))
		}
	}
	slices.Sort(matter)
	return ready, matter
}

// whyNoInterfaces says why a node has no ENIs in the model; "" when it has none for good.
func (b *builder) whyNoInterfaces(node *Node) string {
	switch node.Kind {
	case KindFargate:
		return "Fargate: each pod has an ENI of its own, which EC2 does not tie to the node"
	case KindHybrid:
		return "hybrid node: it runs outside of AWS and has no ENIs"
	case KindEC2, KindAutoMode, KindHyperPod, KindUnknown:
	}
	if node.InstanceID == "" {
		if node.Record == nil || node.Record.Spec.ProviderID == "" {
			return "the node has no provider id, so its EC2 instance is unknown"
		}
		return fmt.Sprintf("%s: %s", noInstanceCause, node.Record.Spec.ProviderID)
	}
	for _, missed := range b.snapshot.Missed(snapshot.NetworkInterfaces) {
		if len(missed.IDs) == 0 || slices.Contains(missed.IDs, string(node.InstanceID)) {
			return "its ENIs could not be read: " + missed.Message
		}
	}
	if node.Kind == KindHyperPod {
		return fmt.Sprintf("HyperPod: %s runs in an account that is not yours to read", node.InstanceID)
	}
	return fmt.Sprintf("EC2 has no ENI that is attached to %s: the instance is gone, or in another account or region", node.InstanceID)
}
