// SPDX-License-Identifier: Apache-2.0

package topology

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// Phases of pods whose address was given back: kubelet leaves status.podIP set on them.
const (
	phaseSucceeded = "Succeeded"
	phaseFailed    = "Failed"
)

// collectPods gathers the counted pods by node.
func (b *builder) collectPods() {
	b.pods = map[NodeName][]*Pod{}
	for i := range b.snapshot.Pods {
		record := &b.snapshot.Pods[i]
		if Finished(record) || record.Spec.NodeName == "" {
			continue
		}
		pod := b.newPod(record)
		b.pods[pod.Node] = append(b.pods[pod.Node], pod)
	}
	for _, pods := range b.pods {
		slices.SortFunc(pods, comparePods)
	}
}

// Finished reports whether a pod has ended, so that the address in its status is no longer its own.
func Finished(p *snapshot.Pod) bool {
	return p.Status.Phase == phaseSucceeded || p.Status.Phase == phaseFailed
}

func comparePods(x, y *Pod) int {
	return cmp.Or(cmp.Compare(x.Namespace, y.Namespace), cmp.Compare(x.Name, y.Name))
}

func (b *builder) newPod(record *snapshot.Pod) *Pod {
	pod := &Pod{
		Namespace:   record.Namespace,
		Name:        record.Name,
		Node:        NodeName(record.Spec.NodeName),
		HostNetwork: record.Spec.HostNetwork,
		Terminating: record.DeletionTimestamp != nil,
		Record:      record,
	}
	pod.IPs = b.addresses(record)
	if annotation := record.Annotations[cni.AnnotationPodENI]; annotation != "" && !pod.HostNetwork {
		branches, err := cni.ParsePodENI(annotation)
		if err != nil {
			b.warn("InvalidAnnotation", fmt.Sprintf("pod %s: %v", pod, err))
		}
		pod.Branches = branches
	}
	return pod
}

// addresses returns a pod's addresses, status.podIP first.
func (b *builder) addresses(record *snapshot.Pod) []netip.Addr {
	texts := make([]string, 0, 1+len(record.Status.PodIPs))
	if record.Status.PodIP != "" {
		texts = append(texts, record.Status.PodIP)
	}
	for _, ip := range record.Status.PodIPs {
		if ip.IP != "" && !slices.Contains(texts, ip.IP) {
			texts = append(texts, ip.IP)
		}
	}
	addrs := make([]netip.Addr, 0, len(texts))
	for _, text := range texts {
		addr, err := netip.ParseAddr(text)
		if err != nil {
			b.warn("InvalidAddress", fmt.Sprintf("pod %s/%s: address %q does not parse", record.Namespace, record.Name, text))
			continue
		}
		addrs = append(addrs, addr)
	}
	return addrs
}

// Waiting reports whether the pod has no address yet.
func (p *Pod) Waiting() bool {
	return len(p.IPs) == 0 && p.Record.Status.PodIP == "" && len(p.Record.Status.PodIPs) == 0
}

// String is namespace/name.
func (p *Pod) String() string { return p.Namespace + "/" + p.Name }
