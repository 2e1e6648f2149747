// SPDX-License-Identifier: Apache-2.0

package maxpods

import (
	"fmt"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

// What ends a fix: kubelet takes the value when the node is made. Karpenter counts spec.kubelet into the hash that tells drift
// (karpenter-provider-aws pkg/apis/v1/ec2nodeclass.go, Hash).
const (
	replaceNodes      = "Then replace the nodes: kubelet gets the value when a node is made."
	karpenterReplaces = "Karpenter then replaces the nodes, as drifted."
)

// fix says what to do about a finding, in the words of the node's provisioner; "" where there is nothing to do.
func (n *node) fix(f finding) string {
	switch f.verdict {
	case Over, Under:
		if n.result.Recommended == nil {
			return "Use an instance type that can run pods with these settings, or change the settings: " + n.result.Unusable + "."
		}
		if n.drifted() {
			return n.fixDrift()
		}
		return sentences(n.set(*n.result.Recommended), n.instead(f))
	case Stale:
		if n.drifted() {
			return n.fixDrift()
		}
		return updateNodeGroup(n.rule.calculated())
	case OK, Capped, Unknown, NotApplicable:
		return ""
	default:
		return ""
	}
}

// fixDrift follows AWS's advice to make new nodes when the mode changes (Amazon EKS User Guide, "Assign more IP addresses to Amazon EKS
// nodes with prefixes", considerations).
func (n *node) fixDrift() string {
	return fmt.Sprintf("Replace the node rather than restart its aws-node pod: AWS advises new nodes for another mode, and they start in %s. If new nodes stay in %s too, see whether their subnet has free addresses of that kind.",
		n.result.Mode, n.Mode)
}

func sentences(parts ...string) string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, " ")
}

// set says how the provisioner is told to use a value.
func (n *node) set(value int) string {
	switch n.provision.Provisioner {
	case Karpenter:
		return sentences(fmt.Sprintf("Set spec.kubelet.maxPods: %d in the EC2NodeClass; it holds for every instance type of its NodePools.", value), karpenterReplaces)
	case ManagedNodeGroup:
		return n.fixNodeGroup(value)
	case SelfManaged:
		if n.provision.Eksctl {
			return fmt.Sprintf("Set maxPodsPerNode: %d in the ClusterConfig of eksctl for a new node group, and move the pods there.", value)
		}
		return sentences(upperFirst(n.setInUserData(value))+".", replaceNodes)
	case HyperPod, UnknownProvision, AutoMode, Fargate, Hybrid:
		return sentences(fmt.Sprintf("Set kubelet's maxPods to %d.", value), replaceNodes)
	default:
		return sentences(fmt.Sprintf("Set kubelet's maxPods to %d.", value), replaceNodes)
	}
}

// setInUserData says how an operating system image is told the value.
func (n *node) setInUserData(value int) string {
	switch n.provision.AMI {
	case AL2023:
		return fmt.Sprintf("set spec.kubelet.config.maxPods: %d in the NodeConfig of its user data", value)
	case AL2:
		return fmt.Sprintf("call bootstrap.sh with --use-max-pods false --kubelet-extra-args '--max-pods=%d' in its user data", value)
	case Bottlerocket:
		return fmt.Sprintf("set max-pods = %d under [settings.kubernetes] in its user data", value)
	case Windows:
		return fmt.Sprintf("call Start-EKSBootstrap.ps1 with -KubeletExtraArgs '--max-pods=%d' in its user data", value)
	case OtherAMI:
		return fmt.Sprintf("set maxPods: %d in its KubeletConfiguration", value)
	default:
		return fmt.Sprintf("set maxPods: %d in its KubeletConfiguration", value)
	}
}

func upperFirst(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// instead names another way, where there is one that has the same effect.
func (n *node) instead(f finding) string {
	if f.verdict != Over {
		return ""
	}
	var ways []string
	reserved := n.rule.reservedENIs()
	if n.provision.Provisioner == Karpenter && reserved > 0 && n.result.Mode == cni.ModeSecondaryIP &&
		n.rule.karpenterReserving(reserved) == *n.result.Recommended {
		ways = append(ways, fmt.Sprintf("RESERVED_ENIS=%d on Karpenter makes it so for new nodes", reserved))
	}
	if addresses := n.withPrefixes(); addresses >= *n.result.PodIPs+f.over && n.result.Mode == cni.ModeSecondaryIP {
		ways = append(ways, fmt.Sprintf("prefix delegation would give %d addresses", addresses))
	}
	if len(ways) == 0 {
		return ""
	}
	return "Or: " + strings.Join(ways, "; ") + "."
}

// withPrefixes is how many pod addresses the node would have under prefix delegation; 0 when its type has no prefixes.
func (n *node) withPrefixes() int {
	c := n.rule
	c.Setup.Settings.PrefixDelegation = true
	if !c.Type.Limits.SupportsPrefixes() || c.Setup.Windows {
		return 0
	}
	addresses, _ := c.Setup.Settings.Capacity(c.Type.Limits, c.Attached)
	return addresses
}
