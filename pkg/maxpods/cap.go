// SPDX-License-Identifier: Apache-2.0

package maxpods

import "github.com/kubectl-eni/kubectl-eni/pkg/cni"

// The cap that EKS recommends, and that max-pods-calculator.sh and managed node groups without an AMI ID of their own apply: 110 up to 30
// vCPUs, else 250. Sources: amazon-eks-ami branch al2, templates/al2/runtime/max-pods-calculator.sh ("-gt 30"); Amazon EKS User Guide,
// "Create a managed node group". The user guide says "less than" and "greater than"; no instance type has 29 to 31 vCPUs.
const (
	capVCPUs = 30
	capSmall = 110
	capLarge = 250
)

// capFor returns the cap of a type. Where the side of 30 vCPUs is unknown it is the smaller one.
func capFor(v cni.VCPURange) int {
	if more, _ := v.MoreThan(capVCPUs); more {
		return capLarge
	}
	return capSmall
}

// capAppliesTo names the implementations that apply the cap of a set-up.
func capAppliesTo(s Setup) []string {
	if s.Windows {
		return []string{string(WindowsAMI)}
	}
	return []string{string(Calculator), string(ManagedNodeGroupValue)}
}
