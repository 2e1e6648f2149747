// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// IP explains an address: a pod's, a node's, an idle slot, another cluster's, an AWS service's, reserved, free, or outside of the VPC.
func IP(m *topology.Model, s *snapshot.Snapshot, addr netip.Addr) *v1alpha1.IPExplanation {
	a := &address{view: newView(newIndex(m, s)), ip: addr.Unmap()}
	a.location = a.locate(a.ip)
	a.findPods()
	f := a.explain()
	doc := &v1alpha1.IPExplanation{
		TypeMeta: v1alpha1.TypeMeta(v1alpha1.KindIPExplanation), IP: a.ip.String(), Verdict: verdictOf(f), Evidence: f.Evidence,
		Pods: a.refs(a.pods), FinishedPods: a.refs(a.finished),
	}
	a.fillLocation(doc)
	if doc.Evidence == nil {
		doc.Evidence = []v1alpha1.Evidence{}
	}
	for _, need := range a.needs() {
		doc.Next = append(doc.Next, need.String())
	}
	if Code(f.Code) == IPOutsideOfEC2 {
		doc.Next = append(doc.Next, fmt.Sprintf("kubectl eni explain pod %s -n %s", doc.Pods[0].Name, doc.Pods[0].Namespace))
	}
	doc.Warnings = a.warnings(a.ip.String())
	return doc
}

// address is one address and what is known of it.
type address struct {
	*view

	ip       netip.Addr
	location *location
	// pods are the living pods with the address, hosts those that share it as their node's, finished those that had it.
	pods, finished []*snapshot.Pod
}

func (a *address) findPods() {
	for _, pod := range a.byAddress[a.ip.String()] {
		if topology.Finished(pod) {
			a.finished = append(a.finished, pod)
		} else {
			a.pods = append(a.pods, pod)
		}
	}
}

func (a *address) refs(pods []*snapshot.Pod) []v1alpha1.PodRef {
	var refs []v1alpha1.PodRef
	for _, pod := range pods {
		refs = append(refs, v1alpha1.PodRef{
			Namespace: pod.Namespace, Name: pod.Name, HostNetwork: pod.Spec.HostNetwork, Terminating: pod.DeletionTimestamp != nil,
		})
	}
	slices.SortFunc(refs, func(x, y v1alpha1.PodRef) int {
		return cmp.Or(cmp.Compare(x.Namespace, y.Namespace), cmp.Compare(x.Name, y.Name))
	})
	return refs
}

func (a *address) fillLocation(doc *v1alpha1.IPExplanation) {
	if subnet, ok := a.subnet(); ok {
		doc.SubnetID = string(subnet.ID)
	}
	if len(a.pods) == 1 {
		doc.Node = a.pods[0].Spec.NodeName
	}
	l := a.location
	if l == nil {
		return
	}
	doc.InterfaceID, doc.SubnetID, doc.Description = l.record.ID, cmp.Or(l.record.SubnetID, doc.SubnetID), l.record.Description
	doc.SecurityGroupIDs, doc.SecurityGroups = a.groupsOf(l.record, nil)
	if !l.primary {
		doc.Slot = l.slot(a.ip)
	}
	if l.node != nil {
		doc.Node, doc.Role = string(l.node.Name), string(l.eni.Role)
		return
	}
	doc.Owner = a.owner()
}

// owner is who an ENI belongs to that is none of the cluster's nodes'.
func (a *address) owner() string {
	record := a.location.record
	if service, _, _ := serviceOf(record); service != "" {
		return service
	}
	if cluster, _ := clusterOf(record); cluster != "" {
		return "cluster " + cluster
	}
	if record.Attachment != nil && record.Attachment.InstanceID != "" {
		return "instance " + record.Attachment.InstanceID
	}
	return ""
}

// explain decides what the address is: what pods say first, then what ENIs say, then what subnets say.
func (a *address) explain() v1alpha1.Finding {
	switch {
	case a.location != nil && a.location.node != nil:
		return a.ofNode()
	case len(a.livingNonHost()) > 0:
		return a.ofPodOutside()
	case a.location != nil:
		return a.ofOther()
	case len(a.pods) > 0:
		return a.withPods(found(IPOfNode, fmt.Sprintf("%s is the address of node %s, whose ENIs were not read; %s share it.", a.ip, a.pods[0].Spec.NodeName, plural(len(a.pods), "host-network pod"))))
	default:
		return a.inSubnet()
	}
}

// withPods adds what pods say to a finding.
func (a *address) withPods(f v1alpha1.Finding) v1alpha1.Finding {
	if len(a.pods) > 0 {
		f.Evidence = append(f.Evidence, evidence("pods status.podIP", "%s", shorten(podNames(a.pods))))
	}
	if len(a.finished) > 0 {
		f.Evidence = append(f.Evidence, evidence("pods status.podIP and status.phase", "ended, and no longer theirs: %s", shorten(podNames(a.finished))))
	}
	return f
}

func podNames(pods []*snapshot.Pod) []string {
	names := make([]string, 0, len(pods))
	for _, pod := range pods {
		names = append(names, podName(pod))
	}
	slices.Sort(names)
	return names
}

func (a *address) livingNonHost() []*snapshot.Pod {
	return slices.DeleteFunc(slices.Clone(a.pods), func(p *snapshot.Pod) bool { return p.Spec.HostNetwork })
}

// ofNode explains an address on an ENI of one of the nodes.
func (a *address) ofNode() v1alpha1.Finding {
	l := a.location
	pods := shorten(podNames(a.livingNonHost()))
	f := a.onENI(pods)
	if l.trunk != nil {
		f = a.onBranch(pods)
	}
	f.Evidence = []v1alpha1.Evidence{evidence("EC2 network interface "+l.record.ID, "%s", l.inWords(a.ip))}
	if pods == "" && !l.primary && !a.read(snapshot.Pods) {
		f = weaken(f, Possible)
	}
	return a.withPods(f)
}

// onBranch explains the address of a branch ENI.
func (a *address) onBranch(pods string) v1alpha1.Finding {
	l := a.location
	of := fmt.Sprintf("branch ENI %s of trunk %s on node %s", l.record.ID, l.trunk.ID, l.node.Name)
	if pods == "" {
		return found(IPOfBranch, fmt.Sprintf("%s is %s, without a pod: it is cooling down, or was left behind.", a.ip, of))
	}
	return found(IPOfBranch, fmt.Sprintf("%s is pod %s: %s.", a.ip, pods, of))
}

// onENI explains an address of an attached ENI.
func (a *address) onENI(pods string) v1alpha1.Finding {
	l := a.location
	at := fmt.Sprintf("%s ENI %s of node %s", l.eni.Role, l.record.ID, l.node.Name)
	switch {
	case l.primary && l.eni.Role == cni.RolePrimary:
		return found(IPOfNode, fmt.Sprintf("%s is node %s itself, by its primary ENI %s; %s it.", a.ip, l.node.Name, l.record.ID, share(len(a.pods))))
	case l.primary:
		return found(IPOfInterface, fmt.Sprintf("%s is the own address of %s; pods never get it.", a.ip, at))
	case pods != "":
		return found(IPOfPod, fmt.Sprintf("%s is pod %s, on %s.", a.ip, pods, at))
	case l.prefix.IsValid():
		return found(IPIdleInPrefix, fmt.Sprintf("%s has no pod: it lies in prefix %s of %s.", a.ip, l.prefix, at))
	default:
		return found(IPIdle, fmt.Sprintf("%s has no pod: it is a secondary address of %s, warm or cooling down.", a.ip, at))
	}
}

func share(pods int) string {
	switch pods {
	case 0:
		return "no host-network pod shares"
	case 1:
		return "one host-network pod shares"
	default:
		return fmt.Sprintf("%d host-network pods share", pods)
	}
}

func (l *location) inWords(ip netip.Addr) string {
	switch {
	case l.prefix.IsValid():
		return fmt.Sprintf("prefix %s holds %s", l.prefix, ip)
	case l.primary:
		return fmt.Sprintf("primary address %s", ip)
	default:
		return fmt.Sprintf("secondary address %s", ip)
	}
}

// ofPodOutside explains the address of a living pod that is on no ENI of a node.
func (a *address) ofPodOutside() v1alpha1.Finding {
	pod := a.livingNonHost()[0]
	node := a.node(pod.Spec.NodeName)
	name := podName(pod)
	switch {
	case node != nil && node.Kind == topology.KindFargate:
		return a.withPods(found(IPOfFargatePod, fmt.Sprintf("%s is pod %s on Fargate.", a.ip, name)))
	case node != nil && node.InstanceID != "" && len(node.Interfaces) == 0:
		a.read(snapshot.NetworkInterfaces, string(node.InstanceID))
		return a.withPods(found(IPOfPod, fmt.Sprintf("%s is pod %s on node %s, whose ENIs were not read.", a.ip, name, node.Name)))
	default:
		return a.withPods(found(IPOutsideOfEC2, fmt.Sprintf("%s is pod %s on node %s, on none of that node's ENIs.", a.ip, name, pod.Spec.NodeName)))
	}
}

// ofOther explains an address on an ENI that is none of the cluster's nodes'.
func (a *address) ofOther() v1alpha1.Finding {
	record := a.location.record
	source := "EC2 network interface " + record.ID + " "
	if service, field, value := serviceOf(record); service != "" {
		return a.withPods(found(IPOfAWSService, fmt.Sprintf("%s belongs to %s, by ENI %s.", a.ip, service, record.ID), evidence(source+field, "%q", value)))
	}
	own := a.model.Cluster.Name
	if cluster, key := clusterOf(record); cluster != "" && own != "" && cluster != own {
		return a.withPods(found(IPOfOtherCluster, fmt.Sprintf("%s belongs to cluster %s, by ENI %s.", a.ip, cluster, record.ID), evidence(source+"tag "+key, "%q", eniTag(record, key))))
	}
	attachment := record.Attachment
	switch {
	case attachment != nil && attachment.InstanceID != "":
		f := found(IPOfOtherInstance, fmt.Sprintf("%s is on ENI %s of instance %s, which is no node that was read.", a.ip, record.ID, attachment.InstanceID),
			evidence(source+"Attachment.InstanceId", "%s", attachment.InstanceID))
		if !a.read(snapshot.Nodes) {
			f = weaken(f, Possible)
		}
		return a.withPods(f)
	case record.Status == "available":
		return a.withPods(found(IPOfDetachedInterface, fmt.Sprintf("%s is on ENI %s, which is attached to nothing%s.", a.ip, record.ID, madeBy(record)), evidence(source+"Status", "available")))
	default:
		return a.withPods(found(IPOfUnknownInterface, fmt.Sprintf("%s is on ENI %s, and nothing says whose that is.", a.ip, record.ID),
			evidence(source+"Description", "%q", record.Description), evidence(source+"RequesterId", "%q", record.RequesterID)))
	}
}

// madeBy says who made a detached ENI.
func madeBy(record *snapshot.NetworkInterface) string {
	switch {
	case strings.HasPrefix(record.Description, cni.DescriptionPrefix):
		return "; aws-node made it for instance " + strings.TrimPrefix(record.Description, cni.DescriptionPrefix)
	case record.Description == cni.DescriptionBranch:
		return "; the resource controller made it as a branch ENI"
	case record.Description == cni.DescriptionTrunk:
		return "; the resource controller made it as a trunk ENI"
	default:
		return ""
	}
}
