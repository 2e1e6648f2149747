// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/demo"
	"github.com/kubectl-eni/kubectl-eni/pkg/render"
	"github.com/kubectl-eni/kubectl-eni/pkg/subnets"
	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// demoSubnets is the report of the demo cluster, with its maps.
func demoSubnets(t testing.TB) *v1alpha1.SubnetReport {
	t.Helper()
	s, err := demo.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := subnets.Report(s, topology.Build(s, topology.Options{}), subnets.Options{Map: true})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// oddSubnets has whatever the demo cluster has not.
func oddSubnets() *v1alpha1.SubnetReport {
	age, created := int64(26*3600), time.Date(2026, 1, 1, 1, 2, 3, 0, time.UTC)
	young := int64(90)
	return &v1alpha1.SubnetReport{
		Cluster: v1alpha1.Cluster{Name: "mine", CNI: &v1alpha1.CNI{Mode: "PrefixDelegation"}},
		Items: []v1alpha1.Subnet{
			{
				ID: "subnet-shared", Name: "pods-a", CIDR: "10.100.0.0/16", VPCID: "vpc-1", Zone: "us-west-2-lax-1a", ZoneType: "LocalZone",
				OwnerID: "999988887777", Shared: true, Excluded: true,
				Why: []v1alpha1.SubnetReason{
					{Code: "Nodes", Detail: "ENIs of 40 nodes"},
					{Code: "Excluded", Detail: "pods get no new addresses here: tag kubernetes.io/role/cni=0"},
				},
				Usable: new(65531), Available: new(1000), Reserved: new(4096), AvailableByHand: 16, InUse: new(60435), Accounted: 60000, Unaccounted: new(435),
				UnaccountedReasons: []string{"account 999988887777 owns the subnet and shares it: EC2 shows a participant its own ENIs only", "run it again"},
				Buckets: map[v1alpha1.SubnetBucket]int{
					v1alpha1.BucketNodePrimary: 40, v1alpha1.BucketPrefixUsed: 9000, v1alpha1.BucketPrefixIdle: 30960, v1alpha1.BucketOtherClusters: 19000,
					v1alpha1.BucketMissingNodes: 700, v1alpha1.BucketBranchIdle: 300, v1alpha1.BucketUnaccounted: 435,
				},
				Free28: new(0), Free28AtMost: true,
				Reservations: []v1alpha1.SubnetReservation{{ID: "scr-1", CIDR: "10.100.16.0/20", Type: "prefix", Addresses: new(4096), Empty: new(4096)}},
				Nodes: []v1alpha1.SubnetNode{
					{Name: "node-with-a-rather-long-name.us-west-2.compute.internal", Interfaces: 3, Addresses: 643, Pods: new(300), Idle: new(340), Prefixes: 40, PrefixUse: []int{16, 16, 12, 9, 9, 8, 8, 7, 7, 7, 6, 5, 3, 1}, FreeablePrefixes: new(21)},
					{Name: "node-2", Interfaces: 1, Addresses: 33, Prefixes: 2},
					{Name: "node-3", Interfaces: 1, Addresses: 11, Pods: new(1), Idle: new(9)},
				},
				Holders: []v1alpha1.SubnetHolder{
					{Bucket: v1alpha1.BucketOtherClusters, Name: "i-0123", Cluster: "theirs", InstanceID: "i-0123", Interfaces: 12, Addresses: 19000},
					{Bucket: v1alpha1.BucketMissingNodes, Name: "worker (i-0456)", Cluster: "mine", InstanceID: "i-0456", Interfaces: 2, Addresses: 700},
				},
				Clusters: []v1alpha1.SubnetCluster{
					{Name: "mine", Current: true, Instances: 41, Interfaces: 120, Addresses: 41000}, {Name: "theirs", Instances: 12, Interfaces: 12, Addresses: 18000}, {Instances: 1, Interfaces: 1, Addresses: 1000},
				},
			},
			{
				ID: "subnet-full", CIDR: "10.1.0.0/28", Zone: "us-west-2a", ZoneType: "AvailabilityZone", Usable: new(11), Available: new(0), Reserved: new(0), InUse: new(11),
				Accounted: 12, Unaccounted: new(-1), UnaccountedReasons: []string{"the subnet changed"}, Free28: new(0),
				Buckets: map[v1alpha1.SubnetBucket]int{v1alpha1.BucketNodePrimary: 1, v1alpha1.BucketPodsUnknown: 11, v1alpha1.BucketUnaccounted: -1},
				Why:     []v1alpha1.SubnetReason{{Code: "Nodes", Detail: "ENIs of 1 node"}},
			},
			{
				ID: "subnet-reserved", CIDR: "10.2.0.0/24", Zone: "us-west-2a", Usable: new(251), Available: new(0), Reserved: new(250), InUse: new(1), Accounted: 1, Unaccounted: new(0),
				Free28: new(14), Free28Reserved: 14, Buckets: map[v1alpha1.SubnetBucket]int{v1alpha1.BucketNodePrimary: 1},
			},
			{
				ID: "subnet-bound", CIDR: "10.3.0.0/24", Zone: "us-west-2b", Usable: new(251), Available: new(100), InUse: new(151), Accounted: 100, Unaccounted: new(51),
				UnaccountedReasons: []string{"the CIDR reservations of the subnet could not be read"}, Free28: new(6), Free28AtMost: true, LargestFree: "10.3.0.128/26",
				Buckets: map[v1alpha1.SubnetBucket]int{v1alpha1.BucketInstances: 100, v1alpha1.BucketUnaccounted: 51},
			},
			{ID: "subnet-six", IPv6CIDRs: []string{"2001:db8:1:2::/64"}, Zone: "us-west-2b", PrefixNote: "IPv6 only: they are not scarce", IPv6Prefixes: 3, Buckets: map[v1alpha1.SubnetBucket]int{}},
			{ID: "subnet-unread", Accounted: 17, Buckets: map[v1alpha1.SubnetBucket]int{v1alpha1.BucketPods: 17}},
		},
		Interfaces: []v1alpha1.LooseInterface{
			{ID: "eni-1", SubnetID: "subnet-shared", Verdict: "Leaked", Reason: "attached to nothing", Owner: "amazon-vpc-cni", Cluster: "mine", InstanceID: "i-1", Description: "aws-K8S-i-1", CreatedAt: &created, AgeSeconds: &age, Addresses: 30, Command: "aws ec2 delete-network-interface --network-interface-id eni-1 --region us-west-2"},
			{ID: "eni-2", SubnetID: "subnet-shared", Verdict: "InFlight", Reason: "made lately", Owner: "amazon-vpc-cni", Cluster: "mine", AgeSeconds: &young, Addresses: 1},
			{ID: "eni-3", SubnetID: "subnet-full", Verdict: "OtherCluster", Reason: "its tags name cluster theirs", Owner: "eks-vpc-resource-controller", Cluster: "theirs", Addresses: 1},
			{ID: "eni-4", SubnetID: "subnet-full", Verdict: "Unattached", Reason: "attached to nothing", Description: "spare", Addresses: 1},
		},
	}
}

// subnetPicture is a function that writes a report.
type subnetPicture func(io.Writer, *v1alpha1.SubnetReport, render.SubnetOptions) error

func drawSubnets(t testing.TB, picture subnetPicture, doc *v1alpha1.SubnetReport, o render.SubnetOptions, color colorprofile.Profile) string {
	t.Helper()
	var out bytes.Buffer
	if err := picture(terminal.Terminal{Color: color}.Writer(&out), doc, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// subnetGoldens draws reports in every way that matters.
func subnetGoldens(t *testing.T, picture subnetPicture, options map[string]render.SubnetOptions) {
	t.Helper()
	docs := map[string]*v1alpha1.SubnetReport{"demo": demoSubnets(t), "odd": oddSubnets()}
	colors := map[string]colorprofile.Profile{"plain": colorprofile.NoTTY, "colour": colorprofile.ANSI}
	for docName, doc := range docs {
		for name, o := range options {
			for color, profile := range colors {
				t.Run(fmt.Sprintf("%s_%s_%s", docName, color, name), func(t *testing.T) {
					t.Parallel()
					out := drawSubnets(t, picture, doc, o, profile)
					golden(t, []byte(out))
					for line := range strings.Lines(out) {
						if width := ansi.StringWidth(strings.TrimSuffix(line, "\n")); o.Width > 0 && width > o.Width && !strings.HasPrefix(line, "aws ") {
							t.Errorf("a line has %d columns: %s", width, line)
						}
						if line != strings.TrimRight(line, " \n")+"\n" {
							t.Errorf("a line ends in blanks: %q", line)
						}
					}
				})
			}
		}
	}
}

func TestSubnetTable(t *testing.T) {
	t.Parallel()
	subnetGoldens(t, render.SubnetTable, map[string]render.SubnetOptions{
		"80": {Width: 80, Unicode: true}, "200": {Width: 200, Unicode: true}, "unlimited": {Unicode: true}, "ascii": {Width: 80},
		"wide": {Wide: true, Unicode: true}, "no_headers": {NoHeaders: true},
	})
}

func TestSubnetMap(t *testing.T) {
	t.Parallel()
	subnetGoldens(t, render.SubnetMap, map[string]render.SubnetOptions{
		"80": {Width: 80, Unicode: true}, "200": {Width: 200, Unicode: true}, "ascii": {Width: 80},
	})
}

func TestSubnetDetail(t *testing.T) {
	t.Parallel()
	subnetGoldens(t, render.SubnetDetail, map[string]render.SubnetOptions{
		"80": {Width: 80, Unicode: true}, "200": {Width: 200, Unicode: true}, "unlimited_ascii": {},
	})
}

func TestSubnetLeaks(t *testing.T) {
	t.Parallel()
	subnetGoldens(t, render.SubnetLeaks, map[string]render.SubnetOptions{
		"80": {Width: 80, Unicode: true}, "wide": {Wide: true}, "no_headers": {NoHeaders: true},
	})
}

// TestSubnetLeaksCanBeRun: what is no command is a comment, once there are commands.
func TestSubnetLeaksCanBeRun(t *testing.T) {
	t.Parallel()
	out := drawSubnets(t, render.SubnetLeaks, oddSubnets(), render.SubnetOptions{Width: 60, Unicode: true}, colorprofile.NoTTY)
	_, commands, found := strings.Cut(out, "\n\n")
	if !found {
		t.Fatalf("no commands in:\n%s", out)
	}
	for line := range strings.Lines(commands) {
		if !strings.HasPrefix(line, "# ") && line != "aws ec2 delete-network-interface --network-interface-id eni-1 --region us-west-2\n" {
			t.Errorf("a shell would run %q", line)
		}
	}
}

func TestNoLooseENIs(t *testing.T) {
	t.Parallel()
	doc := oddSubnets()
	doc.Interfaces = nil
	out := drawSubnets(t, render.SubnetLeaks, doc, render.SubnetOptions{}, colorprofile.NoTTY)
	if out != "no ENI in 6 subnets is attached to nothing\n" {
		t.Errorf("got %q", out)
	}
}

func TestNoSubnets(t *testing.T) {
	t.Parallel()
	out := drawSubnets(t, render.SubnetTable, &v1alpha1.SubnetReport{}, render.SubnetOptions{}, colorprofile.NoTTY)
	if out != "no subnet of the cluster was found\n" {
		t.Errorf("got %q", out)
	}
}

// TestNoFreeBlock: it is trouble only where nodes need blocks.
func TestNoFreeBlock(t *testing.T) {
	t.Parallel()
	doc := &v1alpha1.SubnetReport{Items: []v1alpha1.Subnet{{ID: "subnet-1", Available: new(100), Free28: new(0), Unaccounted: new(0)}}}
	const trouble = "100 addresses are free, but no /28 among them"
	if out := drawSubnets(t, render.SubnetTable, doc, render.SubnetOptions{}, colorprofile.NoTTY); strings.Contains(out, trouble) {
		t.Errorf("nobody wants a /28:\n%s", out)
	}
	doc.Items[0].Nodes = []v1alpha1.SubnetNode{{Name: "auto", Prefixes: 1}}
	if out := drawSubnets(t, render.SubnetTable, doc, render.SubnetOptions{}, colorprofile.NoTTY); !strings.Contains(out, trouble) {
		t.Errorf("a node holds a prefix:\n%s", out)
	}
}

// TestSubnetMapFits: where there are too many /28s a cell stands for more of them, and every address has a cell.
func TestSubnetMapFits(t *testing.T) {
	t.Parallel()
	for bits, want := range map[int]string{16: "/27", 17: "/28", 20: "/28", 28: "/28"} {
		doc := &v1alpha1.SubnetReport{Items: []v1alpha1.Subnet{{ID: "subnet-1", Buckets: map[v1alpha1.SubnetBucket]int{}}}}
		for i := range 1 << (28 - bits) {
			doc.Items[0].Blocks = append(doc.Items[0].Blocks, v1alpha1.SubnetBlock{CIDR: fmt.Sprintf("10.0.%d.%d/28", i/16, i%16*16), Free: 16, Free28: true})
		}
		out := drawSubnets(t, render.SubnetMap, doc, render.SubnetOptions{Width: 80}, colorprofile.NoTTY)
		if !strings.Contains(out, "one cell = "+want+",") || strings.Count(out, "\n10.0.") > 32 {
			t.Errorf("/%d: want cells of a %s in at most 32 lines:\n%s", bits, want, out)
		}
	}
}

// TestSubnetMapLetters: capitals are full, small letters have free addresses.
func TestSubnetMapLetters(t *testing.T) {
	t.Parallel()
	use := func(bucket v1alpha1.SubnetBucket, n int) map[v1alpha1.SubnetBucket]int {
		return map[v1alpha1.SubnetBucket]int{bucket: n}
	}
	blocks := []v1alpha1.SubnetBlock{
		{Addresses: use(v1alpha1.BucketPods, 1), AWS: 4, Free: 11},
		{Addresses: use(v1alpha1.BucketPods, 16)},
		{Addresses: map[v1alpha1.SubnetBucket]int{v1alpha1.BucketIdle: 8, v1alpha1.BucketLeaked: 8}},
		{Addresses: use(v1alpha1.BucketPrefixIdle, 16)},
		{Addresses: use(v1alpha1.BucketPrefixIdle, 15), Free: 1},
		{Free: 16, Reservation: "prefix", Free28: true},
		{Free: 16, Reservation: "explicit"},
		{Free: 16, Free28: true},
		{Addresses: use(v1alpha1.BucketOtherClusters, 2), Free: 14},
		{Addresses: use(v1alpha1.BucketNATGateways, 1), Free: 15},
		{Addresses: use(v1alpha1.BucketUnmanaged, 1), Free: 15},
		{Addresses: use(v1alpha1.BucketMissingNodes, 1), Free: 15},
		{Addresses: use(v1alpha1.BucketBranchIdle, 1), Free: 15},
		{Addresses: use(v1alpha1.BucketTrunk, 1), Free: 15},
		{Free: 16, Free28: true},
		{AWS: 1, Free: 15},
	}
	for i := range blocks {
		blocks[i].CIDR = fmt.Sprintf("10.0.0.%d/28", i*16)
	}
	doc := &v1alpha1.SubnetReport{Items: []v1alpha1.Subnet{{ID: "subnet-1", Blocks: blocks}}}
	out := drawSubnets(t, render.SubnetMap, doc, render.SubnetOptions{Width: 80}, colorprofile.NoTTY)
	if !strings.Contains(out, "10.0.0.0        aPLWwrx.csmgbn.a\n") {
		t.Errorf("not the letters that were wanted:\n%s", out)
	}
}

// TestSubnetsEscape: names, tags and descriptions reach the terminal as text.
func TestSubnetsEscape(t *testing.T) {
	t.Parallel()
	const bad = "a\x1b[31mb\nc\u202e"
	doc := oddSubnets()
	for i := range doc.Items {
		s := &doc.Items[i]
		s.ID, s.Name, s.Zone, s.VPCID, s.OutpostARN, s.OwnerID, s.PrefixNote = bad, bad, bad, bad, bad, bad, bad
		s.UnaccountedReasons = []string{bad}
		s.Why = []v1alpha1.SubnetReason{{Code: "Excluded", Detail: "x: " + bad}}
		s.Reservations = []v1alpha1.SubnetReservation{{ID: bad, CIDR: bad, Type: bad, Description: bad}}
		s.Holders = []v1alpha1.SubnetHolder{{Bucket: bad, Name: bad, Cluster: bad}}
		s.Nodes = []v1alpha1.SubnetNode{{Name: bad}}
		s.Clusters = []v1alpha1.SubnetCluster{{Name: bad}}
		s.Buckets[bad] = 1
		s.Blocks = []v1alpha1.SubnetBlock{{CIDR: bad, Free: 16}}
	}
	for i := range doc.Interfaces {
		l := &doc.Interfaces[i]
		l.ID, l.SubnetID, l.Reason, l.Owner, l.Cluster, l.InstanceID, l.Description, l.Command = bad, bad, bad, bad, bad, bad, bad, bad
	}
	for name, picture := range map[string]subnetPicture{
		"table": render.SubnetTable, "map": render.SubnetMap, "detail": render.SubnetDetail, "leaks": render.SubnetLeaks,
	} {
		for _, o := range []render.SubnetOptions{{Width: 80, Unicode: true, Wide: true}, {Width: 50}, {}} {
			out := drawSubnets(t, picture, doc, o, colorprofile.NoTTY)
			if strings.ContainsAny(out, "\x1b\u202e") || strings.Contains(out, "b\nc") {
				t.Errorf("%s: what was not escaped reaches the terminal:\n%q", name, out)
			}
		}
	}
}

// TestSubnetsReportErrors: an error of the writer is returned.
func TestSubnetsReportErrors(t *testing.T) {
	t.Parallel()
	for name, picture := range map[string]subnetPicture{
		"table": render.SubnetTable, "map": render.SubnetMap, "detail": render.SubnetDetail, "leaks": render.SubnetLeaks,
	} {
		if err := picture(brokenWriter{}, oddSubnets(), render.SubnetOptions{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
