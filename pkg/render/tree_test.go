// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/render"
	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
)

// draw returns the tree as a stream with some colours shows it.
func draw(t testing.TB, doc *v1alpha1.Tree, o render.TreeOptions, color colorprofile.Profile) string {
	t.Helper()
	var out bytes.Buffer
	if err := render.Tree(terminal.Terminal{Color: color}.Writer(&out), doc, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTree(t *testing.T) {
	t.Parallel()
	pictures := map[string]render.TreeOptions{
		"80":          {Width: 80, Unicode: true},
		"120":         {Width: 120, Unicode: true},
		"200":         {Width: 200, Unicode: true},
		"unlimited":   {Unicode: true},
		"ascii":       {Width: 80},
		"all":         {Width: 80, Unicode: true, All: true},
		"depth_node":  {Width: 80, Unicode: true, Depth: render.DepthNode},
		"depth_eni":   {Width: 80, Unicode: true, Depth: render.DepthENI},
		"depth_slot":  {Width: 80, Unicode: true, Depth: render.DepthSlot},
		"ascii_slots": {Depth: render.DepthSlot, All: true},
	}
	profiles := map[string]colorprofile.Profile{"plain": colorprofile.NoTTY, "colour": colorprofile.ANSI, "no_color": colorprofile.ASCII}
	for name, options := range pictures {
		for look, profile := range profiles {
			if look == "no_color" && name != "80" {
				continue
			}
			t.Run(look+"_"+name, func(t *testing.T) {
				t.Parallel()
				golden(t, []byte(draw(t, sample(t), options, profile)))
			})
		}
	}
}

// TestTreeSays draws documents that differ from the sample in one thing and looks for the lines that say so.
func TestTreeSays(t *testing.T) {
	t.Parallel()
	first := func(doc *v1alpha1.Tree) *v1alpha1.Node { return &doc.Nodes[0] }
	eni := func(doc *v1alpha1.Tree, id string) *v1alpha1.Interface {
		for n := range doc.Nodes {
			for i := range doc.Nodes[n].Interfaces {
				if doc.Nodes[n].Interfaces[i].ID == id {
					return &doc.Nodes[n].Interfaces[i]
				}
			}
		}
		t.Fatalf("no ENI %s in the sample", id)
		return nil
	}
	tests := map[string]struct {
		change  func(doc *v1alpha1.Tree)
		options render.TreeOptions
		want    []string
		not     []string
	}{
		"no CNI": {
			change: func(doc *v1alpha1.Tree) { doc.Cluster.CNI = nil },
			want:   []string{"cni        no aws-node DaemonSet seen\n", "Ready · secondary IPs · ENIs 2/3"},
		},
		"custom networking": {
			change: func(doc *v1alpha1.Tree) { doc.Cluster.CNI.CustomNetworking = true },
			want:   []string{"secondary IPs · custom networking · security groups for pods (strict)\n"},
		},
		"a mode that this version does not know": {
			change: func(doc *v1alpha1.Tree) { doc.Cluster.CNI.Mode = "Carrier" },
			want:   []string{"v1.12.6-eksbuild.1 · Carrier · "},
		},
		"nothing known of the cluster": {
			change: func(doc *v1alpha1.Tree) { *doc = v1alpha1.Tree{} },
			want: []string{
				"cni        no aws-node DaemonSet seen\nnodes      0\nENIs       0\naddresses  none held\npods       0\n",
			},
			not: []string{"cluster"},
		},
		"pods could not be read": {
			change: func(doc *v1alpha1.Tree) {
				doc.Nodes, doc.UnplacedPods = doc.Nodes[:3], nil
				for n := range doc.Nodes {
					forgetPods(&doc.Nodes[n])
				}
			},
			want: []string{
				"addresses  ? used + ? idle = 75 held (at most 941)\n",
				"pods       ?\n",
				" · pods ?/29\n",
				"│ addresses ? used + ? idle = 18 held (at most 27)\n",
				" primary · ? of 9 used · ",
				"├─ 192.168.55.245  node address\n│  └─ 9 addresses, pods unknown\n",
				"├─ 192.168.97.16/28  ? of 16 used\n",
				"└─ 192.168.26.162  pods unknown\n",
			},
			not: []string{"idle address"},
		},
		"pods could not be read, every address": {
			change:  func(doc *v1alpha1.Tree) { forgetPods(first(doc)) },
			options: render.TreeOptions{All: true},
			want:    []string{"│  ├─ 192.168.49.56   pods unknown\n"},
		},
		"pods of an IPv6 node could not be read": {
			change: func(doc *v1alpha1.Tree) { forgetPods(&doc.Nodes[4]) },
			want:   []string{"primary · ? pods · device 0", "2a05:d018:1234:5600:9c1d::/80    ? pods\n"},
		},
		"only an IPv6 node": {
			change: func(doc *v1alpha1.Tree) { doc.Nodes = doc.Nodes[4:5] },
			want:   []string{"addresses  those of IPv6 /80 prefixes are not counted\n"},
		},
		"only a node of which nothing is known": {
			change: func(doc *v1alpha1.Tree) { doc.Nodes = doc.Nodes[7:8] },
			want:   []string{"ENIs       0 · not known for 1 node\naddresses  ?\npods       1 · "},
		},
		"instance type unknown": {
			change: func(doc *v1alpha1.Tree) {
				doc.Nodes = doc.Nodes[:2]
				first(doc).InterfaceLimit, first(doc).Addresses.Capacity = nil, nil
				eni(doc, "eni-01f7b73cf13962fe5").BranchLimit = nil
			},
			want: []string{
				" = 27 held (at most ?)\n", "Ready · ENIs 2/? · pods", " trunk · 2 of ? branch ENIs · ",
				"│ addresses ▕██░░░░░░░░░░░░░░▏ 2 used + 16 idle = 18 held (at most ?)\n",
			},
		},
		"more held than the mode allows": {
			change: func(doc *v1alpha1.Tree) { first(doc).Addresses.Capacity = new(9) },
			want:   []string{"▕██░░░░░░░░░░░░░░▏ 2 used + 16 idle = 18 held (at most 9)\n"},
		},
		"nothing held": {
			change: func(doc *v1alpha1.Tree) { first(doc).Addresses = v1alpha1.PoolCounts{Capacity: new(27), Held: new(0)} },
			want:   []string{"│ addresses none held (at most 27)\n"},
		},
		"an ENI that holds nothing known": {
			change: func(doc *v1alpha1.Tree) { eni(doc, "eni-0bbea279695112970").Held = nil },
			want:   []string{"secondary · ? used · device 1"},
		},
		"no ENIs": {
			change: func(doc *v1alpha1.Tree) { first(doc).Interfaces = nil },
			want:   []string{"  no ENIs\n", "ENIs 0/3"},
		},
		"ENIs could not be read": {
			change: func(doc *v1alpha1.Tree) { first(doc).Interfaces, first(doc).InterfacesUnknown = nil, "not allowed" },
			want:   []string{"ENIs not known: not allowed\n", "ENIs ?/3"},
			not:    []string{"  no ENIs\n"},
		},
		"two pods wait": {
			change: func(doc *v1alpha1.Tree) { first(doc).Pods.Waiting = new(2) },
			want:   []string{"pods 6/29 · 2 pods waiting for an address\n"},
		},
		"kind that this version does not know": {
			change: func(doc *v1alpha1.Tree) { first(doc).Kind = "Unknown" },
			want:   []string{"eu-west-1b · unknown kind of node · Ready"},
		},
		"EFA without addresses for pods": {
			change: func(doc *v1alpha1.Tree) { eni(doc, "eni-01d7f3a9b5c2e8460").Held = nil },
			want:   []string{"efa · not used for pods · device 1", "└─ 2 addresses, not used for pods\n"},
		},
		"every address of an unmanaged ENI": {
			options: render.TreeOptions{All: true},
			want:    []string{"├─ 192.168.70.5  not used for pods\n"},
		},
		"a prefix of an unmanaged ENI": {
			change: func(doc *v1alpha1.Tree) {
				eni(doc, "eni-08f1d6a3c2b7e5940").Prefixes = []v1alpha1.Prefix{{CIDR: "192.168.71.0/28", Used: new(0)}}
			},
			options: render.TreeOptions{All: true},
			want:    []string{"└─ 192.168.71.0/28  not used for pods\n"},
		},
		"a pod on an ENI's own address": {
			change: func(doc *v1alpha1.Tree) {
				eni(doc, "eni-0bbea279695112970").Addresses[0].Pods = []v1alpha1.PodRef{{Namespace: "a", Name: "b"}, {Namespace: "a", Name: "c", HostNetwork: true}}
			},
			want: []string{"├─ 192.168.50.176  1 host-network pod · a/b\n"},
		},
		"pod on the node's address that is not in its network": {
			change: func(doc *v1alpha1.Tree) {
				first(doc).Interfaces[0].Addresses[0].Pods[1].HostNetwork = false
			},
			want: []string{"├─ 192.168.55.245  node address · 1 host-network pod · kube-system/kube-proxy-j8hhz\n"},
		},
		"a host-network pod without a place": {
			change: func(doc *v1alpha1.Tree) { doc.UnplacedPods[2].HostNetwork = true },
			want:   []string{"└─ shop/search-0 (host network) · 192.168.5.9 · node i-0d9f5b3a7c1e86420\n"},
		},
		"branches folded": {
			options: render.TreeOptions{Depth: render.DepthSlot},
			want: []string{
				"├─ eni-09a7a909e06fc4be6 branch · 192.168.26.162 default/aws-cli · vlan 1 · subnet-",
				"└─ eni-0f30be7c51d9a8842 branch · 192.168.27.30 no pod · vlan 2 · subnet-",
				"├─ 192.168.97.16/28  ▕███░░░░░░░░░░░░░▏ 3 of 16 used, 13 idle\n",
				"├─ 192.168.98.32/28  ▕████████████████▏ 16 of 16 used\n",
			},
			not: []string{"report-29411280-x7k2p"},
		},
		"ENIs only": {
			options: render.TreeOptions{Depth: render.DepthENI},
			want:    []string{"primary · ▕█░░░░░░░░▏ 1 of 9 used, 8 idle · device 0", "trunk · ▕██       ▏ 2 of 9 branch ENIs · "},
			not:     []string{"192.168.49.56", "eni-09a7a909e06fc4be6", "sensor-gateway-0"},
		},
		"nodes only": {
			options: render.TreeOptions{Depth: render.DepthNode},
			want:    []string{"ip-192-168-55-245.eu-west-1.compute.internal\n  i-03846c730abe852f4 · m5.large", "NotOnNode · 2 pods\n"},
			not:     []string{"eni-0ab6702642861e690", "│"},
		},
		"blank names": {
			change: func(doc *v1alpha1.Tree) {
				first(doc).Name, first(doc).Interfaces[0].ID = " ", ""
				first(doc).Interfaces[0].Addresses[7].IP = ""
				doc.UnplacedPods = []v1alpha1.UnplacedPod{{}}
			},
			want: []string{"\n?\n│ i-03846c730abe852f4", "├─ ? primary", "├─ ?               kube-system/coredns", "└─ ? · 1 pod\n   └─ /? · node ?\n"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := sample(t)
			if test.change != nil {
				test.change(doc)
			}
			test.options.Unicode = true
			got := draw(t, doc, test.options, colorprofile.NoTTY)
			for _, want := range test.want {
				if !strings.Contains(got, want) {
					t.Errorf("the tree does not say %q:\n%s", want, got)
				}
			}
			for _, not := range test.not {
				if strings.Contains(got, not) {
					t.Errorf("the tree says %q:\n%s", not, got)
				}
			}
		})
	}
}

// forgetPods takes away what is not known when pods cannot be read.
func forgetPods(n *v1alpha1.Node) {
	n.Pods = v1alpha1.PodCounts{Max: n.Pods.Max}
	n.Addresses.Used, n.Addresses.Idle = nil, nil
	forget := func(i *v1alpha1.Interface) {
		i.Used = nil
		for a := range i.Addresses {
			i.Addresses[a].Pods = nil
		}
		for p := range i.Prefixes {
			i.Prefixes[p].Used, i.Prefixes[p].Pods = nil, nil
		}
	}
	for i := range n.Interfaces {
		forget(&n.Interfaces[i])
		for b := range n.Interfaces[i].Branches {
			forget(&n.Interfaces[i].Branches[b])
		}
	}
}

// TestBar counts the cells of the bar of an ENI for every number of pods on ENIs of many sizes.
func TestBar(t *testing.T) {
	t.Parallel()
	const longest = 16
	for held := 1; held <= 64; held++ {
		for used := 0; used <= held; used++ {
			doc := &v1alpha1.Tree{Nodes: []v1alpha1.Node{{Name: "n", Interfaces: []v1alpha1.Interface{
				{ID: "eni-1", Role: "secondary", Held: &held, Used: &used},
			}}}}
			got := draw(t, doc, render.TreeOptions{Unicode: true}, colorprofile.NoTTY)
			full, empty := strings.Count(got, "█"), strings.Count(got, "░")
			problem := ""
			switch exact := float64(used*longest) / float64(held); {
			case full+empty != min(held, longest):
				problem = "wrong length"
			case (full == 0) != (used == 0) || (empty == 0) != (used == held):
				problem = "hides a part"
			case held <= longest && full != used:
				problem = "not a cell for each address"
			case held > longest && (float64(full)-exact >= 1 || exact-float64(full) >= 1):
				problem = "wrong share"
			}
			if problem != "" {
				t.Errorf("%d of %d: %s: %d full and %d empty cells", used, held, problem, full, empty)
			}
			if want := fmt.Sprintf("%d of %d used", used, held); !strings.Contains(got, want) {
				t.Errorf("the tree does not say %q:\n%s", want, got)
			}
		}
	}
}
