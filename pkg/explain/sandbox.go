// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"regexp"
	"strings"
)

// What the CNI plugin says when it fails (amazon-vpc-cni-k8s cmd/routed-eni-cni-plugin/cni.go).
const (
	saysNoAddress     = "failed to assign an IP address to container"
	saysNoBackend     = "failed to connect to backend server"
	saysBackendError  = "Error received from AddNetwork gRPC call"
	saysNetworkPolicy = "failed to setup network policy"
)

// cniMarks are how the sandbox errors that come from a CNI plugin are told from the others: by containerd's and by the older docker
// wording, and by the plugin's own.
func cniMarks() []string {
	return []string{"plugin type=", "networkPlugin cni", "add cmd: ", "cni plugin not initialized", "network is not ready"}
}

// pluginType is the CNI plugin that containerd names.
var pluginType = regexp.MustCompile(`plugin type="([^"]+)"`)

// sandboxFailure returns the newest failure to make the pod's sandbox that a CNI plugin caused.
func (x *subject) sandboxFailure() (event, bool) {
	for _, e := range x.events {
		if e.Reason == reasonFailedSandbox && fromCNI(e.Message) {
			return e, true
		}
	}
	return event{}, false
}

// otherSandboxFailure returns the newest failure to make the pod's sandbox that no CNI plugin caused.
func (x *subject) otherSandboxFailure() (event, bool) {
	for _, e := range x.events {
		if e.Reason == reasonFailedSandbox && !fromCNI(e.Message) {
			return e, true
		}
	}
	return event{}, false
}

func fromCNI(message string) bool {
	for _, mark := range cniMarks() {
		if strings.Contains(message, mark) {
			return true
		}
	}
	return false
}

// failedWith returns the newest sandbox failure with one of the texts, if it is the pod's newest one from a CNI plugin.
func (x *subject) failedWith(texts ...string) (event, bool) {
	failure, ok := x.sandboxFailure()
	if !ok {
		return event{}, false
	}
	for _, text := range texts {
		if strings.Contains(failure.Message, text) {
			return failure, true
		}
	}
	return event{}, false
}

// otherPlugin returns the CNI plugin other than Amazon's that failed, "" if none did.
func otherPlugin(message string) string {
	for _, match := range pluginType.FindAllStringSubmatch(message, -1) {
		if match[1] != "aws-cni" && match[1] != "portmap" && match[1] != "bandwidth" && match[1] != "egress-cni" && match[1] != "egress-v4-cni" && match[1] != "egress-v6-cni" {
			return match[1]
		}
	}
	return ""
}
