// SPDX-License-Identifier: Apache-2.0

package snapshot_test

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

const (
	podA = `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"ns"},"spec":{"nodeName":"n1"}}`
	podB = `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"b","namespace":"ns"}}`
	// podC is an item of a PodList, which says its kind itself.
	podC  = `{"metadata":{"name":"c","namespace":"ns"}}`
	node1 = `{"apiVersion":"v1","kind":"Node","metadata":{"name":"n1"}}`
	eni1  = `{"NetworkInterfaceId":"eni-1","TagSet":[],"Ipv6Addresses":[]}`
)

// list is a list as kubectl prints it: its kind comes after its items.
func list(items ...string) string {
	return `{"apiVersion":"v1","items":[` + strings.Join(items, ",") + `],"kind":"List","metadata":{"resourceVersion":""}}`
}

func TestRawFilesAreRecognised(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		files map[string]string
		pods  []string
		nodes int
		enis  int
	}{
		"kubectl, several kinds": {files: map[string]string{"all.json": list(node1, podA, podB)}, pods: []string{"ns/a", "ns/b"}, nodes: 1},
		"a list of one kind":     {files: map[string]string{"x.json": `{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[` + podC + `]}`}, pods: []string{"ns/c"}},
		"kinds that do not matter": {
			files: map[string]string{"all.json": list(`{"apiVersion":"v1","kind":"Service","metadata":{"name":"s"}}`, podA)}, pods: []string{"ns/a"},
		},
		"the same kind's name in another group": {
			files: map[string]string{"all.json": list(`{"apiVersion":"metrics.example.org/v1","kind":"Node","metadata":{"name":"n"}}`, podA)}, pods: []string{"ns/a"},
		},
		"a single object":           {files: map[string]string{"p.json": podA}, pods: []string{"ns/a"}},
		"objects one by one":        {files: map[string]string{"p.json": podA + "\n" + podB}, pods: []string{"ns/a", "ns/b"}},
		"several files of one kind": {files: map[string]string{"1.json": list(podA), "kubernetes/2.json": list(podB), "kubernetes/pods.json": list(podA)}, pods: []string{"ns/a", "ns/b"}},
		"items without a kind in a named file": {
			files: map[string]string{"kubernetes/pods.json": `{"items":[` + podC + `]}`}, pods: []string{"ns/c"},
		},
		"the AWS CLI":       {files: map[string]string{"enis.json": `{"NetworkInterfaces":[` + eni1 + `]}`, "ec2/more.json": `{"NetworkInterfaces":[{"NetworkInterfaceId":"eni-2"}]}`}, enis: 2},
		"calls in a row":    {files: map[string]string{"enis.json": `{"NetworkInterfaces":[` + eni1 + `]}` + `{"NetworkInterfaces":[{"NetworkInterfaceId":"eni-2"}]}`}, enis: 2},
		"files beside it":   {files: map[string]string{"p.json": podA, "README.md": "x", ".hidden.json": podB, "other/q.json": podB}, pods: []string{"ns/a"}},
		"a list of nothing": {files: map[string]string{"p.json": podA, "q.json": `{"apiVersion":"v1","items":null,"kind":"List"}`}, pods: []string{"ns/a"}},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := snapshot.LoadFS(folder(test.files))
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "pods", podNames(s), test.pods)
			equal(t, "nodes", len(s.Nodes), test.nodes)
			equal(t, "network interfaces", len(s.NetworkInterfaces), test.enis)
			for _, u := range s.Meta.Unread {
				if u.Code != snapshot.NotInSnapshot {
					t.Errorf("unread: %+v", u)
				}
			}
		})
	}
}

func TestEveryCallOfTheAWSCLIIsRecognised(t *testing.T) {
	t.Parallel()
	s, err := snapshot.LoadFS(folder(map[string]string{
		"a.json": `{"Subnets":[{"SubnetId":"subnet-1"}]}`,
		"b.json": `{"Reservations":[{"Groups":[],"Instances":[{"InstanceId":"i-1"},{"InstanceId":"i-2"}]},{"Instances":[{"InstanceId":"i-3"}]}]}`,
		"c.json": `{"InstanceTypes":[{"InstanceType":"m5.large"}]}`,
		"d.json": `{"SecurityGroups":[{"GroupId":"sg-1"}]}`,
		"e.json": `{"SubnetIpv4CidrReservations":[{"SubnetCidrReservationId":"scr-1","SubnetId":"subnet-1","Cidr":"10.0.0.0/28","ReservationType":"prefix"}],` +
			`"SubnetIpv6CidrReservations":[{"SubnetCidrReservationId":"scr-2","SubnetId":"subnet-1","Cidr":"fd00::/80","ReservationType":"prefix"}]}`,
	}))
	if err != nil {
		t.Fatal(err)
	}
	got := []int{len(s.Subnets), len(s.Instances), len(s.InstanceTypes), len(s.SecurityGroups), len(s.SubnetCIDRReservations)}
	equal(t, "lengths", got, []int{1, 3, 1, 1, 2})
}

func TestArchives(t *testing.T) {
	t.Parallel()
	pods, more := list(podA), list(podB)
	cases := map[string][]byte{
		"plain":            packed(t, [2]string{"kubernetes/pods.json", pods}, [2]string{"all.json", more}),
		"dot slash":        packed(t, [2]string{"./kubernetes/pods.json", pods}, [2]string{"./all.json", more}),
		"a leading folder": packed(t, [2]string{"cluster/kubernetes/pods.json", pods}, [2]string{"cluster/all.json", more}),
		"both":             packed(t, [2]string{"./cluster/kubernetes/pods.json", pods}, [2]string{"./cluster/all.json", more}),
		"what tar on a Mac adds": packed(t, [2]string{"._all.json", "\x00\x05"}, [2]string{"kubernetes/pods.json", pods},
			[2]string{"kubernetes/._pods.json", "\x00\x05"}, [2]string{"all.json", more}),
		"folders that are none of ours": packed(t, [2]string{"all.json", list(podA, podB)}, [2]string{"a/b/c.json", "?"}, [2]string{"ec2/b/c.json", "?"}),
		"a path upwards":                packed(t, [2]string{"../../kubernetes/pods.json", list(podA, podB)}),
	}
	for name, archive := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := loadBytes(t, "any-name", archive)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "pods", podNames(s), []string{"ns/a", "ns/b"})
			equal(t, "unread pods", messages(s, snapshot.Pods), nil)
		})
	}
}

func TestASingleFile(t *testing.T) {
	t.Parallel()
	s, err := loadBytes(t, "dump.txt", []byte(list(node1, podA)))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "pods", podNames(s), []string{"ns/a"})
	equal(t, "unread", messages(s, snapshot.NetworkInterfaces), []string{"NotInSnapshot: the snapshot has no ec2/network-interfaces.json"})
	equal(t, "nodes", s.Whole(snapshot.Nodes), true)
}

func TestMissingIsNotEmpty(t *testing.T) {
	t.Parallel()
	s, err := snapshot.LoadFS(folder(map[string]string{
		"kubernetes/pods.json":       list(),
		"kubernetes/eniconfigs.json": `{"apiVersion":"v1","items":[],"kind":"List"}`,
		"kubernetes/nodes.json":      list(podA),
		"ec2/subnets.json":           `{"Subnets":[]}`,
		"meta.json":                  `{"time":"2026-03-14T13:00:00+01:00","unread":[{"resource":"kubernetes/events","code":"Forbidden","message":"no"}]}`,
	}))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "time", s.Meta.Time, noon)
	whole := map[snapshot.Resource]bool{
		snapshot.Pods: true, snapshot.ENIConfigs: true, snapshot.Subnets: true, snapshot.Nodes: false, snapshot.Instances: false,
	}
	for resource, want := range whole {
		equal(t, string(resource), s.Whole(resource), want)
	}
	equal(t, "events", messages(s, snapshot.Events), []string{"Forbidden: no"})
}

func TestInterfacesInsideOfInstances(t *testing.T) {
	t.Parallel()
	const instances = `{"Reservations":[{"Instances":[{"InstanceId":"i-1","Placement":{"AvailabilityZone":"eu-west-1b"},"NetworkInterfaces":[
		{"NetworkInterfaceId":"eni-1","Attachment":{"DeviceIndex":1,"Status":"attached","AttachTime":"2022-10-05T13:16:05+00:00"}}]}]}]}`
	s, err := loadBytes(t, "instances.json", []byte(instances))
	if err != nil {
		t.Fatal(err)
	}
	if len(s.NetworkInterfaces) != 1 || s.NetworkInterfaces[0].Attachment.InstanceID != "i-1" || s.NetworkInterfaces[0].AvailabilityZone != "eu-west-1b" {
		t.Errorf("network interfaces %+v", s.NetworkInterfaces)
	}
	if notes := messages(s, snapshot.NetworkInterfaces); len(notes) != 1 || !strings.Contains(notes[0], "without their tags") {
		t.Errorf("notes %q, want one that says that tags are missing", notes)
	}
	for _, enis := range []string{`{"NetworkInterfaces":[]}`, `{"NetworkInterfaces":[{"NetworkInterfaceId":"eni-2"}]}`} {
		s, err = snapshot.LoadFS(folder(map[string]string{"instances.json": instances, "enis.json": enis}))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(fmt.Sprint(s.NetworkInterfaces), "eni-1") || !s.Whole(snapshot.NetworkInterfaces) {
			t.Errorf("with %s: network interfaces %+v, notes %q", enis, s.NetworkInterfaces, messages(s, snapshot.NetworkInterfaces))
		}
	}
}

func TestNothingRecognised(t *testing.T) {
	t.Parallel()
	cases := map[string]map[string]string{
		"an empty folder":       {},
		"something else":        {"package.json": `{"name":"x"}`},
		"a list of other kinds": {"s.json": list(`{"apiVersion":"v1","kind":"Service","metadata":{"name":"s"}}`)},
		"no list at all":        {"kubernetes/pods.json": `{"x":1}`},
		"a broken file":         {"kubernetes/pods.json": `nodes "x" not found`},
	}
	for name, files := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := snapshot.LoadFS(folder(files))
			if err == nil {
				t.Fatalf("loaded %+v", s)
			}
			for _, want := range []string{"looked for", "kubectl get nodes,pods", "aws ec2 describe-network-interfaces"} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error does not say %q: %v", want, err)
				}
			}
		})
	}
	_, err := snapshot.Load(filepath.Join(t.TempDir(), "missing"))
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v, want that it does not exist", err)
	}
}
