// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"slices"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// imageReasons are the reasons for which a container waits before it ever ran, none of them a matter of the pod's network (Kubernetes
// pkg/kubelet/images and pkg/kubelet/kuberuntime). A container that runs and ends may well have trouble with the network: CrashLoopBackOff is
// not among them.
func imageReasons() []string {
	return []string{
		"ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName", "ImageInspectError", "RegistryUnavailable", "SignatureValidationFailed",
		"CreateContainerConfigError", "CreateContainerError", "RunContainerError", "PreCreateHookError",
	}
}

// notNetworkRule names what keeps a pod that is no matter of its network.
func notNetworkRule(x *subject) []v1alpha1.Finding {
	if f, ok := x.waitingContainer(); ok {
		return some(f)
	}
	if x.stage() != stageWaiting {
		return nil
	}
	if f, ok := x.volume(); ok {
		return some(f)
	}
	if f, ok := x.silentKubelet(); ok {
		return some(f)
	}
	return x.sandbox()
}

// waitingContainer finds a container that waits for its image or configuration. By then the sandbox, and with it the network, is there.
func (x *subject) waitingContainer() (v1alpha1.Finding, bool) {
	for _, statuses := range [][]snapshot.ContainerStatus{x.record.Status.InitContainerStatuses, x.record.Status.ContainerStatuses} {
		for _, c := range statuses {
			w := c.State.Waiting
			if w == nil || !slices.Contains(imageReasons(), w.Reason) {
				continue
			}
			f := found(NotANetworkProblem, fmt.Sprintf("Container %s waits: %s. That is no matter of the pod's network%s.", c.Name, w.Reason, x.addressInWords()),
				evidence(x.field("status.containerStatuses "+c.Name), "%s: %s", w.Reason, quote(w.Message)))
			f.Commands = []string{fmt.Sprintf("kubectl describe pod %s -n %s", x.record.Name, x.record.Namespace)}
			return f, true
		}
	}
	return v1alpha1.Finding{}, false
}

func (x *subject) addressInWords() string {
	if len(x.ips) == 0 {
		return ""
	}
	return fmt.Sprintf(", which is up with %s", x.ips[0])
}

// volume finds a volume that does not come: kubelet mounts volumes before it asks for the sandbox.
func (x *subject) volume() (v1alpha1.Finding, bool) {
	e, ok := newest(x.events, reasonFailedMount, reasonFailedAttachVolume)
	if !ok {
		return v1alpha1.Finding{}, false
	}
	failure, failed := x.sandboxFailure()
	if failed && failure.last.After(e.last) {
		return v1alpha1.Finding{}, false
	}
	f := found(NotANetworkProblem, fmt.Sprintf("A volume does not come (%s), and kubelet mounts volumes before it makes the pod's network.", e.Reason), e.evidence(x.now))
	f.Commands = []string{fmt.Sprintf("kubectl describe pod %s -n %s", x.record.Name, x.record.Namespace)}
	if failed {
		f = weaken(f, Likely)
	}
	return f, true
}

// silentKubelet finds a node that has stopped reporting: nothing happens to its pods.
func (x *subject) silentKubelet() (v1alpha1.Finding, bool) {
	if x.node == nil || x.node.Record == nil {
		return v1alpha1.Finding{}, false
	}
	for _, c := range x.node.Record.Status.Conditions {
		if c.Type == "Ready" && c.Status == "Unknown" {
			return found(NotANetworkProblem, fmt.Sprintf("kubelet on %s does not report any more, so that nothing happens to its pods.", x.node.Name),
				evidence(x.nodeField("status.conditions Ready"), "Unknown since %s: %s", ago(x.now, c.LastTransitionTime), quote(c.Reason))), true
		}
	}
	return v1alpha1.Finding{}, false
}

// sandbox finds a sandbox that fails before the CNI is asked, or in another CNI's plugin.
func (x *subject) sandbox() []v1alpha1.Finding {
	if failure, ok := x.sandboxFailure(); ok {
		if plugin := otherPlugin(failure.Message); plugin != "" {
			f := found(OtherCNI, fmt.Sprintf("The CNI plugin %s, which is not Amazon's, refused the pod.", plugin), failure.evidence(x.now))
			f.Severity = string(SeverityError)
			return some(f)
		}
		return nil
	}
	e, ok := x.otherSandboxFailure()
	if !ok {
		return nil
	}
	return some(found(NotANetworkProblem, "The container runtime fails to make the pod's sandbox, before any CNI plugin is asked.", e.evidence(x.now)))
}
