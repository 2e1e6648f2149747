// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// Node explains a node's address pool: its ENIs and slots, what is used, idle and out of use, max pods, and what ipamd does next. It fails when
// the node is not among those that were read.
func Node(m *topology.Model, s *snapshot.Snapshot, name string) (*v1alpha1.NodeExplanation, error) {
	v := newView(newIndex(m, s))
	node := v.node(name)
	if node == nil {
		if missed := s.Missed(snapshot.Nodes); len(missed) > 0 {
			return nil, fmt.Errorf("explaining node %s: it is not among the nodes that were read, and not all were: %s", name, missed[0].Message)
		}
		return nil, fmt.Errorf("explaining node %s: there is no such node", name)
	}
	return explainNode(v, node), nil
}

func explainNode(v *view, node *topology.Node) *v1alpha1.NodeExplanation {
	x := &subject{view: v, record: &snapshot.Pod{Spec: snapshot.PodSpec{NodeName: string(node.Name)}}, node: node, pool: newPool(v, node)}
	doc := &v1alpha1.NodeExplanation{
		TypeMeta: v1alpha1.TypeMeta(v1alpha1.KindNodeExplanation),
		Node: v1alpha1.ExplainedNode{
			Name: string(node.Name), Kind: string(node.Kind), InstanceID: string(node.InstanceID), InstanceType: node.InstanceType, Zone: node.Zone,
			OS: node.OS, Ready: node.Ready, Cordoned: cordoned(node), Mode: string(node.Mode), Conditions: node.Conditions, Notes: node.Notes,
		},
		Pods: v1alpha1.PodCounts{
			Running: node.Pods.Running, HostNetwork: node.Pods.HostNetwork, OnENIs: node.Pods.OnENIs, OnBranches: node.Pods.OnBranches,
			Unplaced: node.Pods.Unplaced, Waiting: node.Pods.Waiting, Max: node.MaxPods,
		},
		Addresses:  v1alpha1.PoolCounts{Capacity: node.Pool.Capacity, Held: node.Pool.Held, Used: node.Pool.Used, Idle: node.Pool.Idle},
		Interfaces: x.poolInterfaces(),
		Unusable:   x.unusable(),
		Findings:   x.nodeFindings(),
		MaxPods:    x.maxPods(),
	}
	doc.Verdict = verdictOf(doc.Findings[0])
	doc.IPAM = x.ipam(doc.Findings)
	if Code(doc.Verdict.Code) == Unknown {
		for _, need := range sortNeeds(append(v.unasked(), typeNeeds(node)...)) {
			doc.Next = append(doc.Next, need.String())
		}
		doc.Next = append(doc.Next, fmt.Sprintf("kubectl describe node %s", node.Name))
	}
	doc.Warnings = v.warnings(string(node.Name))
	return doc
}

// nodeFindings runs the rules that are about a node; the first finding is the verdict.
func (x *subject) nodeFindings() []v1alpha1.Finding {
	findings := slices.Concat(awsNodeRule(x), permissionRule(x), configIgnoredRule(x.view))
	if f, ok := x.silentKubelet(); ok {
		findings = append(findings, f)
	}
	if f, ok := x.byKind(); ok {
		findings = append(findings, f)
	}
	if x.pool != nil {
		findings = append(findings, x.poolFindings()...)
	}
	findings = append(findings, x.otherPools()...)
	x.demoteConsequence(findings)
	sortFindings(findings)
	if len(findings) > 0 && isVerdict(findings[0]) {
		return findings
	}
	return append(some(x.unknownPool()), findings...)
}

// poolFindings are those of the pool: why it is at its end, or that it is not.
func (x *subject) poolFindings() []v1alpha1.Finding {
	p := x.pool
	findings := slices.Concat(growthRule(p), eniConfigRule(x), subnetRule(x), limitRule(p))
	if len(findings) > 0 {
		return findings
	}
	findings = p.ceilingFindings(SeverityWarning)
	for _, f := range prefixModeRule(p) {
		f.Severity = string(SeverityWarning)
		findings = append(findings, f)
	}
	summary := fmt.Sprintf("%d of %s are unused", p.state.Available(), plural(p.state.Total, "address"))
	if p.node.Pool.Capacity != nil {
		summary += fmt.Sprintf(", and the node can hold %d", *p.node.Pool.Capacity)
	}
	return p.weigh(append(findings, found(PoolHasRoom, summary+".", p.evidence())))
}

// otherPools are the findings on pools that are not ipamd's IPv4 ones: the /80 of an IPv6 node, and the primary ENI of a Windows node.
func (x *subject) otherPools() []v1alpha1.Finding {
	if x.node.Windows() {
		return x.windowsPool()
	}
	if x.node.Settings == nil || x.node.Mode != cni.ModeIPv6 {
		return nil
	}
	for _, eni := range x.node.Interfaces {
		for _, prefix := range eni.Prefixes {
			if eni.Role == cni.RolePrimary && prefix.CIDR.Addr().Is6() {
				return some(found(PoolHasRoom, fmt.Sprintf("The node's %s has addresses for any number of pods: max pods is what counts.", prefix.CIDR),
					evidence(fmt.Sprintf("EC2 network interface %s Ipv6Prefixes", eni.ID), "%s", prefix.CIDR)))
			}
		}
	}
	return nil
}

func (x *subject) windowsPool() []v1alpha1.Finding {
	pool := x.node.Pool
	if pool.Capacity == nil || pool.Used == nil {
		return nil
	}
	fact := evidence(fmt.Sprintf("EC2 network interfaces of node %s", x.node.Name), "%d of the %d that the primary ENI can hold have a pod", *pool.Used, *pool.Capacity)
	if *pool.Used >= *pool.Capacity {
		return some(found(WindowsPoolEmpty, fmt.Sprintf("All %d addresses that the primary ENI of %s can hold are used.", *pool.Capacity, x.node.Name), fact))
	}
	return some(found(PoolHasRoom, fmt.Sprintf("%d of the %d addresses that the primary ENI can hold are used; the resource controller gives them out.", *pool.Used, *pool.Capacity), fact))
}

func (x *subject) unknownPool() v1alpha1.Finding {
	x.readPool()
	why := x.node.InterfacesUnknown
	switch {
	case why != "":
	case x.node.Settings == nil:
		why = "the settings of aws-node were not read"
	case x.node.Limits == nil:
		why = fmt.Sprintf("the limits of instance type %q are unknown", x.node.InstanceType)
	default:
		why = "its primary ENI has no IPv6 prefix"
	}
	return found(Unknown, "Nothing can be said of the node's pool: "+strings.TrimSuffix(why, ".")+".")
}

// maxPods compares kubelet's limit with what there is room for.
func (x *subject) maxPods() *v1alpha1.NodeMaxPods {
	if x.node.MaxPods == nil {
		return nil
	}
	m := &v1alpha1.NodeMaxPods{Kubelet: *x.node.MaxPods}
	if x.pool == nil {
		return m
	}
	if ceiling, known := x.pool.ceiling(); known {
		m.Ceiling, m.Detail = &ceiling, x.pool.ceilingInWords()
	}
	return m
}

// ipam says what ipamd aims at and does next.
func (x *subject) ipam(findings []v1alpha1.Finding) *v1alpha1.IPAM {
	if x.node.Settings == nil || x.node.Windows() || x.node.Limits == nil {
		return nil
	}
	s := *x.node.Settings
	if s.ModeOn(*x.node.Limits) == cni.ModeIPv6 {
		return &v1alpha1.IPAM{Targets: []string{cni.EnvIPv6 + "=true"}, Action: string(cni.PoolRests), Reason: s.NextStep(*x.node.Limits, cni.PoolState{}).Reason}
	}
	if x.pool == nil {
		return nil
	}
	p := x.pool
	step := p.settings.NextStep(p.limits, p.state)
	i := &v1alpha1.IPAM{Targets: poolTargets(p), Action: string(step.Action), Count: step.Count, Reason: step.Reason}
	if slices.ContainsFunc(findings, func(f v1alpha1.Finding) bool { return Code(f.Code) == CNINotRunning }) {
		i.Reason = "once aws-node runs again: " + i.Reason
	}
	if p.podsKnown && p.node.Pool.Capacity != nil {
		i.AtRest = p.atRest()
	}
	return i
}

// poolTargets are the settings that rule the pool: WARM_IP_TARGET and MINIMUM_IP_TARGET put the others out of force.
func poolTargets(p *pool) []string {
	s := p.settings
	var targets []string
	add := func(name string, value int) { targets = append(targets, fmt.Sprintf("%s=%d", name, value)) }
	switch {
	case s.WarmIPTarget > 0 || s.MinimumIPTarget > 0:
		add(cni.EnvWarmIPTarget, s.WarmIPTarget)
		add(cni.EnvMinimumIPTarget, s.MinimumIPTarget)
	case p.mode == cni.ModePrefixDelegation:
		add(cni.EnvWarmPrefixTarget, s.WarmPrefixTarget)
	default:
		add(cni.EnvWarmENITarget, s.WarmENITarget)
	}
	if s.MaxENI > 0 {
		add(cni.EnvMaxENI, s.MaxENI)
	}
	return targets
}

// atRest is the pool that the settings lead to with the pods of now.
func (p *pool) atRest() *v1alpha1.PoolAtRest {
	perENI := p.addressesPerENI()
	if perENI == 0 {
		return nil
	}
	size := p.settings.PoolAtRest(p.limits, *p.node.Pool.Capacity/perENI, p.state.Assigned+p.waiting, p.state.MaxPods)
	return &v1alpha1.PoolAtRest{Interfaces: size.ENIs, Addresses: size.Addresses, Prefixes: size.Prefixes, SubnetAddresses: size.SubnetAddresses()}
}
