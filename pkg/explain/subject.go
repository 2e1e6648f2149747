// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// subject is one pod and what the rules look at.
type subject struct {
	*view

	record *snapshot.Pod
	// node is nil while the pod has none, and when its node was not read.
	node *topology.Node
	// events are the pod's, the newest first.
	events []event
	// ips are the pod's addresses that parse.
	ips []netip.Addr
	// spot is where the node's ENIs have its address; nil if they do not.
	spot *spot
	// unplaced is set when the model found its address on no ENI of its node.
	unplaced *topology.UnplacedPod
	// branches are what the resource controller's annotation says; branchError, that it does not parse.
	branches    []cni.PodENI
	branchError error
	// pool is the node's pool; nil where ipamd has none there, or where it is unknown.
	pool *pool
}

// stage is how far a pod has come.
type stage string

const (
	stageUnscheduled stage = "unscheduled"
	stageWaiting     stage = "waiting"
	stageRunning     stage = "running"
	stageFinished    stage = "finished"
)

func newSubject(v *view, record *snapshot.Pod) *subject {
	x := &subject{view: v, record: record, node: v.node(record.Spec.NodeName)}
	x.events = v.podEvents(record)
	for _, text := range addressTexts(record) {
		if ip, err := netip.ParseAddr(text); err == nil {
			x.ips = append(x.ips, ip)
		}
	}
	if annotation := record.Annotations[cni.AnnotationPodENI]; annotation != "" && !record.Spec.HostNetwork {
		x.branches, x.branchError = cni.ParsePodENI(annotation)
	}
	if x.node == nil {
		return x
	}
	if x.stage() == stageRunning {
		x.spot = findSpot(x.node, record)
	}
	x.unplaced = v.strays[record]
	x.pool = newPool(v, x.node)
	return x
}

func (x *subject) stage() stage {
	switch {
	case topology.Finished(x.record):
		return stageFinished
	case x.record.Spec.NodeName == "":
		return stageUnscheduled
	case len(addressTexts(x.record)) == 0:
		return stageWaiting
	default:
		return stageRunning
	}
}

// addressTexts are a pod's addresses as they were read, status.podIP first.
func addressTexts(pod *snapshot.Pod) []string {
	var texts []string
	if pod.Status.PodIP != "" {
		texts = append(texts, pod.Status.PodIP)
	}
	for _, ip := range pod.Status.PodIPs {
		if ip.IP != "" && !slices.Contains(texts, ip.IP) {
			texts = append(texts, ip.IP)
		}
	}
	return texts
}

// name is how evidence calls the pod.
func (x *subject) name() string { return fmt.Sprintf("pod %s/%s", x.record.Namespace, x.record.Name) }

// field is a field of the pod as a source of evidence.
func (x *subject) field(path string) string { return x.name() + " " + path }

// nodeField is a field of the node as a source of evidence.
func (x *subject) nodeField(path string) string { return "node " + x.record.Spec.NodeName + " " + path }

// settings are the CNI's on the pod's node; nil where none runs there or they were not read.
func (x *subject) settings() *cni.Settings {
	if x.node == nil {
		return nil
	}
	return x.node.Settings
}

// wantsBranch reports whether the pod asks for a branch ENI. The CNI looks at the first container's limits alone (amazon-vpc-cni-k8s
// pkg/ipamd/rpc_handler.go, AddNetwork).
func wantsBranch(pod *snapshot.Pod) bool {
	if pod.Spec.HostNetwork || len(pod.Spec.Containers) == 0 {
		return false
	}
	for name := range pod.Spec.Containers[0].Resources.Limits {
		if strings.HasPrefix(name, cni.ResourcePodENI) {
			return true
		}
	}
	return false
}

// scheduledAt is when the pod got its node: zero if unknown.
func (x *subject) scheduledAt() time.Time {
	for _, c := range x.record.Status.Conditions {
		if c.Type == "PodScheduled" && c.Status == "True" && !c.LastTransitionTime.IsZero() {
			return c.LastTransitionTime
		}
	}
	if x.record.Status.StartTime != nil {
		return *x.record.Status.StartTime
	}
	return x.record.CreationTimestamp
}

// spot is a place on a node's ENIs.
type spot struct {
	eni *topology.Interface
	// trunk is set for a branch ENI.
	trunk *topology.Interface
	// address or prefix is set.
	address *topology.Address
	prefix  *topology.Prefix
	ip      netip.Addr
}

// findSpot returns where the model placed a pod; nil if nowhere.
func findSpot(node *topology.Node, record *snapshot.Pod) *spot {
	for _, eni := range node.Interfaces {
		if s := spotOn(eni, record); s != nil {
			return s
		}
		for _, branch := range eni.Branches {
			if s := spotOn(branch, record); s != nil {
				s.trunk = eni
				return s
			}
		}
	}
	return nil
}

func spotOn(eni *topology.Interface, record *snapshot.Pod) *spot {
	for _, a := range eni.Addresses {
		if slices.ContainsFunc(a.Pods, func(p *topology.Pod) bool { return p.Record == record }) {
			return &spot{eni: eni, address: a, ip: a.IP}
		}
	}
	for _, p := range eni.Prefixes {
		for _, pod := range p.Pods {
			if pod.Pod.Record == record {
				return &spot{eni: eni, prefix: p, ip: pod.IP}
			}
		}
	}
	return nil
}
