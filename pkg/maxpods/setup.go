// SPDX-License-Identifier: Apache-2.0

package maxpods

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

// Setup is how a node gets its pod addresses.
type Setup struct {
	// Settings are the VPC CNI's; they act on Linux only.
	Settings cni.Settings
	Windows  bool
	// WindowsPrefixes is enable-windows-prefix-delegation of the ConfigMap kube-system/amazon-vpc-cni.
	WindowsPrefixes bool
}

// Flags are the set-up that a user asks about.
type Flags struct {
	PrefixDelegation, CustomNetworking, SecurityGroupsForPods, IPv6, Windows bool
	// MaxENI is MAX_ENI; nil is unset.
	MaxENI *int
}

// Setup returns the set-up that the flags describe. It fails on combinations that no node can have, and on a MaxENI below 1: the VPC CNI
// ignores such a value, so whoever gives one expects something else. IPv6 implies prefix delegation, as the VPC CNI demands.
func (f Flags) Setup() (Setup, error) {
	if problems := slices.Concat(f.checkMaxENI(), f.checkWindows(), f.checkIPv6()); len(problems) > 0 {
		return Setup{}, errors.New(strings.Join(problems, "; "))
	}
	settings := cni.Settings{
		IPv4:             !f.IPv6,
		IPv6:             f.IPv6,
		PrefixDelegation: f.PrefixDelegation || f.IPv6,
		CustomNetworking: f.CustomNetworking,
		PodENI:           f.SecurityGroupsForPods,
		EnforcingMode:    cni.EnforcingStrict,
	}
	if f.MaxENI != nil {
		settings.MaxENI = *f.MaxENI
	}
	return Setup{Settings: settings, Windows: f.Windows, WindowsPrefixes: f.Windows && f.PrefixDelegation}, nil
}

func (f Flags) checkMaxENI() []string {
	if f.MaxENI == nil || *f.MaxENI >= 1 {
		return nil
	}
	return []string{fmt.Sprintf("--max-eni %d: MAX_ENI must be 1 or more (the VPC CNI ignores smaller values; leave the flag away for no limit)", *f.MaxENI)}
}

// checkWindows refuses what Windows nodes cannot have. Source: Amazon EKS User Guide, "Deploy Windows nodes on EKS clusters",
// considerations; the resource controller, not ipamd, gives out the addresses of their one ENI.
func (f Flags) checkWindows() []string {
	if !f.Windows {
		return nil
	}
	var problems []string
	for _, flag := range []struct {
		set  bool
		name string
	}{
		{f.SecurityGroupsForPods, "--security-groups-for-pods"},
		{f.CustomNetworking, "--custom-networking"},
		{f.IPv6, "--ipv6"},
		{f.MaxENI != nil, "--max-eni"},
	} {
		if flag.set {
			problems = append(problems, "--windows with "+flag.name+": Windows nodes do not support it")
		}
	}
	return problems
}

// checkIPv6 refuses what ipamd refuses to start with (amazon-vpc-cni-k8s pkg/ipamd/ipamd.go, isConfigValid).
func (f Flags) checkIPv6() []string {
	if f.IPv6 && f.CustomNetworking {
		return []string{"--ipv6 with --custom-networking: the VPC CNI does not start with both"}
	}
	return nil
}
