// SPDX-License-Identifier: Apache-2.0

package snapshot

import (
	"slices"
	"strings"
)

// pruner cuts objects down to what a snapshot may hold when it leaves the machine: no environment but the VPC CNI's settings, no
// ConfigMap but those that hold them, no annotation but those of the VPC CNI and of the node kinds that it works with. Its methods
// get a copy of an object, which still shares maps and lists with the original: they replace those and never write into them.
type pruner struct {
	// nodeAnnotations are further annotations that are kept on nodes: the one that names a node's ENIConfig.
	nodeAnnotations []string
	// configMapKeys are the keys to keep of each ConfigMap beside the VPC CNI that it takes settings from.
	configMapKeys map[string][]string
}

// newPruner learns from the VPC CNI's DaemonSet which ConfigMaps and annotations it looks at.
func newPruner(s *Snapshot) *pruner {
	p := &pruner{configMapKeys: map[string][]string{}}
	for _, container := range s.cniContainers() {
		for _, source := range container.EnvFrom {
			p.settingsFrom(s, source)
		}
		for _, env := range container.Env {
			p.setting(s, env)
		}
	}
	return p
}

// settingsFrom notes a ConfigMap of which every key is a variable.
func (p *pruner) settingsFrom(s *Snapshot, source EnvFromSource) {
	if source.ConfigMapRef == nil {
		return
	}
	name := source.ConfigMapRef.Name
	for _, c := range s.ConfigMaps {
		if c.Namespace != cniNamespace || c.Name != name {
			continue
		}
		for key, value := range c.Data {
			if !isSetting(source.Prefix + key) {
				continue
			}
			p.configMapKeys[name] = append(p.configMapKeys[name], key)
			if source.Prefix+key == annotationName {
				p.nodeAnnotations = append(p.nodeAnnotations, value)
			}
		}
	}
}

// setting notes a single variable.
func (p *pruner) setting(s *Snapshot, env EnvVar) {
	if !isSetting(env.Name) {
		return
	}
	value := env.Value
	if env.ValueFrom != nil && env.ValueFrom.ConfigMapKeyRef != nil {
		ref := env.ValueFrom.ConfigMapKeyRef
		p.configMapKeys[ref.Name] = append(p.configMapKeys[ref.Name], ref.Key)
		value = s.configMapValue(ref.Name, ref.Key)
	}
	if env.Name == annotationName {
		p.nodeAnnotations = append(p.nodeAnnotations, value)
	}
}

// annotations keeps those that say something about a pod's or node's network.
func (p *pruner) annotations(meta *ObjectMeta, ofNode bool) {
	meta.Annotations = filtered(meta.Annotations, func(key string) bool {
		domain, _, _ := strings.Cut(key, "/")
		return slices.Contains([]string{"vpc.amazonaws.com", "k8s.amazonaws.com", "fargate.amazonaws.com"}, domain) ||
			ofNode && slices.Contains(p.nodeAnnotations, key)
	})
}

// pod keeps no environment, of resources only the VPC's, and the image only where it tells the version of the VPC CNI.
func (p *pruner) pod(pod *Pod) bool {
	ofCNI := pod.Namespace == cniNamespace && pod.Labels[cniPodLabel] == cniDaemonSet
	containers := slices.Clone(pod.Spec.Containers)
	for i := range containers {
		c := &containers[i]
		c.Env, c.EnvFrom = nil, nil
		c.Resources = vpcResources(c.Resources)
		if !ofCNI {
			c.Image = ""
		}
	}
	pod.Spec.Containers = containers
	return true
}

// daemonSet keeps the pod template of the VPC CNI alone.
func (p *pruner) daemonSet(d *DaemonSet) bool {
	if !isCNI(d) {
		d.Spec.Template = PodTemplate{}
		return true
	}
	spec := &d.Spec.Template.Spec
	spec.InitContainers = settingsOnly(spec.InitContainers)
	spec.Containers = settingsOnly(spec.Containers)
	return true
}

func settingsOnly(containers []Container) []Container {
	kept := slices.Clone(containers)
	for i := range kept {
		kept[i].Resources = vpcResources(kept[i].Resources)
		kept[i].Env = slices.DeleteFunc(slices.Clone(kept[i].Env), func(e EnvVar) bool { return !isSetting(e.Name) })
	}
	return kept
}

// configMap keeps the settings of the VPC resource controller, and of others the keys that the VPC CNI reads.
func (p *pruner) configMap(c *ConfigMap) bool {
	if c.Namespace != cniNamespace {
		return false
	}
	if c.Name == controllerMap {
		return true
	}
	keys, read := p.configMapKeys[c.Name]
	c.Data = filtered(c.Data, func(key string) bool { return slices.Contains(keys, key) })
	return read
}

func vpcResources(r Resources) Resources {
	ofVPC := func(name string) bool { return strings.HasPrefix(name, "vpc.amazonaws.com/") }
	return Resources{Limits: filtered(r.Limits, ofVPC), Requests: filtered(r.Requests, ofVPC)}
}

// filtered copies the entries of a map whose keys are wanted; nil if there are none.
func filtered(m map[string]string, wanted func(key string) bool) map[string]string {
	var kept map[string]string
	for key, value := range m {
		if !wanted(key) {
			continue
		}
		if kept == nil {
			kept = make(map[string]string)
		}
		kept[key] = value
	}
	return kept
}
