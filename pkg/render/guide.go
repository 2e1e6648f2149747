// SPDX-License-Identifier: Apache-2.0

package render

// guide is what stands left of a thing in a tree.
type guide struct {
	// head stands before its first line.
	head string
	// rest is the indent of its children.
	rest string
	// fact stands before its further lines when it has children, noFact when it has none.
	fact, noFact string
}

// siblings are the guides of all the children of one parent.
type siblings struct{ middle, last guide }

// children hands out the guides of the children of one parent. They are counted beforehand, since the last one differs.
type children struct {
	siblings

	left int
}

// children returns the guides for n children of a parent with that rest.
func (p *page) children(indent string, n int) children {
	found, ok := p.guides[indent]
	if !ok {
		found = siblings{
			middle: p.child(indent+p.middle, indent+p.down),
			last:   p.child(indent+p.last, indent+p.blank),
		}
		p.guides[indent] = found
	}
	return children{siblings: found, left: n}
}

// child returns the guide of a child.
func (p *page) child(head, rest string) guide {
	return guide{head: head, rest: rest, fact: rest + p.fact, noFact: rest + p.noFact}
}

// next returns the guide of the next child.
func (c *children) next() guide {
	c.left--
	if c.left > 0 {
		return c.middle
	}
	return c.last
}

// lead returns what stands before the further lines of a thing with n children.
func (g *guide) lead(n int) string {
	if n > 0 {
		return g.fact
	}
	return g.noFact
}
