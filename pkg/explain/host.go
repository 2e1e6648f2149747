// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// multi-NIC pods have an interface on every network card (amazon-vpc-cni-k8s cmd/routed-eni-cni-plugin/cni.go).
const (
	annotationNICConfig = "k8s.amazonaws.com/nicConfig"
	multiNIC            = "multi-nic-attachment"
)

// host says what to look for on the node; nil where the VPC CNI did not set the pod's network up, or where its settings were not read.
func (x *subject) host() *v1alpha1.Host {
	s := x.settings()
	if s == nil || x.record.Spec.HostNetwork || x.stage() != stageRunning || len(x.ips) == 0 || x.node.Kind == topology.KindFargate {
		return nil
	}
	branch := len(x.branches) > 0
	h := &v1alpha1.Host{
		Interface: cni.HostVeth(s.HostVethPrefix(branch), x.record.Namespace, x.record.Name, 0),
		SNAT:      s.SNAT(branch),
	}
	switch {
	case branch:
		vlan := x.branches[0].VLANID
		h.VLANInterface = cni.VLANLink(vlan)
		h.RouteTable = cni.RouteTableName(cni.BranchRouteTable(vlan))
		h.Rules = hostRules(s.BranchRules(x.ips[0].String(), h.Interface, vlan))
	case x.spot != nil && x.spot.eni.Record.Attachment != nil:
		x.routes(h, s)
	default:
		h.Notes = append(h.Notes, "the route table depends on the ENI, which was not read")
	}
	x.furtherInterfaces(h, s)
	return h
}

// routes fills in the route table and the rules of a pod on an ENI.
func (x *subject) routes(h *v1alpha1.Host, s *cni.Settings) {
	a := x.spot.eni.Record.Attachment
	maxENIs := 0
	if x.node.Limits != nil {
		maxENIs = x.node.Limits.ENIs
	}
	table, exact := s.RouteTable(int(a.DeviceIndex), int(a.NetworkCardIndex), maxENIs)
	h.RouteTable = cni.RouteTableName(table)
	h.Rules = hostRules(cni.PodRules(x.spot.ip.String(), table))
	if !exact {
		h.Notes = append(h.Notes, fmt.Sprintf("on network card %d the CNI keeps a table that is there already: \"ip rule\" shows which", a.NetworkCardIndex))
	}
}

func hostRules(rules []cni.IPRule) []v1alpha1.HostRule {
	shown := make([]v1alpha1.HostRule, 0, len(rules))
	for _, r := range rules {
		shown = append(shown, v1alpha1.HostRule{Priority: r.Priority, Match: r.Match, Table: r.Table})
	}
	return shown
}

// furtherInterfaces notes the interfaces that a multi-NIC pod has on the other network cards.
func (x *subject) furtherInterfaces(h *v1alpha1.Host, s *cni.Settings) {
	if !s.MultiNIC || x.record.Annotations[annotationNICConfig] != multiNIC || x.node.Limits == nil || len(x.branches) > 0 {
		return
	}
	for i := 1; i < x.node.Limits.NetworkCards; i++ {
		h.Notes = append(h.Notes, fmt.Sprintf("if network card %d serves pods: %s in the pod is %s on the node", i, cni.PodInterface(i),
			cni.HostVeth(s.VethPrefix, x.record.Namespace, x.record.Name, i)))
	}
}
