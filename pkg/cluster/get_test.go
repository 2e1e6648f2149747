// SPDX-License-Identifier: Apache-2.0

package cluster_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

func configMap(name string) *corev1.ConfigMap {
	return &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: name}, Data: map[string]string{"key": "value"}}
}

// nodesServer serves nodes by name and as a stream; others do not exist.
func nodesServer(t *testing.T, names ...string) *apiServer {
	t.Helper()
	server := &apiServer{}
	var events []event
	for _, name := range names {
		events = append(events, event{watch.Added, &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: name}}})
	}
	server.HandleFunc("GET /api/v1/nodes", streamOr(unexpected(t), append(events, listEnd())...))
	server.HandleFunc("GET /api/v1/nodes/{name}", func(w http.ResponseWriter, r *http.Request) {
		name := r.PathValue("name")
		if !slices.Contains(names, name) {
			refuse(http.StatusNotFound, metav1.StatusReasonNotFound, fmt.Sprintf("nodes %q not found", name))(w, r)
			return
		}
		answer(w, r, http.StatusOK, &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: name}})
	})
	return server
}

func nodeNames(nodes []snapshot.Node) []string {
	var names []string
	for i := range nodes {
		names = append(names, nodes[i].Name)
	}
	return names
}

func TestNodesByName(t *testing.T) {
	t.Parallel()
	all := []string{"a", "b", "c", "d", "e", "f", "g"}
	for name, tc := range map[string]struct {
		names, want []string
		requests    int
		err         string
	}{
		"one":                {names: []string{"b"}, want: []string{"b"}, requests: 1},
		"few in any order":   {names: []string{"c", "a", "c"}, want: []string{"a", "c"}, requests: 2},
		"more than a few":    {names: []string{"g", "f", "e", "d", "c", "b"}, want: []string{"b", "c", "d", "e", "f", "g"}, requests: 1},
		"one does not exist": {names: []string{"a", "x"}, requests: 2, err: `nodes "x" not found`},
		"two do not exist":   {names: []string{"y", "a", "x"}, requests: 3, err: `nodes "x", "y" not found`},
		"one of many":        {names: []string{"f", "e", "d", "c", "b", "x"}, requests: 1, err: `nodes "x" not found`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := nodesServer(t, all...)
			nodes, unread, err := server.connect(t, cluster.Options{}).Nodes(t.Context(), cluster.NodeQuery{Names: tc.names})
			if tc.err != "" {
				if !cluster.IsNotFound(err) || err.Error() != tc.err {
					t.Errorf("error %v, want %s", err, tc.err)
				}
			} else if err != nil || unread != nil {
				t.Errorf("unread %v, error %v", unread, err)
			}
			if diff := cmp.Diff(tc.want, nodeNames(nodes)); diff != "" {
				t.Errorf("nodes (-want +got):\n%s", diff)
			}
			if asked := server.asked(); len(asked) != tc.requests {
				t.Errorf("requests %q, want %d", asked, tc.requests)
			}
		})
	}
}

func TestPodByName(t *testing.T) {
	t.Parallel()
	server := &apiServer{}
	server.HandleFunc("GET /api/v1/namespaces/shop/pods/web", func(w http.ResponseWriter, r *http.Request) {
		answer(w, r, http.StatusOK, pod("shop", "web", "n1"))
	})
	server.HandleFunc("GET /", refuse(http.StatusNotFound, metav1.StatusReasonNotFound, `pods "wbe" not found`))
	client := server.connect(t, cluster.Options{})
	pods, _, err := client.Pods(t.Context(), cluster.PodQuery{Namespace: "shop", Names: []string{"web"}})
	if err != nil || !slices.Equal(placed(pods), []string{"shop/web@n1"}) {
		t.Errorf("pods %v, error %v; want shop/web", placed(pods), err)
	}
	_, _, err = client.Pods(t.Context(), cluster.PodQuery{Namespace: "shop", Names: []string{"wbe"}})
	if !cluster.IsNotFound(err) || err.Error() != `pods "wbe" not found` {
		t.Errorf("error %v, want kubectl's words", err)
	}
}

func TestPodsOfNodes(t *testing.T) {
	t.Parallel()
	pods := []*corev1.Pod{pod("a", "p1", "n1"), pod("a", "p2", "n2"), pod("b", "p3", "n1"), pod("b", "p4", "n9"), pod("b", "pending", "")}
	var events []event
	for _, p := range pods {
		events = append(events, event{watch.Added, p})
	}
	events = append(events, listEnd())
	ofNode := func(w http.ResponseWriter, r *http.Request) {
		node, ok := strings.CutPrefix(r.URL.Query().Get("fieldSelector"), "spec.nodeName=")
		if !ok {
			unexpected(t)(w, r)
			return
		}
		list := page("")
		for _, p := range pods {
			if p.Spec.NodeName == node {
				list.Items = append(list.Items, *p)
			}
		}
		answer(w, r, http.StatusOK, list)
	}
	for name, tc := range map[string]struct {
		nodes, want, asked []string
	}{
		"a few nodes": {
			nodes: []string{"n2", "n1", "n1"}, want: []string{"a/p1@n1", "a/p2@n2", "b/p3@n1"},
			asked: []string{
				"/api/v1/pods?fieldSelector=spec.nodeName%3Dn1&limit=500", "/api/v1/pods?fieldSelector=spec.nodeName%3Dn2&limit=500",
			},
		},
		"many nodes": {
			nodes: []string{"n1", "n2", "n3", "n4", "n5", "n6"}, want: []string{"a/p1@n1", "a/p2@n2", "b/p3@n1"},
			asked: []string{"/api/v1/pods?" + streamQuery},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := &apiServer{}
			server.HandleFunc("GET /api/v1/pods", streamOr(ofNode, events...))
			got, unread, err := server.connect(t, cluster.Options{}).Pods(t.Context(), cluster.PodQuery{NodeNames: tc.nodes})
			if err != nil || unread != nil {
				t.Fatalf("unread %v, error %v", unread, err)
			}
			if diff := cmp.Diff(tc.want, placed(got)); diff != "" {
				t.Errorf("pods (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tc.asked, slices.Sorted(slices.Values(server.asked()))); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPodsOfOneNodeFail(t *testing.T) {
	t.Parallel()
	server := &apiServer{}
	server.HandleFunc("GET /api/v1/pods", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("fieldSelector") == "spec.nodeName=n2" {
			refuse(http.StatusInternalServerError, metav1.StatusReasonInternalError, "no luck")(w, r)
			return
		}
		answer(w, r, http.StatusOK, page("", pod("a", "p1", "n1")))
	})
	pods, unread, err := server.connect(t, cluster.Options{}).Pods(t.Context(), cluster.PodQuery{NodeNames: []string{"n1", "n2"}})
	if err != nil || !slices.Equal(placed(pods), []string{"a/p1@n1"}) {
		t.Errorf("pods %v, error %v; want those of n1", placed(pods), err)
	}
	want := []snapshot.Unread{{
		Resource: snapshot.Pods, Code: snapshot.Failed, Message: "no luck", API: "list pods", IDs: []string{"n2"},
	}}
	if diff := cmp.Diff(want, unread); diff != "" {
		t.Errorf("unread (-want +got):\n%s", diff)
	}
}
