// SPDX-License-Identifier: Apache-2.0

package render

// Reasons why a pod has no place under a node, see [v1alpha1.UnplacedPod].
const (
	reasonFargate           = "Fargate"
	reasonHybrid            = "Hybrid"
	reasonOtherCNI          = "OtherCNI"
	reasonInterfacesUnknown = "InterfacesUnknown"
	reasonNodeNotFound      = "NodeNotFound"
	reasonNoInstance        = "NoInstance"
)

// isNatural tells whether a reason lies in the nature of the node, so that it calls for no attention.
func isNatural(reason string) bool {
	return reason == reasonFargate || reason == reasonHybrid || reason == reasonOtherCNI
}

// isUnknownENI tells whether the address may well be on an ENI of the node, which is not known.
func isUnknownENI(reason string) bool {
	return reason == reasonInterfacesUnknown || reason == reasonNodeNotFound || reason == reasonNoInstance
}
