// SPDX-License-Identifier: Apache-2.0

package render

import "github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"

// state is what the column STATE of a table says of an address.
type state string

const (
	// stateNode is the node's own address; the pods there are host-network pods.
	stateNode state = "node"
	// statePrimary is the own address of another ENI.
	statePrimary state = "primary"
	// stateUsed is an address of the pod in the row, stateTerminating the same while the pod is being deleted.
	stateUsed, stateTerminating state = "used", "terminating"
	// stateIdle is an address held for pods that has none.
	stateIdle state = "idle"
	// stateBranch is the address of a branch ENI.
	stateBranch state = "branch"
	// stateUnmanaged is an address that is not for pods.
	stateUnmanaged state = "unmanaged"
	// stateUnplaced is an address that is on no ENI of the pod's node.
	stateUnplaced state = "unplaced"
)

// stateOf returns the state of an address of an ENI.
func stateOf(i *v1alpha1.Interface, serves use) state {
	switch serves {
	case useNode:
		return stateNode
	case useOwn:
		return statePrimary
	case usePods:
		if i.Role == roleBranch {
			return stateBranch
		}
		return stateUsed
	case useIdle:
		return stateIdle
	case useBranch:
		return stateBranch
	case useOther:
		return stateUnmanaged
	case useUnknown:
		return cellUnknown
	default:
		return cellUnknown
	}
}

// withPod returns the state of an address in the row of one of its pods.
func withPod(s state, pod v1alpha1.PodRef) state {
	if s == stateUsed && pod.Terminating {
		return stateTerminating
	}
	return s
}

// podOf returns the cell for the pod of an address without one. Host-network pods may be on the node's address where pods are not known.
func podOf(serves use, podsKnown bool) string {
	if serves == useUnknown || serves == useNode && !podsKnown {
		return cellUnknown
	}
	return cellNone
}
