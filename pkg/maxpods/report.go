// SPDX-License-Identifier: Apache-2.0

package maxpods

import (
	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// Nodes answers for every node of a model.
func Nodes(m *topology.Model, by SortBy) *v1alpha1.MaxPodsReport {
	report := newReport(len(m.Nodes))
	cluster := clusterOf(m.Cluster)
	report.Cluster = &cluster
	for _, w := range m.Warnings {
		report.Warnings = append(report.Warnings, v1alpha1.Warning{Code: w.Code, Message: w.Message, API: w.API, Permission: w.Permission})
	}
	types := groupTypes(m)
	for _, n := range m.Nodes {
		answer := newNode(m, n)
		answer.groupTypes = types.without(answer.provision.Name, n.InstanceType)
		report.Items = append(report.Items, answer.item())
	}
	sortItems(report.Items, by)
	return report
}

// Node answers for one node of a model, as [Nodes] does.
func Node(m *topology.Model, n *topology.Node) v1alpha1.MaxPods {
	answer := newNode(m, n)
	answer.groupTypes = groupTypes(m).without(answer.provision.Name, n.InstanceType)
	return answer.item()
}

func newReport(items int) *v1alpha1.MaxPodsReport {
	return &v1alpha1.MaxPodsReport{
		TypeMeta: v1alpha1.TypeMeta(v1alpha1.KindMaxPodsReport),
		Items:    make([]v1alpha1.MaxPods, 0, items),
		Warnings: []v1alpha1.Warning{},
	}
}

func clusterOf(c topology.Cluster) v1alpha1.Cluster {
	shown := v1alpha1.Cluster{Name: c.Name, Region: c.Region, AccountID: c.AccountID}
	s := c.Settings
	if s == nil {
		return shown
	}
	shown.CNI = &v1alpha1.CNI{Version: s.Version.Text, Mode: string(s.Mode()), CustomNetworking: s.CustomNetworking}
	if s.PodENI {
		shown.CNI.SecurityGroupsForPods = string(s.EnforcingMode)
	}
	return shown
}

// item makes the document's entry of a node.
func (n *node) item() v1alpha1.MaxPods {
	item := v1alpha1.MaxPods{Sources: v1alpha1.MaxPodsSources{}}
	if n.Limits != nil {
		n.showType(&item)
	}
	if n.known {
		show(&item, n.rule, n.result)
	}
	if n.Kind == topology.KindAutoMode && n.Limits != nil {
		n.showAutoMode(&item)
	}
	n.showNode(&item)
	n.showFinding(&item)
	return item
}

// showType shows what the type alone says.
func (n *node) showType(item *v1alpha1.MaxPods) {
	limits := n.rule.Type.Limits
	item.ENIs, item.IPv4PerENI = &limits.ENIs, &limits.IPv4PerENI
	if count, exact := n.rule.Type.VCPUs.Exact(); exact {
		item.VCPUs = &count
	}
	item.Sources.Limits, item.Sources.VCPUs = n.rule.Type.limitsSource(), n.rule.Type.VCPUSource
	applies := n.provision.Applies(n.implementationCase(), n.MaxPods)
	for _, i := range n.implementationCase().Implementations() {
		shown := implementation(i)
		shown.Applies = i.Name == applies
		if shown.Applies {
			item.ProvisionerValue = i.Value
		}
		item.Implementations = append(item.Implementations, shown)
	}
}

// implementationCase is the case that the implementations of the node's provisioner see: without the settings of a VPC CNI where none runs.
func (n *node) implementationCase() Case {
	c := n.rule
	c.Setup.Windows = n.Windows()
	return c
}

func implementation(i Implementation) v1alpha1.MaxPodsImplementation {
	return v1alpha1.MaxPodsImplementation{Name: string(i.Name), Value: i.Value, Note: i.Note}
}

// show shows the rule's answer.
func show(item *v1alpha1.MaxPods, c Case, r Result) {
	item.Mode = string(r.Mode)
	item.CustomNetworking = !c.Setup.Windows && c.Setup.Settings.CustomNetworking
	item.SecurityGroupsForPods = !c.Setup.Windows && c.Setup.Settings.PodENI
	item.UsableENIs, item.Formula, item.MaxPods = r.UsableENIs, r.Formula, r.MaxPods
	for _, d := range r.Deductions {
		item.Deductions = append(item.Deductions, v1alpha1.ENIDeduction{Reason: string(d.Reason), ENIs: d.ENIs})
	}
	limit := r.Cap
	item.Cap, item.CapAppliesTo = &limit, capAppliesTo(c.Setup)
	item.Recommended, item.PodIPs, item.BranchENIs = r.Recommended, r.PodIPs, r.BranchENIs
	item.Notes = append(item.Notes, r.Notes...)
}

// showAutoMode shows the rule that AWS documents for Auto Mode. Which addresses its CNI gives out is not documented.
func (n *node) showAutoMode(item *v1alpha1.MaxPods) {
	limits := n.rule.Type.Limits
	raw, limit, recommended := limits.ENIs*limits.SlotsPerENI(), autoModeCap, n.rule.autoModeMaxPods()
	item.Mode = string(n.Mode)
	item.Formula = autoModeFormula(limits)
	item.MaxPods, item.Cap, item.Recommended = &raw, &limit, &recommended
	item.CapAppliesTo = []string{string(AutoModeValue)}
}

func (n *node) showNode(item *v1alpha1.MaxPods) {
	item.Node, item.InstanceType, item.OS, item.Kubelet = string(n.Name), n.InstanceType, n.OS, n.MaxPods
	item.Pods = &v1alpha1.PodCounts{
		Running: n.Pods.Running, HostNetwork: n.Pods.HostNetwork, OnENIs: n.Pods.OnENIs, OnBranches: n.Pods.OnBranches,
		Unplaced: n.Pods.Unplaced, Waiting: n.Pods.Waiting, Max: n.MaxPods,
	}
	item.Provisioner, item.ProvisionerName = string(n.provision.Provisioner), n.provision.Name
	if n.Kind == topology.KindEC2 || n.Kind == topology.KindAutoMode || n.Kind == topology.KindHyperPod {
		item.AMIFamily = string(n.provision.AMI)
	}
	item.Sources.Provisioner = n.provision.Source
	item.Sources.Settings, item.Sources.ENIs = n.sources.settings, n.sources.enis
	item.Sources.BranchENIs, item.Sources.PodIPs = n.sources.branchENIs, n.sources.podIPs
	if n.MaxPods != nil {
		item.Sources.Kubelet = sourceKubelet
	}
}

func (n *node) showFinding(item *v1alpha1.MaxPods) {
	f := n.judge()
	item.Verdict, item.Summary, item.Happening, item.Fix = string(f.verdict), f.summary, f.happening, n.fix(f)
	if f.over > 0 {
		item.OverBy = &f.over
	}
	if f.under > 0 {
		item.UnderBy = &f.under
	}
	item.Notes = append(item.Notes, f.notes...)
}

// typesByGroup are the instance types of each managed node group, by its name.
type typesByGroup map[string][]InstanceType

func groupTypes(m *topology.Model) typesByGroup {
	groups := typesByGroup{}
	for _, n := range m.Nodes {
		p := ProvisionOf(n)
		if p.Provisioner != ManagedNodeGroup || n.Limits == nil {
			continue
		}
		if !groups.has(p.Name, n.InstanceType) {
			t := InstanceType{Limits: *n.Limits, VCPUs: cni.VCPUsBySize(n.InstanceType), VCPUSource: VCPUsFromSize}
			groups[p.Name] = append(groups[p.Name], t)
		}
	}
	return groups
}

func (g typesByGroup) has(group, instanceType string) bool {
	for _, t := range g[group] {
		if t.Limits.InstanceType == instanceType {
			return true
		}
	}
	return false
}

// without returns the types of a group but one.
func (g typesByGroup) without(group, instanceType string) []InstanceType {
	var others []InstanceType
	for _, t := range g[group] {
		if t.Limits.InstanceType != instanceType {
			others = append(others, t)
		}
	}
	return others
}
