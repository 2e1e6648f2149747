// SPDX-License-Identifier: Apache-2.0

package render

import "github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"

// Roles of ENIs, see [v1alpha1.Interface].
const (
	rolePrimary   = "primary"
	roleTrunk     = "trunk"
	roleBranch    = "branch"
	roleEFA       = "efa"
	roleEFAOnly   = "efa-only"
	roleUnmanaged = "unmanaged"
)

// use is what an address serves for.
type use string

const (
	// useNode is the address that the node is reached at, shared by its host-network pods.
	useNode use = "node"
	// useOwn is another ENI's own address, which no pod gets.
	useOwn use = "own"
	// usePods is an address with pods.
	usePods use = "pods"
	// useIdle is an address that is held for pods and has none.
	useIdle use = "idle"
	// useBranch is the address of a branch ENI that has no pod.
	useBranch use = "branch"
	// useOther is an address that is not for pods.
	useOther use = "other"
	// useUnknown is an address that may have pods, where the pods could not be read.
	useUnknown use = "unknown"
)

// useOf returns what an address of an ENI serves for.
func useOf(i *v1alpha1.Interface, a *v1alpha1.Address, podsKnown bool) use {
	switch {
	case a.Primary && i.Role == rolePrimary:
		return useNode
	case len(a.Pods) > 0:
		return usePods
	case a.Primary && i.Role != roleBranch:
		return useOwn
	default:
		return useWithoutPods(i, podsKnown)
	}
}

// useWithoutPods returns what an address of an ENI that is not the ENI's own serves for when no pod is known to have it.
func useWithoutPods(i *v1alpha1.Interface, podsKnown bool) use {
	switch {
	case i.Role != roleBranch && !isForPods(i):
		return useOther
	case !podsKnown:
		return useUnknown
	case i.Role == roleBranch:
		return useBranch
	default:
		return useIdle
	}
}

// isForPods tells whether pods get addresses of an ENI. They do not of one that ipamd does not manage, of an EFA-only one, which has none, and
// of a trunk, to which ipamd adds none (amazon-vpc-cni-k8s, pkg/ipamd/datastore, GetAllocatableENIs).
func isForPods(i *v1alpha1.Interface) bool {
	switch i.Role {
	case roleUnmanaged, roleEFAOnly, roleTrunk, roleBranch:
		return false
	case roleEFA:
		return i.Held != nil
	default:
		return true
	}
}
