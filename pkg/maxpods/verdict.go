// SPDX-License-Identifier: Apache-2.0

package maxpods

import (
	"fmt"

	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// Verdict says whether kubelet agrees with the addresses of its node.
type Verdict string

// The verdicts.
const (
	// OK is a kubelet that admits what the node can carry.
	OK Verdict = "OK"
	// Over is a kubelet that admits more pods than there are addresses: the rest would hang in ContainerCreating.
	Over Verdict = "Over"
	// Under is a kubelet that admits fewer pods than recommended: addresses are paid for and unused.
	Under Verdict = "Under"
	// Capped is a kubelet that is below the formula on purpose, at the cap.
	Capped Verdict = "Capped"
	// Stale is a node that is older than the VPC CNI's settings.
	Stale Verdict = "Stale"
	// Unknown is a node about which too little is known.
	Unknown Verdict = "Unknown"
	// NotApplicable is a node without ENIs of its own.
	NotApplicable Verdict = "NotApplicable"
)

// finding is a verdict with its evidence.
type finding struct {
	verdict   Verdict
	summary   string
	over      int
	under     int
	happening *bool
	notes     []string
}

// judge compares kubelet with the rule.
func (n *node) judge() finding {
	switch {
	case n.Kind == topology.KindFargate:
		return finding{verdict: NotApplicable, summary: "Fargate: one pod a node, on an ENI of its own"}
	case n.Kind == topology.KindHybrid:
		return finding{verdict: NotApplicable, summary: "hybrid node: it runs outside of AWS and has no ENIs"}
	case n.MaxPods == nil:
		return finding{verdict: Unknown, summary: "the node does not say what kubelet is set to (status.capacity.pods)"}
	case n.Limits == nil:
		return finding{verdict: Unknown, summary: n.whyNoLimits()}
	case n.Kind == topology.KindAutoMode:
		return n.judgeAutoMode(*n.MaxPods)
	case !n.known:
		return finding{verdict: Unknown, summary: n.whyNoSettings()}
	case n.Windows():
		return n.judgeWindows(*n.MaxPods)
	default:
		return n.judgeLinux(*n.MaxPods)
	}
}

func (n *node) whyNoLimits() string {
	if n.InstanceType == "" {
		return "the node has no label node.kubernetes.io/instance-type"
	}
	return fmt.Sprintf("instance type %s is neither in the embedded table nor known from EC2 (ec2:DescribeInstanceTypes)", n.InstanceType)
}

func (n *node) whyNoSettings() string {
	switch {
	case n.Kind == topology.KindUnknown:
		return "the node's provider id names no EC2 instance, so it is unknown which CNI gives out its addresses"
	case n.settingsRead:
		return "no aws-node runs in this cluster: another CNI gives out addresses, and the formula does not hold"
	default:
		return "the settings of DaemonSet kube-system/aws-node could not be read"
	}
}
