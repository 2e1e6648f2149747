// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// policyAgent is the network policy agent's container in the aws-node pods (amazon-vpc-cni-k8s config/master/aws-k8s-cni.yaml).
const policyAgent = "aws-eks-nodeagent"

// awsNodePods returns the CNI's pods on a node.
func (v *view) awsNodePods(node string) []*snapshot.Pod {
	return slices.DeleteFunc(slices.Clone(v.awsNodes), func(p *snapshot.Pod) bool { return p.Spec.NodeName != node })
}

func ofDaemonSet(pod *snapshot.Pod) bool {
	return slices.ContainsFunc(pod.OwnerReferences, func(o snapshot.OwnerReference) bool {
		return o.Kind == "DaemonSet" && o.Name == cni.DaemonSetName
	})
}

// awsNodeRule says that the CNI does not run on the pod's node.
func awsNodeRule(x *subject) []v1alpha1.Finding {
	if x.settings() == nil {
		return nil
	}
	facts := x.nodeNotReady()
	failure, failed := x.failedWith(saysNoBackend, saysBackendError)
	if failed {
		facts = append(facts, failure.evidence(x.now))
	}
	pods := x.awsNodePods(x.record.Spec.NodeName)
	if len(pods) == 0 {
		return x.noAwsNode(facts)
	}
	for _, pod := range pods {
		if why, fact := notRunning(pod); why != "" {
			f := found(CNINotRunning, fmt.Sprintf("%s/%s, the CNI of node %s, %s.", pod.Namespace, pod.Name, x.record.Spec.NodeName, why), append([]v1alpha1.Evidence{fact}, facts...)...)
			f.Commands = logCommands(pod)
			return some(f)
		}
	}
	if !failed {
		return nil
	}
	f := found(CNINotRunning, fmt.Sprintf("The CNI plugin could not reach aws-node on %s, which is ready again now.", x.record.Spec.NodeName), append(facts, restarts(pods[0]))...)
	f.Commands = logCommands(pods[0])
	return some(weaken(f, Likely))
}

func logCommands(pod *snapshot.Pod) []string {
	logs := fmt.Sprintf("kubectl logs -n %s %s -c %s", pod.Namespace, pod.Name, cni.DaemonSetName)
	return []string{logs, logs + " --previous"}
}

// noAwsNode says that the node has no aws-node pod; that is certain only where all of the node's pods were read.
func (x *subject) noAwsNode(facts []v1alpha1.Evidence) []v1alpha1.Finding {
	if x.justScheduled() && len(facts) == 0 {
		return nil
	}
	f := found(CNINotRunning, fmt.Sprintf("Node %s has no aws-node pod, so that nothing gives its pods addresses.", x.record.Spec.NodeName),
		append([]v1alpha1.Evidence{evidence(fmt.Sprintf("pods of DaemonSet %s/%s on node %s", cni.Namespace, cni.DaemonSetName, x.record.Spec.NodeName), "none")}, facts...)...)
	f.Remedy = "Find out why the DaemonSet has no pod there: its node affinity, the node's taints, or a failed update."
	f.Commands = []string{fmt.Sprintf("kubectl describe daemonset %s -n %s", cni.DaemonSetName, cni.Namespace)}
	switch {
	case x.read(snapshot.Pods):
		return some(f)
	case len(facts) > 0:
		return some(weaken(f, Possible))
	default:
		return nil
	}
}

// notRunning says what is wrong with an aws-node pod; "" if it is ready.
func notRunning(pod *snapshot.Pod) (why string, fact v1alpha1.Evidence) {
	source := fmt.Sprintf("pod %s/%s status.containerStatuses %s", pod.Namespace, pod.Name, cni.DaemonSetName)
	for _, c := range pod.Status.ContainerStatuses {
		if c.Name != cni.DaemonSetName {
			continue
		}
		if c.Ready {
			return "", v1alpha1.Evidence{}
		}
		why = "is not ready"
		if c.State.Waiting != nil && c.State.Waiting.Reason != "" {
			why = "waits: " + c.State.Waiting.Reason
		}
		return why, evidence(source, "not ready, restarted %d times%s", c.RestartCount, lastEnd(c))
	}
	if len(pod.Status.ContainerStatuses) == 0 && pod.Status.Phase != "Running" {
		return "has not started: " + pod.Status.Phase, evidence(fmt.Sprintf("pod %s/%s status.phase", pod.Namespace, pod.Name), "%s", pod.Status.Phase)
	}
	return "", v1alpha1.Evidence{}
}

// lastEnd says how a container's last run ended.
func lastEnd(c snapshot.ContainerStatus) string {
	for _, state := range []snapshot.ContainerState{c.LastTerminationState, c.State} {
		if t := state.Terminated; t != nil {
			return fmt.Sprintf(", last ended with %s (code %d) %s", t.Reason, t.ExitCode, quote(t.Message))
		}
	}
	return ""
}

func restarts(pod *snapshot.Pod) v1alpha1.Evidence {
	var count int32
	for _, c := range pod.Status.ContainerStatuses {
		if c.Name == cni.DaemonSetName {
			count = c.RestartCount
		}
	}
	return evidence(fmt.Sprintf("pod %s/%s status.containerStatuses %s", pod.Namespace, pod.Name, cni.DaemonSetName), "ready, restarted %d times", count)
}

// nodeNotReady returns the node's Ready condition where it says that the network is not ready.
func (x *subject) nodeNotReady() []v1alpha1.Evidence {
	if x.node == nil || x.node.Record == nil {
		return nil
	}
	for _, c := range x.node.Record.Status.Conditions {
		if c.Type == "Ready" && c.Status == "False" && (strings.Contains(c.Message, "cni") || strings.Contains(c.Message, "NetworkPluginNotReady")) {
			return []v1alpha1.Evidence{evidence(x.nodeField("status.conditions Ready"), "False: %s", quote(c.Message))}
		}
	}
	return nil
}

// policyAgentRule says that the network policy agent refused the pod.
func policyAgentRule(x *subject) []v1alpha1.Finding {
	failure, ok := x.failedWith(saysNetworkPolicy)
	if !ok {
		return nil
	}
	f := found(NetworkPolicyAgent, fmt.Sprintf("The network policy agent on %s did not answer the CNI, which then refuses the pod.", x.record.Spec.NodeName), failure.evidence(x.now))
	for _, pod := range x.awsNodePods(x.record.Spec.NodeName) {
		f.Evidence = append(f.Evidence, agentState(pod))
		f.Commands = append(f.Commands, fmt.Sprintf("kubectl logs -n %s %s -c %s", pod.Namespace, pod.Name, policyAgent))
	}
	return some(f)
}

func agentState(pod *snapshot.Pod) v1alpha1.Evidence {
	source := fmt.Sprintf("pod %s/%s status.containerStatuses %s", pod.Namespace, pod.Name, policyAgent)
	for _, c := range pod.Status.ContainerStatuses {
		if c.Name == policyAgent {
			return evidence(source, "ready %t, restarted %d times%s", c.Ready, c.RestartCount, lastEnd(c))
		}
	}
	return evidence(source, "there is no such container")
}

// ec2Action is an EC2 action in a message.
var ec2Action = regexp.MustCompile(`ec2:[A-Za-z0-9]+`)

// permissionRule says which EC2 call aws-node was refused. On the pod's own node that is the reason; on others it is likely to be, since all
// aws-node pods have one role.
func permissionRule(x *subject) []v1alpha1.Finding {
	if x.settings() == nil || wantsBranch(x.record) {
		return nil
	}
	var own, others []event
	for _, pod := range x.awsNodes {
		if e, ok := newest(x.podEvents(pod), reasonMissingPermissions); ok {
			if pod.Spec.NodeName == x.record.Spec.NodeName {
				own = append(own, e)
			} else {
				others = append(others, e)
			}
		}
	}
	refused, confidence := own, Certain
	if len(refused) == 0 {
		refused, confidence = others, Likely
	}
	if len(refused) == 0 {
		return nil
	}
	action := refusedAction(refused[0])
	f := found(CNIPermissionDenied, fmt.Sprintf("aws-node may not call %s, so that the pool does not grow.", action), refused[0].evidence(x.now))
	if x.pool != nil {
		f.Evidence = append(f.Evidence, x.pool.evidence())
		if !x.pool.usedUp() {
			confidence = Possible
		}
	}
	f.Commands = []string{fmt.Sprintf("kubectl get serviceaccount %s -n %s -o yaml", cni.DaemonSetName, cni.Namespace)}
	return some(weaken(f, confidence))
}

func refusedAction(e event) string {
	if ec2Action.MatchString(e.Action) {
		return e.Action
	}
	if action := ec2Action.FindString(e.Message); action != "" {
		return action
	}
	return "EC2"
}
