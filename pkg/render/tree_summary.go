// SPDX-License-Identifier: Apache-2.0

package render

import (
	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
)

// labelWidth is the width, in columns, of the labels before the summary's lines.
const labelWidth = len("addresses  ")

// summary writes what holds for the whole cluster.
func (t *tree) summary(doc *v1alpha1.Tree) {
	sums := totalsOf(doc)
	t.summaryOfCluster(&doc.Cluster)

	t.label("nodes")
	t.add(t.plain, terminal.Count(len(doc.Nodes)))
	t.addCount(t.bad, sums.notReady, "NotReady")
	t.addCount(t.warn, sums.readinessUnknown, "of unknown readiness")
	t.addCount(t.warn, sums.cordoned, "cordoned")
	t.end()

	t.label("ENIs")
	t.add(t.plain, terminal.Count(sums.interfaces))
	if sums.branches > 0 {
		t.add(t.plain, "including "+counted(sums.branches, "branch ENI"))
	}
	t.addMissing(sums.withoutInterfaces)
	t.end()

	t.label("addresses")
	t.summaryOfAddresses(&sums)
	t.end()

	t.label("pods")
	t.add(t.plain, count(sums.pods.value()))
	t.addCount(t.warn, sums.waiting, "waiting for an address")
	t.addCount(t.plain, len(doc.UnplacedPods), "on no ENI of their node")
	t.end()
}

// summaryOfCluster writes which cluster it is and how its CNI is set.
func (t *tree) summaryOfCluster(c *v1alpha1.Cluster) {
	if c.Name != "" || c.Region != "" || c.AccountID != "" {
		t.label("cluster")
		t.addText(t.title, c.Name)
		t.addText(t.plain, c.Region)
		t.addText(t.plain, c.AccountID)
		t.end()
	}
	t.label("cni")
	if c.CNI == nil {
		t.add(t.plain, "no aws-node DaemonSet seen")
		t.end()
		return
	}
	t.addText(t.plain, c.CNI.Version)
	t.addText(t.plain, modeInWords(c.CNI.Mode))
	if c.CNI.CustomNetworking {
		t.add(t.plain, "custom networking")
	}
	if enforcing := c.CNI.SecurityGroupsForPods; enforcing != "" {
		t.add(t.plain, "security groups for pods ("+enforcing+")")
	}
	t.end()
}

// summaryOfAddresses adds the pools of all nodes together.
func (t *tree) summaryOfAddresses(sums *totals) {
	switch {
	case sums.pools > 0:
		t.pool(&v1alpha1.PoolCounts{
			Capacity: sums.capacity.value(),
			Held:     sums.held.value(),
			Used:     sums.used.value(),
			Idle:     sums.idle.value(),
		})
		t.addMissing(sums.unknownPools)
	case sums.unknownPools > 0:
		t.add(t.plain, unknown)
	case sums.ipv6 > 0:
		t.add(t.plain, "those of IPv6 /80 prefixes are not counted")
	default:
		t.add(t.plain, "none held")
	}
}

// addMissing adds that a number leaves some nodes out.
func (t *tree) addMissing(nodes int) {
	if nodes > 0 {
		t.add(t.warn, "not known for "+counted(nodes, "node"))
	}
}

// label begins a line of the summary.
func (t *tree) label(name string) {
	t.begin(name+blanks(labelWidth-len(name)), blanks(labelWidth), 0)
}
