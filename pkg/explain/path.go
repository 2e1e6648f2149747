// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// Kinds of the stations of a path.
const (
	stepPod       = "pod"
	stepAddress   = "address"
	stepPrefix    = "prefix"
	stepInterface = "interface"
	stepTrunk     = "trunk"
	stepSubnet    = "subnet"
	stepNode      = "node"
)

// path leads from the pod over its slot, ENI and subnet to its node, as far as they are known.
func (x *subject) path(doc *v1alpha1.PodExplanation) {
	doc.Path = []v1alpha1.PathStep{}
	if x.stage() != stageRunning {
		return
	}
	step := func(kind, id, detail string) {
		doc.Path = append(doc.Path, v1alpha1.PathStep{Kind: kind, ID: id, Detail: detail})
	}
	step(stepPod, podName(x.record), strings.Join(addressTexts(x.record), ", "))
	switch {
	case x.spot != nil:
		x.spotPath(doc, step)
	case len(x.branches) > 0:
		doc.InterfaceID, doc.Slot = x.branches[0].ENIID, addressTexts(x.record)[0]
		step(stepAddress, doc.Slot, "the branch ENI's own address")
		step(stepInterface, doc.InterfaceID, fmt.Sprintf("branch, vlan %d", x.branches[0].VLANID))
		if cidr := x.branches[0].SubnetCIDR; cidr != "" {
			step(stepSubnet, cidr, "")
		}
	case x.onFargate() && len(x.ips) > 0:
		if eni := x.ownENI(x.ips[0]); eni != nil {
			doc.InterfaceID, doc.SubnetID = eni.ID, eni.SubnetID
			step(stepInterface, eni.ID, "the pod's own")
			step(stepSubnet, eni.SubnetID, x.subnetDetail(topology.SubnetID(eni.SubnetID)))
		}
	}
	if x.record.Spec.NodeName != "" {
		step(stepNode, x.record.Spec.NodeName, x.nodeDetail())
	}
}

// spotPath adds the slot, the ENI and the subnet.
func (x *subject) spotPath(doc *v1alpha1.PodExplanation, step func(kind, id, detail string)) {
	eni := x.spot.eni
	doc.InterfaceID, doc.SubnetID = string(eni.ID), string(eni.Subnet)
	if x.spot.prefix != nil {
		doc.Slot = x.spot.prefix.CIDR.String()
		step(stepPrefix, doc.Slot, prefixDetail(x.spot.prefix))
	} else {
		doc.Slot = x.spot.address.IP.String()
		step(stepAddress, doc.Slot, addressDetail(x.spot))
	}
	detail := string(eni.Role)
	if a := eni.Record.Attachment; a != nil {
		detail += fmt.Sprintf(", device %d", a.DeviceIndex)
		if a.NetworkCardIndex > 0 {
			detail += fmt.Sprintf(" of network card %d", a.NetworkCardIndex)
		}
	}
	if eni.VLANID > 0 {
		detail += fmt.Sprintf(", vlan %d", eni.VLANID)
	}
	step(stepInterface, string(eni.ID), detail)
	if x.spot.trunk != nil {
		step(stepTrunk, string(x.spot.trunk.ID), fmt.Sprintf("trunk, device %d, %s", x.spot.trunk.Record.Attachment.DeviceIndex, plural(len(x.spot.trunk.Branches), "branch ENI")))
	}
	if eni.Subnet != "" {
		step(stepSubnet, string(eni.Subnet), x.subnetDetail(eni.Subnet))
	}
}

func prefixDetail(p *topology.Prefix) string {
	if p.CIDR.Addr().Is6() {
		return ""
	}
	return fmt.Sprintf("%d of %s used", p.Used(), plural(size(p.CIDR), "address"))
}

func addressDetail(s *spot) string {
	switch {
	case s.trunk != nil:
		return "the branch ENI's own address"
	case s.address.Primary:
		return "the ENI's own address"
	default:
		return "secondary address"
	}
}

func (x *subject) subnetDetail(id topology.SubnetID) string {
	subnet, ok := x.model.Subnets[id]
	if !ok {
		x.read(snapshot.Subnets, string(id))
		return ""
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s", subnet.CIDR, subnet.Zone))
}

func (x *subject) nodeDetail() string {
	if x.node == nil {
		return ""
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s", x.node.InstanceType, x.node.InstanceID))
}
