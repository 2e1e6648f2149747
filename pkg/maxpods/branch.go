// SPDX-License-Identifier: Apache-2.0

package maxpods

import (
	"fmt"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

// branchENIs is how many pods can have a branch ENI of their own. They come on top of the pod addresses: each is one pod's, and prefixes
// do not change their number (amazon-vpc-resource-controller-k8s pkg/provider/branch/provider.go).
func (c Case) branchENIs() *int {
	limits, none := c.Type.Limits, 0
	switch {
	case !c.Setup.Settings.PodENI && !c.Attached.HasTrunk:
		return &none
	case !limits.TrunkKnown:
		return nil
	case !c.Attached.HasTrunk && !c.hasTrunkSlot():
		return &none
	default:
		return &limits.Branches
	}
}

// noteBranches says which pods a node cannot run although the settings ask for them.
func (c Case) noteBranches(r *Result) {
	limits := c.Type.Limits
	switch {
	case !c.Setup.Settings.PodENI:
	case !limits.SupportsTrunk():
		r.Notes = append(r.Notes, limits.InstanceType+" cannot have a trunk ENI: pods with security groups of their own do not run on it")
	case !c.Attached.HasTrunk && !c.hasTrunkSlot():
		r.Notes = append(r.Notes, cni.EnvMaxENI+" leaves no ENI for the trunk: pods with security groups of their own do not run here")
	}
}

// noteUncounted says that the formula leaves out the pods on branch ENIs. kubelet counts them, but an ordinary pod cannot use one.
func (r *Result) noteUncounted() {
	if deref(r.BranchENIs) > 0 && r.MaxPods != nil && r.Unusable == "" {
		r.Notes = append(r.Notes, fmt.Sprintf("not counted: up to %d pods that have security groups, and so branch ENIs, of their own", *r.BranchENIs))
	}
}
