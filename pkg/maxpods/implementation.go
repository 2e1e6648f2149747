// SPDX-License-Identifier: Apache-2.0

package maxpods

import "github.com/kubectl-eni/kubectl-eni/pkg/cni"

// ImplementationName names something that computes max pods.
type ImplementationName string

// The implementations.
const (
	// Calculator is max-pods-calculator.sh of amazon-eks-ami, removed from main in March 2026 (branch al2,
	// templates/al2/runtime/max-pods-calculator.sh).
	Calculator ImplementationName = "Calculator"
	// ManagedNodeGroupValue is what EKS writes into the user data of a managed node group whose launch template names no AMI. Source:
	// Amazon EKS User Guide, "Choose an optimal Amazon EC2 node instance type", how maxPods is determined.
	ManagedNodeGroupValue ImplementationName = "ManagedNodeGroup"
	// Nodeadm sets up AL2023 nodes (amazon-eks-ami nodeadm/internal/kubelet/eni_max_pods.go).
	Nodeadm ImplementationName = "Nodeadm"
	// AL2Bootstrap sets up Amazon Linux 2 nodes (amazon-eks-ami branch al2, templates/al2/runtime/bootstrap.sh).
	AL2Bootstrap ImplementationName = "AL2Bootstrap"
	// KarpenterValue is Karpenter's (karpenter-provider-aws pkg/providers/instancetype/types.go, ENILimitedPods and pods).
	KarpenterValue ImplementationName = "Karpenter"
	// BottlerocketValue is Bottlerocket's pluto (bottlerocket-core-kit sources/api/pluto/src/main.rs).
	BottlerocketValue ImplementationName = "Bottlerocket"
	// AutoModeValue is EKS Auto Mode's (Amazon EKS User Guide, "Create a Node Class for Amazon EKS").
	AutoModeValue ImplementationName = "AutoMode"
	// WindowsAMI is kubelet's default, which the EKS Windows AMIs keep.
	WindowsAMI ImplementationName = "WindowsAMI"
)

// Implementation is what one implementation sets for a [Case].
type Implementation struct {
	Name ImplementationName
	// Value is nil when the implementation cannot serve such a node, or when what it does is not documented.
	Value *int
	Note  string
}

// Implementations returns what every implementation would set, in a fixed order.
func (c Case) Implementations() []Implementation {
	return []Implementation{
		c.calculator(), c.managedNodeGroup(), c.nodeadm(), c.al2(), c.karpenter(), c.bottlerocket(), c.autoMode(), c.windowsAMI(),
	}
}

// implementation returns one of [Case.Implementations].
func (c Case) implementation(name ImplementationName) (Implementation, bool) {
	for _, i := range c.Implementations() {
		if i.Name == name {
			return i, true
		}
	}
	return Implementation{}, false
}

func value(name ImplementationName, n int, note string) Implementation {
	return Implementation{Name: name, Value: &n, Note: note}
}

func noValue(name ImplementationName, note string) Implementation {
	return Implementation{Name: name, Note: note}
}

const linuxOnly = "Linux only"

// standard is the formula that knows of no setting: all ENIs of the default network card, one address a slot, no cap.
func (c Case) standard() int {
	return c.Type.Limits.ENIs*c.Type.Limits.SlotsPerENI() + hostNetworkPods
}

// calculated is the arithmetic of max-pods-calculator.sh: MAX_ENI, then less one for custom networking; prefixes on nitro only, bare metal
// left out, and from CNI 1.9 on; then the cap, in secondary mode too.
func (c Case) calculated() int {
	limits, settings := c.Type.Limits, c.Setup.Settings
	enis := settings.MaxENIs(limits)
	if settings.CustomNetworking {
		enis--
	}
	slots := enis * limits.SlotsPerENI()
	if settings.PrefixDelegation && limits.Hypervisor == cni.HypervisorNitro && settings.Version.AtLeast(1, 9, 0) {
		slots *= cni.IPv4PrefixSize
	}
	return min(slots+hostNetworkPods, capFor(c.Type.VCPUs))
}

const trunkNotCounted = "counts the trunk ENI as one for pods"

func (c Case) calculator() Implementation {
	switch {
	case c.Setup.Windows:
		return noValue(Calculator, linuxOnly)
	case c.Setup.Settings.IPv6:
		return noValue(Calculator, "knows nothing of IPv6")
	case c.takesTrunk():
		return value(Calculator, c.calculated(), trunkNotCounted)
	default:
		return value(Calculator, c.calculated(), "")
	}
}

// managedNodeGroup is the calculator's arithmetic with the CNI's settings at the time when the launch template version is made
// (awslabs/amazon-eks-ami#494).
func (c Case) managedNodeGroup() Implementation {
	note := "for the type alone: a group of several types gets the smallest of their values"
	switch {
	case c.Setup.Windows:
		return noValue(ManagedNodeGroupValue, "see WindowsAMI")
	case c.Setup.Settings.IPv6:
		return value(ManagedNodeGroupValue, capFor(c.Type.VCPUs), note+"; AWS does not document it for IPv6")
	case c.takesTrunk():
		return value(ManagedNodeGroupValue, c.calculated(), note+"; "+trunkNotCounted)
	default:
		return value(ManagedNodeGroupValue, c.calculated(), note)
	}
}

const settingsIgnored = "knows nothing of the VPC CNI's settings"

func (c Case) nodeadm() Implementation {
	if c.Setup.Windows {
		return noValue(Nodeadm, linuxOnly)
	}
	return value(Nodeadm, c.standard(), c.ignores("no cap; maxPodsExpression can change it"))
}

func (c Case) al2() Implementation {
	if c.Setup.Windows {
		return noValue(AL2Bootstrap, linuxOnly)
	}
	return value(AL2Bootstrap, c.standard(), c.ignores("no cap"))
}

// ignores adds to a note that an implementation does not look at the VPC CNI's settings, where that makes a difference.
func (c Case) ignores(note string) string {
	s := c.Setup.Settings
	if s.IPv6 || s.PrefixDelegation || s.CustomNetworking || s.MaxENI >= 1 || c.takesTrunk() {
		return settingsIgnored + "; " + note
	}
	return note
}

func (c Case) bottlerocket() Implementation {
	if c.Setup.Windows {
		return noValue(BottlerocketValue, linuxOnly)
	}
	return value(BottlerocketValue, c.standard(), c.ignores("no cap; 110 for a type that its release does not know yet"))
}

func (c Case) windowsAMI() Implementation {
	if !c.Setup.Windows {
		return noValue(WindowsAMI, "Windows only")
	}
	return value(WindowsAMI, windowsMaxPods, "the scheduler also counts vpc.amazonaws.com/PrivateIPv4Address, so that no pod is placed beyond the addresses")
}
