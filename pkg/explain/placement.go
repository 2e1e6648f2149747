// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// placementRule says where the address of a living pod comes from.
func placementRule(x *subject) []v1alpha1.Finding {
	if x.record.Spec.HostNetwork {
		return some(x.onHost())
	}
	if f, ok := x.byKind(); ok {
		return some(f)
	}
	switch {
	case len(x.branches) > 0:
		return some(x.onBranch())
	case x.node == nil:
		x.read(snapshot.Nodes, x.record.Spec.NodeName)
		return nil
	case x.node.Windows():
		return some(x.onWindows())
	case x.spot != nil:
		return x.onSpot()
	case x.unplaced != nil && x.unplaced.Reason == topology.UnplacedNotOnNode:
		return some(x.notOnNode())
	default:
		return x.byMode()
	}
}

func (x *subject) onHost() v1alpha1.Finding {
	f := found(HostNetwork, "The pod uses its node's own network and address; it takes no address of the pool, however full that is.",
		evidence(x.field("spec.hostNetwork"), "true"))
	if x.record.Status.HostIP != "" {
		f.Evidence = append(f.Evidence, evidence(x.field("status.hostIP"), "%s", x.record.Status.HostIP))
	}
	return f
}

// byKind is the finding on a node where not ipamd but somebody else gives out addresses.
func (x *subject) byKind() (v1alpha1.Finding, bool) {
	if x.node == nil || x.node.Record == nil {
		return v1alpha1.Finding{}, false
	}
	kind := evidence("node "+string(x.node.Name), "%s", x.kindEvidence())
	switch x.node.Kind {
	case topology.KindFargate:
		return found(Fargate, "On Fargate each pod has an ENI of its own.", append([]v1alpha1.Evidence{kind}, x.fargateENI()...)...), true
	case topology.KindHybrid:
		return found(HybridNode, "A hybrid node runs outside of AWS and has no ENIs: Cilium or Calico gives its pods their addresses.", kind), true
	case topology.KindAutoMode:
		return found(AutoMode, "EKS Auto Mode gives the node's pods their addresses"+x.spotInWords()+".", append([]v1alpha1.Evidence{kind}, x.spotEvidence()...)...), true
	case topology.KindEC2, topology.KindHyperPod, topology.KindUnknown:
	}
	if x.node.Settings == nil && !x.node.Windows() && x.read(snapshot.DaemonSets) {
		return found(OtherCNI, "The cluster has no aws-node DaemonSet: another CNI gives the pods their addresses"+x.spotInWords()+".",
			append([]v1alpha1.Evidence{evidence("DaemonSets of "+cni.Namespace, "no %s", cni.DaemonSetName)}, x.spotEvidence()...)...), true
	}
	return v1alpha1.Finding{}, false
}

func (x *subject) kindEvidence() string {
	if label := x.node.Record.Labels["eks.amazonaws.com/compute-type"]; label != "" {
		return "label eks.amazonaws.com/compute-type=" + label
	}
	return fmt.Sprintf("provider id %q", x.node.Record.Spec.ProviderID)
}

func (x *subject) spotInWords() string {
	switch {
	case x.spot == nil:
		return ""
	case x.spot.prefix != nil:
		return fmt.Sprintf("; this one lies in prefix %s of ENI %s", x.spot.prefix.CIDR, x.spot.eni.ID)
	default:
		return fmt.Sprintf("; this one is on ENI %s", x.spot.eni.ID)
	}
}

func (x *subject) spotEvidence() []v1alpha1.Evidence {
	switch {
	case x.spot == nil:
		return nil
	case x.spot.prefix != nil:
		field := "Ipv4Prefixes"
		if x.spot.prefix.CIDR.Addr().Is6() {
			field = "Ipv6Prefixes"
		}
		return []v1alpha1.Evidence{evidence(fmt.Sprintf("EC2 network interface %s %s", x.spot.eni.ID, field), "%s holds %s", x.spot.prefix.CIDR, x.spot.ip)}
	default:
		return []v1alpha1.Evidence{evidence(fmt.Sprintf("EC2 network interface %s PrivateIpAddresses", x.spot.eni.ID), "%s", x.spot.ip)}
	}
}

// fargateENI shows the ENI with the pod's address, where it was read.
func (x *subject) fargateENI() []v1alpha1.Evidence {
	for _, ip := range x.ips {
		if eni := x.ownENI(ip); eni != nil {
			return []v1alpha1.Evidence{evidence(fmt.Sprintf("EC2 network interface %s PrivateIpAddress", eni.ID), "%s", ip)}
		}
	}
	return nil
}

// onBranch is the finding on a pod with a branch ENI. Only the resource controller may write the annotation.
func (x *subject) onBranch() v1alpha1.Finding {
	branch := x.branches[0]
	mode := cni.EnforcingStrict
	facts := []v1alpha1.Evidence{evidence(x.field("annotation "+cni.AnnotationPodENI), "%s, vlan %d, %s", branch.ENIID, branch.VLANID, branchAddress(branch))}
	if s := x.settings(); s != nil {
		mode = s.EnforcingMode
		facts = append(facts, evidence(daemonSet(cni.EnvEnforcingMode), "%s", mode))
	}
	if x.spot != nil && x.spot.trunk != nil {
		facts = append(facts, evidence(fmt.Sprintf("EC2 network interface %s tag %s", x.spot.eni.ID, cni.TagTrunkID), "%s", x.spot.trunk.ID))
	}
	f := found(BranchENI, fmt.Sprintf("The pod has branch ENI %s (vlan %d) of its own, with security groups of its own, in %s mode.", branch.ENIID, branch.VLANID, mode), facts...)
	if x.settings() == nil {
		f.Summary = fmt.Sprintf("The pod has branch ENI %s (vlan %d) of its own, with security groups of its own.", branch.ENIID, branch.VLANID)
	}
	if len(x.ips) > 0 && x.ips[0] != branch.PrivateIP && x.ips[0] != branch.IPv6 {
		f = weaken(f, Possible)
		f.Evidence = append(f.Evidence, evidence(x.field("status.podIP"), "%s, which is not the branch ENI's", x.ips[0]))
	}
	if x.branchGone() {
		f = weaken(f, Likely)
		f.Evidence = append(f.Evidence, evidence(fmt.Sprintf("EC2 network interfaces tagged %s=%s", cni.TagTrunkID, x.trunk().ID), "%s is not among them", branch.ENIID))
	}
	if e, ok := newest(x.events, reasonGroupsRequested); ok && e.Type == "Warning" {
		f.Evidence = append(f.Evidence, e.evidence(x.now))
	}
	return f
}

// branchAddress is a branch ENI's address: on IPv6 clusters the annotation's privateIp may be empty.
func branchAddress(branch cni.PodENI) netip.Addr {
	if branch.PrivateIP.IsValid() {
		return branch.PrivateIP
	}
	return branch.IPv6
}

// branchGone reports whether EC2 does not have the pod's branch ENI, although the branches of the node's trunk were read.
func (x *subject) branchGone() bool {
	if x.node == nil || x.eniByID(x.branches[0].ENIID) != nil {
		return false
	}
	trunk := x.trunk()
	return trunk != nil && !trunk.BranchesUnknown
}

func (x *subject) onWindows() v1alpha1.Finding {
	f := found(WindowsSecondaryIP, fmt.Sprintf("The resource controller gave the pod an address of the primary ENI of Windows node %s%s.", x.node.Name, x.spotInWords()), x.spotEvidence()...)
	if annotation := x.record.Annotations[cni.ResourcePrivateIPv4]; annotation != "" {
		f.Evidence = append(f.Evidence, evidence(x.field("annotation "+cni.ResourcePrivateIPv4), "%s", quote(annotation)))
	}
	if len(f.Evidence) == 0 {
		f = weaken(f, Likely)
		f.Evidence = append(f.Evidence, evidence(x.nodeField("label kubernetes.io/os"), "windows"))
	}
	return f
}

// onSpot is the finding on an address that the node's ENIs have.
func (x *subject) onSpot() []v1alpha1.Finding {
	device := x.spot.eni.Record.Attachment
	where := fmt.Sprintf("%s ENI %s", x.spot.eni.Role, x.spot.eni.ID)
	if device != nil {
		where += fmt.Sprintf(" (device %d)", device.DeviceIndex)
	}
	facts := x.spotEvidence()
	switch {
	case x.spot.prefix != nil && x.spot.prefix.CIDR.Addr().Is6():
		return some(found(IPv6Prefix, fmt.Sprintf("%s lies in the IPv6 prefix %s of the node's %s.", x.spot.ip, x.spot.prefix.CIDR, where), facts...))
	case x.spot.prefix != nil:
		return some(found(PrefixAddress, fmt.Sprintf("%s lies in prefix %s of the node's %s.", x.spot.ip, x.spot.prefix.CIDR, where), facts...))
	case x.spot.address.Primary:
		f := found(NotOnNode, fmt.Sprintf("%s is the own address of the node's %s, which pods never get.", x.spot.ip, where), facts...)
		return some(weaken(f, Likely))
	default:
		return some(found(SecondaryIP, fmt.Sprintf("%s is a secondary address of the node's %s.", x.spot.ip, where), facts...))
	}
}

// notOnNode is the finding on an address that is not on the pod's node, with where it is instead.
func (x *subject) notOnNode() v1alpha1.Finding {
	ip := x.unplaced.IPs[0]
	where, facts := x.whereIs(ip)
	f := found(NotOnNode, fmt.Sprintf("%s is on no ENI of %s: %s.", ip, x.node.Name, where),
		append([]v1alpha1.Evidence{
			evidence(x.field("status.podIP"), "%s", ip),
			evidence(fmt.Sprintf("EC2 network interfaces of node %s", x.node.Name), "%s", x.heldInWords()),
		}, facts...)...)
	f.Commands = []string{fmt.Sprintf("kubectl eni explain ip %s", ip), fmt.Sprintf("kubectl delete pod %s -n %s", x.record.Name, x.record.Namespace)}
	if x.node.Settings == nil {
		// Without the DaemonSets, another CNI is as good a reason.
		x.read(snapshot.DaemonSets)
		f = weaken(f, Possible)
	}
	return f
}

func (x *subject) heldInWords() string {
	addresses, prefixes := 0, 0
	for _, eni := range x.node.Interfaces {
		addresses += len(eni.Addresses)
		prefixes += len(eni.Prefixes)
	}
	return fmt.Sprintf("%s, %s, %s, none of them it", plural(len(x.node.Interfaces), "ENI"), plural(addresses, "address"), plural(prefixes, "prefix"))
}

// byMode is the finding where the ENIs were not read: the settings say of which kind the address is, and not where it is.
func (x *subject) byMode() []v1alpha1.Finding {
	if x.node.Settings == nil || x.unplaced == nil || (x.unplaced.Reason != topology.UnplacedInterfacesUnknown && x.unplaced.Reason != topology.UnplacedNoInstance) {
		return nil
	}
	x.read(snapshot.NetworkInterfaces, string(x.node.InstanceID))
	mode := x.node.Settings.Mode()
	if x.node.Limits != nil {
		mode = x.node.Settings.ModeOn(*x.node.Limits)
	}
	code, variable, value := SecondaryIP, cni.EnvPrefixDelegation, "false"
	kind := "a secondary address of one of the node's ENIs"
	switch mode {
	case cni.ModePrefixDelegation:
		code, value, kind = PrefixAddress, "true", "an address of a /28 of one of the node's ENIs"
	case cni.ModeIPv6:
		code, variable, value, kind = IPv6Prefix, cni.EnvIPv6, "true", "an address of the /80 of the node's primary ENI"
	case cni.ModeSecondaryIP, cni.ModeMixed:
	}
	f := found(code, fmt.Sprintf("%s is %s, as the CNI is set; the ENIs were not read (%s).", strings.Join(addressTexts(x.record), ", "), kind, x.unplaced.Detail),
		evidence(daemonSet(variable), "%s", value))
	return some(weaken(f, Likely))
}
