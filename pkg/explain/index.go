// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"net/netip"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// index finds things in a model and its snapshot. It is made once for all explanations of one snapshot.
type index struct {
	model    *topology.Model
	snapshot *snapshot.Snapshot

	nodes map[topology.NodeName]*topology.Node
	// pods are all pods by name; onNode those of a node that have not ended, endedOn those that have.
	pods            map[objectName]*snapshot.Pod
	onNode, endedOn map[string][]*snapshot.Pod
	// awsNodes are the CNI's own pods.
	awsNodes []*snapshot.Pod
	// byAddress are the pods that name an address in their status.
	byAddress map[string][]*snapshot.Pod
	// strays are the pods that the model found on no ENI of their node.
	strays map[*snapshot.Pod]*topology.UnplacedPod
	// events are those about an object, the newest first; killed those of the reason Killing.
	events map[objectName][]event
	killed []event
	enis   map[string]*snapshot.NetworkInterface
}

// objectName names an object of Kubernetes.
type objectName struct{ kind, namespace, name string }

const (
	kindPod  = "Pod"
	kindNode = "Node"
)

func newIndex(m *topology.Model, s *snapshot.Snapshot) *index {
	ix := &index{
		model: m, snapshot: s,
		nodes: map[topology.NodeName]*topology.Node{}, pods: map[objectName]*snapshot.Pod{},
		onNode: map[string][]*snapshot.Pod{}, endedOn: map[string][]*snapshot.Pod{}, byAddress: map[string][]*snapshot.Pod{},
		strays: map[*snapshot.Pod]*topology.UnplacedPod{}, events: map[objectName][]event{}, enis: map[string]*snapshot.NetworkInterface{},
	}
	for _, node := range m.Nodes {
		ix.nodes[node.Name] = node
	}
	for i := range m.Unplaced {
		ix.strays[m.Unplaced[i].Record] = &m.Unplaced[i]
	}
	for i := range s.Pods {
		ix.addPod(&s.Pods[i])
	}
	for i := range s.Events {
		ix.addEvent(newEvent(&s.Events[i]))
	}
	for name := range ix.events {
		sortEvents(ix.events[name])
	}
	sortEvents(ix.killed)
	for i := range s.NetworkInterfaces {
		ix.enis[s.NetworkInterfaces[i].ID] = &s.NetworkInterfaces[i]
	}
	return ix
}

func (ix *index) addPod(pod *snapshot.Pod) {
	ix.pods[objectName{kindPod, pod.Namespace, pod.Name}] = pod
	for _, text := range addressTexts(pod) {
		ix.byAddress[canonical(text)] = append(ix.byAddress[canonical(text)], pod)
	}
	if topology.Finished(pod) {
		ix.endedOn[pod.Spec.NodeName] = append(ix.endedOn[pod.Spec.NodeName], pod)
		return
	}
	ix.onNode[pod.Spec.NodeName] = append(ix.onNode[pod.Spec.NodeName], pod)
	if pod.Namespace == cni.Namespace && ofDaemonSet(pod) {
		ix.awsNodes = append(ix.awsNodes, pod)
	}
}

// canonical is an address in the one form that [netip.Addr] prints it in; text that is no address stays as it is.
func canonical(text string) string {
	addr, err := netip.ParseAddr(text)
	if err != nil {
		return text
	}
	return addr.String()
}

func (ix *index) addEvent(e event) {
	about := objectName{e.InvolvedObject.Kind, e.InvolvedObject.Namespace, e.InvolvedObject.Name}
	ix.events[about] = append(ix.events[about], e)
	if e.Reason == reasonKilling && about.kind == kindPod {
		ix.killed = append(ix.killed, e)
	}
}

// eventsOf returns the events about a pod or node, the newest first. An event about another object of the same name, which its uid tells, does
// not count; the resource controller writes a node's name for its uid.
func (ix *index) eventsOf(kind, namespace, name, uid string) []event {
	var events []event
	for _, e := range ix.events[objectName{kind, namespace, name}] {
		if about := e.InvolvedObject.UID; uid == "" || about == "" || about == uid || about == name {
			events = append(events, e)
		}
	}
	return events
}

// nodeEvents are the events about a node.
func (ix *index) nodeEvents(name string) []event { return ix.eventsOf(kindNode, "", name, "") }

// podEvents are the events about a pod.
func (ix *index) podEvents(pod *snapshot.Pod) []event {
	return ix.eventsOf(kindPod, pod.Namespace, pod.Name, pod.UID)
}
