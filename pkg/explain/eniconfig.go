// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// Where ipamd takes the name of a node's ENIConfig from (amazon-vpc-cni-k8s pkg/eniconfig/eniconfig.go).
const (
	labelExternalENIConfig = "vpc.amazonaws.com/externalEniConfig"
	defaultENIConfig       = "default"
)

// eniConfigName is the ENIConfig that a node asks for, and where that name comes from. The first that is set wins, empty ones too.
func eniConfigName(node *snapshot.Node, s cni.Settings) (name, source string) {
	if name, ok := node.Labels[labelExternalENIConfig]; ok {
		return name, fmt.Sprintf("node %s label %s", node.Name, labelExternalENIConfig)
	}
	if name, ok := node.Annotations[s.ENIConfigAnnotation]; ok {
		return name, fmt.Sprintf("node %s annotation %s", node.Name, s.ENIConfigAnnotation)
	}
	if name, ok := node.Labels[s.ENIConfigLabel]; ok {
		return name, fmt.Sprintf("node %s label %s", node.Name, s.ENIConfigLabel)
	}
	return defaultENIConfig, fmt.Sprintf("the default: node %s has neither label %s, nor annotation %s, nor label %s",
		node.Name, labelExternalENIConfig, s.ENIConfigAnnotation, s.ENIConfigLabel)
}

// eniConfig is the node's ENIConfig; nil if it does not exist or was not read.
func (x *subject) eniConfig() *snapshot.ENIConfig {
	name, _ := eniConfigName(x.node.Record, x.pool.settings)
	for i := range x.snapshot.ENIConfigs {
		if config := &x.snapshot.ENIConfigs[i]; config.Name == name {
			return config
		}
	}
	return nil
}

// eniConfigRule says that custom networking lacks the ENIConfig that the next ENI needs, or that its subnet cannot serve.
func eniConfigRule(x *subject) []v1alpha1.Finding {
	p := x.pool
	if p == nil || !p.settings.CustomNetworking || !p.usedUp() || p.state.FreeSlots > 0 || p.state.FreeENIs == 0 {
		return nil
	}
	name, source := eniConfigName(x.node.Record, p.settings)
	if config := x.eniConfig(); config != nil {
		return p.weigh(x.wrongZone(config, source))
	}
	missing := x.notServed(snapshot.ENIConfigs)
	if !missing && !x.read(snapshot.ENIConfigs) {
		return nil
	}
	f := found(ENIConfigMissing,
		fmt.Sprintf("Custom networking needs ENIConfig %q for the next ENI of %s, and there is none of that name.", name, x.node.Name),
		evidence(source, "%s", name), evidence(daemonSet(cni.EnvCustomNetworking), "true"), x.eniConfigNames(missing), p.evidence())
	f.Commands = []string{"kubectl get eniconfigs", fmt.Sprintf("kubectl annotate node %s %s=NAME --overwrite", x.node.Name, p.settings.ENIConfigAnnotation)}
	return p.weigh(some(f))
}

func (x *subject) eniConfigNames(notServed bool) v1alpha1.Evidence {
	const source = "ENIConfigs of the cluster"
	if notServed {
		return evidence(source, "the API server does not serve crd.k8s.amazonaws.com/v1alpha1")
	}
	names := make([]string, 0, len(x.snapshot.ENIConfigs))
	for i := range x.snapshot.ENIConfigs {
		names = append(names, x.snapshot.ENIConfigs[i].Name)
	}
	if len(names) == 0 {
		return evidence(source, "none")
	}
	return evidence(source, "%s", shorten(names))
}

// wrongZone says that an ENIConfig's subnet is in another zone than the node.
func (x *subject) wrongZone(config *snapshot.ENIConfig, source string) []v1alpha1.Finding {
	subnet, ok := x.model.Subnets[topology.SubnetID(config.Spec.Subnet)]
	if !ok {
		x.read(snapshot.Subnets, config.Spec.Subnet)
		return nil
	}
	if subnet.Zone == "" || x.node.Zone == "" || subnet.Zone == x.node.Zone {
		return nil
	}
	f := found(ENIConfigWrongZone,
		fmt.Sprintf("ENIConfig %s makes ENIs in subnet %s of zone %s, and node %s is in %s, so that they cannot be attached.", config.Name, subnet.ID, subnet.Zone, x.node.Name, x.node.Zone),
		evidence(source, "%s", config.Name), evidence(fmt.Sprintf("ENIConfig %s spec.subnet", config.Name), "%s", subnet.ID),
		evidence(fmt.Sprintf("EC2 subnet %s AvailabilityZone", subnet.ID), "%s", subnet.Zone),
		evidence(x.nodeField("label topology.kubernetes.io/zone"), "%s", x.node.Zone), x.pool.evidence())
	f.Commands = []string{fmt.Sprintf("kubectl set env daemonset/%s -n %s %s=topology.kubernetes.io/zone", cni.DaemonSetName, cni.Namespace, cni.EnvENIConfigLabel)}
	return some(f)
}
