// SPDX-License-Identifier: Apache-2.0

package seed_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes"

	"github.com/kubectl-eni/kubectl-eni/test/e2e/binaries"
	"github.com/kubectl-eni/kubectl-eni/test/e2e/controlplane"
	"github.com/kubectl-eni/kubectl-eni/test/e2e/seed"
)

func TestWriteMakesTheClusterOfThePlan(t *testing.T) {
	t.Parallel()

	plane := startControlPlane(t)
	plan := newPlan(t, 6, 10)
	if err := plan.Write(t.Context(), plane.Config(), t.Output()); err != nil {
		t.Fatal(err)
	}
	config := plane.Config()
	config.ContentType = runtime.ContentTypeProtobuf
	clientset, err := kubernetes.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	pods, err := clientset.CoreV1().Pods("").List(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	want, got := map[string]string{}, map[string]string{}
	for _, node := range plan.Nodes {
		for _, pod := range node.Pods {
			want[pod.Namespace+"/"+pod.Name] = node.Name + " " + string(corev1.PodRunning) + " " + pod.IP.String()
		}
	}
	for _, pod := range pods.Items {
		got[pod.Namespace+"/"+pod.Name] = pod.Spec.NodeName + " " + string(pod.Status.Phase) + " " + pod.Status.PodIP
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pods (-want +got):\n%s", diff)
	}
	checkSizeAndManagers(t, pods)
	checkNodes(t, plan, clientset)
}

// checkSizeAndManagers checks that pods have the size that they have in production, about 7 KB, of which a good part is
// what each writer has set.
func checkSizeAndManagers(t *testing.T, pods *corev1.PodList) {
	t.Helper()
	size := 0
	for _, pod := range pods.Items {
		size += pod.Size()
		var managers []string
		for _, entry := range pod.ManagedFields {
			managers = append(managers, entry.Manager)
		}
		slices.Sort(managers)
		if diff := cmp.Diff([]string{"kube-controller-manager", "kubelet"}, managers); diff != "" {
			t.Errorf("field managers of pod %s (-want +got):\n%s", pod.Name, diff)
		}
	}
	if average := size / len(pods.Items); average < 6000 || average > 8000 {
		t.Errorf("a pod has %d bytes, want about 7,000", average)
	}
}

// checkNodes checks what a reader of nodes needs: the instance, and whether the node is ready.
func checkNodes(t *testing.T, plan seed.Plan, clientset kubernetes.Interface) {
	t.Helper()
	for _, planned := range plan.Nodes {
		node, err := clientset.CoreV1().Nodes().Get(t.Context(), planned.Name, metav1.GetOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if want := "aws:///" + planned.Subnet.Zone + "/" + planned.InstanceID; node.Spec.ProviderID != want {
			t.Errorf("node %s has provider id %s, want %s", node.Name, node.Spec.ProviderID, want)
		}
		ready := slices.ContainsFunc(node.Status.Conditions, func(condition corev1.NodeCondition) bool {
			return condition.Type == corev1.NodeReady && condition.Status == corev1.ConditionTrue
		})
		if !ready || len(node.Spec.Taints) > 0 {
			t.Errorf("node %s is ready: %t, with taints %v", node.Name, ready, node.Spec.Taints)
		}
	}
}

// startControlPlane starts a control plane for the time of the test.
func startControlPlane(t *testing.T) *controlplane.ControlPlane {
	t.Helper()
	set, err := binaries.Ensure(t.Context(), t.Output())
	if err != nil {
		t.Fatal(err)
	}
	plane, err := controlplane.Start(context.WithoutCancel(t.Context()), controlplane.Options{Binaries: set, Unlimited: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := plane.Stop(); err != nil {
			t.Error(err)
		}
	})
	return plane
}
