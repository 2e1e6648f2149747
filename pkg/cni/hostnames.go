// SPDX-License-Identifier: Apache-2.0

package cni

import (
	"crypto/sha1" //nolint:gosec // the CNI's naming scheme, nothing secret
	"encoding/hex"
	"fmt"
)

// Names of interfaces on a node and in a pod. Sources: amazon-vpc-cni-k8s pkg/networkutils/names.go, pkg/sgpp/utils.go,
// cmd/routed-eni-cni-plugin/cni.go and driver/driver.go.
const (
	// strictVethPrefix begins the host interface of a pod with a branch ENI in strict mode.
	strictVethPrefix = "vlan"
	// vlanLinkPrefix begins the VLAN link of a branch ENI; the VLAN's number follows.
	vlanLinkPrefix = "vlan.eth."
	// firstPodInterface is the pod's own end, furtherPodInterface begins those of multi-NIC pods.
	firstPodInterface, furtherPodInterface = "eth0", "mNicIf"
	// vethHashDigits is how many hexadecimal digits of the hash are in a name.
	vethHashDigits = 11
)

// HostVethPrefix begins the name of a pod's host interface: AWS_VPC_K8S_CNI_VETHPREFIX, but "vlan" for a pod with a branch ENI in strict
// mode (pkg/sgpp/utils.go, BuildHostVethNamePrefix).
func (s Settings) HostVethPrefix(branch bool) string {
	if branch && s.EnforcingMode == EnforcingStrict {
		return strictVethPrefix
	}
	return s.VethPrefix
}

// HostVeth is the name of a pod's host interface: the prefix and 11 hexadecimal digits of a hash of the pod's namespace and name, so that
// a pod that is made again under its old name has its old interface name. Index counts the interfaces of a multi-NIC pod from 0
// (pkg/networkutils/names.go, GeneratePodHostVethName).
func HostVeth(prefix, namespace, pod string, index int) string {
	if index > 0 {
		pod = fmt.Sprintf("%s.%d", pod, index)
	}
	sum := sha1.Sum([]byte(namespace + "." + pod)) //nolint:gosec // the CNI's naming scheme, nothing secret
	return prefix + hex.EncodeToString(sum[:])[:vethHashDigits]
}

// PodInterface is the name of a pod's n-th interface inside of the pod, counted from 0.
func PodInterface(index int) string {
	if index > 0 {
		return fmt.Sprintf("%s%d", furtherPodInterface, index)
	}
	return firstPodInterface
}

// VLANLink is the name of the node's link for a branch ENI's VLAN.
func VLANLink(vlan int) string { return fmt.Sprintf("%s%d", vlanLinkPrefix, vlan) }
