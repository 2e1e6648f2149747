// SPDX-License-Identifier: Apache-2.0

package snapshot_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// secretive has the word SECRET wherever nothing may be saved.
func secretive() *snapshot.Snapshot {
	secret := []snapshot.EnvVar{{Name: "PASSWORD", Value: "SECRET"}, {Name: "AWS_SECRET_ACCESS_KEY", Value: "SECRET"}}
	annotations := map[string]string{
		"kubectl.kubernetes.io/last-applied-configuration": "SECRET",
		"vpc.amazonaws.com.example.org/x":                  "SECRET",
		"vpc.amazonaws.com/pod-eni":                        "[]",
		"k8s.amazonaws.com/eniConfig":                      "blue",
		"fargate.amazonaws.com/pod-sg":                     "sg-1",
	}
	s := full()
	s.Nodes[0].Annotations = map[string]string{"example.org/eni": "green", "example.org/other": "SECRET"}
	s.Pods[0].Annotations = annotations
	s.Pods[1].Annotations = map[string]string{"example.org/eni": "SECRET"}
	s.Pods[0].Spec.Containers[0] = snapshot.Container{
		Name: "web", Image: "registry.example.org/SECRET", Env: append(secret, snapshot.EnvVar{Name: "WARM_ENI_TARGET", Value: "SECRET"}),
		EnvFrom: []snapshot.EnvFromSource{{ConfigMapRef: &snapshot.NameReference{Name: "SECRET"}}},
		Resources: snapshot.Resources{
			Limits:   map[string]string{"vpc.amazonaws.com/pod-eni": "1", "example.org/SECRET": "1"},
			Requests: map[string]string{"cpu": "SECRET"},
		},
	}
	s.Pods = append(s.Pods, snapshot.Pod{
		ObjectMeta: snapshot.ObjectMeta{Namespace: "kube-system", Name: "aws-node-1", Labels: map[string]string{"k8s-app": "aws-node"}},
		Spec:       snapshot.PodSpec{Containers: []snapshot.Container{{Name: "aws-node", Image: "amazon-k8s-cni:v1.23.2", Env: secret}}},
	})
	cni := &s.DaemonSets[0].Spec.Template.Spec.Containers[0]
	cni.Env = append(cni.Env, secret...)
	cni.Env = append(cni.Env,
		snapshot.EnvVar{Name: "WARM_IP_TARGET", ValueFrom: &snapshot.EnvVarSource{ConfigMapKeyRef: &snapshot.KeySelector{Name: "tuning", Key: "warm"}}},
		snapshot.EnvVar{Name: "ENI_CONFIG_ANNOTATION_DEF", ValueFrom: &snapshot.EnvVarSource{ConfigMapKeyRef: &snapshot.KeySelector{Name: "tuning", Key: "eni"}}})
	cni.EnvFrom = []snapshot.EnvFromSource{{Prefix: "ENABLE_", ConfigMapRef: &snapshot.NameReference{Name: "switches"}}}
	s.DaemonSets = append(s.DaemonSets, snapshot.DaemonSet{
		ObjectMeta: snapshot.ObjectMeta{Namespace: "a", Name: "aws-node", Annotations: annotations},
		Spec: snapshot.DaemonSetSpec{Template: snapshot.PodTemplate{Spec: snapshot.PodTemplateSpec{
			Containers: []snapshot.Container{{Name: "aws-node", Image: "SECRET", Env: secret}},
		}}},
	})
	s.ConfigMaps = append(s.ConfigMaps,
		configMap("kube-system", "tuning", map[string]string{"warm": "5", "eni": "example.org/eni", "other": "SECRET"}),
		configMap("kube-system", "switches", map[string]string{"POD_ENI": "true", "OTHER": "SECRET"}),
		configMap("kube-system", "SECRET", map[string]string{"warm": "SECRET"}),
		configMap("a", "tuning", map[string]string{"warm": "SECRET"}))
	s.ServiceAccounts[0].Annotations = map[string]string{"eks.amazonaws.com/role-arn": "SECRET"}
	return s
}

func configMap(namespace, name string, data map[string]string) snapshot.ConfigMap {
	return snapshot.ConfigMap{ObjectMeta: snapshot.ObjectMeta{Namespace: namespace, Name: name}, Data: data}
}

func TestSecretsAreNotSaved(t *testing.T) {
	t.Parallel()
	s, untouched := secretive(), secretive()
	untouched.Normalize()
	archive := written(t, s)
	equal(t, "the snapshot itself", s, untouched)

	unpacked, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(content)) {
		if strings.Contains(line, "SECRET") {
			t.Errorf("saved: %s", line)
		}
	}
}

func TestWhatTheModelNeedsIsSaved(t *testing.T) {
	t.Parallel()
	s, err := loadBytes(t, "s.tgz", written(t, secretive()))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "the annotation that names an ENIConfig", s.Nodes[0].Annotations, map[string]string{"example.org/eni": "green"})
	equal(t, "a pod's annotations", s.Pods[0].Annotations, map[string]string{
		"vpc.amazonaws.com/pod-eni": "[]", "k8s.amazonaws.com/eniConfig": "blue", "fargate.amazonaws.com/pod-sg": "sg-1",
	})
	equal(t, "a pod's resources", s.Pods[0].Spec.Containers[0].Resources,
		snapshot.Resources{Limits: map[string]string{"vpc.amazonaws.com/pod-eni": "1"}})
	equal(t, "the image of aws-node", s.Pods[3].Spec.Containers[0].Image, "amazon-k8s-cni:v1.23.2")
	equal(t, "ConfigMaps", s.ConfigMaps, []snapshot.ConfigMap{
		configMap("kube-system", "amazon-vpc-cni", map[string]string{"enable-windows-ipam": "true"}),
		configMap("kube-system", "switches", map[string]string{"POD_ENI": "true"}),
		configMap("kube-system", "tuning", map[string]string{"warm": "5", "eni": "example.org/eni"}),
	})
	var names []string
	for _, env := range s.DaemonSets[1].Spec.Template.Spec.Containers[0].Env {
		names = append(names, env.Name)
	}
	equal(t, "settings", names, []string{"WARM_ENI_TARGET", "WARM_IP_TARGET", "ENI_CONFIG_ANNOTATION_DEF"})

	again, err := loadBytes(t, "s.tgz", written(t, s))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "saved once more", again, s)
}
