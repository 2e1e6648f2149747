// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/cli-runtime/pkg/printers"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/render"
)

// Columns of the table, counted from 0.
const (
	columnNode = iota
	columnENI
	columnRole
	columnSlot
	columnIP
	columnState
	columnNamespace
	columnPod
	columns
)

// tabulate returns the table of a document.
func tabulate(t testing.TB, doc *v1alpha1.Tree, o render.TableOptions) string {
	t.Helper()
	var out bytes.Buffer
	if err := render.TreeTable(&out, doc, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// rowsOf returns the cells of the rows of a table.
func rowsOf(table string) [][]string {
	var rows [][]string
	for line := range strings.Lines(table) {
		rows = append(rows, strings.Fields(line))
	}
	return rows
}

func TestTreeTable(t *testing.T) {
	t.Parallel()
	tests := map[string]render.TableOptions{
		"narrow":          {},
		"wide":            {Wide: true},
		"wide_no_headers": {Wide: true, NoHeaders: true},
	}
	for name, options := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, []byte(tabulate(t, sample(t), options)))
		})
	}
}

// TestTreeTableIsKubectls has kubectl's own writer lay out the same cells.
func TestTreeTableIsKubectls(t *testing.T) {
	t.Parallel()
	for _, options := range []render.TableOptions{{}, {Wide: true}, {NoHeaders: true}} {
		got := tabulate(t, sample(t), options)
		var want bytes.Buffer
		writer := printers.GetNewTabWriter(&want)
		if _, err := writer.Write(regexp.MustCompile(` {3,}`).ReplaceAll([]byte(got), []byte("\t"))); err != nil {
			t.Fatal(err)
		}
		if err := writer.Flush(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.String(), got); diff != "" {
			t.Errorf("%+v: not kubectl's layout (-kubectl +ours):\n%s", options, diff)
		}
	}
}

func TestTreeTableInvariants(t *testing.T) {
	t.Parallel()
	for name, doc := range everyTree(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for options, headers := range map[render.TableOptions]int{{}: 1, {Wide: true}: 1, {NoHeaders: true}: 0, {Wide: true, NoHeaders: true}: 0} {
				got := tabulate(t, doc, options)
				if again := tabulate(t, doc, options); again != got {
					t.Errorf("%+v: two tables of one document differ", options)
				}
				if n := strings.Count(got, "NAMESPACE"); n != headers {
					t.Errorf("%+v: %d headers", options, n)
				}
				for line := range strings.Lines(got) {
					checkText(t, strings.TrimSuffix(line, "\n"))
				}
			}
		})
	}
}

// TestTreeTableCounts counts rows as a user would with awk.
func TestTreeTableCounts(t *testing.T) {
	t.Parallel()
	doc := sample(t)
	rows := rowsOf(tabulate(t, doc, render.TableOptions{NoHeaders: true}))
	pods := make(map[string]int)
	idle, used := make(map[string]int), make(map[string]map[string]bool)
	for _, row := range rows {
		if len(row) != columns {
			t.Fatalf("a row of %d cells: %q", len(row), row)
		}
		node := row[columnNode]
		pods[row[columnPod]]++
		switch row[columnState] {
		case "idle":
			idle[node]++
		case "used", "terminating":
			if used[node] == nil {
				used[node] = make(map[string]bool)
			}
			used[node][row[columnIP]] = true
		}
	}
	for _, name := range podNames(doc) {
		if pods[name] != 1 {
			t.Errorf("the pod %s is there %d times", name, pods[name])
		}
	}
	for _, n := range doc.Nodes {
		if n.Addresses.Idle != nil && idle[n.Name] != *n.Addresses.Idle {
			t.Errorf("%s: %d idle rows, where the document counts %d", n.Name, idle[n.Name], *n.Addresses.Idle)
		}
		if n.Addresses.Used != nil && len(used[n.Name]) != *n.Addresses.Used {
			t.Errorf("%s: %d addresses in use, where the document counts %d", n.Name, len(used[n.Name]), *n.Addresses.Used)
		}
		if !slices.ContainsFunc(rows, func(row []string) bool { return row[columnNode] == n.Name }) {
			t.Errorf("%s is in no row", n.Name)
		}
		for _, i := range n.Interfaces {
			if !slices.ContainsFunc(rows, func(row []string) bool { return row[columnENI] == i.ID }) {
				t.Errorf("%s is in no row", i.ID)
			}
		}
	}
}

// TestTreeTableSays looks for rows, in which blanks count as one.
func TestTreeTableSays(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(doc *v1alpha1.Tree)
		wide   bool
		want   []string
		not    []string
	}{
		"the sample": {
			want: []string{
				"NODE ENI ROLE SLOT IP STATE NAMESPACE POD",
				" eni-0ab6702642861e690 primary 192.168.55.245 192.168.55.245 node kube-system aws-node-hbb9k",
				" eni-0bbea279695112970 secondary 192.168.50.176 192.168.50.176 primary <none> <none>",
				" eni-0c11f30e9b7a54d21 primary 192.168.4.201 192.168.4.201 terminating nginx-demo nginx-demo-deployment-7489d44bbd-m22pd",
				" eni-09a7a909e06fc4be6 branch 192.168.26.162 192.168.26.162 branch default aws-cli",
				" eni-0f30be7c51d9a8842 branch 192.168.27.30 192.168.27.30 branch <none> <none>",
				" eni-07d4e8b1a6c3f9025 primary 192.168.97.16/28 192.168.97.20 used shop cart-6c5f8d7b9-2lqzr",
				" eni-07d4e8b1a6c3f9025 primary 192.168.97.16/28 192.168.97.17 terminating batch report-29411275-c9vhd",
				" eni-07d4e8b1a6c3f9025 primary 192.168.98.64/28 192.168.98.79 idle <none> <none>",
				" eni-08f1d6a3c2b7e5940 unmanaged 192.168.70.5 192.168.70.5 unmanaged <none> <none>",
				" eni-0b4e8d2f6a1c97350 efa-only <none> <none> <none> <none> <none>",
				"mi-0c5a9e7b3d1f64280 <none> <none> <none> 10.80.3.17 unplaced edge sensor-gateway-0",
				"i-0d9f5b3a7c1e86420 <unknown> <unknown> <unknown> 192.168.5.9 unplaced shop search-0",
				" <none> <none> <none> 192.168.71.12,2a05:d018:1234:5600::12 unplaced shop orders-7f6d5c4b3-t5v7x",
			},
			not: []string{"fargate-ip-192-168-103-88.eu-west-1.compute.internal <unknown>"},
		},
		"wide": {
			wide: true,
			want: []string{
				"POD INSTANCE ZONE DEVICE CARD SUBNET CIDR SECURITY-GROUPS VLAN MAC REASON",
				"aws-node-hbb9k i-03846c730abe852f4 eu-west-1b 0 0 subnet-00ebeb2e8903fb3f9 192.168.32.0/19 " +
					"sg-079157a483bcb371f,sg-032f6354cf0b25196 <none> 0a:39:dc:28:ad:03 <none>",
				"aws-cli i-01ac2403f4932c7ee eu-west-1a <none> <none> subnet-0e863f9fbcda592a3 192.168.0.0/19 " +
					"sg-079157a483bcb371f 1 02:b0:01:6c:b5:79 <none>",
				"search-0 <none> <none> <none> <none> <none> <none> <none> <none> <none> InterfacesUnknown",
			},
		},
		"pods could not be read": {
			change: func(doc *v1alpha1.Tree) {
				for n := range doc.Nodes {
					forgetPods(&doc.Nodes[n])
				}
			},
			want: []string{
				" 192.168.55.245 192.168.55.245 node <unknown> <unknown>",
				" 192.168.49.56 192.168.49.56 <unknown> <unknown> <unknown>",
				" 192.168.97.16/28 192.168.97.20 <unknown> <unknown> <unknown>",
				" 192.168.26.162 192.168.26.162 <unknown> <unknown> <unknown>",
				" 2a05:d018:1234:5600:9c1d::/80 <none> <unknown> <unknown> <unknown>",
			},
			not: []string{" idle "},
		},
		"nodes without ENIs and pods": {
			change: func(doc *v1alpha1.Tree) { doc.UnplacedPods = nil },
			want: []string{
				"i-0d9f5b3a7c1e86420 <unknown> <unknown> <unknown> <unknown> <unknown> <unknown> <unknown>",
				"mi-0c5a9e7b3d1f64280 <none> <none> <none> <none> <none> <none> <none>",
			},
		},
		"an IPv6 prefix without pods": {
			change: func(doc *v1alpha1.Tree) { doc.Nodes[4].Interfaces[0].Prefixes[0].Pods = nil },
			want:   []string{" 2a05:d018:1234:5600:9c1d::/80 <none> idle <none> <none>"},
		},
		"a pod outside of its prefix, and one without an address": {
			change: func(doc *v1alpha1.Tree) {
				pods := doc.Nodes[2].Interfaces[0].Prefixes[0].Pods
				pods[2].IP, pods[3].IP = "10.0.0.1", "?"
			},
			want: []string{
				" 192.168.97.16/28 10.0.0.1 used shop cart-6c5f8d7b9-2lqzr",
				" 192.168.97.16/28 ? used load-balancers aws-load-balancer-controller-external-gateway-7d9c8b5f6d-w8xnt",
			},
		},
		"a prefix that is none": {
			change: func(doc *v1alpha1.Tree) { doc.Nodes[2].Interfaces[0].Prefixes[0].CIDR = "192.168.97.16" },
			want:   []string{" 192.168.97.16 192.168.97.20 used shop cart-6c5f8d7b9-2lqzr"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := sample(t)
			if test.change != nil {
				test.change(doc)
			}
			got := regexp.MustCompile(` +`).ReplaceAllString("\n"+tabulate(t, doc, render.TableOptions{Wide: test.wide}), " ")
			for _, want := range test.want {
				if !strings.Contains(got, want+"\n") {
					t.Errorf("the table has no row that ends in %q:\n%s", want, got)
				}
			}
			for _, not := range test.not {
				if strings.Contains(got, not) {
					t.Errorf("the table says %q:\n%s", not, got)
				}
			}
		})
	}
}

func TestTreeNames(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	doc := &v1alpha1.Tree{Nodes: []v1alpha1.Node{{Name: "b"}, {Name: "a"}, {Name: "\x1b[2J"}}}
	if err := render.TreeNames(&out, doc); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("node/b\nnode/a\nnode/\\x1b[2J\n", out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
