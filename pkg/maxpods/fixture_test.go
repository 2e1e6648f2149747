// SPDX-License-Identifier: Apache-2.0

package maxpods_test

import (
	"fmt"
	"maps"
	"strconv"
	"testing"
	"time"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/maxpods"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// The fixtures are written by hand in the shapes that upstream documents; no value is from a real cluster.

// world is a snapshot under construction: nodes with a primary ENI and the VPC CNI.
type world struct {
	snapshot.Snapshot

	pods int
}

// newWorld has the VPC CNI with the given settings.
func newWorld(env map[string]string) *world {
	w := &world{}
	w.Meta.Time = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	w.Meta.Cluster, w.Meta.Region = "shop", "eu-west-1"
	container := snapshot.Container{Name: "aws-node", Image: "amazon-k8s-cni:v1.20.4", Env: []snapshot.EnvVar{{Name: "ENABLE_IPv4", Value: "true"}}}
	for name, value := range env {
		container.Env = append(container.Env, snapshot.EnvVar{Name: name, Value: value})
		if name == "ENABLE_IPv6" {
			container.Env[0].Value = "false"
		}
	}
	ds := snapshot.DaemonSet{ObjectMeta: snapshot.ObjectMeta{Namespace: "kube-system", Name: "aws-node"}}
	ds.Spec.Template.Spec.Containers = []snapshot.Container{container}
	w.DaemonSets = []snapshot.DaemonSet{ds}
	return w
}

// node adds a node: its instance type, kubelet's max pods, its image and its labels.
func (w *world) node(instanceType string, maxPods int, image string, labels map[string]string) *snapshot.Node {
	i := len(w.Nodes)
	n := snapshot.Node{ObjectMeta: snapshot.ObjectMeta{Name: fmt.Sprintf("node-%d", i), Labels: map[string]string{
		"node.kubernetes.io/instance-type": instanceType, "kubernetes.io/os": "linux",
	}}}
	maps.Copy(n.Labels, labels)
	n.Spec.ProviderID = "aws:///eu-west-1a/" + instanceID(i)
	n.Status.Capacity = map[string]string{"pods": strconv.Itoa(maxPods)}
	n.Status.NodeInfo.OSImage = image
	w.Nodes = append(w.Nodes, n)
	return &w.Nodes[i]
}

func instanceID(node int) string { return fmt.Sprintf("i-%017d", node) }

// eni attaches an ENI with so many secondary addresses and prefixes to the last node; the first one is the primary.
func (w *world) eni(kind string, addresses, prefixes int) *snapshot.NetworkInterface {
	node, device := len(w.Nodes)-1, len(w.NetworkInterfaces)
	eni := snapshot.NetworkInterface{
		ID: fmt.Sprintf("eni-%d-%d", node, device), InterfaceType: kind, Status: "in-use", SubnetID: "subnet-1", OwnerID: "111122223333",
		Attachment: &snapshot.Attachment{InstanceID: instanceID(node), DeviceIndex: int32(w.devices(node)), Status: "attached"},
		TagSet:     []snapshot.Tag{{Key: "node.k8s.amazonaws.com/instance_id", Value: instanceID(node)}},
	}
	for i := range addresses + 1 {
		eni.PrivateIPAddresses = append(eni.PrivateIPAddresses, snapshot.PrivateIPAddress{
			PrivateIPAddress: fmt.Sprintf("10.%d.%d.%d", node, device, i+1), Primary: i == 0,
		})
	}
	for i := range prefixes {
		eni.IPv4Prefixes = append(eni.IPv4Prefixes, snapshot.IPv4Prefix{IPv4Prefix: fmt.Sprintf("10.%d.%d.%d/28", node, 100+device, 16*i)})
	}
	w.NetworkInterfaces = append(w.NetworkInterfaces, eni)
	return &w.NetworkInterfaces[len(w.NetworkInterfaces)-1]
}

func (w *world) devices(node int) int {
	count := 0
	for _, eni := range w.NetworkInterfaces {
		if eni.Attachment != nil && eni.Attachment.InstanceID == instanceID(node) {
			count++
		}
	}
	return count
}

// branch adds a branch ENI of a trunk.
func (w *world) branch(trunk *snapshot.NetworkInterface, vlan int, ip string) {
	w.NetworkInterfaces = append(w.NetworkInterfaces, snapshot.NetworkInterface{
		ID: fmt.Sprintf("eni-branch-%d", vlan), InterfaceType: "branch", Status: "in-use", SubnetID: "subnet-1",
		PrivateIPAddress:   ip,
		PrivateIPAddresses: []snapshot.PrivateIPAddress{{PrivateIPAddress: ip, Primary: true}},
		TagSet: []snapshot.Tag{
			{Key: "vpcresources.k8s.aws/trunk-eni-id", Value: trunk.ID}, {Key: "vpcresources.k8s.aws/vlan-id", Value: strconv.Itoa(vlan)},
		},
	})
}

// pod adds a pod of the last node; one without an address waits.
func (w *world) pod(name, ip string) *snapshot.Pod {
	w.pods++
	p := snapshot.Pod{ObjectMeta: snapshot.ObjectMeta{Namespace: "kube-system", Name: fmt.Sprintf("%s-%05d", name, w.pods)}}
	p.Spec.NodeName = w.Nodes[len(w.Nodes)-1].Name
	p.Status.Phase, p.Status.PodIP = "Running", ip
	w.Pods = append(w.Pods, p)
	return &w.Pods[len(w.Pods)-1]
}

// host adds a host-network pod of the last node.
func (w *world) host(name string) {
	w.pod(name, fmt.Sprintf("10.%d.0.1", len(w.Nodes)-1)).Spec.HostNetwork = true
}

// fill puts a pod on every secondary address of the last node's ENIs.
func (w *world) fill() {
	for _, eni := range w.NetworkInterfaces {
		if eni.Attachment == nil || eni.Attachment.InstanceID != instanceID(len(w.Nodes)-1) {
			continue
		}
		for _, address := range eni.PrivateIPAddresses {
			if !address.Primary {
				w.pod("app", address.PrivateIPAddress)
			}
		}
	}
}

func (w *world) model() *topology.Model {
	w.Normalize()
	return topology.Build(&w.Snapshot, topology.Options{})
}

func (w *world) report() *v1alpha1.MaxPodsReport { return maxpods.Nodes(w.model(), maxpods.SortByName) }

// only returns the answer for the only node.
func (w *world) only(t *testing.T) v1alpha1.MaxPods {
	t.Helper()
	items := w.report().Items
	if len(items) != 1 {
		t.Fatalf("the report has %d items, want 1", len(items))
	}
	return items[0]
}

// Operating system images, and the labels of provisioners.
const (
	al2023Image       = "Amazon Linux 2023.9.20260714"
	al2Image          = "Amazon Linux 2"
	bottlerocketImage = "Bottlerocket OS 1.64.0 (aws-k8s-1.36)"
	ubuntuImage       = "Ubuntu 24.04.3 LTS"
)

func managed() map[string]string {
	return map[string]string{"eks.amazonaws.com/nodegroup": "workers", "eks.amazonaws.com/nodegroup-image": "ami-0123456789abcdef0"}
}

func managedWithTemplate() map[string]string {
	labels := managed()
	labels["eks.amazonaws.com/sourceLaunchTemplateId"] = "lt-0123456789abcdef0"
	return labels
}

func karpenter() map[string]string { return map[string]string{"karpenter.sh/nodepool": "general"} }

func autoMode() map[string]string {
	return map[string]string{"eks.amazonaws.com/compute-type": "auto", "karpenter.sh/nodepool": "general-purpose"}
}
