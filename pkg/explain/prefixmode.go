// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"slices"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// systemPods is what the max-pods formula adds for aws-node and kube-proxy (amazon-vpc-cni-k8s scripts/gen_vpc_ip_limits.go).
const systemPods = 2

// prefixModeRule says why prefix mode, which is set, does not help a pool that is at its limit.
func prefixModeRule(p *pool) []v1alpha1.Finding {
	if p.node.Settings.Mode() != cni.ModePrefixDelegation {
		return nil
	}
	switch {
	case !p.limits.SupportsPrefixes():
		return some(found(PrefixModeNotActive,
			fmt.Sprintf("%s=true has no effect on %s: %s takes no prefixes, and ipamd falls back to single addresses.", cni.EnvPrefixDelegation, p.node.Name, p.limits.InstanceType),
			evidence(daemonSet(cni.EnvPrefixDelegation), "true"),
			evidence(p.limitsSource(), "hypervisor %q, bare metal %t", p.limits.Hypervisor, p.limits.BareMetal), p.evidence()))
	case p.mode != cni.ModePrefixDelegation:
		return some(found(PrefixModeNotActive,
			fmt.Sprintf("%s=true, but %s holds single addresses only, from before the switch: %s.", cni.EnvPrefixDelegation, p.node.Name, p.whySingle()),
			evidence(daemonSet(cni.EnvPrefixDelegation), "true"), p.evidence()))
	case p.otherMode > 0:
		return some(found(PrefixModeNotActive,
			fmt.Sprintf("%s=true, but %s from before the switch fill slots, so that no prefix finds room.", cni.EnvPrefixDelegation, plural(p.otherMode, "single address")),
			evidence(daemonSet(cni.EnvPrefixDelegation), "true"), p.evidence(),
			evidence(fmt.Sprintf("EC2 network interfaces of node %s PrivateIpAddresses", p.node.Name), "%s outside of the pool", plural(p.otherMode, "secondary address"))))
	default:
		return nil
	}
}

// whySingle says why a node that should hold prefixes holds single addresses only.
func (p *pool) whySingle() string {
	if p.older != nil {
		return "its aws-node pod runs an older revision of the DaemonSet"
	}
	return "they leave no slot for a prefix, or its aws-node has not restarted since"
}

// staleMaxPodsRule says that the nodes are full by a max pods of secondary-IP mode, although prefix mode is set: kubelet is told max pods when
// its node starts.
func staleMaxPodsRule(x *subject) []v1alpha1.Finding {
	settings := x.model.Cluster.Settings
	if settings == nil || settings.Mode() != cni.ModePrefixDelegation {
		return nil
	}
	var facts []v1alpha1.Evidence
	for _, node := range x.model.Nodes {
		if node.Settings == nil || node.Limits == nil || node.MaxPods == nil || !node.Limits.SupportsPrefixes() || x.podCount(node) < *node.MaxPods {
			continue
		}
		if *node.MaxPods == secondaryMaxPods(*settings, *node.Limits) {
			facts = append(facts, evidence(fmt.Sprintf("node %s status.capacity.pods", node.Name), "%d, which is the value for single addresses on %s", *node.MaxPods, node.InstanceType))
		}
	}
	if len(facts) == 0 {
		return nil
	}
	f := found(PrefixModeNotActive,
		fmt.Sprintf("%s=true, but %s still at the max pods of single addresses: prefix mode does not change kubelet's value.", cni.EnvPrefixDelegation, areFull(len(facts))),
		append([]v1alpha1.Evidence{evidence(daemonSet(cni.EnvPrefixDelegation), "true")}, first(facts)...)...)
	f.Severity = string(SeverityWarning)
	f.Commands = []string{"kubectl eni max-pods"}
	return some(f)
}

func areFull(nodes int) string {
	if nodes == 1 {
		return "one full node is"
	}
	return fmt.Sprintf("%d full nodes are", nodes)
}

// secondaryMaxPods is the max pods of secondary-IP mode (amazon-eks-ami nodeadm/internal/kubelet/eni_max_pods.go; one ENI less under custom
// networking).
func secondaryMaxPods(s cni.Settings, l cni.Limits) int {
	enis := s.MaxENIs(l)
	if s.CustomNetworking {
		enis--
	}
	return enis*l.SlotsPerENI() + systemPods
}

// podCount is how many pods of a node have not ended.
func (v *view) podCount(node *topology.Node) int { return len(v.podsOn(node.Name)) }

// shownNodes is how many nodes evidence names before it counts the rest.
const shownNodes = 8

// first keeps the first few facts of a kind and counts the rest.
func first(facts []v1alpha1.Evidence) []v1alpha1.Evidence {
	if len(facts) <= shownNodes {
		return facts
	}
	return append(slices.Clone(facts[:shownNodes]), evidence("further ones", "%d more", len(facts)-shownNodes))
}
