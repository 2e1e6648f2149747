// SPDX-License-Identifier: Apache-2.0

package cluster_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// serving returns a client of a server that answers everything with one object.
func serving(t *testing.T, o runtime.Object) *cluster.Client {
	t.Helper()
	server := &apiServer{}
	server.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) { answer(w, r, http.StatusOK, o) })
	return server.connect(t, cluster.Options{})
}

func TestPlacementKeepsWhatPlacesAPod(t *testing.T) {
	t.Parallel()
	pod := fullPod()
	pod.Annotations = map[string]string{
		"vpc.amazonaws.com/pod-eni": "[1]", "vpc.amazonaws.com/PrivateIPv4Address": "10.0.0.1/19", "k8s.amazonaws.com/nicConfig": "multi-nic-attachment",
		"vpc.amazonaws.com/pod-ips": "10.0.0.1", "other": "x",
	}
	pods, _, err := serving(t, pod).Pods(t.Context(), cluster.PodQuery{Namespace: "shop", Names: []string{"web"}})
	if err != nil {
		t.Fatalf("Pods: %v", err)
	}
	deleted := at(2).UTC()
	want := []snapshot.Pod{{
		ObjectMeta: snapshot.ObjectMeta{
			Name: "web", Namespace: "shop", UID: "3b1f7a52-0000-4000-8000-000000000001",
			CreationTimestamp: at(1).UTC(), DeletionTimestamp: &deleted,
			Annotations: map[string]string{
				"vpc.amazonaws.com/pod-eni": "[1]", "vpc.amazonaws.com/PrivateIPv4Address": "10.0.0.1/19",
				"k8s.amazonaws.com/nicConfig": "multi-nic-attachment",
			},
		},
		Spec: snapshot.PodSpec{NodeName: "n1", HostNetwork: true},
		Status: snapshot.PodStatus{
			Phase: "Pending", PodIP: "10.0.1.17", PodIPs: []snapshot.PodIP{{IP: "10.0.1.17"}, {IP: "2001:db8::1"}},
		},
	}}
	if diff := cmp.Diff(want, pods); diff != "" {
		t.Errorf("pods (-want +got):\n%s", diff)
	}
}

func TestFullPodDropsWhatIsNotOfTheNetwork(t *testing.T) {
	t.Parallel()
	secret := []corev1.EnvVar{{Name: "WARM_IP_TARGET", Value: "s3cret"}}
	resources := corev1.ResourceList{"cpu": resource.MustParse("1"), "vpc.amazonaws.com/PrivateIPv4Address": resource.MustParse("1")}
	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: "aws-node-x7k2p", Annotations: map[string]string{
			"vpc.amazonaws.com/pod-ips": "1", "k8s.amazonaws.com/a": "2", "fargate.amazonaws.com/pod-sg": "3", "crd.k8s.amazonaws.com/b": "4",
			"kubectl.kubernetes.io/last-applied-configuration": "s3cret", "fake.vpc.amazonaws.com/c": "s3cret",
		}},
		Spec: corev1.PodSpec{Containers: []corev1.Container{{Name: "a", Env: secret, Resources: corev1.ResourceRequirements{
			Limits: resources, Requests: corev1.ResourceList{"memory": resource.MustParse("1Gi")},
		}}}},
	}
	pods, _, err := serving(t, pod).Pods(t.Context(), cluster.PodQuery{Namespace: "x", Names: []string{"x"}, Detail: cluster.Full})
	if err != nil {
		t.Fatalf("Pods: %v", err)
	}
	want := []snapshot.Pod{{
		ObjectMeta: snapshot.ObjectMeta{Name: "aws-node-x7k2p", Annotations: map[string]string{
			"vpc.amazonaws.com/pod-ips": "1", "k8s.amazonaws.com/a": "2", "fargate.amazonaws.com/pod-sg": "3", "crd.k8s.amazonaws.com/b": "4",
		}},
		Spec: snapshot.PodSpec{Containers: []snapshot.Container{{
			Name: "a", Resources: snapshot.Resources{Limits: map[string]string{"vpc.amazonaws.com/PrivateIPv4Address": "1"}},
		}}},
	}}
	if diff := cmp.Diff(want, pods); diff != "" {
		t.Errorf("pods (-want +got):\n%s", diff)
	}
}

func TestNodeAnnotations(t *testing.T) {
	t.Parallel()
	node := &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: "n1", Annotations: map[string]string{
		"k8s.amazonaws.com/eniConfig": "1", "vpc.amazonaws.com/a": "2", "mine": "3", "csi.volume.kubernetes.io/nodeid": "4",
	}}}
	nodes, _, err := serving(t, node).Nodes(t.Context(), cluster.NodeQuery{Names: []string{"n1"}, Annotations: []string{"mine"}})
	if err != nil {
		t.Fatalf("Nodes: %v", err)
	}
	want := map[string]string{"k8s.amazonaws.com/eniConfig": "1", "vpc.amazonaws.com/a": "2", "mine": "3"}
	if diff := cmp.Diff(want, nodes[0].Annotations); diff != "" {
		t.Errorf("annotations (-want +got):\n%s", diff)
	}
}

func TestOnlyTheSettingsOfTheCNIAreKept(t *testing.T) {
	t.Parallel()
	environment := []corev1.EnvVar{
		{Name: "HTTPS_PROXY", Value: "http://user:s3cret@proxy"},
		{Name: "AWS_SECRET_ACCESS_KEY", Value: "s3cret"},
		{Name: "AWS_SESSION_TOKEN", ValueFrom: &corev1.EnvVarSource{}},
	}
	// Every variable of the README of amazon-vpc-cni-k8s v1.19.4 that says how addresses are given out, and those added since.
	kept := []string{
		"ADDITIONAL_ENI_TAGS", "ANNOTATE_POD_IP", "AWS_EXTERNAL_SERVICE_CIDRS", "AWS_MANAGE_ENIS_NON_SCHEDULABLE", "AWS_VPC_CNI_NODE_PORT_SUPPORT",
		"AWS_VPC_ENI_MTU", "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG", "AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS", "AWS_VPC_K8S_CNI_EXTERNALSNAT",
		"AWS_VPC_K8S_CNI_RANDOMIZESNAT", "AWS_VPC_K8S_CNI_VETHPREFIX", "CLUSTER_NAME", "DISABLE_INTROSPECTION", "DISABLE_LEAKED_ENI_CLEANUP",
		"DISABLE_METRICS", "DISABLE_NETWORK_RESOURCE_PROVISIONING", "DISABLE_POD_V6", "DISABLE_TCP_EARLY_DEMUX", "ENABLE_BANDWIDTH_PLUGIN",
		"ENABLE_IMDS_ONLY_MODE", "ENABLE_IPv4", "ENABLE_IPv6", "ENABLE_MULTI_NIC", "ENABLE_POD_ENI", "ENABLE_PREFIX_DELEGATION",
		"ENABLE_SUBNET_DISCOVERY", "ENABLE_V4_EGRESS", "ENABLE_V6_EGRESS", "ENI_CONFIG_ANNOTATION_DEF", "ENI_CONFIG_LABEL_DEF",
		"INTROSPECTION_BIND_ADDRESS", "IP_COOLDOWN_PERIOD", "MANAGE_UNTAGGED_ENI", "MAX_ENI", "MINIMUM_IP_TARGET",
		"NETWORK_POLICY_ENFORCING_MODE", "POD_MTU", "POD_SECURITY_GROUP_ENFORCING_MODE", "VPC_CNI_VERSION", "VPC_ID", "WARM_ENI_TARGET",
		"WARM_IP_TARGET", "WARM_PREFIX_TARGET",
	}
	for _, name := range kept {
		environment = append(environment, corev1.EnvVar{Name: name, Value: "1"})
	}
	spec := corev1.PodSpec{
		InitContainers: []corev1.Container{{Name: "init", Env: environment[:3]}},
		Containers:     []corev1.Container{{Name: "main", Env: environment}},
	}
	for name, want := range map[string][]string{"aws-node": kept, "kube-proxy": nil} {
		set := &appsv1.DaemonSet{ObjectMeta: metav1.ObjectMeta{Name: name}}
		set.Spec.Template.Spec = spec
		sets, _, err := serving(t, set).DaemonSets(t.Context(), "kube-system", name)
		if err != nil {
			t.Fatalf("DaemonSets: %v", err)
		}
		var got []string
		template := sets[0].Spec.Template.Spec
		for _, container := range append(template.InitContainers, template.Containers...) {
			for _, variable := range container.Env {
				got = append(got, variable.Name)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("variables of %s (-want +got):\n%s", name, diff)
		}
	}
}
