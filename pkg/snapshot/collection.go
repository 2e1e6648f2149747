// SPDX-License-Identifier: Apache-2.0

package snapshot

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// groupKind names a Kubernetes kind whatever its version. The group matters: a cluster can serve two kinds called CNINode.
type groupKind struct {
	group, kind string
}

// objectName names one object in messages and when sorting. Objects of EC2 have no namespace and are named by their id.
type objectName struct {
	namespace, name string
}

// collection is one list of a [Snapshot]: how its items are recognised, decoded, put in order and written.
type collection struct {
	resource Resource
	// kind of the items, if they are Kubernetes objects.
	kind groupKind
	// keys are the top-level fields that hold the items in the AWS CLI's output, if they are EC2's.
	keys []string

	// add decodes one item into the list.
	add func(s *Snapshot, raw []byte) error
	// name finds the name of an item that cannot be decoded.
	name      func(raw []byte) objectName
	normalize func(s *Snapshot)
	size      func(s *Snapshot) int
	encode    func(w io.Writer, s *Snapshot, p *pruner) error
}

// file is the path of the list in the saved form.
func (c *collection) file() string {
	return string(c.resource) + ".json"
}

// collections returns all lists of a snapshot.
func collections() []collection {
	return append(kubernetesCollections(), ec2Collections()...)
}

func kubernetesCollections() []collection {
	const crds = "vpcresources.k8s.aws"
	return []collection{
		kubernetes(Nodes, "v1", "Node",
			func(s *Snapshot) *[]Node { return &s.Nodes }, func(n *Node) *ObjectMeta { return &n.ObjectMeta }, nil),
		kubernetes(Pods, "v1", "Pod",
			func(s *Snapshot) *[]Pod { return &s.Pods }, func(p *Pod) *ObjectMeta { return &p.ObjectMeta }, (*pruner).pod),
		kubernetes(Events, "v1", "Event",
			func(s *Snapshot) *[]Event { return &s.Events }, func(e *Event) *ObjectMeta { return &e.ObjectMeta }, nil),
		kubernetes(DaemonSets, "apps/v1", "DaemonSet",
			func(s *Snapshot) *[]DaemonSet { return &s.DaemonSets }, func(d *DaemonSet) *ObjectMeta { return &d.ObjectMeta }, (*pruner).daemonSet),
		kubernetes(ConfigMaps, "v1", "ConfigMap",
			func(s *Snapshot) *[]ConfigMap { return &s.ConfigMaps }, func(c *ConfigMap) *ObjectMeta { return &c.ObjectMeta }, (*pruner).configMap),
		kubernetes(ENIConfigs, "crd.k8s.amazonaws.com/v1alpha1", "ENIConfig",
			func(s *Snapshot) *[]ENIConfig { return &s.ENIConfigs }, func(e *ENIConfig) *ObjectMeta { return &e.ObjectMeta }, nil),
		kubernetes(CNINodes, crds+"/v1alpha1", "CNINode",
			func(s *Snapshot) *[]CNINode { return &s.CNINodes }, func(c *CNINode) *ObjectMeta { return &c.ObjectMeta }, nil),
		kubernetes(SecurityGroupPolicies, crds+"/v1beta1", "SecurityGroupPolicy",
			func(s *Snapshot) *[]SecurityGroupPolicy { return &s.SecurityGroupPolicies },
			func(p *SecurityGroupPolicy) *ObjectMeta { return &p.ObjectMeta }, nil),
		kubernetes(ServiceAccounts, "v1", "ServiceAccount",
			func(s *Snapshot) *[]ServiceAccount { return &s.ServiceAccounts }, func(a *ServiceAccount) *ObjectMeta { return &a.ObjectMeta }, nil),
	}
}

func ec2Collections() []collection {
	return []collection{
		ec2(NetworkInterfaces, topLevel[NetworkInterface]("NetworkInterfaces"),
			func(s *Snapshot) *[]NetworkInterface { return &s.NetworkInterfaces }, "NetworkInterfaceId",
			func(i *NetworkInterface) string { return i.ID }),
		ec2(Subnets, topLevel[Subnet]("Subnets"),
			func(s *Snapshot) *[]Subnet { return &s.Subnets }, "SubnetId", func(n *Subnet) string { return n.ID }),
		ec2(SubnetCIDRReservations, []section[SubnetCIDRReservation]{
			{key: "SubnetIpv4CidrReservations", holds: func(r *SubnetCIDRReservation) bool { return !strings.Contains(r.CIDR, ":") }},
			{key: "SubnetIpv6CidrReservations", holds: func(r *SubnetCIDRReservation) bool { return strings.Contains(r.CIDR, ":") }},
		}, func(s *Snapshot) *[]SubnetCIDRReservation { return &s.SubnetCIDRReservations },
			"SubnetCidrReservationId", func(r *SubnetCIDRReservation) string { return r.ID }),
		ec2(Instances, []section[Instance]{{key: "Reservations", open: `{"Instances":[`, end: `]}`}},
			func(s *Snapshot) *[]Instance { return &s.Instances }, "InstanceId", func(i *Instance) string { return i.ID }),
		ec2(InstanceTypes, topLevel[InstanceType]("InstanceTypes"),
			func(s *Snapshot) *[]InstanceType { return &s.InstanceTypes }, "InstanceType", func(t *InstanceType) string { return t.InstanceType }),
		ec2(SecurityGroups, topLevel[SecurityGroup]("SecurityGroups"),
			func(s *Snapshot) *[]SecurityGroup { return &s.SecurityGroups }, "GroupId", func(g *SecurityGroup) string { return g.ID }),
	}
}

// kubernetes describes a list of Kubernetes objects. prune cuts an object down before it is saved and reports whether to save it at
// all; nil means that only annotations are pruned.
func kubernetes[T any](
	resource Resource, apiVersion, kind string, items func(*Snapshot) *[]T, meta func(*T) *ObjectMeta, prune func(*pruner, *T) bool,
) collection {
	key := func(item *T) objectName { return objectName{meta(item).Namespace, meta(item).Name} }
	form := layout[T]{
		head:     `"apiVersion":"v1","kind":"List",`,
		itemHead: `"apiVersion":` + quote(apiVersion) + `,"kind":` + quote(kind) + `,`,
		sections: []section[T]{{key: "items"}},
		prune: func(p *pruner, item *T) bool {
			p.annotations(meta(item), resource == Nodes)
			return prune == nil || prune(p, item)
		},
	}
	c := newCollection(resource, items, key, form)
	c.name = func(raw []byte) objectName {
		meta := fields(fields(raw)["metadata"])
		return objectName{text(meta["namespace"]), text(meta["name"])}
	}
	c.kind = groupKind{groupOf(apiVersion), kind}
	return c
}

// ec2 describes a list of EC2 resources, which are named by an id.
func ec2[T any](
	resource Resource, sections []section[T], items func(*Snapshot) *[]T, idField string, id func(*T) string,
) collection {
	key := func(item *T) objectName { return objectName{name: id(item)} }
	c := newCollection(resource, items, key, layout[T]{sections: sections})
	c.name = func(raw []byte) objectName { return objectName{name: text(fields(raw)[idField])} }
	for _, section := range sections {
		c.keys = append(c.keys, section.key)
	}
	return c
}

func newCollection[T any](resource Resource, items func(*Snapshot) *[]T, key func(*T) objectName, form layout[T]) collection {
	return collection{
		resource: resource,
		add: func(s *Snapshot, raw []byte) error {
			var item T
			if err := json.Unmarshal(raw, &item); err != nil {
				return err //nolint:wrapcheck // worded by the caller
			}
			if key(&item).name == "" {
				return errors.New("it has no name or id")
			}
			if resource == Pods {
				// The one list that is long: its pods are cut down at once, which takes nothing but the pod.
				form.prune(&pruner{}, &item)
			}
			list := items(s)
			*list = append(*list, item)
			return nil
		},
		normalize: func(s *Snapshot) { list := items(s); *list = normalized(*list, key) },
		size:      func(s *Snapshot) int { return len(*items(s)) },
		encode:    func(w io.Writer, s *Snapshot, p *pruner) error { return form.encode(w, *items(s), p) },
	}
}

// topLevel is the usual form of the AWS CLI's output: one list under one key.
func topLevel[T any](key string) []section[T] {
	return []section[T]{{key: key}}
}

// groupOf returns the API group of an apiVersion, "" for the core group.
func groupOf(apiVersion string) string {
	group, _, found := strings.Cut(apiVersion, "/")
	if !found {
		return ""
	}
	return group
}

func quote(s string) string {
	return `"` + s + `"`
}
