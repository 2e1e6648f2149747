// SPDX-License-Identifier: Apache-2.0

package render

import (
	"fmt"
	"strings"
)

// Depth says how far down a tree is drawn.
type Depth string

// The depths, each of which shows what the one before it shows and more.
const (
	// DepthNode shows a node's own lines.
	DepthNode Depth = "node"
	// DepthENI adds a line for every ENI but the branches.
	DepthENI Depth = "eni"
	// DepthSlot adds addresses with their pods, prefixes with their counts, and branches.
	DepthSlot Depth = "slot"
	// DepthPod adds the pods in prefixes. It is the default.
	DepthPod Depth = "pod"
)

// Depths returns all depths, the shallowest first.
func Depths() []Depth {
	return []Depth{DepthNode, DepthENI, DepthSlot, DepthPod}
}

// ParseDepth returns the depth of that name. An error names those that there are.
func ParseDepth(s string) (Depth, error) {
	names := make([]string, 0, len(Depths()))
	for _, d := range Depths() {
		if s == string(d) {
			return d, nil
		}
		names = append(names, string(d))
	}
	return "", fmt.Errorf("unknown depth %q: use one of %s", s, strings.Join(names, ", "))
}

// level returns the depth as a number. The zero value is [DepthPod].
func (d Depth) level() int {
	switch d {
	case DepthNode:
		return 0
	case DepthENI:
		return 1
	case DepthSlot:
		return 2
	case DepthPod:
		return 3
	default:
		return 3
	}
}

// shows tells whether a tree of this depth has what the other depth adds.
func (d Depth) shows(other Depth) bool {
	return d.level() >= other.level()
}
