// SPDX-License-Identifier: Apache-2.0

package maxpods

import (
	"fmt"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

// judgeLinux is the heart: first what hangs pods, then a node that is not in its mode yet, then what wastes.
func (n *node) judgeLinux(kubelet int) finding {
	addresses := n.ceiling()
	switch {
	case addresses.limited && kubelet > addresses.high:
		return n.over(kubelet, addresses.high)
	case n.drifted():
		return finding{verdict: Stale, summary: n.drift(), under: max(0, deref(n.result.Recommended)-kubelet)}
	case n.result.Recommended == nil:
		return finding{verdict: Unknown, summary: n.result.Unusable}
	case addresses.limited && kubelet > addresses.low:
		return finding{verdict: Unknown, summary: fmt.Sprintf(
			"kubelet admits %d pods, which have addresses only if %d of them or more use branch ENIs; how many do is unknown without EC2",
			kubelet, kubelet-addresses.low)}
	case kubelet < *n.result.Recommended:
		return n.under(kubelet)
	case n.result.MaxPods != nil && kubelet == *n.result.Recommended && kubelet < *n.result.MaxPods:
		return finding{verdict: Capped, summary: fmt.Sprintf("kubelet is at the cap of %d; the formula gives %d", kubelet, *n.result.MaxPods)}
	default:
		return finding{verdict: OK, summary: n.agreement(kubelet)}
	}
}

func (n *node) agreement(kubelet int) string {
	if kubelet > *n.result.Recommended {
		return fmt.Sprintf("kubelet admits %d pods and there is an address for each; %d are recommended", kubelet, *n.result.Recommended)
	}
	return fmt.Sprintf("kubelet admits %d pods, as recommended", kubelet)
}

// addresses is how many pods can run: exactly that many where low and high are one.
type addresses struct {
	low, high int
	// limited is false in mode IPv6.
	limited bool
}

// ceiling counts the pods that can have an address now: those of the pool, those on the host's network and those on branch ENIs. The
// formula's 2 host-network pods count even while fewer run, as on a node that has just started.
func (n *node) ceiling() addresses {
	if n.result.PodIPs == nil {
		return addresses{}
	}
	low := *n.result.PodIPs + n.hostPods()
	high := low
	switch {
	case len(n.Interfaces) == 0:
		// Without the ENIs it is unknown which pods are on branch ENIs.
		high += deref(n.result.BranchENIs)
	default:
		low += deref(n.Pods.OnBranches)
		high = low
	}
	return addresses{low: low, high: high, limited: true}
}

func (n *node) hostPods() int { return max(hostNetworkPods, deref(n.Pods.HostNetwork)) }

func deref(count *int) int {
	if count == nil {
		return 0
	}
	return *count
}

func (n *node) over(kubelet, ceiling int) finding {
	f := finding{verdict: Over, over: kubelet - ceiling}
	parts := fmt.Sprintf("%d pod addresses and %d host-network pods", *n.result.PodIPs, n.hostPods())
	if branches := deref(n.Pods.OnBranches); branches > 0 {
		parts = fmt.Sprintf("%d pod addresses, %d host-network pods and %d pods on branch ENIs", *n.result.PodIPs, n.hostPods(), branches)
	}
	f.summary = fmt.Sprintf("kubelet admits %d pods, but only %d can have an address (%s)", kubelet, ceiling, parts)
	f.happening = n.happening(*n.result.PodIPs)
	if n.drifted() {
		f.notes = append(f.notes, n.drift())
	} else if older := n.olderSetting(kubelet); older != "" {
		f.notes = append(f.notes, older)
	}
	return f
}

// happening reports whether pods wait while no address is free. It is unknown where pods or ENIs could not be read.
func (n *node) happening(podIPs int) *bool {
	if n.Pods.Waiting == nil || n.Pool.Used == nil {
		return nil
	}
	now := *n.Pods.Waiting > 0 && *n.Pool.Used >= podIPs
	return &now
}

// under is a kubelet below the recommended value. Where a managed node group has EKS's own value for other settings, it is stale; with a
// launch template, it may as well have an AMI of its own.
func (n *node) under(kubelet int) finding {
	f := finding{
		verdict: Under,
		under:   *n.result.Recommended - kubelet,
		summary: fmt.Sprintf("kubelet admits %d of the %d pods that this node can carry", kubelet, *n.result.Recommended),
	}
	older := n.olderSetting(kubelet)
	switch smaller := n.smallerType(kubelet); {
	case smaller != "":
		f.notes = append(f.notes, smaller)
	case older == "":
	case n.provision.LaunchTemplate:
		f.notes = append(f.notes, older)
	default:
		f.verdict = Stale
		f.summary += ": " + older
	}
	return f
}

// drifted reports whether the node's ENIs show another mode than its settings ask for.
func (n *node) drifted() bool {
	switch n.Mode {
	case cni.ModeSecondaryIP, cni.ModePrefixDelegation:
		return n.result.Mode != cni.ModeIPv6 && n.Mode != n.result.Mode
	case cni.ModeIPv6, cni.ModeMixed:
		return false
	default:
		return false
	}
}

// drift says that a node's aws-node has not switched the mode yet.
func (n *node) drift() string {
	return fmt.Sprintf("its ENIs are still in mode %s, with %d pod addresses at most, while aws-node asks for %s: its aws-node pod is older than the setting, or has found no addresses of the new mode",
		n.Mode, *n.result.PodIPs, n.result.Mode)
}
