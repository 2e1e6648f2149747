// SPDX-License-Identifier: Apache-2.0

package seed

import (
	"context"
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// awsNode creates the DaemonSet of the VPC CNI, with the settings that the plan's ENIs come from: all but the nodes in
// prefix mode are as these settings leave them.
func (w *writer) awsNode(ctx context.Context, nodes int) error {
	const name = "aws-node"
	labels := map[string]string{"k8s-app": name}
	var env []corev1.EnvVar
	for _, setting := range [][2]string{
		{"CLUSTER_NAME", ClusterName},
		{"ENABLE_IPv4", "true"},
		{"ENABLE_IPv6", "false"},
		{"ENABLE_POD_ENI", "true"},
		{"ENABLE_PREFIX_DELEGATION", "false"},
		{"MAX_ENI", "3"},
		{"WARM_ENI_TARGET", "1"},
		{"WARM_PREFIX_TARGET", "1"},
	} {
		env = append(env, corev1.EnvVar{Name: setting[0], Value: setting[1]})
	}
	daemonSets := w.clientset.AppsV1().DaemonSets("kube-system")
	created, err := daemonSets.Create(ctx, &appsv1.DaemonSet{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels},
		Spec: appsv1.DaemonSetSpec{
			Selector: &metav1.LabelSelector{MatchLabels: labels},
			Template: corev1.PodTemplateSpec{
				ObjectMeta: metav1.ObjectMeta{Labels: labels},
				Spec: corev1.PodSpec{HostNetwork: true, ServiceAccountName: name, Containers: []corev1.Container{{
					Name: name, Image: "602401143452.dkr.ecr." + Region + ".amazonaws.com/amazon-k8s-cni:v1.20.4-eksbuild.2", Env: env,
				}}},
			},
		},
	}, metav1.CreateOptions{})
	if err != nil {
		return fmt.Errorf("creating DaemonSet %s: %w", name, err)
	}
	count := int32(nodes)
	created.Status = appsv1.DaemonSetStatus{
		CurrentNumberScheduled: count, DesiredNumberScheduled: count, UpdatedNumberScheduled: count,
		NumberReady: count, NumberAvailable: count, ObservedGeneration: created.Generation,
	}
	if _, err := daemonSets.UpdateStatus(ctx, created, metav1.UpdateOptions{}); err != nil {
		return fmt.Errorf("writing the status of DaemonSet %s: %w", name, err)
	}
	return nil
}

// cniNode creates the CNINode of a node, as the VPC resource controller does for every node that it sees.
func (w *writer) cniNode(ctx context.Context, node *Node) error {
	spec := map[string]any{"tags": map[string]any{"cluster.k8s.amazonaws.com/name": ClusterName}}
	if len(node.branches()) > 0 {
		spec["features"] = []any{map[string]any{"name": "SecurityGroupsForPods"}}
	}
	object := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "vpcresources.k8s.aws/v1alpha1",
		"kind":       "CNINode",
		"metadata":   map[string]any{"name": node.Name},
		"spec":       spec,
	}}
	resource := schema.GroupVersionResource{Group: "vpcresources.k8s.aws", Version: "v1alpha1", Resource: "cninodes"}
	if _, err := w.dynamic.Resource(resource).Create(ctx, object, metav1.CreateOptions{}); err != nil {
		return fmt.Errorf("CNINode %s: %w", node.Name, err)
	}
	return nil
}
