// SPDX-License-Identifier: Apache-2.0

package snapshot_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

func TestOneBadItemDoesNotSpoilTheOthers(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		item   string
		unread snapshot.Unread
	}{
		"a wrong type": {
			item: `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x","namespace":"ns"},"spec":{"nodeName":7}}`,
			unread: snapshot.Unread{
				Resource: snapshot.Pods, Code: snapshot.Malformed, Namespace: "ns", IDs: []string{"x"},
				Message: "all.json: Pod ns/x: spec.nodeName is a JSON number, which does not fit",
			},
		},
		"a bad time": {
			item: `{"apiVersion":"v1","kind":"Pod","metadata":{"creationTimestamp":"yesterday","name":"x","namespace":"ns"}}`,
			unread: snapshot.Unread{
				Resource: snapshot.Pods, Code: snapshot.Malformed, Namespace: "ns", IDs: []string{"x"},
				Message: `all.json: Pod ns/x: parsing time "yesterday"`,
			},
		},
		"no name": {
			item: `{"apiVersion":"v1","kind":"Pod"}`,
			unread: snapshot.Unread{
				Resource: snapshot.Pods, Code: snapshot.Malformed, Message: "all.json: Pod item 2: it has no name or id",
			},
		},
		"no kind": {
			item: `{"metadata":{"name":"x"}}`,
			unread: snapshot.Unread{
				Resource: snapshot.Pods, Code: snapshot.Malformed, Message: "all.json: item 2: it says no kind, nor does its list",
			},
		},
		"no object": {
			item: `"x"`,
			unread: snapshot.Unread{
				Resource: snapshot.Pods, Code: snapshot.Malformed, Message: "all.json: item 2: it says no kind, nor does its list",
			},
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := loadBytes(t, "all.json", []byte(list(podA, test.item, podB)))
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "pods", podNames(s), []string{"ns/a", "ns/b"})
			missed := s.Missed(snapshot.Pods)
			if len(missed) != 1 || !strings.HasPrefix(missed[0].Message, test.unread.Message) {
				t.Fatalf("unread %+v, want %+v", missed, test.unread)
			}
			missed[0].Message = test.unread.Message
			equal(t, "unread", missed[0], test.unread)
		})
	}
}

func TestBadItemsOfTheAWSCLI(t *testing.T) {
	t.Parallel()
	s, err := snapshot.LoadFS(folder(map[string]string{
		"enis.json":      `{"NetworkInterfaces":[{"NetworkInterfaceId":"eni-1"},{"NetworkInterfaceId":"eni-2","Groups":"none"},{"Status":"in-use"}]}`,
		"instances.json": `{"Reservations":[{"Instances":[{"InstanceId":"i-1"},{"InstanceId":"i-2","LaunchTime":"soon"}]},7]}`,
	}))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "network interfaces", len(s.NetworkInterfaces), 1)
	equal(t, "instances", len(s.Instances), 1)
	equal(t, "unread network interfaces", messages(s, snapshot.NetworkInterfaces), []string{
		"Malformed: enis.json: item 3: it has no name or id",
		"Malformed: enis.json: eni-2: Groups is a JSON string, which does not fit",
	})
	if missed := s.Missed(snapshot.Instances); len(missed) != 2 || !slices.Equal(missed[1].IDs, []string{"i-2"}) {
		t.Errorf("unread instances %+v", missed)
	}
}

func TestFilesThatBreakOff(t *testing.T) {
	t.Parallel()
	whole := list(podA, podB, node1)
	cut, _, _ := strings.Cut(whole, `"name":"n1"`)
	afterItem, _, _ := strings.Cut(whole, ","+node1)
	cases := map[string]struct {
		name, content string
		resource      snapshot.Resource
		message       string
	}{
		"in an item":        {"all.json", cut, snapshot.Pods, "all.json: broke off after 2 objects: the file ends too early"},
		"after an item":     {"pods.json", afterItem, snapshot.Pods, "pods.json: broke off after 2 objects: the file ends too early"},
		"behind its end":    {"all.json", list(podA, podB) + "{", snapshot.Pods, "all.json: broke off after 2 objects: the file ends too early"},
		"with other text":   {"all.json", list(podA, podB) + "Error from server", snapshot.Pods, "all.json: broke off after 2 objects: invalid character 'E'"},
		"a list goes on":    {"all.json", `{"kind":"PodList","apiVersion":"v1","metadata":{"continue":"abc"},"items":[` + podA + "," + podB + `]}`, snapshot.Pods, "all.json: the list: metadata.continue is set"},
		"the CLI was cut":   {"all.json", list(podA, podB) + `{"NetworkInterfaces":[],"NextToken":"abc"}`, snapshot.NetworkInterfaces, "all.json: the list: NextToken is set"},
		"not a list at all": {"all.json", list(podA, podB) + `{"Subnets":{}}`, snapshot.Subnets, "all.json: broke off after 2 objects: a list was expected"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := loadBytes(t, test.name, []byte(test.content))
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "pods", podNames(s), []string{"ns/a", "ns/b"})
			notes := messages(s, test.resource)
			if len(notes) != 1 || !strings.HasPrefix(notes[0], "Malformed: "+test.message) {
				t.Errorf("notes %q, want one with %q", notes, test.message)
			}
		})
	}
}

func TestAnArchiveThatBreaksOff(t *testing.T) {
	t.Parallel()
	archive := packed(t, [2]string{"kubernetes/pods.json", list(podA)}, [2]string{"kubernetes/nodes.json", noise(64 << 10)})
	s, err := loadBytes(t, "s.tgz", archive[:len(archive)-1000])
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "pods", podNames(s), []string{"ns/a"})
	if s.Whole(snapshot.Nodes) || s.Whole("") {
		t.Errorf("unread %+v, want notes on the archive and on the nodes", s.Meta.Unread)
	}
}

// noise is a node list that does not compress.
func noise(size int) string {
	var items []string
	state := uint64(1)
	for length := 0; length < size; {
		var name strings.Builder
		for range 16 {
			state = state*6364136223846793005 + 1442695040888963407
			fmt.Fprintf(&name, "%x", state>>32)
		}
		items = append(items, `{"apiVersion":"v1","kind":"Node","metadata":{"name":"`+name.String()+`"}}`)
		length += name.Len()
	}
	return list(items...)
}

func TestOnlyTheFirstFaultsAreNamed(t *testing.T) {
	t.Parallel()
	items := []string{podA}
	for i := range 100 {
		items = append(items, fmt.Sprintf(`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"bad-%02d"},"spec":7}`, i))
	}
	forward, err := loadBytes(t, "all.json", []byte(list(items...)))
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(items)
	backward, err := loadBytes(t, "all.json", []byte(list(items...)))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "unread in another order", backward.Meta.Unread, forward.Meta.Unread)
	notes := messages(forward, snapshot.Pods)
	equal(t, "number of notes", len(notes), 21)
	if !slices.Contains(notes, "Malformed: all.json: 80 more objects could not be read") {
		t.Errorf("notes %q do not say how many more", notes)
	}
}

func TestABrokenMetaIsANote(t *testing.T) {
	t.Parallel()
	s, err := snapshot.LoadFS(folder(map[string]string{"meta.json": `{"time":7}`, "all.json": list(podA)}))
	if err != nil {
		t.Fatal(err)
	}
	if notes := messages(s, ""); len(notes) != 1 || !strings.HasPrefix(notes[0], "Malformed: meta.json: ") {
		t.Errorf("notes %q", notes)
	}
}
