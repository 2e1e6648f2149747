// SPDX-License-Identifier: Apache-2.0

package maxpods_test

import (
	"strings"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

func TestProvisioners(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		image       string
		labels      map[string]string
		provisioner string
		name        string
		ami         string
		applies     string
	}{
		"managed node group":     {al2023Image, managed(), "ManagedNodeGroup", "workers", "AL2023", "ManagedNodeGroup"},
		"managed, by eksctl":     {al2023Image, map[string]string{"eks.amazonaws.com/nodegroup": "a", "alpha.eksctl.io/nodegroup-name": "a"}, "ManagedNodeGroup", "a", "AL2023", "ManagedNodeGroup"},
		"managed, Windows":       {"Windows Server 2022 Datacenter", map[string]string{"eks.amazonaws.com/nodegroup": "win", "kubernetes.io/os": "windows"}, "ManagedNodeGroup", "win", "Windows", "WindowsAMI"},
		"Karpenter":              {al2023Image, karpenter(), "Karpenter", "general", "AL2023", "Karpenter"},
		"Karpenter before v0.32": {al2Image, map[string]string{"karpenter.sh/provisioner-name": "default"}, "Karpenter", "default", "AL2", "Karpenter"},
		"Auto Mode":              {"Bottlerocket (EKS Auto, Standard) 2026.9.14 (aws-k8s-1.36-standard)", autoMode(), "AutoMode", "general-purpose", "Bottlerocket", "AutoMode"},
		"eksctl":                 {al2023Image, map[string]string{"alpha.eksctl.io/nodegroup-name": "ng"}, "SelfManaged", "ng", "AL2023", "Nodeadm"},
		"self-managed AL2023":    {al2023Image, nil, "SelfManaged", "", "AL2023", "Nodeadm"},
		"self-managed AL2":       {al2Image, nil, "SelfManaged", "", "AL2", "AL2Bootstrap"},
		"Bottlerocket":           {bottlerocketImage, nil, "SelfManaged", "", "Bottlerocket", "Bottlerocket"},
		"Windows":                {"Windows Server 2022 Datacenter", map[string]string{"kubernetes.io/os": "windows"}, "SelfManaged", "", "Windows", "WindowsAMI"},
		"Ubuntu":                 {ubuntuImage, nil, "SelfManaged", "", "Other", ""},
		"Fargate":                {"Amazon Linux 2", map[string]string{"eks.amazonaws.com/compute-type": "fargate"}, "Fargate", "", "", ""},
		"hybrid":                 {ubuntuImage, map[string]string{"eks.amazonaws.com/compute-type": "hybrid"}, "Hybrid", "", "", ""},
	}
	for name, c := range cases {
		w := newWorld(nil)
		w.node("m5.large", 29, c.image, c.labels)
		got := w.only(t)
		var appliesHere []string
		for _, i := range got.Implementations {
			if i.Applies {
				appliesHere = append(appliesHere, i.Name)
			}
		}
		applies := strings.Join(appliesHere, " ")
		if got.Provisioner != c.provisioner || got.ProvisionerName != c.name || got.AMIFamily != c.ami || applies != c.applies {
			t.Errorf("%s: provisioner %s %q, image %s, %q applies; want %s %q, %s and %q",
				name, got.Provisioner, got.ProvisionerName, got.AMIFamily, applies, c.provisioner, c.name, c.ami, c.applies)
		}
	}
}

func TestHyperPodHasNoKnownImplementation(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	w.node("m5.large", 29, al2023Image, nil).Spec.ProviderID = "aws:///eu-west-1a/sagemaker/cluster/hyperpod-abc-i-00000000000000000"
	got := w.only(t)
	if got.Provisioner != "HyperPod" || got.ProvisionerValue != nil || got.Verdict != "OK" {
		t.Errorf("provisioner %s, value %s, verdict %s; want HyperPod, none and OK", got.Provisioner, show(got.ProvisionerValue), got.Verdict)
	}
}

// A launch template may name an AMI, which then has its own rule: kubelet's value tells.
func TestImplementationOfAGroupWithALaunchTemplate(t *testing.T) {
	t.Parallel()
	cases := []struct {
		labels  map[string]string
		kubelet int
		want    string
	}{
		{managedWithTemplate(), 110, "ManagedNodeGroup"},
		{managedWithTemplate(), 234, "Nodeadm"},
		{managedWithTemplate(), 50, "ManagedNodeGroup"},
		{managed(), 234, "ManagedNodeGroup"},
	}
	for _, c := range cases {
		w := newWorld(nil)
		w.node("m5.4xlarge", c.kubelet, al2023Image, c.labels)
		for _, i := range w.only(t).Implementations {
			if i.Applies != (i.Name == c.want) {
				t.Errorf("kubelet at %d with %v: %s applies %t, want %s alone", c.kubelet, c.labels, i.Name, i.Applies, c.want)
			}
		}
	}
}

func TestStandInNodes(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	w.Nodes = nil
	w.Meta.Unread = []snapshot.Unread{{Resource: snapshot.Nodes, Code: snapshot.Forbidden, Message: "forbidden"}}
	w.NetworkInterfaces = []snapshot.NetworkInterface{{ID: "eni-1", Attachment: &snapshot.Attachment{InstanceID: "i-1"}}}
	if got := w.only(t); got.Provisioner != "Unknown" || got.Verdict != "Unknown" {
		t.Errorf("provisioner %s, verdict %s; want Unknown for both", got.Provisioner, got.Verdict)
	}
}
