// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// keyWindowsIPAM is the key of ConfigMap amazon-vpc-cni that lets the resource controller serve Windows nodes.
const keyWindowsIPAM = "enable-windows-ipam"

// windowsRule says why a pod on Windows has no address: there the resource controller gives them out, not aws-node.
func windowsRule(x *subject) []v1alpha1.Finding {
	if x.node == nil || !x.node.Windows() || x.record.Spec.HostNetwork {
		return nil
	}
	if e, ok := newest(x.events, reasonAllocationFailed); ok && x.record.Annotations[cni.ResourcePrivateIPv4] == "" {
		f := found(WindowsPoolEmpty, fmt.Sprintf("The resource controller has no address left on %s: %s", x.node.Name, quote(e.Message)), e.evidence(x.now))
		if strings.Contains(e.Message, "enough free cidr blocks") {
			f.Remedy = "The subnet has no free /28: use a new subnet or a CIDR reservation of type prefix, or turn Windows prefixes off."
		}
		return some(f)
	}
	if asksForWindowsAddress(x.record) {
		return nil
	}
	value, isSet := x.configMap()[keyWindowsIPAM]
	if value == "true" || (!isSet && !x.read(snapshot.ConfigMaps)) {
		return nil
	}
	return some(found(WindowsIPAMDisabled, fmt.Sprintf("Windows IPAM is not enabled: the pod did not ask for %s, so that nobody gives it an address.", cni.ResourcePrivateIPv4),
		evidence(fmt.Sprintf("ConfigMap %s/%s %s", cni.Namespace, cni.ConfigMapName, keyWindowsIPAM), "%s", orNotSet(value)),
		evidence(x.field("spec.containers[0].resources.limits "+cni.ResourcePrivateIPv4), "not set")))
}

func asksForWindowsAddress(pod *snapshot.Pod) bool {
	for _, c := range pod.Spec.Containers {
		if c.Resources.Limits[cni.ResourcePrivateIPv4] != "" {
			return true
		}
	}
	return false
}

// orNotSet is a setting's value, or that it is not set.
func orNotSet(value string) string {
	if value == "" {
		return "not set"
	}
	return fmt.Sprintf("%q", value)
}
