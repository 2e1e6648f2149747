// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

// Reasons of the scheduler's that are about the network. Source: Kubernetes pkg/scheduler/framework/plugins/noderesources.
const (
	saysTooManyPods  = "Too many pods"
	saysInsufficient = "Insufficient "
)

// nodeReason is why the scheduler passed over a number of nodes.
type nodeReason struct {
	nodes int
	text  string
}

// startsReason matches the beginning of one reason: the number of nodes, then words. Reasons may have commas of their own.
var startsReason = regexp.MustCompile(`^(\d+) (.+)$`)

// schedulerReasons takes a FailedScheduling message apart: "0/3 nodes are available: 1 Insufficient cpu, 2 Too many pods. preemption: …".
func schedulerReasons(message string) []nodeReason {
	_, rest, ok := strings.Cut(message, "nodes are available: ")
	if !ok {
		return nil
	}
	for _, tail := range []string{". preemption:", ". no new claims to deallocate", ". Preemption"} {
		rest, _, _ = strings.Cut(rest, tail)
	}
	var reasons []nodeReason
	for part := range strings.SplitSeq(strings.TrimSuffix(rest, "."), ", ") {
		match := startsReason.FindStringSubmatch(part)
		if match == nil {
			if len(reasons) > 0 {
				reasons[len(reasons)-1].text += ", " + part
			}
			continue
		}
		nodes, err := strconv.Atoi(match[1])
		if err != nil {
			continue
		}
		reasons = append(reasons, nodeReason{nodes: nodes, text: match[2]})
	}
	return reasons
}

// ofNetwork reports whether a scheduler's reason is about pod counts, branch ENIs or Windows addresses.
func ofNetwork(text string) bool {
	return strings.HasPrefix(text, saysTooManyPods) || strings.HasPrefix(text, saysInsufficient+cni.ResourcePodENI) ||
		strings.HasPrefix(text, saysInsufficient+cni.ResourcePrivateIPv4)
}
