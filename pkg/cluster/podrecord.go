// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// placedPod makes the record of what places a pod: its node, its addresses, and whether they are its own.
func placedPod(pod *corev1.Pod, texts interner) snapshot.Pod {
	record := snapshot.Pod{
		ObjectMeta: snapshot.ObjectMeta{
			Name: pod.Name, Namespace: texts.shared(pod.Namespace), UID: string(pod.UID),
			CreationTimestamp: pod.CreationTimestamp.UTC(), DeletionTimestamp: optionalTime(pod.DeletionTimestamp),
		},
		Spec:   snapshot.PodSpec{NodeName: texts.shared(pod.Spec.NodeName), HostNetwork: pod.Spec.HostNetwork},
		Status: snapshot.PodStatus{Phase: texts.shared(string(pod.Status.Phase)), PodIP: pod.Status.PodIP, PodIPs: podIPs(&pod.Status)},
	}
	if len(pod.Annotations) > 0 {
		record.Annotations = filtered(pod.Annotations, func(key string) bool {
			return key == podENIAnnotation || key == windowsIPv4Annotation || key == multiNICAnnotation
		})
	}
	return record
}

// fullPod makes the record of a pod with every field that records have.
func fullPod(pod *corev1.Pod, texts interner) snapshot.Pod {
	record := snapshot.Pod{
		ObjectMeta: metadata(&pod.ObjectMeta),
		Spec: snapshot.PodSpec{
			NodeName: texts.shared(pod.Spec.NodeName), HostNetwork: pod.Spec.HostNetwork,
			ServiceAccountName: texts.shared(pod.Spec.ServiceAccountName),
		},
		Status: snapshot.PodStatus{
			Phase: texts.shared(string(pod.Status.Phase)), Reason: pod.Status.Reason, Message: pod.Status.Message,
			HostIP: texts.shared(pod.Status.HostIP), PodIP: pod.Status.PodIP, PodIPs: podIPs(&pod.Status),
			StartTime:             optionalTime(pod.Status.StartTime),
			Conditions:            podConditions(pod.Status.Conditions, texts),
			InitContainerStatuses: containerStatuses(pod.Status.InitContainerStatuses, texts),
			ContainerStatuses:     containerStatuses(pod.Status.ContainerStatuses, texts),
		},
	}
	record.Namespace = texts.shared(record.Namespace)
	record.Labels = texts.sharedMap(pod.Labels)
	record.Annotations = filtered(pod.Annotations, networkKeys())
	record.Spec.NodeSelector = texts.sharedMap(pod.Spec.NodeSelector)
	for i := range pod.Spec.Containers {
		record.Spec.Containers = append(record.Spec.Containers, podContainer(&pod.Spec.Containers[i], texts))
	}
	return record
}

func podIPs(status *corev1.PodStatus) []snapshot.PodIP {
	if len(status.PodIPs) == 0 {
		return nil
	}
	ips := make([]snapshot.PodIP, len(status.PodIPs))
	for i, ip := range status.PodIPs {
		ips[i].IP = ip.IP
	}
	return ips
}

func podConditions(conditions []corev1.PodCondition, texts interner) []snapshot.Condition {
	var records []snapshot.Condition
	for _, condition := range conditions {
		records = append(records, snapshot.Condition{
			Type: texts.shared(string(condition.Type)), Status: texts.shared(string(condition.Status)),
			Reason: texts.shared(condition.Reason), Message: condition.Message,
			LastTransitionTime: condition.LastTransitionTime.UTC(),
		})
	}
	return records
}
