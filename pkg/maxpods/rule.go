// SPDX-License-Identifier: Apache-2.0

package maxpods

import (
	"fmt"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

const (
	// hostNetworkPods is the formula's "+ 2": aws-node and kube-proxy, which use the node's own address. It is a convention, not a count.
	// Source: amazon-eks-ami nodeadm/internal/kubelet/eni_max_pods.go, calculateStandardMaxPods.
	hostNetworkPods = 2
	// windowsMaxPods is what the EKS Windows AMIs leave kubelet at, its default. Source: Amazon EKS User Guide, "Assign more IP addresses
	// to Amazon EKS nodes with prefixes", Windows.
	windowsMaxPods = 110
)

// Case is an instance type under a set-up.
type Case struct {
	Type  InstanceType
	Setup Setup
	// Attached is what the ENIs of a live node take away; zero for an instance type.
	Attached cni.NodeENIs
}

// Result is what the rule says of a [Case]. Numbers are never negative; nil is unknown or has no limit.
type Result struct {
	Mode cni.Mode
	// UsableENIs is how many ENIs can hold pod addresses. Nil in mode IPv6.
	UsableENIs *int
	// Deductions say what takes ENIs away from pods.
	Deductions []Deduction
	Formula    string
	// MaxPods is the formula's result without a cap. Nil in mode IPv6.
	MaxPods *int
	// Cap is 110 or 250.
	Cap int
	// Recommended is the smaller one of MaxPods and Cap. Nil when no pod can get an address in this set-up.
	Recommended *int
	// PodIPs is how many pod addresses the node can hand out. Nil in mode IPv6.
	PodIPs *int
	// BranchENIs is how many pods can have a branch ENI. Nil when the type's limit is unknown.
	BranchENIs *int
	// Unusable says why no pod can get an address, or is empty.
	Unusable string
	Notes    []string
}

// Result applies the rule.
func (c Case) Result() Result {
	switch {
	case c.Setup.Windows:
		return c.windows()
	case c.Setup.Settings.IPv6:
		return c.ipv6()
	default:
		return c.ipv4()
	}
}

// ipv4 counts the slots of the usable ENIs of the default network card (amazon-vpc-cni-k8s pkg/ipamd/ipamd.go).
func (c Case) ipv4() Result {
	limits, settings := c.Type.Limits, c.Setup.Settings
	usable := settings.UsableENIs(limits, c.Attached)
	podIPs, _ := settings.Capacity(limits, c.Attached)
	raw := podIPs + hostNetworkPods
	result := Result{
		Mode:       settings.ModeOn(limits),
		UsableENIs: &usable,
		Deductions: c.deductions(),
		MaxPods:    &raw,
		PodIPs:     &podIPs,
		BranchENIs: c.branchENIs(),
	}
	result.Formula = c.formula(result)
	c.capped(&result)
	c.noteMode(&result)
	if usable == 0 {
		result.Unusable, result.Recommended = c.whyNoENI(), nil
		result.Notes = append(result.Notes, result.Unusable)
	}
	c.noteBranches(&result)
	return result
}

// ipv6 has no limit but the cap: a node has one /80 on its primary ENI.
func (c Case) ipv6() Result {
	result := Result{Mode: cni.ModeIPv6, BranchENIs: c.branchENIs()}
	if !c.Type.Limits.SupportsPrefixes() {
		// ipamd.go, isConfigValid.
		none := 0
		result.PodIPs = &none
		result.Cap = capFor(c.Type.VCPUs)
		result.Unusable = c.Type.Limits.InstanceType + " supports no prefixes, which IPv6 requires: ipamd does not start and the node stays NotReady"
		result.Notes = []string{result.Unusable}
		return result
	}
	result.Formula = "one /80 a node: no limit by ENIs"
	c.capped(&result)
	if c.Setup.Settings.MaxENI >= 1 {
		result.Notes = append(result.Notes, cni.EnvMaxENI+" has no effect on IPv6")
	}
	c.noteBranches(&result)
	return result
}

// windows counts the addresses of the primary ENI, which is the only one that a Windows node uses. The scheduler counts them as
// vpc.amazonaws.com/PrivateIPv4Address (amazon-vpc-resource-controller-k8s pkg/provider/ip/provider.go, pkg/provider/prefix/provider.go).
func (c Case) windows() Result {
	limits := c.Type.Limits
	raw := cni.WindowsCapacity(limits, c.Setup.WindowsPrefixes)
	podIPs, one, none := raw, 1, 0
	recommended := min(raw, windowsMaxPods)
	result := Result{
		Mode: cni.ModeSecondaryIP, UsableENIs: &one, MaxPods: &raw, PodIPs: &podIPs, Recommended: &recommended, BranchENIs: &none,
		Cap: windowsMaxPods, Formula: fmt.Sprintf("%d − 1", limits.IPv4PerENI),
	}
	switch {
	case c.Setup.WindowsPrefixes && limits.SupportsPrefixes():
		result.Mode = cni.ModePrefixDelegation
		result.Formula = fmt.Sprintf("(%d − 1) × %d", limits.IPv4PerENI, cni.IPv4PrefixSize)
	case c.Setup.WindowsPrefixes:
		result.Notes = append(result.Notes, noPrefixes(limits))
	}
	return result
}

// capped fills in the cap and the recommended value.
func (c Case) capped(r *Result) {
	r.Cap = capFor(c.Type.VCPUs)
	recommended := r.Cap
	if r.MaxPods != nil {
		recommended = min(recommended, *r.MaxPods)
	}
	r.Recommended = &recommended
	if _, known := c.Type.VCPUs.MoreThan(capVCPUs); !known {
		r.Notes = append(r.Notes, fmt.Sprintf("whether %s has more than %d vCPUs is unknown: the smaller cap is assumed",
			c.Type.Limits.InstanceType, capVCPUs))
	}
}

func (c Case) noteMode(r *Result) {
	if c.Setup.Settings.Mode() != r.Mode {
		r.Notes = append(r.Notes, noPrefixes(c.Type.Limits))
	}
}

func noPrefixes(l cni.Limits) string {
	return l.InstanceType + " supports no prefixes (it is neither nitro nor bare metal): it stays with single addresses"
}
