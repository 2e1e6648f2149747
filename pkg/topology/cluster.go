// SPDX-License-Identifier: Apache-2.0

package topology

import (
	"cmp"
	"fmt"
	"net/netip"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// cluster fills in the cluster's name, region and CNI settings.
func (b *builder) cluster() {
	b.model.Cluster = Cluster{Name: b.snapshot.Meta.Cluster, Region: b.snapshot.Meta.Region}
	if b.model.Cluster.Region == "" {
		b.model.Cluster.Region = b.regionLabel()
	}
	settings := b.settings()
	if settings == nil {
		return
	}
	b.model.Cluster.Settings = settings
	if settings.ClusterName != "" {
		b.model.Cluster.Name = settings.ClusterName
	}
}

func (b *builder) regionLabel() string {
	for i := range b.snapshot.Nodes {
		if region := label(&b.snapshot.Nodes[i], labelRegion, labelRegionLegacy); region != "" {
			return region
		}
	}
	return ""
}

// account is the account that owns most of the nodes' ENIs; the first in order where several own as many.
func (b *builder) account() string {
	counts := map[string]int{}
	best := ""
	for _, node := range b.model.Nodes {
		for _, eni := range node.Interfaces {
			owner := eni.Record.OwnerID
			if owner == "" {
				continue
			}
			counts[owner]++
			n, most := counts[owner], counts[best]
			if n > most || (n == most && owner < best) {
				best = owner
			}
		}
	}
	return cmp.Or(best, b.snapshot.Meta.Account)
}

// settings reads the aws-node DaemonSet; nil when there is none.
func (b *builder) settings() *cni.Settings {
	for i := range b.snapshot.DaemonSets {
		ds := &b.snapshot.DaemonSets[i]
		if ds.Namespace != cni.Namespace || ds.Name != cni.DaemonSetName {
			continue
		}
		for j := range ds.Spec.Template.Spec.Containers {
			container := &ds.Spec.Template.Spec.Containers[j]
			if container.Name == cni.DaemonSetName {
				return b.parseSettings(container)
			}
		}
		b.warn("CNISettingsUnknown", "DaemonSet kube-system/aws-node has no container aws-node: the VPC CNI's settings are unknown")
	}
	return nil
}

func (b *builder) parseSettings(container *snapshot.Container) *cni.Settings {
	settings, problems := cni.ParseSettings(b.environment(container), cni.ParseImageVersion(container.Image))
	for _, problem := range problems {
		b.warn("CNISetting", "DaemonSet kube-system/aws-node: "+problem)
	}
	return &settings
}

// environment resolves a container's variables as kubelet does: envFrom first, then env, the later one winning.
func (b *builder) environment(container *snapshot.Container) map[string]string {
	env := map[string]string{}
	for _, source := range container.EnvFrom {
		if source.ConfigMapRef == nil {
			continue
		}
		for key, value := range b.configMap(source.ConfigMapRef.Name) {
			env[source.Prefix+key] = value
		}
	}
	for _, variable := range container.Env {
		if value, ok := b.resolve(variable); ok {
			env[variable.Name] = value
		}
	}
	return env
}

// resolve returns a variable's value. Fields of the pod are no settings; a reference that cannot be resolved is warned of.
func (b *builder) resolve(variable snapshot.EnvVar) (string, bool) {
	source := variable.ValueFrom
	if source == nil {
		return variable.Value, true
	}
	if ref := source.ConfigMapKeyRef; ref != nil {
		if value, ok := b.configMap(ref.Name)[ref.Key]; ok {
			return value, true
		}
		b.warn("CNISetting", fmt.Sprintf("DaemonSet kube-system/aws-node: %s comes from key %s of ConfigMap kube-system/%s, which was not found: its default is assumed",
			variable.Name, ref.Key, ref.Name))
	}
	if ref := source.SecretKeyRef; ref != nil {
		b.warn("CNISetting", fmt.Sprintf("DaemonSet kube-system/aws-node: %s comes from Secret kube-system/%s, which is never read: its default is assumed",
			variable.Name, ref.Name))
	}
	return "", false
}

func (b *builder) configMap(name string) map[string]string {
	for i := range b.snapshot.ConfigMaps {
		if cm := &b.snapshot.ConfigMaps[i]; cm.Namespace == cni.Namespace && cm.Name == name {
			return cm.Data
		}
	}
	return nil
}

// subnets indexes the subnets by id.
func (b *builder) subnets() {
	for i := range b.snapshot.Subnets {
		record := &b.snapshot.Subnets[i]
		subnet := Subnet{ID: SubnetID(record.ID), Zone: record.AvailabilityZone, Excluded: b.excluded(record), Record: record}
		if record.CIDRBlock != "" {
			cidr, err := netip.ParsePrefix(record.CIDRBlock)
			if err != nil {
				b.warn("InvalidCIDR", fmt.Sprintf("subnet %s: CIDR %q does not parse", record.ID, record.CIDRBlock))
			}
			subnet.CIDR = cidr
		}
		b.model.Subnets[subnet.ID] = subnet
	}
}

// excluded reports whether pods get no new addresses from a subnet, by its tags.
func (b *builder) excluded(subnet *snapshot.Subnet) bool {
	settings := b.model.Cluster.Settings
	if settings == nil {
		return false
	}
	tags := make(map[string]string, len(subnet.Tags))
	for _, t := range subnet.Tags {
		tags[t.Key] = t.Value
	}
	return settings.ExcludesSubnet(tags)
}
