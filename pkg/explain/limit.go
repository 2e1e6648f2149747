// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

// limitRule says why a pool that is used up has nowhere to grow, and what took the room. "Every slot used" and "kubelet admits more pods
// than there are slots" are one state seen from two sides: both are said, the cause first.
func limitRule(p *pool) []v1alpha1.Finding {
	if p == nil || !p.usedUp() || p.canGrow() || p.settings.DisableProvisioning {
		return nil
	}
	findings := some(p.atLimit())
	findings = append(findings, prefixModeRule(p)...)
	return p.weigh(append(findings, p.ceilingFindings(SeverityError)...))
}

// ceilingFindings compares kubelet's max pods with the addresses that there can be, and names what takes their room.
func (p *pool) ceilingFindings(severity Severity) []v1alpha1.Finding {
	var findings []v1alpha1.Finding
	ceiling, known := p.ceiling()
	over := known && p.state.MaxPods > ceiling
	if over {
		f := found(MaxPodsOverIPCeiling,
			fmt.Sprintf("kubelet on %s admits %s, but there is room for %d (%s)%s.", p.node.Name, plural(p.state.MaxPods, "pod"), ceiling, p.ceilingInWords(), p.usedUpInWords()),
			p.maxPodsEvidence(), evidence(p.limitsSource(), "%s", p.limitsInWords()), p.evidence())
		f.Severity = string(severity)
		f.Commands = []string{fmt.Sprintf("kubectl eni max-pods %s", p.node.Name)}
		findings = append(findings, f)
	}
	if !over && !p.usedUp() {
		return findings
	}
	if p.takesTrunkSlot() {
		findings = append(findings, p.taker(TrunkTakesSlot, 1, ceiling, over, severity, p.trunkInWords(), p.trunkEvidence()))
	}
	if p.unmanaged > 0 {
		findings = append(findings, p.taker(UnmanagedENIsTakeSlots, p.unmanaged, ceiling, over, severity,
			fmt.Sprintf("On %s ipamd leaves %s alone", p.node.Name, plural(p.unmanaged, "ENI")), p.unmanagedEvidence()))
	}
	return findings
}

// taker is the finding on something that takes ENIs away. It is the cause if max pods would fit without it.
func (p *pool) taker(code Code, enis, ceiling int, over bool, severity Severity, what string, e v1alpha1.Evidence) v1alpha1.Finding {
	lost := enis * p.addressesPerENI()
	f := found(code, fmt.Sprintf("%s. The node can hold %s less%s.", what, plural(lost, "address"), p.usedUpInWords()), e, p.maxPodsEvidence())
	f.Severity = string(SeverityWarning)
	if over && p.state.MaxPods <= ceiling+lost {
		f.Severity = string(severity)
	}
	return f
}

// usedUpInWords says that the pool has no unused address, where that is so.
func (p *pool) usedUpInWords() string {
	if !p.usedUp() {
		return ""
	}
	return fmt.Sprintf(", and all %d addresses that it has are used", p.state.Total)
}

func (p *pool) addressesPerENI() int {
	if p.mode == cni.ModePrefixDelegation {
		return p.limits.SlotsPerENI() * cni.IPv4PrefixSize
	}
	return p.limits.SlotsPerENI()
}

// ceiling is how many pods the node can run: as many as it can hold addresses, and those of now that take none, with branch ENIs of their own
// or on the host's network. More branch ENIs may come, but nothing makes the next pod ask for one.
func (p *pool) ceiling() (pods int, known bool) {
	if p.node.Pool.Capacity == nil || p.state.MaxPods == 0 {
		return 0, false
	}
	return *p.node.Pool.Capacity + p.branchPods + p.hostPods, true
}

func (p *pool) ceilingInWords() string {
	words := plural(*p.node.Pool.Capacity, "address")
	if p.branchPods > 0 {
		words += ", " + plural(p.branchPods, "pod") + " with branch ENIs"
	}
	return fmt.Sprintf("%s and %s", words, plural(p.hostPods, "host-network pod"))
}

// atLimit is the finding on the limit itself.
func (p *pool) atLimit() v1alpha1.Finding {
	filled, all := p.slots()
	maxENIs := p.settings.MaxENIs(p.limits)
	if maxENIs < p.limits.ENIs {
		return found(PoolEmptyMaxENI,
			fmt.Sprintf("%s=%d: all %d slots are filled and used, while %s takes %s.", cni.EnvMaxENI, p.settings.MaxENI, filled, p.limits.InstanceType, plural(p.limits.ENIs, "ENI")),
			evidence(daemonSet(cni.EnvMaxENI), "%d", p.settings.MaxENI), evidence(p.limitsSource(), "%s", p.limitsInWords()), p.evidence())
	}
	return found(PoolEmptyENILimit,
		fmt.Sprintf("Every slot is used: %d of %d on the ENIs that pods can use, and %s takes no further ENI.", filled, all, p.limits.InstanceType),
		evidence(p.limitsSource(), "%s", p.limitsInWords()), p.evidence())
}

func (p *pool) limitsSource() string {
	if p.limits.Source == cni.SourceEC2 {
		return fmt.Sprintf("%s %s", cni.SourceEC2, p.limits.InstanceType)
	}
	return fmt.Sprintf("instance type %s (%s)", p.limits.InstanceType, cni.LimitsTable)
}

func (p *pool) limitsInWords() string {
	return fmt.Sprintf("%s on the default network card, %s each", plural(p.limits.ENIs, "ENI"), plural(p.limits.IPv4PerENI, "IPv4 address"))
}

// takesTrunkSlot reports whether an ENI is the trunk, or is kept free for it.
func (p *pool) takesTrunkSlot() bool { return p.hasTrunk || p.settings.ReservesTrunk(p.limits) }

func (p *pool) trunkInWords() string {
	if p.hasTrunk {
		return "One ENI is the trunk of security groups for pods, and pods get no addresses on it"
	}
	return "One ENI is kept free for the trunk of security groups for pods"
}

func (p *pool) trunkEvidence() v1alpha1.Evidence {
	for _, part := range p.parts {
		if part.eni.Role == cni.RoleTrunk {
			return evidence(fmt.Sprintf("EC2 network interface %s InterfaceType", part.eni.ID), "trunk")
		}
	}
	return evidence(daemonSet(cni.EnvPodENI), "true, and no trunk is attached")
}

func (p *pool) unmanagedEvidence() v1alpha1.Evidence {
	for _, eni := range p.node.Interfaces {
		if !eni.Managed && eni.Record.Attachment.NetworkCardIndex == 0 {
			return evidence(fmt.Sprintf("EC2 network interface %s", eni.ID), "%s, device %d: %s", eni.Role, eni.Record.Attachment.DeviceIndex, unmanagedReason(eni))
		}
	}
	return evidence("EC2 network interfaces", "none")
}
