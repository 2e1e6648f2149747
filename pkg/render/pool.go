// SPDX-License-Identifier: Apache-2.0

package render

import "github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"

// pool adds what a node or a cluster holds: a bar and the sum that it shows.
func (p *page) pool(c *v1alpha1.PoolCounts) {
	switch {
	case *c == v1alpha1.PoolCounts{}:
		p.add(p.plain, unknown)
		return
	case c.Held != nil && *c.Held == 0:
		p.add(p.plain, "none held")
		p.more(p.faint, " (at most "+count(c.Capacity)+")")
		return
	}
	if c.Held != nil && c.Used != nil {
		p.bar(p.separator, *c.Used, *c.Held-*c.Used, free(c))
		p.more(p.plain, " "+count(c.Used)+" used")
	} else {
		p.add(p.plain, count(c.Used)+" used")
	}
	p.more(p.faint, " + "+count(c.Idle)+" idle")
	p.more(p.plain, " = "+count(c.Held)+" held")
	p.more(p.faint, " (at most "+count(c.Capacity)+")")
}

// free returns how many addresses more could be held.
func free(c *v1alpha1.PoolCounts) int {
	if c.Capacity == nil {
		return 0
	}
	return max(*c.Capacity-*c.Held, 0)
}

// usage adds how many of some addresses pods use.
func (p *page) usage(separator string, used *int, held int) {
	if used == nil {
		p.addAfter(separator, p.plain, unknown)
	} else {
		p.bar(separator, *used, held-*used, 0)
		p.more(p.plain, " "+count(used))
	}
	p.more(p.plain, " of "+count(&held)+" used")
}

// idleAfter adds to the segment at hand how many of some addresses are idle, if that is known and some are.
func (p *page) idleAfter(used *int, held int) {
	if used != nil && *used < held {
		idle := held - *used
		p.more(p.faint, ", "+count(&idle)+" idle")
	}
}
