// SPDX-License-Identifier: Apache-2.0

package render

import (
	"strconv"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// contents are the things under an ENI that get lines.
type contents struct {
	addresses []*v1alpha1.Address
	prefixes  []v1alpha1.Prefix
	branches  []v1alpha1.Interface
	// rest is for the addresses that are only counted, and "" when there are none.
	rest string
	// column is the width of the column of addresses and prefixes.
	column int
}

// lines returns how many things there are.
func (c *contents) lines() int {
	n := len(c.addresses) + len(c.prefixes) + len(c.branches)
	if c.rest != "" {
		n++
	}
	return n
}

// networkInterface writes an ENI, a branch too, with what is on it.
func (t *tree) networkInterface(i *v1alpha1.Interface, at guide) {
	below := t.contentsOf(i)
	n := below.lines()
	t.begin(at.head, at.lead(n), 0)
	t.add(t.id, known(i.ID))
	t.more(t.plain, " "+i.Role)
	if i.Role == roleBranch && !t.depth.shows(DepthPod) {
		t.addBranchPods(i)
	}
	t.addInterfaceUsage(i)
	t.addInterfaceFacts(i)
	t.end()

	kids := t.children(at.rest, n)
	for _, a := range below.addresses {
		t.address(i, a, below.column, kids.next())
	}
	for k := range below.prefixes {
		t.prefix(i, &below.prefixes[k], below.column, kids.next())
	}
	for k := range below.branches {
		t.networkInterface(&below.branches[k], kids.next())
	}
	if below.rest != "" {
		t.line(kids.next(), t.faint, below.rest)
	}
}

// contentsOf returns what the tree shows under an ENI.
func (t *tree) contentsOf(i *v1alpha1.Interface) contents {
	if !t.depth.shows(DepthSlot) || i.Role == roleBranch && !t.depth.shows(DepthPod) {
		return contents{}
	}
	c := contents{prefixes: i.Prefixes, branches: i.Branches}
	counted, used := 0, useIdle
	for k := range i.Addresses {
		a := &i.Addresses[k]
		switch serves := useOf(i, a, t.podsKnown); serves {
		case useIdle, useOther, useUnknown:
			if !t.all && i.Role != roleBranch {
				counted, used = counted+1, serves
				continue
			}
		case useNode, useOwn, usePods, useBranch:
		}
		c.addresses = append(c.addresses, a)
		c.column = max(c.column, len(a.IP))
	}
	for k := range c.prefixes {
		c.column = max(c.column, len(c.prefixes[k].CIDR))
	}
	if counted > 0 {
		c.rest = restInWords(counted, used)
	}
	return c
}

// addInterfaceUsage adds how many addresses or branches of the ENI are in use.
func (t *tree) addInterfaceUsage(i *v1alpha1.Interface) {
	switch {
	case i.Role == roleBranch:
	case i.Role == roleTrunk:
		t.addBranchUsage(i)
	case !isForPods(i):
		t.add(t.plain, "not used for pods")
	case hasUncounted(i):
		t.add(t.plain, podsOfPrefixes(i, t.podsKnown))
	case i.Held == nil:
		t.add(t.plain, unknown+" used")
	case *i.Held == 0:
		t.add(t.plain, "holds none for pods")
	default:
		t.usage(t.separator, i.Used, *i.Held)
		if !t.depth.shows(DepthSlot) {
			t.idleAfter(i.Used, *i.Held)
		}
	}
}

// addBranchUsage adds how many branches a trunk has, of those that it takes.
func (t *tree) addBranchUsage(i *v1alpha1.Interface) {
	have := len(i.Branches)
	if i.BranchLimit == nil {
		t.add(t.plain, count(&have)+" of ? branch ENIs")
		return
	}
	t.bar(t.separator, have, 0, *i.BranchLimit-have)
	t.more(t.plain, " "+count(&have)+" of "+count(i.BranchLimit)+" branch ENIs")
}

// addInterfaceFacts adds where the ENI is attached and what guards it.
func (t *tree) addInterfaceFacts(i *v1alpha1.Interface) {
	if i.VLANID != nil {
		t.add(t.plain, "vlan "+strconv.Itoa(*i.VLANID))
	}
	if i.DeviceIndex != nil {
		t.add(t.plain, "device "+strconv.Itoa(int(*i.DeviceIndex)))
		if i.NetworkCard != nil && *i.NetworkCard != 0 {
			t.more(t.plain, " of network card "+strconv.Itoa(int(*i.NetworkCard)))
		}
	}
	if i.Status != "" && i.Status != "in-use" {
		t.add(t.warn, i.Status)
	}
	if i.SubnetID != "" {
		t.add(t.plain, i.SubnetID)
		if i.SubnetCIDR != "" {
			t.more(t.faint, " "+i.SubnetCIDR)
		}
	}
	for _, group := range i.SecurityGroupIDs {
		t.addText(t.plain, group)
	}
	if i.Description != "" && (i.Role == roleUnmanaged || i.Role == roleEFA || i.Role == roleEFAOnly) {
		t.prose(t.faint, `"`+i.Description+`"`)
	}
}

// addBranchPods adds the address and pods of a branch whose lines are folded into its own.
func (t *tree) addBranchPods(i *v1alpha1.Interface) {
	for k := range i.Addresses {
		a := &i.Addresses[k]
		t.add(t.plain, known(a.IP))
		separator := " "
		for _, pod := range a.Pods {
			t.addPod(separator, pod)
			separator = t.separator
		}
		if len(a.Pods) == 0 {
			t.more(t.faint, " "+useInWords(useOf(i, a, t.podsKnown)))
		}
	}
}

// hasUncounted tells whether the ENI has a prefix whose addresses are not counted.
func hasUncounted(i *v1alpha1.Interface) bool {
	for k := range i.Prefixes {
		if !isCounted(&i.Prefixes[k]) {
			return true
		}
	}
	return false
}

// podsOfPrefixes returns how many pods are on the prefixes of an ENI.
func podsOfPrefixes(i *v1alpha1.Interface, podsKnown bool) string {
	if !podsKnown {
		return unknown + " pods"
	}
	n := 0
	for k := range i.Prefixes {
		n += len(i.Prefixes[k].Pods)
	}
	return counted(n, "pod")
}
