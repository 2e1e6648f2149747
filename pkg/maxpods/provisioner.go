// SPDX-License-Identifier: Apache-2.0

package maxpods

import (
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// Provisioner is what made a node.
type Provisioner string

// The provisioners.
const (
	ManagedNodeGroup Provisioner = "ManagedNodeGroup"
	Karpenter        Provisioner = "Karpenter"
	AutoMode         Provisioner = "AutoMode"
	SelfManaged      Provisioner = "SelfManaged"
	Fargate          Provisioner = "Fargate"
	Hybrid           Provisioner = "Hybrid"
	HyperPod         Provisioner = "HyperPod"
	UnknownProvision Provisioner = "Unknown"
)

// AMIFamily is the kind of operating system image, which decides how kubelet is set up.
type AMIFamily string

// The families.
const (
	AL2023       AMIFamily = "AL2023"
	AL2          AMIFamily = "AL2"
	Bottlerocket AMIFamily = "Bottlerocket"
	Windows      AMIFamily = "Windows"
	OtherAMI     AMIFamily = "Other"
)

// Labels that tell a node's provisioner. Sources: Amazon EKS User Guide, "Understand each phase of node updates" (the labels that EKS
// applies); karpenter-provider-aws website/content/en/docs/concepts; eksctl pkg/apis/eksctl.io/v1alpha5/types.go.
const (
	labelNodeGroup = "eks.amazonaws.com/nodegroup"
	// labelLaunchTemplate is there when the node group was given a launch template. Only such a node group can have an AMI of its own, but
	// most have none: EKS does not label that. The label eks.amazonaws.com/nodegroup-image, the AMI's id, is on every node group.
	labelLaunchTemplate = "eks.amazonaws.com/sourceLaunchTemplateId"
	labelNodePool       = "karpenter.sh/nodepool"
	// labelKarpenterLegacy is Karpenter's before v0.32.
	labelKarpenterLegacy = "karpenter.sh/provisioner-name"
	labelEksctl          = "alpha.eksctl.io/nodegroup-name"
)

// Beginnings of status.nodeInfo.osImage: "Amazon Linux 2023.9.20260714", "Amazon Linux 2", "Bottlerocket OS 1.64.0 (aws-k8s-1.36)",
// "Bottlerocket (EKS Auto, Standard) 2026.9.14 (aws-k8s-1.36-standard)".
const (
	imageAL2023       = "Amazon Linux 2023"
	imageAL2          = "Amazon Linux 2"
	imageBottlerocket = "Bottlerocket"
)

// Provision is how a node was made.
type Provision struct {
	Provisioner Provisioner
	// Name is the node group's or node pool's name.
	Name string
	AMI  AMIFamily
	// LaunchTemplate tells that a managed node group was given a launch template, which may name an AMI.
	LaunchTemplate bool
	// Eksctl tells that eksctl made a self-managed node group.
	Eksctl bool
	// Source is the label, or other fact, that told the provisioner.
	Source string
}

// ProvisionOf tells how a node was made.
func ProvisionOf(n *topology.Node) Provision {
	p := Provision{AMI: amiFamily(n)}
	labels := map[string]string{}
	if n.Record != nil {
		labels = n.Record.Labels
	}
	switch n.Kind {
	case topology.KindAutoMode:
		p.Provisioner, p.Name, p.Source = AutoMode, labels[labelNodePool], "node label eks.amazonaws.com/compute-type"
	case topology.KindFargate:
		p.Provisioner, p.Source = Fargate, "node label eks.amazonaws.com/compute-type, or the node's name"
	case topology.KindHybrid:
		p.Provisioner, p.Source = Hybrid, "node label eks.amazonaws.com/compute-type, or the provider id"
	case topology.KindHyperPod:
		p.Provisioner, p.Source = HyperPod, "provider id"
	case topology.KindUnknown:
		p.Provisioner = UnknownProvision
	case topology.KindEC2:
		p.byLabels(labels)
	}
	return p
}

func (p *Provision) byLabels(labels map[string]string) {
	switch {
	case labels[labelNodePool] != "":
		p.Provisioner, p.Name, p.Source = Karpenter, labels[labelNodePool], "node label "+labelNodePool
	case labels[labelKarpenterLegacy] != "":
		p.Provisioner, p.Name, p.Source = Karpenter, labels[labelKarpenterLegacy], "node label "+labelKarpenterLegacy
	case labels[labelNodeGroup] != "":
		p.Provisioner, p.Name, p.Source = ManagedNodeGroup, labels[labelNodeGroup], "node label "+labelNodeGroup
		p.LaunchTemplate = labels[labelLaunchTemplate] != ""
	case labels[labelEksctl] != "":
		p.Provisioner, p.Name, p.Eksctl, p.Source = SelfManaged, labels[labelEksctl], true, "node label "+labelEksctl
	default:
		p.Provisioner, p.Source = SelfManaged, "no label of a managed node group, Karpenter or Auto Mode"
	}
}

func amiFamily(n *topology.Node) AMIFamily {
	if n.Windows() {
		return Windows
	}
	image := ""
	if n.Record != nil {
		image = n.Record.Status.NodeInfo.OSImage
	}
	switch {
	case strings.HasPrefix(image, imageAL2023):
		return AL2023
	case image == imageAL2 || strings.HasPrefix(image, imageAL2+" "):
		return AL2
	case strings.HasPrefix(image, imageBottlerocket):
		return Bottlerocket
	default:
		return OtherAMI
	}
}

// Applies returns the implementation that set kubelet's value on a node, or "" where none is known. A managed node group with a launch
// template has EKS's value unless the template names an AMI; then it has the AMI's. Which of them it is shows in kubelet's value, where
// the two differ.
func (p Provision) Applies(c Case, kubelet *int) ImplementationName {
	switch p.Provisioner {
	case AutoMode:
		return AutoModeValue
	case Karpenter:
		return KarpenterValue
	case SelfManaged:
		return p.byAMI()
	case ManagedNodeGroup:
		if p.AMI == Windows {
			return WindowsAMI
		}
		if p.LaunchTemplate && kubelet != nil && !c.gives(ManagedNodeGroupValue, *kubelet) && c.gives(p.byAMI(), *kubelet) {
			return p.byAMI()
		}
		return ManagedNodeGroupValue
	case Fargate, Hybrid, HyperPod, UnknownProvision:
		return ""
	default:
		return ""
	}
}

func (p Provision) byAMI() ImplementationName {
	switch p.AMI {
	case AL2023:
		return Nodeadm
	case AL2:
		return AL2Bootstrap
	case Bottlerocket:
		return BottlerocketValue
	case Windows:
		return WindowsAMI
	case OtherAMI:
		return ""
	default:
		return ""
	}
}

// gives reports whether an implementation's value for the case is n.
func (c Case) gives(name ImplementationName, n int) bool {
	i, ok := c.implementation(name)
	return ok && i.Value != nil && *i.Value == n
}
