// SPDX-License-Identifier: Apache-2.0

package render

import (
	"io"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// Words of a [v1alpha1.MaxPodsReport].
const (
	verdictOver          = "Over"
	verdictUnder         = "Under"
	verdictStale         = "Stale"
	verdictUnknown       = "Unknown"
	verdictNotApplicable = "NotApplicable"
	provisionerAutoMode  = "AutoMode"
	provisionerSelf      = "SelfManaged"
)

// maxPodsColumns are the columns of [MaxPodsTable], for nodes and for instance types.
func maxPodsColumns(nodes bool) []string {
	if nodes {
		return []string{"NODE", "TYPE", "MODE", "FORMULA", "MAX", "CAP", "RECOMMENDED", "IPS", "BRANCH", "KUBELET", "PROVISIONER", "VERDICT"}
	}
	return []string{"TYPE", "MODE", "ENIS", "IPS/ENI", "VCPUS", "FORMULA", "MAX", "CAP", "RECOMMENDED", "IPS", "BRANCH"}
}

// wideMaxPodsColumns are the columns that [TableOptions] adds to them.
func wideMaxPodsColumns(nodes bool) []string {
	implementations := []string{"CALCULATOR", "MNG", "NODEADM", "AL2", "KARPENTER", "BOTTLEROCKET", "AUTO-MODE", "WINDOWS"}
	if nodes {
		columns := []string{"ENIS", "USABLE", "IPS/ENI", "VCPUS", "PODS", "ON-ENIS", "ON-BRANCHES", "HOST", "WAITING", "GROUP"}
		return append(append(columns, implementations...), "REASON")
	}
	return append(append([]string{"USABLE"}, implementations...), "NOTES")
}

// implementationNames are the implementations in the order of their columns.
func implementationNames() []string {
	return []string{"Calculator", "ManagedNodeGroup", "Nodeadm", "AL2Bootstrap", "Karpenter", "Bottlerocket", "AutoMode", "WindowsAMI"}
}

// MaxPodsTable writes a row for every instance type of a report. Nodes with the same answer share a row, unless the table is wide: that one
// has a row for each of them and shows what every implementation would set, with a star at the one that applies. Errors are those of w.
func MaxPodsTable(w io.Writer, doc *v1alpha1.MaxPodsReport, o TableOptions) error {
	return writeTable(w, func(row func([]string)) {
		nodes := isOfNodes(doc)
		if !o.NoHeaders {
			columns := maxPodsColumns(nodes)
			if o.Wide {
				columns = append(columns, wideMaxPodsColumns(nodes)...)
			}
			row(columns)
		}
		switch {
		case !nodes:
			typeRows(row, doc.Items, o.Wide)
		case o.Wide:
			for i := range doc.Items {
				item := &doc.Items[i]
				row(append(nodeCells(item, item.Node), wideNodeCells(item)...))
			}
		default:
			for _, group := range groupNodes(doc.Items) {
				row(nodeCells(group.first(), group.name()))
			}
		}
	})
}

// isOfNodes tells whether a report is about the nodes of a cluster.
func isOfNodes(doc *v1alpha1.MaxPodsReport) bool { return doc.Cluster != nil }

func typeRows(row func([]string), items []v1alpha1.MaxPods, wide bool) {
	for i := range items {
		item := &items[i]
		cells := []string{
			item.InstanceType, item.Mode, cellOf(item.ENIs), cellOf(item.IPv4PerENI), numberOrUnknown(item.VCPUs), item.Formula,
			cellOf(item.MaxPods), cellOf(item.Cap), cellOf(item.Recommended), cellOf(item.PodIPs), numberOrUnknown(item.BranchENIs),
		}
		if wide {
			cells = append(cells, cellOf(item.UsableENIs))
			cells = append(cells, implementationCells(item)...)
			cells = append(cells, strings.Join(item.Notes, "; "))
		}
		row(cells)
	}
}

// nodeCells are the cells of a node, or of nodes with the same answer.
func nodeCells(item *v1alpha1.MaxPods, name string) []string {
	number := func(n *int) string { return cellOrAbsent(cellOf(n), item) }
	return []string{
		name, cellOrAbsent(item.InstanceType, item), cellOrAbsent(item.Mode, item), cellOrAbsent(item.Formula, item), number(item.MaxPods),
		number(item.Cap), number(item.Recommended), number(item.PodIPs), number(item.BranchENIs), number(item.Kubelet), provisionerCell(item),
		verdictCell(item),
	}
}

func wideNodeCells(item *v1alpha1.MaxPods) []string {
	pods := v1alpha1.PodCounts{}
	if item.Pods != nil {
		pods = *item.Pods
	}
	cells := []string{
		cellOrAbsent(cellOf(item.ENIs), item), cellOrAbsent(cellOf(item.UsableENIs), item), cellOrAbsent(cellOf(item.IPv4PerENI), item),
		cellOrAbsent(cellOf(item.VCPUs), item),
		numberOrUnknown(pods.Running), numberOrUnknown(pods.OnENIs), numberOrUnknown(pods.OnBranches), numberOrUnknown(pods.HostNetwork),
		numberOrUnknown(pods.Waiting), item.ProvisionerName,
	}
	return append(append(cells, implementationCells(item)...), item.Summary)
}

// implementationCells are the values of the implementations, with a star at the one that applies.
func implementationCells(item *v1alpha1.MaxPods) []string {
	cells := make([]string, 0, len(implementationNames()))
	for _, name := range implementationNames() {
		text := ""
		for _, implementation := range item.Implementations {
			if implementation.Name != name {
				continue
			}
			text = cellOf(implementation.Value)
			if implementation.Applies {
				text += "*"
			}
		}
		cells = append(cells, text)
	}
	return cells
}

// cellOrAbsent returns a cell, or says why it is empty: what is not known of a node is unknown, what it cannot have is none.
func cellOrAbsent(text string, item *v1alpha1.MaxPods) string {
	if text == "" && (item.Verdict == verdictUnknown || item.Provisioner == provisionerAutoMode) {
		return cellUnknown
	}
	return text
}

func numberOrUnknown(n *int) string {
	if n == nil {
		return cellUnknown
	}
	return cellOf(n)
}

// provisionerCell names the image of self-managed nodes, since that sets their value.
func provisionerCell(item *v1alpha1.MaxPods) string {
	if item.Provisioner == provisionerSelf && item.AMIFamily != "" {
		return item.Provisioner + "/" + item.AMIFamily
	}
	return item.Provisioner
}

// verdictCell adds to a verdict by how many pods kubelet is off, and whether pods are waiting.
func verdictCell(item *v1alpha1.MaxPods) string {
	text := item.Verdict
	switch {
	case text == verdictNotApplicable:
		return "n/a"
	case item.OverBy != nil:
		text += " by " + cellOf(item.OverBy)
	case item.UnderBy != nil:
		text += " by " + cellOf(item.UnderBy)
	}
	if isHappening(item) {
		text += ", now"
	}
	return text
}
