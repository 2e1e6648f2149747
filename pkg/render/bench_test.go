// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"fmt"
	"io"
	"testing"

	"github.com/charmbracelet/colorprofile"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/render"
	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
)

// The largest cluster that is promised to be drawn without a wait.
const (
	manyNodes   = 5000
	enisPerNode = 4
	podsPerNode = 30
)

// largeTree returns a document of the largest cluster: half of the nodes hold single addresses, half hold prefixes.
func largeTree() *v1alpha1.Tree {
	doc := &v1alpha1.Tree{Cluster: v1alpha1.Cluster{Name: "large", CNI: &v1alpha1.CNI{Mode: "SecondaryIP"}}}
	for n := range manyNodes {
		node := v1alpha1.Node{
			Name: fmt.Sprintf("ip-10-%d-%d-%d.eu-west-1.compute.internal", n>>16, n>>8&255, n&255), Kind: "EC2",
			InstanceID: fmt.Sprintf("i-%017x", n), InstanceType: "m5.xlarge", Zone: "eu-west-1a", OS: "linux", Ready: new(true),
			Pods:           v1alpha1.PodCounts{Running: new(podsPerNode), Waiting: new(0), Max: new(58)},
			InterfaceLimit: new(enisPerNode),
		}
		for e := range enisPerNode {
			node.Interfaces = append(node.Interfaces, largeInterface(n, e))
		}
		doc.Nodes = append(doc.Nodes, node)
	}
	return doc
}

// largeInterface returns an ENI of [largeTree].
func largeInterface(n, e int) v1alpha1.Interface {
	i := v1alpha1.Interface{
		ID: fmt.Sprintf("eni-%017x", n*enisPerNode+e), Role: "secondary", DeviceIndex: new(int32(e)), NetworkCard: new(int32(0)),
		Status: "in-use", SubnetID: "subnet-00ebeb2e8903fb3f9", SubnetCIDR: "10.0.0.0/8", MACAddress: "0a:39:dc:28:ad:03",
		SecurityGroupIDs: []string{"sg-079157a483bcb371f", "sg-032f6354cf0b25196"}, Held: new(14), Used: new(7),
		Addresses: []v1alpha1.Address{{IP: fmt.Sprintf("10.%d.%d.%d", 100+e, n>>8, n&255), Primary: true}},
	}
	pods := podsPerNode / enisPerNode
	if n%2 == 0 {
		for a := range 14 {
			address := v1alpha1.Address{IP: fmt.Sprintf("10.%d.%d.%d", a, n>>8, n&255)}
			if a < pods {
				address.Pods = []v1alpha1.PodRef{{Namespace: "shop", Name: fmt.Sprintf("checkout-7489d44bbd-%d-%d-%d", n, e, a)}}
			}
			i.Addresses = append(i.Addresses, address)
		}
		return i
	}
	i.Held = new(16)
	prefix := v1alpha1.Prefix{CIDR: "10.32.16.0/28", Used: new(pods)}
	for a := range pods {
		ref := v1alpha1.PodRef{Namespace: "shop", Name: fmt.Sprintf("checkout-7489d44bbd-%d-%d-%d", n, e, a)}
		prefix.Pods = append(prefix.Pods, v1alpha1.PrefixPod{IP: fmt.Sprintf("10.32.16.%d", a), PodRef: ref})
	}
	i.Prefixes = []v1alpha1.Prefix{prefix}
	return i
}

func BenchmarkTree(b *testing.B) {
	doc := largeTree()
	for name, profile := range map[string]colorprofile.Profile{"colour": colorprofile.ANSI256, "plain": colorprofile.NoTTY} {
		for _, width := range []int{0, 120} {
			b.Run(fmt.Sprintf("%s/%d", name, width), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					w := terminal.Terminal{Color: profile}.Writer(io.Discard)
					if err := render.Tree(w, doc, render.TreeOptions{Width: width, Unicode: true}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkTreeTable(b *testing.B) {
	doc := largeTree()
	for name, wide := range map[string]bool{"narrow": false, "wide": true} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := render.TreeTable(io.Discard, doc, render.TableOptions{Wide: wide}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
