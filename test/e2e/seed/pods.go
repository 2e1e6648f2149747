// SPDX-License-Identifier: Apache-2.0

package seed

import (
	"fmt"
	"net/netip"
)

const (
	// teams is the number of namespaces that the pods of applications are spread over.
	teams = 40
	// replicas is the number of pods of each application.
	replicas = 20
)

// daemons are the host-network pods of every node: namespace and name of their DaemonSets.
func daemons() [][2]string {
	return [][2]string{{"kube-system", "aws-node"}, {"kube-system", "kube-proxy"}, {"monitoring", "node-exporter"}}
}

// planPods fills a node, one of many, with pods: the daemons first, then one pod for each branch, then pods on the ENIs,
// one ENI after the other. The replicas of an application are on different nodes.
func planPods(node *Node, number, nodes, count int) []Pod {
	pods := make([]Pod, 0, count)
	for _, daemon := range daemons()[:min(count, hostNetworkPods)] {
		pods = append(pods, Pod{
			Namespace: daemon[0], Name: daemon[1] + "-" + suffix(number), App: daemon[1],
			IP: node.Address, HostNetwork: true,
		})
	}
	var free []netip.Addr
	for i := range node.Interfaces {
		free = append(free, node.Interfaces[i].podAddresses()...)
	}
	branches := node.branches()
	for i := range count - len(pods) {
		pod := applicationPod(i*nodes + number)
		if i < len(branches) {
			pod.Branch, pod.IP = branches[i], branches[i].Primary
		} else {
			pod.IP = free[i-len(branches)]
		}
		pods = append(pods, pod)
	}
	return pods
}

// applicationPod names the pod of a number. Numbers that follow each other are replicas of one application.
func applicationPod(number int) Pod {
	application := number / replicas
	app := fmt.Sprintf("service-%04d", application)
	hash := suffix(application) + suffix(application+7)
	return Pod{
		Namespace: fmt.Sprintf("team-%02d", application%teams),
		Name:      fmt.Sprintf("%s-%s-%s", app, hash, suffix(number)),
		App:       app,
	}
}

// branches returns the branch ENIs of a node.
func (n *Node) branches() []*Interface {
	var branches []*Interface
	for i := range n.Interfaces {
		if n.Interfaces[i].Role == RoleBranch {
			branches = append(branches, &n.Interfaces[i])
		}
	}
	return branches
}

// suffix returns five characters for a number, as Kubernetes appends them to generated names: from its alphabet without
// vowels (k8s.io/apimachinery v0.37.2, pkg/util/rand), different for different numbers up to 14 million.
func suffix(number int) string {
	const (
		alphabet = "bcdfghjklmnpqrstvwxz2456789"
		length   = 5
		space    = 27 * 27 * 27 * 27 * 27
		// scatter has no factor in common with space, so that multiplying by it permutes the numbers.
		scatter = 6_700_417
	)
	scattered := number * scatter % space
	text := make([]byte, length)
	for i := range text {
		text[i] = alphabet[scattered%len(alphabet)]
		scattered /= len(alphabet)
	}
	return string(text)
}
