// SPDX-License-Identifier: Apache-2.0

package topology_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// randomWorld makes nodes in every mode, with pods on them, beside them and on none of them.
func randomWorld(r *rand.Rand) *world {
	w := newWorld()
	w.Nodes = nil
	if r.IntN(2) == 0 {
		w.env(map[string]string{"ENABLE_PREFIX_DELEGATION": "true", "ENABLE_POD_ENI": "true"})
	}
	for n := range 1 + r.IntN(5) {
		name, instance := fmt.Sprintf("node-%d", n), fmt.Sprintf("i-%d", n)
		w.Nodes = append(w.Nodes, node(name, instance))
		ip := func(i int) string { return fmt.Sprintf("10.%d.0.%d", n, i) }
		w.NetworkInterfaces = append(
			w.NetworkInterfaces,
			eni(fmt.Sprintf("eni-%d-0", n), instance, 0, ip(1), ip(2), ip(3), fmt.Sprintf("10.%d.1.0/28", n)),
			eni(fmt.Sprintf("eni-%d-1", n), instance, 1, ip(4), ip(5), fmt.Sprintf("10.%d.1.16/28", n)),
			trunk(fmt.Sprintf("eni-%d-t", n), instance, 2, ip(6)),
			branch(fmt.Sprintf("eni-%d-b", n), fmt.Sprintf("eni-%d-t", n), "1", ip(7)),
		)
		for p := range r.IntN(30) {
			w.Pods = append(w.Pods, randomPod(r, fmt.Sprintf("pod-%d-%d", n, p), n, name))
		}
	}
	return w
}

func randomPod(r *rand.Rand, name string, n int, nodeName string) snapshot.Pod {
	anywhere := fmt.Sprintf("10.%d.%d.%d", r.IntN(n+2), r.IntN(3), r.IntN(40))
	switch r.IntN(8) {
	case 0:
		return hostPod(name, nodeName, fmt.Sprintf("10.%d.0.1", n))
	case 1:
		return branchPod(name, nodeName, fmt.Sprintf("eni-%d-b", n), fmt.Sprintf("10.%d.0.7", n))
	case 2:
		return pod(name, nodeName)
	case 3:
		p := pod(name, nodeName, anywhere)
		p.Status.Phase = "Failed"
		return p
	case 4:
		return pod(name, "gone", anywhere)
	case 5:
		return pod(name, nodeName, anywhere, "2001:db8::1")
	default:
		return pod(name, nodeName, anywhere)
	}
}

// TestInvariants checks on random clusters that every counted pod with an address stands exactly once, that sums equal their parts, and
// that the order of the lists does not matter.
func TestInvariants(t *testing.T) {
	t.Parallel()
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 1))
		w := randomWorld(r)
		m := build(t, w)
		checkPodsOnce(t, seed, w, m)
		checkSums(t, seed, m)

		before := picture(m)
		for _, shuffle := range []func(){
			func() { r.Shuffle(len(w.Pods), func(i, j int) { w.Pods[i], w.Pods[j] = w.Pods[j], w.Pods[i] }) },
			func() {
				r.Shuffle(len(w.NetworkInterfaces), func(i, j int) {
					w.NetworkInterfaces[i], w.NetworkInterfaces[j] = w.NetworkInterfaces[j], w.NetworkInterfaces[i]
				})
			},
			func() { slices.Reverse(w.Nodes) },
		} {
			shuffle()
		}
		if diff := cmp.Diff(before, picture(build(t, w))); diff != "" {
			t.Fatalf("seed %d: the order of the lists changes the model:\n%s", seed, diff)
		}
	}
}

func checkPodsOnce(t *testing.T, seed uint64, w *world, m *topology.Model) {
	t.Helper()
	seen := map[string]int{}
	var visit func(*topology.Interface)
	visit = func(i *topology.Interface) {
		for _, a := range i.Addresses {
			for _, p := range a.Pods {
				seen[p.Name]++
			}
		}
		for _, prefix := range i.Prefixes {
			for _, p := range prefix.Pods {
				seen[p.Pod.Name]++
			}
		}
		for _, b := range i.Branches {
			visit(b)
		}
	}
	for _, n := range m.Nodes {
		for _, i := range n.Interfaces {
			visit(i)
		}
	}
	for _, u := range m.Unplaced {
		seen[u.Name]++
	}
	for i := range w.Pods {
		p := &w.Pods[i]
		want := 1
		if topology.Finished(p) || p.Status.PodIP == "" {
			want = 0
		}
		if seen[p.Name] != want {
			t.Fatalf("seed %d: pod %s stands %d times, want %d", seed, p.Name, seen[p.Name], want)
		}
	}
}

func checkSums(t *testing.T, seed uint64, m *topology.Model) {
	t.Helper()
	for _, n := range m.Nodes {
		held, used := 0, 0
		for _, i := range n.Interfaces {
			if i.Managed {
				held += i.Held
				used += *i.Used
			}
		}
		pool, pods := n.Pool, n.Pods
		if *pool.Held != held || *pool.Used != used || *pool.Idle != held-used || *pool.Idle < 0 {
			t.Fatalf("seed %d: node %s: pool %d/%d/%d, parts %d/%d", seed, n.Name, *pool.Held, *pool.Used, *pool.Idle, held, used)
		}
		if *pods.Running != *pods.HostNetwork+*pods.OnENIs+*pods.OnBranches+*pods.Unplaced {
			t.Fatalf("seed %d: node %s: pods %d != %d+%d+%d+%d", seed, n.Name, *pods.Running, *pods.HostNetwork, *pods.OnENIs, *pods.OnBranches, *pods.Unplaced)
		}
	}
}

// BenchmarkBuild joins a cluster of 5,000 nodes, 20,000 ENIs and 150,000 pods.
func BenchmarkBuild(b *testing.B) {
	w := newWorld()
	w.Nodes = nil
	for n := range 5000 {
		name, instance := fmt.Sprintf("ip-10-%d-%d-1.eu-west-1.compute.internal", n/200, n%200), fmt.Sprintf("i-%017x", n)
		w.Nodes = append(w.Nodes, node(name, instance))
		for e := range 4 {
			addresses := make([]string, 0, 10)
			for a := range 10 {
				addresses = append(addresses, fmt.Sprintf("10.%d.%d.%d", n/200, n%200, e*10+a+1))
			}
			w.NetworkInterfaces = append(w.NetworkInterfaces, eni(fmt.Sprintf("eni-%05d%d", n, e), instance, int32(e), addresses...))
			for _, a := range addresses[1 : 1+min(9, 30-min(30, e*9))] {
				w.Pods = append(w.Pods, pod("app-"+a, name, a))
			}
		}
	}
	b.ReportMetric(float64(len(w.Pods)), "pods")
	b.ReportAllocs()
	for b.Loop() {
		topology.Build(&w.Snapshot, topology.Options{})
	}
}
