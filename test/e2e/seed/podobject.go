// SPDX-License-Identifier: Apache-2.0

package seed

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// object returns the pod as it runs on a node, with its status.
func (p *Pod) object(node *Node) *corev1.Pod {
	controller, owner := true, "ReplicaSet"
	if p.HostNetwork {
		owner = "DaemonSet"
	}
	generator := p.Name[:strings.LastIndexByte(p.Name, '-')]
	object := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{
			Namespace: p.Namespace, Name: p.Name, GenerateName: generator + "-",
			Labels: map[string]string{
				"app.kubernetes.io/name": p.App, "app.kubernetes.io/instance": p.App, "app.kubernetes.io/version": "1.18.3",
				"app.kubernetes.io/part-of": p.Namespace, "pod-template-hash": generator[max(0, len(generator)-10):],
			},
			Annotations: map[string]string{
				"prometheus.io/scrape": "true", "prometheus.io/port": "9090",
				"checksum/config": hexadecimal(len(p.App)),
			},
			OwnerReferences: []metav1.OwnerReference{{
				APIVersion: "apps/v1", Kind: owner, Name: generator, Controller: &controller, BlockOwnerDeletion: &controller,
				UID: types.UID(fmt.Sprintf("%08x-0000-4000-8000-000000000000", uint32(digest(generator)))),
			}},
		},
		Spec: p.spec(node),
	}
	if p.Branch != nil {
		object.Annotations["vpc.amazonaws.com/pod-eni"] = p.branchAnnotation(node)
		podENI := corev1.ResourceList{"vpc.amazonaws.com/pod-eni": resource.MustParse("1")}
		for name, quantity := range podENI {
			object.Spec.Containers[0].Resources.Limits[name] = quantity
			object.Spec.Containers[0].Resources.Requests[name] = quantity
		}
	}
	object.Status = p.status(node, object.Spec.Containers)
	return object
}

// spec returns what the pod runs: the application with its environment, probes and volumes, and the proxy of a mesh.
func (p *Pod) spec(node *Node) corev1.PodSpec {
	grace := int64(30)
	return corev1.PodSpec{
		NodeName:                      node.Name,
		HostNetwork:                   p.HostNetwork,
		ServiceAccountName:            p.App,
		TerminationGracePeriodSeconds: &grace,
		Containers:                    []corev1.Container{p.container(p.App, 8080), p.container("mesh-proxy", 15000)},
		Volumes: []corev1.Volume{
			{Name: "config", VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{
				LocalObjectReference: corev1.LocalObjectReference{Name: p.App + "-config"},
			}}},
			{Name: "credentials", VolumeSource: corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{SecretName: p.App}}},
		},
		Tolerations: []corev1.Toleration{
			{Key: corev1.TaintNodeNotReady, Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoExecute},
			{Key: corev1.TaintNodeUnreachable, Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoExecute},
		},
	}
}

// container returns one container of the usual size.
func (p *Pod) container(name string, port int32) corev1.Container {
	probe := &corev1.Probe{
		ProbeHandler:   corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: "/healthz", Port: intstr.FromInt32(port)}},
		TimeoutSeconds: 5, PeriodSeconds: 10, FailureThreshold: 3, InitialDelaySeconds: 15,
	}
	container := corev1.Container{
		Name: name, Image: image(name), ImagePullPolicy: corev1.PullIfNotPresent,
		Args:           []string{"--config=/etc/config/service.yaml", "--log-format=json", "--listen=0.0.0.0"},
		Ports:          []corev1.ContainerPort{{Name: name, ContainerPort: port, Protocol: corev1.ProtocolTCP}},
		LivenessProbe:  probe,
		ReadinessProbe: probe,
		VolumeMounts: []corev1.VolumeMount{
			{Name: "config", MountPath: "/etc/config", ReadOnly: true},
			{Name: "credentials", MountPath: "/etc/credentials", ReadOnly: true},
		},
		Resources: corev1.ResourceRequirements{
			Requests: corev1.ResourceList{"cpu": resource.MustParse("100m"), "memory": resource.MustParse("128Mi")},
			Limits:   corev1.ResourceList{"cpu": resource.MustParse("500m"), "memory": resource.MustParse("512Mi")},
		},
	}
	for _, name := range environment() {
		container.Env = append(container.Env, corev1.EnvVar{Name: name, Value: "https://" + strings.ToLower(name) + "." + p.Namespace + ".svc"})
	}
	container.Env = append(container.Env, corev1.EnvVar{Name: "POD_NAME", ValueFrom: &corev1.EnvVarSource{
		FieldRef: &corev1.ObjectFieldSelector{APIVersion: "v1", FieldPath: "metadata.name"},
	}})
	return container
}

// environment returns the names of the variables of every container.
func environment() []string {
	return []string{"DATABASE", "QUEUE", "TRACES"}
}

// status returns the status of the pod, running and ready.
func (p *Pod) status(node *Node, containers []corev1.Container) corev1.PodStatus {
	since := metav1.NewTime(launched())
	status := corev1.PodStatus{
		Phase:  corev1.PodRunning,
		HostIP: node.Address.String(), HostIPs: []corev1.HostIP{{IP: node.Address.String()}},
		PodIP: p.IP.String(), PodIPs: []corev1.PodIP{{IP: p.IP.String()}},
		StartTime: &since,
	}
	for _, kind := range []corev1.PodConditionType{
		corev1.PodReadyToStartContainers, corev1.PodInitialized, corev1.PodReady, corev1.ContainersReady, corev1.PodScheduled,
	} {
		status.Conditions = append(status.Conditions,
			corev1.PodCondition{Type: kind, Status: corev1.ConditionTrue, LastTransitionTime: since})
	}
	started := true
	for i, container := range containers {
		status.ContainerStatuses = append(status.ContainerStatuses, corev1.ContainerStatus{
			Name: container.Name, Image: container.Image, Ready: true, Started: &started,
			ImageID:     container.Image + "@sha256:" + hexadecimal(i),
			ContainerID: "containerd://" + hexadecimal(i, len(p.Name)),
			State:       corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: since}},
		})
	}
	return status
}

// branchAnnotation returns what the VPC resource controller writes on a pod with a branch ENI
// (aws/amazon-vpc-resource-controller-k8s v1.8.2, pkg/provider/branch/trunk/trunk.go, type ENIDetails).
func (p *Pod) branchAnnotation(node *Node) string {
	return fmt.Sprintf(
		`[{"eniId":%q,"ifAddress":%q,"privateIp":%q,"ipv6Addr":"","vlanId":%d,"subnetCidr":%q,"subnetV6Cidr":"","associationID":"trunk-assoc-%s"}]`,
		p.Branch.ID, p.Branch.MAC, p.IP, p.Branch.VLAN, node.Subnet.CIDR, p.Branch.ID[len("eni-"):])
}
