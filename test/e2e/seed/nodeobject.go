// SPDX-License-Identifier: Apache-2.0

package seed

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// imagesPerNode is how many images a node reports: about what makes a node object the size that it has on EKS.
const imagesPerNode = 25

// object returns the node as kubelet and the cloud controller leave it on EKS, with its status.
func (n *Node) object() *corev1.Node {
	labels := map[string]string{
		corev1.LabelHostname:           n.Name,
		corev1.LabelOSStable:           "linux",
		corev1.LabelArchStable:         "amd64",
		corev1.LabelInstanceTypeStable: InstanceType,
		corev1.LabelTopologyRegion:     Region,
		corev1.LabelTopologyZone:       n.Subnet.Zone,
		"topology.k8s.aws/zone-id":     n.Subnet.ZoneID,
		"eks.amazonaws.com/nodegroup":  "workers",
	}
	return &corev1.Node{
		ObjectMeta: metav1.ObjectMeta{Name: n.Name, Labels: labels, Annotations: map[string]string{
			"alpha.kubernetes.io/provided-node-ip":                   n.Address.String(),
			"node.alpha.kubernetes.io/ttl":                           "0",
			"volumes.kubernetes.io/controller-managed-attach-detach": "true",
		}},
		Spec:   corev1.NodeSpec{ProviderID: "aws:///" + n.Subnet.Zone + "/" + n.InstanceID},
		Status: n.status(),
	}
}

// status returns the status of the node: ready, with room for 58 pods, which is 4 ENIs of 14 pod addresses and two more.
func (n *Node) status() corev1.NodeStatus {
	resources := corev1.ResourceList{
		corev1.ResourceCPU:              resource.MustParse("4"),
		corev1.ResourceMemory:           resource.MustParse("15896Mi"),
		corev1.ResourceEphemeralStorage: resource.MustParse("80Gi"),
		corev1.ResourcePods:             resource.MustParse("58"),
	}
	if len(n.branches()) > 0 {
		resources["vpc.amazonaws.com/pod-eni"] = resource.MustParse("18")
	}
	status := corev1.NodeStatus{
		Capacity:    resources,
		Allocatable: resources,
		Addresses: []corev1.NodeAddress{
			{Type: corev1.NodeInternalIP, Address: n.Address.String()},
			{Type: corev1.NodeInternalDNS, Address: n.Name},
			{Type: corev1.NodeHostName, Address: n.Name},
		},
		DaemonEndpoints: corev1.NodeDaemonEndpoints{KubeletEndpoint: corev1.DaemonEndpoint{Port: 10250}},
		NodeInfo: corev1.NodeSystemInfo{
			MachineID:               n.InstanceID,
			SystemUUID:              n.InstanceID,
			BootID:                  n.InstanceID,
			KernelVersion:           "6.12.40-64.114.amzn2023.x86_64",
			OSImage:                 "Amazon Linux 2023.8.20250818",
			ContainerRuntimeVersion: "containerd://2.1.4",
			KubeletVersion:          "v1.36.2-eks-1a2b3c4",
			OperatingSystem:         "linux",
			Architecture:            "amd64",
		},
		Conditions: []corev1.NodeCondition{
			nodeCondition(corev1.NodeMemoryPressure, corev1.ConditionFalse, "KubeletHasSufficientMemory"),
			nodeCondition(corev1.NodeDiskPressure, corev1.ConditionFalse, "KubeletHasNoDiskPressure"),
			nodeCondition(corev1.NodePIDPressure, corev1.ConditionFalse, "KubeletHasSufficientPID"),
			nodeCondition(corev1.NodeReady, corev1.ConditionTrue, "KubeletReady"),
		},
	}
	for i := range imagesPerNode {
		status.Images = append(status.Images, corev1.ContainerImage{
			Names:     []string{image(fmt.Sprintf("image-%02d", i)) + "@sha256:" + hexadecimal(i), image(fmt.Sprintf("image-%02d", i))},
			SizeBytes: int64(20_000_000 + 1_000_000*i),
		})
	}
	return status
}

// nodeCondition returns a condition that has held since the node came up.
func nodeCondition(kind corev1.NodeConditionType, status corev1.ConditionStatus, reason string) corev1.NodeCondition {
	since := metav1.NewTime(launched())
	return corev1.NodeCondition{
		Type: kind, Status: status, Reason: reason, Message: "kubelet reports " + reason,
		LastHeartbeatTime: since, LastTransitionTime: since,
	}
}

// image returns the name of an image in the registry of the plan's account.
func image(name string) string {
	return AccountID + ".dkr.ecr." + Region + ".amazonaws.com/platform/" + name + ":v1.18.3-build.20260104"
}

// hexadecimal returns 64 hexadecimal digits for numbers, as an image digest or a container id has.
func hexadecimal(numbers ...int) string {
	sum := digest("hexadecimal", numbers...)
	return fmt.Sprintf("%016x%016x%016x%016x", sum, sum*3, sum*5, sum*7)
}
