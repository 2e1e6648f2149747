// SPDX-License-Identifier: Apache-2.0

package topology_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// The fixtures are written by hand in the shapes that upstream documents; no value is from a real cluster.

const (
	nodeA, instanceA = "node-a", "i-0aaaaaaaaaaaaaaaa"
	nodeB, instanceB = "node-b", "i-0bbbbbbbbbbbbbbbb"
	subnet1          = "subnet-1"
)

// world is a snapshot under construction: one m5.large node with the VPC CNI.
type world struct{ snapshot.Snapshot }

func newWorld(change ...func(*world)) *world {
	w := &world{}
	w.Meta.Time = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	w.Meta.Region = "eu-west-1"
	w.Nodes = []snapshot.Node{node(nodeA, instanceA)}
	w.Subnets = []snapshot.Subnet{{ID: subnet1, CIDRBlock: "10.0.0.0/16", AvailabilityZone: "eu-west-1a"}}
	w.env(nil)
	for _, f := range change {
		f(w)
	}
	return w
}

// env sets the aws-node DaemonSet.
func (w *world) env(env map[string]string) {
	container := snapshot.Container{Name: "aws-node", Image: "amazon-k8s-cni:v1.20.4"}
	for name, value := range env {
		container.Env = append(container.Env, snapshot.EnvVar{Name: name, Value: value})
	}
	w.DaemonSets = []snapshot.DaemonSet{daemonSet(container)}
}

func daemonSet(container snapshot.Container) snapshot.DaemonSet {
	return snapshot.DaemonSet{
		ObjectMeta: snapshot.ObjectMeta{Namespace: "kube-system", Name: "aws-node"},
		Spec:       snapshot.DaemonSetSpec{Template: snapshot.PodTemplate{Spec: snapshot.PodTemplateSpec{Containers: []snapshot.Container{container}}}},
	}
}

func node(name, instance string) snapshot.Node {
	n := snapshot.Node{ObjectMeta: snapshot.ObjectMeta{Name: name, Labels: map[string]string{
		"node.kubernetes.io/instance-type": "m5.large", "topology.kubernetes.io/zone": "eu-west-1a", "kubernetes.io/os": "linux",
	}}}
	n.Spec.ProviderID = "aws:///eu-west-1a/" + instance
	n.Status.Capacity = map[string]string{"pods": "29"}
	n.Status.Conditions = []snapshot.Condition{{Type: "Ready", Status: "True"}}
	return n
}

// eni makes an attached ENI; the first address is the primary one, and text with a slash is a prefix.
func eni(id, instance string, device int32, addresses ...string) snapshot.NetworkInterface {
	i := snapshot.NetworkInterface{
		ID: id, InterfaceType: "interface", Status: "in-use", SubnetID: subnet1, OwnerID: "111122223333",
		Attachment: &snapshot.Attachment{InstanceID: instance, DeviceIndex: device, Status: "attached"},
	}
	first := true
	for _, a := range addresses {
		switch {
		case strings.Contains(a, "/") && strings.Contains(a, ":"):
			i.IPv6Prefixes = append(i.IPv6Prefixes, snapshot.IPv6Prefix{IPv6Prefix: a})
		case strings.Contains(a, "/"):
			i.IPv4Prefixes = append(i.IPv4Prefixes, snapshot.IPv4Prefix{IPv4Prefix: a})
		case strings.Contains(a, ":"):
			i.IPv6Addresses = append(i.IPv6Addresses, snapshot.IPv6Address{IPv6Address: a})
		default:
			i.PrivateIPAddresses = append(i.PrivateIPAddresses, snapshot.PrivateIPAddress{PrivateIPAddress: a, Primary: first})
			if first {
				i.PrivateIPAddress = a
			}
			first = false
		}
	}
	return i
}

func trunk(id, instance string, device int32, address string) snapshot.NetworkInterface {
	i := eni(id, instance, device, address)
	i.InterfaceType = "trunk"
	return i
}

func branch(id, trunkID, vlan, address string) snapshot.NetworkInterface {
	i := eni(id, "", 0, address)
	i.InterfaceType, i.Attachment = "branch", nil
	i.TagSet = []snapshot.Tag{{Key: cni.TagTrunkID, Value: trunkID}, {Key: cni.TagVLANID, Value: vlan}}
	return i
}

// pod makes a running pod of namespace default.
func pod(name, nodeName string, ips ...string) snapshot.Pod {
	p := snapshot.Pod{ObjectMeta: snapshot.ObjectMeta{Namespace: "default", Name: name}}
	p.Spec.NodeName = nodeName
	p.Status.Phase = "Running"
	for _, ip := range ips {
		p.Status.PodIPs = append(p.Status.PodIPs, snapshot.PodIP{IP: ip})
	}
	if len(ips) > 0 {
		p.Status.PodIP = ips[0]
	}
	return p
}

func hostPod(name, nodeName, ip string) snapshot.Pod {
	p := pod(name, nodeName, ip)
	p.Spec.HostNetwork = true
	return p
}

func branchPod(name, nodeName, eniID, ip string) snapshot.Pod {
	p := pod(name, nodeName, ip)
	p.Annotations = map[string]string{cni.AnnotationPodENI: fmt.Sprintf(`[{"eniId":%q,"privateIp":%q,"vlanId":1}]`, eniID, ip)}
	return p
}

func build(t *testing.T, w *world) *topology.Model {
	t.Helper()
	return topology.Build(&w.Snapshot, topology.Options{})
}

// picture draws a model as text: a line for each slot with its pods, and for each unplaced pod and warning code.
func picture(m *topology.Model) string {
	var b strings.Builder
	for _, n := range m.Nodes {
		fmt.Fprintf(&b, "%s %s mode=%s capacity=%s held=%s used=%s idle=%s\n", n.Name, n.Kind, n.Mode, count(n.Pool.Capacity), count(n.Pool.Held), count(n.Pool.Used), count(n.Pool.Idle))
		for _, i := range n.Interfaces {
			draw(&b, " ", i)
		}
		for _, note := range n.Notes {
			fmt.Fprintf(&b, " note: %s\n", note)
		}
	}
	for _, u := range m.Unplaced {
		fmt.Fprintf(&b, "unplaced %s: %s: %s\n", u, u.Reason, u.Detail)
	}
	for _, w := range m.Warnings {
		fmt.Fprintf(&b, "warning %s: %s\n", w.Code, w.Message)
	}
	return b.String()
}

func draw(b *strings.Builder, indent string, i *topology.Interface) {
	fmt.Fprintf(b, "%s%s %s\n", indent, i.ID, i.Role)
	for _, a := range i.Addresses {
		kind := ""
		if a.Primary {
			kind = " own"
		}
		fmt.Fprintf(b, "%s %s%s%s\n", indent, a.IP, kind, names(a.Pods))
	}
	for _, p := range i.Prefixes {
		var pods []*topology.Pod
		for _, pod := range p.Pods {
			pods = append(pods, pod.Pod)
		}
		fmt.Fprintf(b, "%s %s%s\n", indent, p.CIDR, names(pods))
	}
	for _, branch := range i.Branches {
		draw(b, indent+" ", branch)
	}
}

func names(pods []*topology.Pod) string {
	var all []string
	for _, p := range pods {
		all = append(all, p.Name)
	}
	if len(all) == 0 {
		return ""
	}
	return " " + strings.Join(all, "+")
}

func count(n *int) string {
	if n == nil {
		return "?"
	}
	return strconv.Itoa(*n)
}

// lines cuts the indentation of a raw string.
func lines(text string) string {
	var out []string
	for line := range strings.Lines(strings.Trim(text, "\n\t")) {
		out = append(out, strings.TrimLeft(strings.TrimRight(line, "\n"), "\t"))
	}
	return strings.Join(slices.Clip(out), "\n") + "\n"
}
