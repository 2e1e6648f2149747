// SPDX-License-Identifier: Apache-2.0

package cluster_test

import (
	"encoding/json"
	"net/http"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// at returns a time in a zone that is not UTC, as client-go's decoders return local times.
func at(minute int) metav1.Time {
	return metav1.NewTime(time.Date(2026, 5, 4, 12, minute, 7, 0, time.FixedZone("", 2*60*60)))
}

func atPointer(minute int) *metav1.Time {
	t := at(minute)
	return &t
}

// meta returns metadata with everything that records keep of it.
func meta(namespace, name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{
		Namespace: namespace, Name: name, UID: "3b1f7a52-0000-4000-8000-000000000001",
		CreationTimestamp: at(1), DeletionTimestamp: atPointer(2),
		Labels: map[string]string{"app": "web", "topology.kubernetes.io/zone": "eu-west-1a"},
		OwnerReferences: []metav1.OwnerReference{{
			APIVersion: "apps/v1", Kind: "ReplicaSet", Name: "web-5d8", UID: "3b1f7a52-0000-4000-8000-000000000002",
		}},
	}
}

func fullNode() *corev1.Node {
	node := &corev1.Node{
		ObjectMeta: meta("", "n1"),
		Spec: corev1.NodeSpec{
			ProviderID: "aws:///eu-west-1a/i-0123456789abcdef0", Unschedulable: true,
			Taints: []corev1.Taint{{Key: "node.kubernetes.io/unschedulable", Value: "x", Effect: corev1.TaintEffectNoSchedule}},
		},
		Status: corev1.NodeStatus{
			Capacity:    corev1.ResourceList{"pods": resource.MustParse("29"), "vpc.amazonaws.com/pod-eni": resource.MustParse("9")},
			Allocatable: corev1.ResourceList{"pods": resource.MustParse("29"), "cpu": resource.MustParse("1930m")},
			Conditions: []corev1.NodeCondition{{
				Type: corev1.NodeReady, Status: corev1.ConditionFalse, Reason: "KubeletNotReady", Message: "cni plugin not initialized",
				LastTransitionTime: at(3),
			}},
			Addresses: []corev1.NodeAddress{{Type: corev1.NodeInternalIP, Address: "10.0.1.5"}},
			NodeInfo: corev1.NodeSystemInfo{
				OperatingSystem: "linux", OSImage: "Amazon Linux 2023", Architecture: "amd64", KubeletVersion: "v1.33.1-eks-1",
			},
		},
	}
	node.Annotations = map[string]string{"k8s.amazonaws.com/eniConfig": "a", "vpc.amazonaws.com/x": "b"}
	return node
}

func fullPod() *corev1.Pod {
	branch := corev1.ResourceList{"vpc.amazonaws.com/pod-eni": resource.MustParse("1")}
	pod := &corev1.Pod{
		ObjectMeta: meta("shop", "web"),
		Spec: corev1.PodSpec{
			NodeName: "n1", HostNetwork: true, ServiceAccountName: "web", NodeSelector: map[string]string{"kubernetes.io/os": "linux"},
			Containers: []corev1.Container{{Name: "web", Image: "web:1", Resources: corev1.ResourceRequirements{Limits: branch, Requests: branch}}},
		},
		Status: corev1.PodStatus{
			Phase: corev1.PodPending, Reason: "Evicted", Message: "no room", HostIP: "10.0.1.5", PodIP: "10.0.1.17",
			PodIPs: []corev1.PodIP{{IP: "10.0.1.17"}, {IP: "2001:db8::1"}}, StartTime: atPointer(4),
			Conditions: []corev1.PodCondition{{
				Type: corev1.PodReady, Status: corev1.ConditionFalse, Reason: "ContainersNotReady", Message: "not ready: [web]", LastTransitionTime: at(5),
			}},
			InitContainerStatuses: []corev1.ContainerStatus{{Name: "init", Ready: true, State: corev1.ContainerState{
				Terminated: &corev1.ContainerStateTerminated{Reason: "Completed", FinishedAt: at(6)},
			}}},
			ContainerStatuses: []corev1.ContainerStatus{
				{Name: "web", RestartCount: 2, State: corev1.ContainerState{
					Waiting: &corev1.ContainerStateWaiting{Reason: "CrashLoopBackOff", Message: "back-off 5m0s"},
				}, LastTerminationState: corev1.ContainerState{
					Terminated: &corev1.ContainerStateTerminated{Reason: "Error", Message: "boom", ExitCode: 137, FinishedAt: at(7)},
				}},
				{Name: "side", Ready: true, State: corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: at(8)}}},
			},
		},
	}
	pod.Annotations = map[string]string{"vpc.amazonaws.com/pod-eni": "[]", "fargate.amazonaws.com/pod-sg": "sg-1", "k8s.amazonaws.com/nicConfig": "x"}
	return pod
}

func fullDaemonSet() *appsv1.DaemonSet {
	yes := true
	set := &appsv1.DaemonSet{ObjectMeta: meta("kube-system", "aws-node"), Status: appsv1.DaemonSetStatus{
		DesiredNumberScheduled: 3, CurrentNumberScheduled: 3, UpdatedNumberScheduled: 1, NumberReady: 2, NumberUnavailable: 1,
	}}
	set.Spec.UpdateStrategy.Type = appsv1.OnDeleteDaemonSetStrategyType
	set.Spec.Template.Spec = corev1.PodSpec{
		InitContainers: []corev1.Container{{Name: "aws-vpc-cni-init", Image: "init:1", Env: []corev1.EnvVar{{Name: "ENABLE_IPv6", Value: "false"}}}},
		Containers: []corev1.Container{{
			Name: "aws-node", Image: "cni:1",
			Env: []corev1.EnvVar{
				{Name: "WARM_IP_TARGET", Value: "2"},
				{Name: "MAX_ENI", ValueFrom: &corev1.EnvVarSource{ConfigMapKeyRef: &corev1.ConfigMapKeySelector{
					LocalObjectReference: corev1.LocalObjectReference{Name: "cni"}, Key: "max", Optional: &yes,
				}}},
				{Name: "CLUSTER_NAME", ValueFrom: &corev1.EnvVarSource{SecretKeyRef: &corev1.SecretKeySelector{
					LocalObjectReference: corev1.LocalObjectReference{Name: "cni"}, Key: "name",
				}}},
				{Name: "AWS_VPC_X", ValueFrom: &corev1.EnvVarSource{FieldRef: &corev1.ObjectFieldSelector{FieldPath: "spec.nodeName"}}},
				{Name: "WARM_X", ValueFrom: &corev1.EnvVarSource{ResourceFieldRef: &corev1.ResourceFieldSelector{Resource: "limits.cpu"}}},
			},
			EnvFrom: []corev1.EnvFromSource{
				{Prefix: "X_", ConfigMapRef: &corev1.ConfigMapEnvSource{LocalObjectReference: corev1.LocalObjectReference{Name: "more"}}},
				{SecretRef: &corev1.SecretEnvSource{LocalObjectReference: corev1.LocalObjectReference{Name: "hidden"}}},
			},
		}},
	}
	return set
}

func fullEvent() *corev1.Event {
	return &corev1.Event{
		ObjectMeta:     meta("default", "n1.17"),
		InvolvedObject: corev1.ObjectReference{Kind: "Node", Namespace: "default", Name: "n1", UID: "n1"},
		Type:           "Warning", Reason: "TrunkENICreationFailed", Action: "Attaching", Message: "Failed to create trunk interface", Count: 3,
		FirstTimestamp: at(1), LastTimestamp: at(2), EventTime: metav1.NewMicroTime(at(3).Add(123456 * time.Microsecond)),
		Series:              &corev1.EventSeries{Count: 4, LastObservedTime: metav1.NewMicroTime(at(4).Add(654321 * time.Microsecond))},
		Source:              corev1.EventSource{Component: "vpc-resource-controller", Host: "h"},
		ReportingController: "vpc-resource-controller",
	}
}

// TestRecordsEqualTheirSavedForm checks that a live read, what "kubectl get -o json" prints of the same objects, and a saved and
// loaded record are the same value. The objects hold nothing but what records keep, or nothing at all.
func TestRecordsEqualTheirSavedForm(t *testing.T) {
	t.Parallel()
	one := func(items ...runtime.Object) []runtime.Object { return items }
	for _, protobuf := range []bool{true, false} {
		t.Run(map[bool]string{true: "protobuf", false: "json"}[protobuf], func(t *testing.T) {
			t.Parallel()
			same(t, protobuf, one(fullNode(), &corev1.Node{}), func(c *cluster.Client) ([]snapshot.Node, error) {
				records, _, err := c.Nodes(t.Context(), cluster.NodeQuery{Names: []string{"0", "1"}})
				return records, err
			})
			same(t, protobuf, one(fullPod(), &corev1.Pod{}), func(c *cluster.Client) ([]snapshot.Pod, error) {
				records, _, err := c.Pods(t.Context(), cluster.PodQuery{Namespace: "x", Names: []string{"0", "1"}, Detail: cluster.Full})
				return records, err
			})
			same(t, protobuf, one(fullDaemonSet(), &appsv1.DaemonSet{}), func(c *cluster.Client) ([]snapshot.DaemonSet, error) {
				records, _, err := c.DaemonSets(t.Context(), "x", "0", "1")
				return records, err
			})
			same(t, protobuf, one(configMap("m"), &corev1.ConfigMap{}), func(c *cluster.Client) ([]snapshot.ConfigMap, error) {
				records, _, err := c.ConfigMaps(t.Context(), "x", "0", "1")
				return records, err
			})
			account := &corev1.ServiceAccount{ObjectMeta: meta("shop", "web")}
			same(t, protobuf, one(account, &corev1.ServiceAccount{}), func(c *cluster.Client) ([]snapshot.ServiceAccount, error) {
				records, _, err := c.ServiceAccounts(t.Context(), "x", "0", "1")
				return records, err
			})
			events := &corev1.EventList{Items: []corev1.Event{*fullEvent()}}
			same(t, protobuf, one(fullEvent()), func(c *cluster.Client) ([]snapshot.Event, error) {
				records, _, err := c.Events(t.Context(), cluster.EventQuery{})
				return records, err
			}, events)
		})
	}
}

// same serves objects under the names "0", "1", … and any list as lists[0], reads them, and compares.
func same[T any](t *testing.T, protobuf bool, objects []runtime.Object, read func(*cluster.Client) ([]T, error), lists ...runtime.Object) {
	t.Helper()
	contentType := map[bool]string{true: runtime.ContentTypeProtobuf, false: runtime.ContentTypeJSON}[protobuf]
	server := &apiServer{}
	server.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		if len(lists) > 0 {
			answerAs(w, contentType, http.StatusOK, lists[0])
			return
		}
		answerAs(w, contentType, http.StatusOK, objects[r.URL.Path[len(r.URL.Path)-1]-'0'])
	})
	records, err := read(server.connect(t, cluster.Options{}))
	if err != nil {
		t.Fatalf("reading: %v", err)
	}
	var printed, loaded []T
	for i, o := range objects {
		data, err := json.Marshal(o)
		if err != nil {
			t.Fatalf("encoding the object: %v", err)
		}
		printed = append(printed, decoded[T](t, data))
		if data, err = json.Marshal(records[i]); err != nil {
			t.Fatalf("encoding the record: %v", err)
		}
		loaded = append(loaded, decoded[T](t, data))
	}
	// cmp by itself takes times for equal that differ in their zone.
	exact := cmp.Comparer(func(a, b time.Time) bool { return reflect.DeepEqual(a, b) })
	if diff := cmp.Diff(printed, records, exact); diff != "" {
		t.Errorf("live record against kubectl's JSON (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(records, loaded, exact); diff != "" {
		t.Errorf("saved and loaded record (-live +loaded):\n%s", diff)
	}
}

func decoded[T any](t *testing.T, data []byte) T {
	t.Helper()
	var record T
	if err := json.Unmarshal(data, &record); err != nil {
		t.Fatalf("decoding %s: %v", data, err)
	}
	return record
}
