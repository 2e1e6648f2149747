// SPDX-License-Identifier: Apache-2.0

package maxpods

import (
	"fmt"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

// autoModeCap is Auto Mode's hard cap.
const autoModeCap = 110

// autoMode is the smaller one of 110 and ENIs × (addresses − 1), without the 2 for host-network pods.
func (c Case) autoMode() Implementation {
	s := c.Setup.Settings
	switch {
	case c.Setup.Windows:
		return noValue(AutoModeValue, linuxOnly)
	case s.CustomNetworking || s.PodENI || s.MaxENI >= 1:
		return noValue(AutoModeValue, "does not have the VPC CNI's settings")
	case s.IPv6:
		return noValue(AutoModeValue, "AWS does not document it for IPv6; 110 at most")
	default:
		return value(AutoModeValue, c.autoModeMaxPods(), "AWS does not document whether prefixes, its default, raise it")
	}
}

func (c Case) autoModeMaxPods() int {
	return min(autoModeCap, c.Type.Limits.ENIs*c.Type.Limits.SlotsPerENI())
}

// autoModeFormula fills the numbers into the rule that AWS documents for Auto Mode.
func autoModeFormula(l cni.Limits) string {
	return fmt.Sprintf("%d × (%d − 1)", l.ENIs, l.IPv4PerENI)
}

// judgeAutoMode compares with the rule that AWS documents; nobody but EKS can set the value.
func (n *node) judgeAutoMode(kubelet int) finding {
	documented := n.rule.autoModeMaxPods()
	raw := n.rule.Type.Limits.ENIs * n.rule.Type.Limits.SlotsPerENI()
	switch {
	case kubelet == documented && raw > autoModeCap:
		return finding{verdict: Capped, summary: fmt.Sprintf("kubelet is at Auto Mode's cap of %d; the formula gives %d", kubelet, raw)}
	case kubelet == documented:
		return finding{verdict: OK, summary: fmt.Sprintf("kubelet admits %d pods, as AWS documents it for Auto Mode", kubelet)}
	default:
		return finding{verdict: Unknown, summary: fmt.Sprintf(
			"kubelet admits %d pods, while AWS documents %d for Auto Mode; Auto Mode sets it by itself, and its NodeClass can fix the addresses of a node",
			kubelet, documented)}
	}
}
