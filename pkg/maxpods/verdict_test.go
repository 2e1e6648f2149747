// SPDX-License-Identifier: Apache-2.0

package maxpods_test

import (
	"strings"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/maxpods"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

var (
	prefixDelegation = map[string]string{"ENABLE_PREFIX_DELEGATION": "true"}
	customNetworking = map[string]string{"AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "true"}
	podENI           = map[string]string{"ENABLE_POD_ENI": "true"}
	ipv6             = map[string]string{"ENABLE_IPv6": "true", "ENABLE_PREFIX_DELEGATION": "true"}
)

// case of a node, with its ENIs and pods.
type nodeCase struct {
	env          map[string]string
	instanceType string
	kubelet      int
	image        string
	labels       map[string]string
	// more adds ENIs and pods; nil leaves EC2 unread.
	more func(*world)

	verdict     maxpods.Verdict
	over, under string
	summary     string
	fix         string
}

// quiet is a node with its primary ENI and the two host-network pods.
func quiet(w *world) {
	w.eni("interface", 1, 0)
	w.host("aws-node")
	w.host("kube-proxy")
}

// quietPrefixes is the same with a prefix.
func quietPrefixes(w *world) {
	w.eni("interface", 0, 1)
	w.host("aws-node")
	w.host("kube-proxy")
}

// withTrunk is the same with a trunk ENI.
func withTrunk(w *world) {
	quiet(w)
	w.eni("trunk", 0, 0)
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	cases := map[string]nodeCase{
		"OK, managed node group": {
			instanceType: "m5.large", kubelet: 29, image: al2023Image, labels: managed(), more: quiet,
			verdict: maxpods.OK, summary: "29 pods, as recommended",
		},
		"OK, Karpenter, above the cap but with addresses": {
			instanceType: "m5.4xlarge", kubelet: 234, image: al2023Image, labels: karpenter(), more: quiet,
			verdict: maxpods.OK, summary: "an address for each; 110 are recommended",
		},
		"OK, self-managed AL2": {
			instanceType: "m5.large", kubelet: 29, image: al2Image, more: quiet, verdict: maxpods.OK,
		},
		"OK, Windows: the scheduler counts": {
			instanceType: "m5.large", kubelet: 110, labels: map[string]string{"kubernetes.io/os": "windows"}, more: quiet,
			verdict: maxpods.OK, summary: "the scheduler counts the 9 addresses itself",
		},
		"OK, Auto Mode": {
			instanceType: "c6a.large", kubelet: 27, image: "Bottlerocket (EKS Auto, Standard) 2026.9.14 (aws-k8s-1.36-standard)", labels: autoMode(), more: quietPrefixes,
			verdict: maxpods.OK, summary: "as AWS documents it for Auto Mode",
		},
		"OK, IPv6": {
			env: ipv6, instanceType: "t3.medium", kubelet: 110, image: al2023Image, labels: managed(), verdict: maxpods.OK,
		},
		"OK, more host-network pods than the formula counts": {
			instanceType: "m5.large", kubelet: 31, image: al2023Image,
			more:    func(w *world) { quiet(w); w.host("node-exporter"); w.host("csi") },
			verdict: maxpods.OK, summary: "31 pods and there is an address for each",
		},
		"OK, pods on branch ENIs make room": {
			env: podENI, instanceType: "m5.large", kubelet: 21, image: al2023Image, more: func(w *world) {
				quiet(w)
				w.branch(w.eni("trunk", 0, 0), 1, "10.9.9.9")
				w.pod("secured", "10.9.9.9").Annotations = map[string]string{
					"vpc.amazonaws.com/pod-eni": `[{"eniId":"eni-branch-1","ifAddress":"02:00:00:00:00:01","privateIp":"10.9.9.9","vlanId":1,"subnetCidr":"10.9.0.0/16"}]`,
				}
			},
			verdict: maxpods.OK,
		},

		"Capped, managed node group": {
			instanceType: "m5.4xlarge", kubelet: 110, image: al2023Image, labels: managed(), more: quiet,
			verdict: maxpods.Capped, summary: "at the cap of 110; the formula gives 234",
		},
		"Capped, Bottlerocket, more than 30 vCPUs": {
			instanceType: "m5.24xlarge", kubelet: 250, image: bottlerocketImage, more: quiet, verdict: maxpods.Capped, summary: "the formula gives 737",
		},
		"Capped, Auto Mode": {
			instanceType: "m5.4xlarge", kubelet: 110, image: "Bottlerocket (EKS Auto, Standard) 2026.9.14 (aws-k8s-1.36-standard)", labels: autoMode(), more: quietPrefixes,
			verdict: maxpods.Capped, summary: "Auto Mode's cap of 110",
		},
		"Capped, Windows with prefixes": {
			instanceType: "m5.large", kubelet: 110, labels: map[string]string{"kubernetes.io/os": "windows"}, more: quietPrefixes,
			verdict: maxpods.Capped, summary: "there are 144 addresses",
		},

		"Over, custom networking, self-managed AL2023": {
			env: customNetworking, instanceType: "m5.large", kubelet: 29, image: al2023Image, more: quiet,
			verdict: maxpods.Over, over: "9", summary: "29 pods, but only 20 can have an address (18 pod addresses and 2 host-network pods)",
			fix: "Set spec.kubelet.config.maxPods: 20 in the NodeConfig",
		},
		"Over, trunk, Karpenter": {
			env: podENI, instanceType: "m5.large", kubelet: 29, image: al2023Image, labels: karpenter(), more: withTrunk,
			verdict: maxpods.Over, over: "9", fix: "RESERVED_ENIS=1 on Karpenter makes it so for new nodes",
		},
		"Over, trunk, managed node group": {
			env: podENI, instanceType: "m5.large", kubelet: 29, image: al2023Image, labels: managed(), more: withTrunk,
			verdict: maxpods.Over, over: "9", fix: "give the node group a launch template that names an AMI ID, and set spec.kubelet.config.maxPods: 20 in the NodeConfig",
		},
		"Over, fixed value, managed node group with a launch template, AL2": {
			instanceType: "t3.medium", kubelet: 110, image: al2Image, labels: managedWithTemplate(), more: quiet,
			verdict: maxpods.Over, over: "93", fix: "--use-max-pods false --kubelet-extra-args '--max-pods=17'",
		},
		"Over, managed Bottlerocket": {
			env: podENI, instanceType: "m5.large", kubelet: 29, image: bottlerocketImage, labels: managed(), more: withTrunk,
			verdict: maxpods.Over, over: "9", fix: "max-pods = 20 under [settings.kubernetes] in its user data; it wins over EKS's own value",
		},
		"Over, managed node group older than custom networking": {
			env: customNetworking, instanceType: "m5.large", kubelet: 29, image: al2023Image, labels: managed(), more: quiet,
			verdict: maxpods.Over, over: "9", fix: "update this one to a new AMI release or launch template version: its new nodes get the value that EKS computes then, 20 today",
		},
		"Over, eksctl": {
			env: customNetworking, instanceType: "m5.large", kubelet: 29, image: al2023Image,
			labels: map[string]string{"alpha.eksctl.io/nodegroup-name": "workers"}, more: quiet,
			verdict: maxpods.Over, over: "9", fix: "Set maxPodsPerNode: 20 in the ClusterConfig of eksctl",
		},
		"Over, other image": {
			env: customNetworking, instanceType: "m5.large", kubelet: 29, image: ubuntuImage, more: quiet,
			verdict: maxpods.Over, over: "9", fix: "Set maxPods: 20 in its KubeletConfiguration",
		},
		"Over, unmanaged ENI": {
			instanceType: "m5.large", kubelet: 29, image: al2023Image,
			more: func(w *world) {
				quiet(w)
				w.eni("interface", 0, 0).TagSet = []snapshot.Tag{{Key: "node.k8s.amazonaws.com/no_manage", Value: "true"}}
			},
			verdict: maxpods.Over, over: "9",
		},
		"Over, MAX_ENI, without EC2": {
			env: map[string]string{"MAX_ENI": "2"}, instanceType: "m5.large", kubelet: 29, image: al2023Image,
			verdict: maxpods.Over, over: "9",
		},
		"Over, no ENI left": {
			env: map[string]string{"ENABLE_POD_ENI": "true", "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "true"}, instanceType: "p5.48xlarge", kubelet: 100,
			image: al2023Image, labels: karpenter(), verdict: maxpods.Over, over: "98", more: withTrunk,
			fix: "Use an instance type that can run pods with these settings",
		},
		"Over, IPv6 on a type without prefixes": {
			env: ipv6, instanceType: "t2.medium", kubelet: 17, image: al2023Image, verdict: maxpods.Over, over: "15",
			fix: "Use an instance type that can run pods with these settings",
		},

		"Under, prefixes, Karpenter": {
			env: prefixDelegation, instanceType: "m5.large", kubelet: 29, image: al2023Image, labels: karpenter(), more: quietPrefixes,
			verdict: maxpods.Under, under: "81", summary: "29 of the 110 pods", fix: "Set spec.kubelet.maxPods: 110 in the EC2NodeClass; it holds for every instance type of its NodePools. Karpenter then replaces the nodes",
		},
		"Under, prefixes, self-managed Bottlerocket": {
			env: prefixDelegation, instanceType: "m5.large", kubelet: 29, image: bottlerocketImage, more: quietPrefixes,
			verdict: maxpods.Under, under: "81", fix: "Set max-pods = 110 under [settings.kubernetes]",
		},
		"Under, prefixes, managed node group whose launch template may name an AMI": {
			env: prefixDelegation, instanceType: "m5.large", kubelet: 29, image: al2023Image, labels: managedWithTemplate(), more: quietPrefixes,
			verdict: maxpods.Under, under: "81", fix: "If its launch template names an AMI ID, EKS leaves the value alone: then set spec.kubelet.config.maxPods: 110 in the NodeConfig",
		},
		"Over, trunk, managed node group with a launch template": {
			env: podENI, instanceType: "m5.large", kubelet: 29, image: al2023Image, labels: managedWithTemplate(), more: withTrunk,
			verdict: maxpods.Over, over: "9", fix: "unless the node group's launch template names an AMI ID: name one there, and set spec.kubelet.config.maxPods: 20",
		},
		"Under, IPv6, self-managed": {
			env: ipv6, instanceType: "t3.medium", kubelet: 17, image: al2023Image, verdict: maxpods.Under, under: "93",
		},
		"Under, Windows": {
			instanceType: "m5.large", kubelet: 5, labels: map[string]string{"kubernetes.io/os": "windows"}, more: quiet,
			verdict: maxpods.Under, under: "4", fix: "-KubeletExtraArgs '--max-pods=9'",
		},
		"Under, kubelet's default on a large type": {
			instanceType: "m5.24xlarge", kubelet: 110, image: bottlerocketImage, more: quiet, verdict: maxpods.Under, under: "140",
		},

		"Stale, managed node group older than prefix delegation": {
			env: prefixDelegation, instanceType: "m5.large", kubelet: 29, image: al2023Image, labels: managed(), more: quietPrefixes,
			verdict: maxpods.Stale, under: "81", summary: "29 is what EKS sets without prefix delegation", fix: "Make a new node group, or update this one",
		},
		"Stale, the ENIs are still in the old mode": {
			env: prefixDelegation, instanceType: "m5.large", kubelet: 29, image: al2023Image, labels: karpenter(), more: quiet,
			verdict: maxpods.Stale, under: "81", summary: "still in mode SecondaryIP, with 27 pod addresses at most", fix: "AWS advises new nodes for another mode",
		},
		"Stale, the ENIs still have prefixes": {
			instanceType: "m5.large", kubelet: 110, image: al2023Image, labels: karpenter(), more: quietPrefixes,
			verdict: maxpods.Stale, summary: "still in mode PrefixDelegation, with 432 pod addresses at most", fix: "they start in SecondaryIP",
		},
		"Over, the ENIs are still in the old mode": {
			env: prefixDelegation, instanceType: "m5.large", kubelet: 110, image: al2023Image, labels: karpenter(), more: quiet,
			verdict: maxpods.Over, over: "81", summary: "only 29 can have an address", fix: "AWS advises new nodes for another mode",
		},

		"Unknown, instance type": {
			instanceType: "m99.huge", kubelet: 29, image: al2023Image, more: quiet,
			verdict: maxpods.Unknown, summary: "m99.huge is neither in the embedded table nor known from EC2",
		},
		"Unknown, Auto Mode off its rule": {
			instanceType: "c6a.large", kubelet: 50, image: "Bottlerocket (EKS Auto, Standard) 2026.9.14 (aws-k8s-1.36-standard)", labels: autoMode(), more: quietPrefixes,
			verdict: maxpods.Unknown, summary: "AWS documents 27 for Auto Mode",
		},
		"Unknown, branch ENIs without EC2": {
			env: podENI, instanceType: "m5.large", kubelet: 29, image: al2023Image,
			more:    func(w *world) { w.Nodes[0].Status.Capacity["vpc.amazonaws.com/pod-eni"] = "9" },
			verdict: maxpods.Unknown, summary: "only if 9 of them or more use branch ENIs",
		},

		"Fargate": {
			kubelet: 1, labels: map[string]string{"eks.amazonaws.com/compute-type": "fargate"}, verdict: maxpods.NotApplicable, summary: "Fargate",
		},
		"hybrid": {
			kubelet: 110, labels: map[string]string{"eks.amazonaws.com/compute-type": "hybrid"}, verdict: maxpods.NotApplicable, summary: "hybrid",
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(c.env)
			w.node(c.instanceType, c.kubelet, c.image, c.labels)
			if c.more != nil {
				c.more(w)
			}
			c.check(t, w)
		})
	}
}

func (c nodeCase) check(t *testing.T, w *world) {
	t.Helper()
	got := w.only(t)
	if got.Verdict != string(c.verdict) {
		t.Errorf("verdict %s (%s), want %s", got.Verdict, got.Summary, c.verdict)
	}
	if want := strings.ReplaceAll(c.over+"/"+c.under, "-", ""); strings.ReplaceAll(show(got.OverBy)+"/"+show(got.UnderBy), "-", "") != want {
		t.Errorf("over/under %s/%s, want %s", show(got.OverBy), show(got.UnderBy), want)
	}
	if !strings.Contains(got.Summary, c.summary) {
		t.Errorf("summary %q, want %q in it", got.Summary, c.summary)
	}
	if !strings.Contains(got.Fix, c.fix) || (c.fix == "" && (c.verdict == maxpods.OK || c.verdict == maxpods.Capped) && got.Fix != "") {
		t.Errorf("fix %q, want %q in it", got.Fix, c.fix)
	}
}
