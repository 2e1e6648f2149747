// SPDX-License-Identifier: Apache-2.0

package snapshot_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

func TestNormalize(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("", 2*60*60)
	local := noon.In(zone)
	s := &snapshot.Snapshot{
		Meta: snapshot.Meta{
			Time: local, Versions: map[string]string{},
			Unread: []snapshot.Unread{
				{Resource: snapshot.Pods, Message: "b"},
				{Resource: snapshot.Nodes, Message: "a", IDs: []string{"y", "x", "y"}},
				{Resource: snapshot.Pods, Message: "b", IDs: []string{}},
			},
		},
		Nodes: []snapshot.Node{},
		Pods: []snapshot.Pod{{
			ObjectMeta: snapshot.ObjectMeta{Name: "a", DeletionTimestamp: &local, Labels: map[string]string{}},
			Spec:       snapshot.PodSpec{Containers: []snapshot.Container{}},
			Status: snapshot.PodStatus{
				Conditions:        []snapshot.Condition{{Type: "Ready", LastTransitionTime: local}},
				ContainerStatuses: []snapshot.ContainerStatus{{State: snapshot.ContainerState{Running: &snapshot.ContainerRun{StartedAt: local}}}},
			},
		}},
	}
	s.Normalize()
	utc := noon
	want := &snapshot.Snapshot{
		Meta: snapshot.Meta{
			Time: noon,
			Unread: []snapshot.Unread{
				{Resource: snapshot.Nodes, Message: "a", IDs: []string{"x", "y"}},
				{Resource: snapshot.Pods, Message: "b"},
			},
		},
		Pods: []snapshot.Pod{{
			ObjectMeta: snapshot.ObjectMeta{Name: "a", DeletionTimestamp: &utc},
			Status: snapshot.PodStatus{
				Conditions:        []snapshot.Condition{{Type: "Ready", LastTransitionTime: noon}},
				ContainerStatuses: []snapshot.ContainerStatus{{State: snapshot.ContainerState{Running: &snapshot.ContainerRun{StartedAt: noon}}}},
			},
		}},
	}
	// cmp calls times equal that differ in their zone: the text shows it.
	asText := cmp.Transformer("text", func(t time.Time) string { return t.Format(time.RFC3339Nano) })
	if diff := cmp.Diff(want, s, asText); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestInnerListsKeepTheirOrder(t *testing.T) {
	t.Parallel()
	addresses := eni("eni-1", "i-1", "subnet-1", "10.0.0.9", "10.0.0.7", "10.0.0.8")
	s := &snapshot.Snapshot{NetworkInterfaces: []snapshot.NetworkInterface{addresses}}
	s.Normalize()
	equal(t, "addresses", s.NetworkInterfaces[0], eni("eni-1", "i-1", "subnet-1", "10.0.0.9", "10.0.0.7", "10.0.0.8"))
}

func TestTimesAtTheEdgeOfTheCalendarCanBeSaved(t *testing.T) {
	t.Parallel()
	const item = `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","creationTimestamp":"9999-12-31T23:59:59-23:00"}}`
	s, err := loadBytes(t, "p.json", []byte(item))
	if err != nil {
		t.Fatal(err)
	}
	again, err := loadBytes(t, "s.tgz", written(t, s))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "pods", again.Pods, s.Pods)
}
