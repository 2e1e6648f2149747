// SPDX-License-Identifier: Apache-2.0

package subnets_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/subnets"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// seeds is how many random VPCs are looked at.
const seeds = 10_000

func report(t testing.TB, s *snapshot.Snapshot, o subnets.Options) *v1alpha1.SubnetReport {
	t.Helper()
	doc, err := subnets.Report(s, topology.Build(s, topology.Options{}), o)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestLedgersOfRandomVPCs holds the report of many VPCs against what they were made of.
func TestLedgersOfRandomVPCs(t *testing.T) {
	t.Parallel()
	const workers = 4
	for worker := range uint64(workers) {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			for seed := worker; seed < seeds; seed += workers {
				w := newWorld(seed)
				doc := report(t, &w.Snapshot, subnets.Options{Map: true})
				w.check(t, seed, doc)
				if t.Failed() {
					return
				}
			}
		})
	}
}

// check compares a report with the truth.
func (w *world) check(t *testing.T, seed uint64, doc *v1alpha1.SubnetReport) {
	t.Helper()
	item := &doc.Items[0]
	equal := func(what string, got, want any) {
		t.Helper()
		if !reflect.DeepEqual(got, want) { // faster than a difference
			t.Errorf("seed %d: %s (-want +got):\n%s", seed, what, cmp.Diff(want, got))
		}
	}
	want := map[v1alpha1.SubnetBucket]int{}
	for _, bucket := range v1alpha1.SubnetBuckets() {
		want[bucket] = 0
	}
	inUse, reserved, byHand := 0, 0, 0
	for _, p := range w.places {
		switch {
		case p.bucket != "":
			want[p.bucket]++
			inUse++
		case p.aws:
		case p.prefixes || (p.hand && w.leavesHandOut):
			reserved++
		case p.hand:
			byHand++
		}
	}
	equal("buckets", item.Buckets, want)
	equal("usable", *item.Usable, len(w.places)-5)
	equal("usable = available + reserved + in use", *item.Available+*item.Reserved+*item.InUse, *item.Usable)
	equal("reserved", *item.Reserved, reserved)
	if w.hidden == 0 { // else some of those may be used that seem free
		equal("available, by hand", item.AvailableByHand, byHand)
	}
	equal("in use", *item.InUse, inUse)
	equal("accounted", item.Accounted, inUse-w.hidden)
	equal("unaccounted", *item.Unaccounted, w.hidden)
	equal("reasons", len(item.UnaccountedReasons) > 0, w.hidden > 0)
	w.checkBlocks(equal, item)
	w.checkOwners(equal, doc)
}

// checkBlocks compares the /28s. Addresses that no ENI has may be anywhere, so that with them the count is an upper bound.
func (w *world) checkBlocks(equal func(string, any, any), item *v1alpha1.Subnet) {
	open, reserved := w.freeBlocks(true)
	seenOpen, seenReserved := w.freeBlocks(false)
	equal("at most", item.Free28AtMost, w.hidden > 0)
	if w.hidden == 0 {
		equal("free /28s", *item.Free28, open+reserved)
		equal("free /28s in reservations", item.Free28Reserved, reserved)
		equal("largest free block", item.LargestFree, w.largestFree())
	}
	equal("free /28s are a bound", *item.Free28 >= open+reserved && *item.Free28 <= seenOpen+seenReserved, true)

	sums := map[v1alpha1.SubnetBucket]int{}
	free, aws, free28 := 0, 0, 0
	for _, b := range item.Blocks {
		for bucket, n := range b.Addresses {
			sums[bucket] += n
		}
		free += b.Free
		aws += b.AWS
		if b.Free28 {
			free28++
		}
	}
	want := maps.Clone(item.Buckets)
	maps.DeleteFunc(want, func(b v1alpha1.SubnetBucket, n int) bool { return n == 0 || b == v1alpha1.BucketUnaccounted })
	equal("buckets of the map", sums, want)
	equal("blocks", len(item.Blocks), len(w.places)/16)
	equal("AWS's own on the map", aws, 5)
	equal("free on the map", free, len(w.places)-5-item.Accounted)
	equal("free /28s on the map", free28, seenOpen+seenReserved)
}

// freeBlocks counts /28s by looking at every address.
func (w *world) freeBlocks(all bool) (open, reserved int) {
	for first := 0; first < len(w.places); first += 16 {
		busy, kept := false, 0
		for _, p := range w.places[first : first+16] {
			used := p.bucket != "" && (all || p.bucket != v1alpha1.BucketUnaccounted)
			busy = busy || used || p.aws || p.hand
			if p.prefixes {
				kept++
			}
		}
		switch {
		case !busy && kept == 0:
			open++
		case !busy && kept == 16:
			reserved++
		}
	}
	return open, reserved
}

// largestFree looks at every aligned block of every size.
func (w *world) largestFree() string {
	for bits := w.cidr.Bits(); bits <= 28; bits++ {
		size := 1 << (32 - bits)
		for first := 0; first < len(w.places); first += size {
			if !slices.ContainsFunc(w.places[first:first+size], func(p place) bool { return p.bucket != "" || p.aws || p.prefixes || p.hand }) {
				prefix, _ := w.at(first).Prefix(bits)
				return prefix.String()
			}
		}
	}
	return ""
}

// checkOwners compares who holds what.
func (w *world) checkOwners(equal func(string, any, any), doc *v1alpha1.SubnetReport) {
	item := &doc.Items[0]
	verdicts := map[string]string{}
	for _, loose := range doc.Interfaces {
		verdicts[loose.ID] = loose.Verdict
		equal("a command for leaks alone", loose.Command != "", loose.Verdict == "Leaked")
	}
	equal("verdicts", verdicts, w.verdicts)

	held := 0
	freeable, idle := map[string]int{}, map[string]int{}
	for _, n := range item.Nodes {
		held += n.Addresses
		idle[n.Name] = *n.Idle
		if n.FreeablePrefixes != nil {
			freeable[n.Name] = *n.FreeablePrefixes
		}
	}
	for _, h := range item.Holders {
		held += h.Addresses
	}
	equal("held by somebody", held, item.Accounted)
	for name, n := range freeable {
		equal("freeable prefixes of "+name, n, w.freeable[name])
	}
	for name, n := range idle {
		equal("idle addresses of "+name, n, w.idle[name])
	}
	w.checkClusters(equal, item)
}

func (w *world) checkClusters(equal func(string, any, any), item *v1alpha1.Subnet) {
	want := maps.Clone(w.clusters)
	maps.DeleteFunc(want, func(_ string, n int) bool { return n == 0 })
	others := maps.Clone(want)
	delete(others, thisCluster)
	if len(others) == 0 {
		equal("clusters", len(item.Clusters), 0)
		return
	}
	got := map[string]int{}
	for _, c := range item.Clusters {
		if c.Addresses > 0 {
			got[c.Name] = c.Addresses
		}
		equal("current cluster", c.Current, c.Name == thisCluster)
	}
	equal("clusters", got, want)
}

func TestSameReportWhateverTheOrder(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		w := newWorld(seed)
		w.Normalize()
		first, err := json.Marshal(report(t, &w.Snapshot, subnets.Options{Map: true}))
		if err != nil {
			t.Fatal(err)
		}
		slices.Reverse(w.NetworkInterfaces)
		slices.Reverse(w.Pods)
		slices.Reverse(w.Nodes)
		slices.Reverse(w.SubnetCIDRReservations)
		w.Normalize()
		second, err := json.Marshal(report(t, &w.Snapshot, subnets.Options{Map: true}))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(first), string(second)); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
	}
}
