// SPDX-License-Identifier: Apache-2.0

package cluster_test

import (
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
)

// BenchmarkPods reads 10,000 pods of about 6 KB from a server that has them encoded already. "heap/pod" is what the records of one pod
// keep in memory.
func BenchmarkPods(b *testing.B) {
	const count = 10_000
	server := &apiServer{}
	events := make([]event, count, count+1)
	for i := range events {
		events[i] = event{watch.Added, typicalPod(i)}
	}
	stream := frames(append(events, listEnd())...)
	server.HandleFunc("GET /api/v1/pods", func(w http.ResponseWriter, r *http.Request) { send(w, stream); <-r.Context().Done() })
	client := server.connect(b, cluster.Options{})
	for _, detail := range []cluster.PodDetail{cluster.Placement, cluster.Full} {
		b.Run(string(detail), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(stream)))
			for b.Loop() {
				before := heap()
				pods, _, err := client.Pods(b.Context(), cluster.PodQuery{Detail: detail})
				if err != nil || len(pods) != count {
					b.Fatalf("%d pods, error %v", len(pods), err)
				}
				b.ReportMetric(float64(heap()-before)/count, "heap/pod")
				runtime.KeepAlive(pods)
			}
		})
	}
}

// heap returns how many bytes are in use once the garbage is gone.
func heap() int64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

func typicalPod(i int) *corev1.Pod {
	hex := strings.Repeat("3f6f0e6c0d0fbb9a", 4)
	pod := &corev1.Pod{ObjectMeta: meta(fmt.Sprintf("team-%d", i%40), fmt.Sprintf("web-%d-7d9c5b6f4-%05d", i/20, i))}
	pod.UID = types.UID(fmt.Sprintf("0c0c0c0c-1111-2222-3333-%012d", i))
	pod.DeletionTimestamp = nil
	pod.Labels = map[string]string{
		"app.kubernetes.io/name": fmt.Sprintf("web-%d", i/20), "pod-template-hash": fmt.Sprintf("7d9c5b%d", i/20), "team": "a", "env": "production",
		"app.kubernetes.io/instance": fmt.Sprintf("web-%d", i/20),
	}
	pod.Annotations = map[string]string{"prometheus.io/scrape": "true", "checksum/config": hex}
	for _, manager := range []string{"kube-controller-manager", "kubelet"} {
		pod.ManagedFields = append(pod.ManagedFields, metav1.ManagedFieldsEntry{
			Manager: manager, Operation: "Update", APIVersion: "v1", Time: atPointer(1), FieldsType: "FieldsV1",
			FieldsV1: metav1.NewFieldsV1(hex[:60] + strings.Repeat("f:metadata", 134)),
		})
	}
	var environment []corev1.EnvVar
	for j := range 20 {
		environment = append(environment, corev1.EnvVar{Name: fmt.Sprintf("SOME_SETTING_%d", j), Value: fmt.Sprintf("value %d of the setting", j)})
	}
	resources := corev1.ResourceList{"cpu": resource.MustParse("500m"), "memory": resource.MustParse("1Gi")}
	pod.Spec.NodeName = fmt.Sprintf("ip-10-0-%d-17.eu-west-1.compute.internal", i%330)
	pod.Spec.ServiceAccountName = "web"
	pod.Status = corev1.PodStatus{Phase: corev1.PodRunning, PodIP: fmt.Sprintf("10.0.%d.%d", i/250, i%250), HostIP: fmt.Sprintf("10.0.1.%d", i%330)}
	pod.Status.PodIPs = []corev1.PodIP{{IP: pod.Status.PodIP}}
	for _, name := range []string{"web", "sidecar"} {
		pod.Spec.Containers = append(pod.Spec.Containers, corev1.Container{
			Name: name, Image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/" + name + ":1.2.3", Env: environment,
			Resources:    corev1.ResourceRequirements{Limits: resources, Requests: resources},
			VolumeMounts: []corev1.VolumeMount{{Name: "kube-api-access-abcde", MountPath: "/var/run/secrets/kubernetes.io/serviceaccount", ReadOnly: true}},
		})
		pod.Status.ContainerStatuses = append(pod.Status.ContainerStatuses, corev1.ContainerStatus{
			Name: name, Ready: true, ImageID: "sha256:" + hex, ContainerID: "containerd://" + hex,
			State: corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: at(2)}},
		})
	}
	for _, condition := range []corev1.PodConditionType{"Initialized", "Ready", "ContainersReady", "PodScheduled", "PodReadyToStartContainers"} {
		pod.Status.Conditions = append(pod.Status.Conditions, corev1.PodCondition{Type: condition, Status: "True", LastTransitionTime: at(3)})
	}
	return pod
}
