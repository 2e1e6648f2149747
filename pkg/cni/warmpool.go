// SPDX-License-Identifier: Apache-2.0

package cni

import "fmt"

// PoolState is what ipamd counts of a Linux node's IPv4 pool on the default network card. Addresses in cool-down count as free.
type PoolState struct {
	// Total counts the addresses of the node's mode on ENIs in subnets that are not excluded, Assigned those with a pod.
	Total, Assigned int
	// Prefixes counts the /28s, FreePrefixes those without a pod; both are 0 in secondary-IP mode.
	Prefixes, FreePrefixes int
	// FreeSlots counts the empty slots of the attached ENIs that ipamd adds to.
	FreeSlots int
	// FreeENIs counts the ENIs that ipamd would still attach.
	FreeENIs int
	// MaxPods is the node's status.capacity.pods; 0 is unknown.
	MaxPods int
	// Cordoned tells whether the node has the taint node.kubernetes.io/unschedulable:NoSchedule.
	Cordoned bool
}

// Available is what ipamd takes for available: it includes the addresses in cool-down.
func (p PoolState) Available() int { return p.Total - p.Assigned }

// PoolAction is what ipamd does next with a node's pool.
type PoolAction string

// The actions.
const (
	// PoolRests means that the pool is as the targets want it.
	PoolRests PoolAction = "Rests"
	// PoolAddsAddresses and PoolAddsPrefixes fill slots of an attached ENI.
	PoolAddsAddresses PoolAction = "AddsAddresses"
	PoolAddsPrefixes  PoolAction = "AddsPrefixes"
	// PoolAttachesENI makes a new ENI with addresses or prefixes.
	PoolAttachesENI PoolAction = "AttachesENI"
	// PoolReturnsAddresses and PoolReturnsPrefixes give unused ones back to the subnet.
	PoolReturnsAddresses PoolAction = "ReturnsAddresses"
	PoolReturnsPrefixes  PoolAction = "ReturnsPrefixes"
	// PoolMayFreeENI detaches one ENI, if one is without pods, without addresses in cool-down, and attached for a minute.
	PoolMayFreeENI PoolAction = "MayFreeENI"

	// PoolAtMaxPods, PoolCordoned, PoolFixed and PoolAtLimit are why a pool does not grow.
	PoolAtMaxPods PoolAction = "AtMaxPods"
	PoolCordoned  PoolAction = "Cordoned"
	PoolFixed     PoolAction = "Fixed"
	PoolAtLimit   PoolAction = "AtLimit"
)

// PoolStep is ipamd's next step with the reason in words. Which ENI it takes is random and not said.
type PoolStep struct {
	Action PoolAction
	// Count is how many addresses, or prefixes in prefix mode, the step adds or returns at most; 0 where the action has no count.
	Count  int
	Reason string
}

// NextStep says what ipamd will do on its next pass, which it makes every 5 s (amazon-vpc-cni-k8s pkg/ipamd/ipamd.go,
// updateIPPoolIfRequired, increaseDatastorePool, isDatastorePoolTooLow, isDatastorePoolTooHigh).
func (s Settings) NextStep(l Limits, p PoolState) PoolStep {
	if s.ModeOn(l) == ModeIPv6 {
		return PoolStep{PoolRests, 0, "an IPv6 node has one /80, and the warm targets have no effect"}
	}
	if s.DisableProvisioning {
		return PoolStep{PoolFixed, 0, fmt.Sprintf("%s or %s is true: ipamd uses what is attached and never calls EC2 for more", EnvDisableProvisioning, EnvIMDSOnly)}
	}
	if want := s.shortage(l, p); want.Count > 0 {
		return s.grow(l, p, want)
	}
	return s.shrink(l, p)
}

// shortage is how many addresses or prefixes ipamd wants more, and why; Count 0 means that it wants none.
func (s Settings) shortage(l Limits, p PoolState) PoolStep {
	prefixes := s.ModeOn(l) == ModePrefixDelegation
	available := p.Available()
	switch {
	case p.MaxPods > 0 && p.Total >= p.MaxPods:
		return PoolStep{PoolAtMaxPods, 0, ""}
	case s.WarmIPTarget > 0 || s.MinimumIPTarget > 0:
		short := max(s.WarmIPTarget-available, s.MinimumIPTarget-p.Total, 0)
		reason := fmt.Sprintf("%d available of %d, and %s=%d with %s=%d wants %d more",
			available, p.Total, EnvWarmIPTarget, s.WarmIPTarget, EnvMinimumIPTarget, s.MinimumIPTarget, short)
		if prefixes {
			return PoolStep{PoolAddsPrefixes, divideUp(short, IPv4PrefixSize), reason}
		}
		return PoolStep{PoolAddsAddresses, short, reason}
	case prefixes:
		want := max(IPv4PrefixSize*s.WarmPrefixTarget, 1)
		reason := fmt.Sprintf("%d available, and %s=%d wants %d", available, EnvWarmPrefixTarget, s.WarmPrefixTarget, want)
		if available < want {
			return PoolStep{PoolAddsPrefixes, max(1, s.WarmPrefixTarget-p.FreePrefixes), reason}
		}
		return PoolStep{PoolRests, 0, reason}
	default:
		want := max(l.SlotsPerENI()*s.WarmENITarget, 1)
		reason := fmt.Sprintf("%d available, and %s=%d wants %d", available, EnvWarmENITarget, s.WarmENITarget, want)
		if available < want {
			return PoolStep{PoolAddsAddresses, l.SlotsPerENI(), reason}
		}
		return PoolStep{PoolRests, 0, reason}
	}
}

// grow turns a shortage into a step: the slots of attached ENIs first, then one new ENI.
func (s Settings) grow(l Limits, p PoolState, want PoolStep) PoolStep {
	count := min(want.Count, l.SlotsPerENI())
	switch {
	case p.Cordoned && !s.ManageCordoned:
		return PoolStep{PoolCordoned, 0, fmt.Sprintf("the node is cordoned and %s is not true: %s", EnvManageCordoned, want.Reason)}
	case p.FreeSlots > 0:
		return PoolStep{want.Action, min(count, p.FreeSlots), want.Reason}
	case p.FreeENIs > 0:
		return PoolStep{PoolAttachesENI, count, want.Reason + ", and the attached ENIs are full"}
	default:
		return PoolStep{PoolAtLimit, 0, want.Reason + ", but every slot is used and no further ENI may be attached"}
	}
}

// shrink says what ipamd gives back. With WARM_ENI_TARGET alone it returns whole ENIs only, never single addresses.
func (s Settings) shrink(l Limits, p PoolState) PoolStep {
	atMax := p.MaxPods > 0 && p.Total >= p.MaxPods
	prefixes := s.ModeOn(l) == ModePrefixDelegation
	over, reason := 0, s.shortage(l, p).Reason
	action := PoolReturnsAddresses
	switch {
	case s.WarmIPTarget > 0 || s.MinimumIPTarget > 0:
		over = max(min(p.Available()-s.WarmIPTarget, p.Total-s.MinimumIPTarget), 0)
		if prefixes {
			action = PoolReturnsPrefixes
			over = max(min(p.FreePrefixes, p.Prefixes-divideUp(p.Assigned+s.WarmIPTarget, IPv4PrefixSize),
				p.Prefixes-divideUp(s.MinimumIPTarget, IPv4PrefixSize)), 0)
		}
	case prefixes:
		action, over = PoolReturnsPrefixes, max(p.FreePrefixes-s.WarmPrefixTarget, 0)
	case p.Available() >= (s.WarmENITarget+1)*l.SlotsPerENI():
		return PoolStep{PoolMayFreeENI, 0, fmt.Sprintf("%d available, which is one whole ENI more than %s=%d wants", p.Available(), EnvWarmENITarget, s.WarmENITarget)}
	}
	switch {
	case over > 0:
		return PoolStep{action, over, fmt.Sprintf("%d available and %d in all, more than the targets ask for", p.Available(), p.Total)}
	case atMax:
		return PoolStep{PoolAtMaxPods, 0, fmt.Sprintf("%d addresses in all, and the node takes %d pods: ipamd holds no more than that", p.Total, p.MaxPods)}
	default:
		return PoolStep{PoolRests, 0, reason}
	}
}

func divideUp(n, by int) int { return (n + by - 1) / by }
