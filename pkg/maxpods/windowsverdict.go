// SPDX-License-Identifier: Apache-2.0

package maxpods

import (
	"fmt"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

// judgeWindows knows no Over: the scheduler counts the addresses itself.
func (n *node) judgeWindows(kubelet int) finding {
	can := min(*n.result.PodIPs, windowsMaxPods)
	switch {
	case kubelet < can:
		return finding{
			verdict: Under, under: can - kubelet,
			summary: fmt.Sprintf("kubelet admits %d of the %d pods that this node can carry", kubelet, can),
		}
	case kubelet == windowsMaxPods && *n.result.PodIPs > windowsMaxPods:
		return finding{verdict: Capped, summary: fmt.Sprintf("kubelet is at %d; there are %d addresses", kubelet, *n.result.PodIPs)}
	case kubelet > can:
		return finding{verdict: OK, summary: fmt.Sprintf(
			"kubelet admits %d pods; the scheduler counts the %d addresses itself (%s)", kubelet, *n.result.PodIPs, cni.ResourcePrivateIPv4)}
	default:
		return finding{verdict: OK, summary: fmt.Sprintf("kubelet admits %d pods, one for each address", kubelet)}
	}
}
