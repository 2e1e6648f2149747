// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

// growthRule says which setting keeps a pool that is used up from growing. It asks in ipamd's order: max pods, then the targets, then
// whether the node may be changed.
func growthRule(p *pool) []v1alpha1.Finding {
	if p == nil || !p.usedUp() {
		return nil
	}
	var findings []v1alpha1.Finding
	switch {
	case p.settings.DisableProvisioning:
		findings = some(p.provisioningDisabled())
	case p.state.MaxPods > 0 && p.state.Total >= p.state.MaxPods:
		findings = some(p.cappedByMaxPods(Certain))
	case p.cappedByMinimum():
		findings = some(found(PoolCappedByMinimumIPTarget,
			fmt.Sprintf("%s=%d without %s is a ceiling: the pool has its %s, all of them used, and stays so.",
				cni.EnvMinimumIPTarget, p.settings.MinimumIPTarget, cni.EnvWarmIPTarget, plural(p.state.Total, "address")),
			evidence(daemonSet(cni.EnvMinimumIPTarget), "%d", p.settings.MinimumIPTarget),
			evidence(daemonSet(cni.EnvWarmIPTarget), "not set"), p.evidence()))
	case p.state.Cordoned && !p.settings.ManageCordoned && p.canGrow():
		findings = some(p.cordoned())
	}
	return p.weigh(findings)
}

// weigh weakens what rests on the pods where not all of them were read, and what rests on settings that the node may not have yet.
func (p *pool) weigh(findings []v1alpha1.Finding) []v1alpha1.Finding {
	for i := range findings {
		// An older revision is all the more a reason for prefix mode not to be in effect.
		byOlder := p.older != nil && Code(findings[i].Code) != PrefixModeNotActive
		if !p.podsKnown || byOlder {
			findings[i] = weaken(findings[i], Likely)
		}
		if p.older != nil {
			findings[i].Evidence = append(findings[i].Evidence, *p.older)
		}
	}
	return findings
}

// cappedByMinimum reports whether MINIMUM_IP_TARGET alone is what the pool rests at.
func (p *pool) cappedByMinimum() bool {
	return p.settings.WarmIPTarget == 0 && p.settings.MinimumIPTarget > 0 && p.state.Total >= p.settings.MinimumIPTarget
}

func (p *pool) provisioningDisabled() v1alpha1.Finding {
	return found(ProvisioningDisabled,
		fmt.Sprintf("aws-node is set to ask EC2 for nothing, and all %s that are attached are used.", plural(p.state.Total, "address")),
		evidence(daemonSet(cni.EnvDisableProvisioning+" or "+cni.EnvIMDSOnly), "true"), p.evidence())
}

func (p *pool) cappedByMaxPods(c Confidence) v1alpha1.Finding {
	unused := "all of them are used"
	if !p.usedUp() {
		unused = fmt.Sprintf("%d of them may still be cooling down", p.state.Available())
	}
	f := found(PoolCappedByMaxPods,
		fmt.Sprintf("The pool has %s, as many as the node takes pods (%d), so that ipamd adds none; %s.", plural(p.state.Total, "address"), p.state.MaxPods, unused),
		p.maxPodsEvidence(), p.evidence())
	f.Confidence = string(c)
	return f
}

func (p *pool) cordoned() v1alpha1.Finding {
	f := found(NodeCordonedNoGrowth,
		fmt.Sprintf("Node %s is cordoned: its pool of %s is used up, and ipamd does not let it grow while the node is.", p.node.Name, plural(p.state.Total, "address")),
		evidence(fmt.Sprintf("node %s spec.taints", p.node.Name), "%s:NoSchedule", taintUnschedulable),
		evidence(daemonSet(cni.EnvManageCordoned), "false"), p.evidence())
	f.Commands = []string{
		fmt.Sprintf("kubectl uncordon %s", p.node.Name),
		fmt.Sprintf("kubectl set env daemonset/%s -n %s %s=true", cni.DaemonSetName, cni.Namespace, cni.EnvManageCordoned),
	}
	return f
}
