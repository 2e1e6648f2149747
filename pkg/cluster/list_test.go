// SPDX-License-Identifier: Apache-2.0

package cluster_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

const (
	streamQuery = "allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&sendInitialEvents=true&watch=true"
	pageQuery   = "limit=500"
)

// pod returns a pod "namespace/name" on a node.
func pod(namespace, name, node string) *corev1.Pod {
	return &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name}, Spec: corev1.PodSpec{NodeName: node}}
}

// placed returns pods in short, as "namespace/name@node".
func placed(pods []snapshot.Pod) []string {
	var short []string
	for i := range pods {
		short = append(short, fmt.Sprintf("%s/%s@%s", pods[i].Namespace, pods[i].Name, pods[i].Spec.NodeName))
	}
	return short
}

// pages serves a list in pages, the first of which has no token, and records nothing.
func pages(lists ...*corev1.PodList) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		page := 0
		if token := r.URL.Query().Get("continue"); token != "" {
			page = int(token[0] - '0')
		}
		answer(w, r, http.StatusOK, lists[page])
	}
}

func page(next string, pods ...*corev1.Pod) *corev1.PodList {
	list := &corev1.PodList{ListMeta: metav1.ListMeta{Continue: next}}
	for _, p := range pods {
		list.Items = append(list.Items, *p)
	}
	return list
}

func TestPodsAreStreamed(t *testing.T) {
	t.Parallel()
	server := &apiServer{}
	server.HandleFunc("GET /api/v1/pods", streamOr(unexpected(t),
		event{watch.Added, pod("shop", "web", "n1")},
		event{watch.Added, pod("shop", "gone", "n1")},
		event{watch.Bookmark, &corev1.Pod{ObjectMeta: metav1.ObjectMeta{ResourceVersion: "5"}}},
		event{watch.Added, pod("shop", "moved", "")},
		event{watch.Modified, pod("shop", "moved", "n2")},
		event{watch.Deleted, pod("shop", "gone", "n1")},
		event{watch.Added, pod("shop", "back", "n1")},
		event{watch.Deleted, pod("shop", "back", "n1")},
		event{watch.Added, pod("shop", "back", "n3")},
		event{watch.Added, pod("bank", "api", "n1")},
		listEnd(),
		event{watch.Added, pod("shop", "late", "n1")},
	))
	pods, unread, err := server.connect(t, cluster.Options{}).Pods(t.Context(), cluster.PodQuery{LabelSelector: "app"})
	if err != nil || unread != nil {
		t.Fatalf("Pods: unread %v, error %v", unread, err)
	}
	want := []string{"bank/api@n1", "shop/back@n3", "shop/moved@n2", "shop/web@n1"}
	if diff := cmp.Diff(want, placed(pods)); diff != "" {
		t.Errorf("pods (-want +got):\n%s", diff)
	}
	wantAsked := []string{"/api/v1/pods?allowWatchBookmarks=true&labelSelector=app&resourceVersionMatch=NotOlderThan&sendInitialEvents=true&watch=true"}
	if diff := cmp.Diff(wantAsked, server.asked()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestPodsFallBackToPages(t *testing.T) {
	t.Parallel()
	expired := &metav1.Status{Status: metav1.StatusFailure, Code: http.StatusGone, Reason: metav1.StatusReasonExpired, Message: "too old"}
	closing := func(events ...event) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { send(w, frames(events...)) }
	}
	for name, stream := range map[string]http.HandlerFunc{
		"a server without streams": refuse(http.StatusUnprocessableEntity, metav1.StatusReasonInvalid,
			"sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled"),
		"a user who may list but not watch": refuse(http.StatusForbidden, metav1.StatusReasonForbidden, "cannot watch"),
		"a stream that ends early":          closing(event{watch.Added, pod("shop", "half", "n1")}),
		"a stream that breaks": closing(
			event{watch.Added, pod("shop", "half", "n1")}, event{watch.Deleted, pod("shop", "b", "n1")}, event{watch.Error, expired}),
		"a stream of something else": closing(event{watch.Added, &corev1.Node{}}),
		"a gateway's page":           text(http.StatusOK, "hello"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			paged := pages(page("1", pod("shop", "b", "n1")), page("2", pod("shop", "a", "n2")), page("", pod("bank", "c", "n1")))
			server := &apiServer{}
			server.HandleFunc("GET /api/v1/pods", func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Query().Has("watch") {
					stream(w, r)
				} else {
					paged(w, r)
				}
			})
			pods, unread, err := server.connect(t, cluster.Options{}).Pods(t.Context(), cluster.PodQuery{})
			if err != nil || unread != nil {
				t.Fatalf("Pods: unread %v, error %v", unread, err)
			}
			if diff := cmp.Diff([]string{"bank/c@n1", "shop/a@n2", "shop/b@n1"}, placed(pods)); diff != "" {
				t.Errorf("pods (-want +got):\n%s", diff)
			}
			asked := []string{
				"/api/v1/pods?" + streamQuery, "/api/v1/pods?" + pageQuery,
				"/api/v1/pods?continue=1&" + pageQuery, "/api/v1/pods?continue=2&" + pageQuery,
			}
			if diff := cmp.Diff(asked, server.asked()); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
}

func TestExpiredPages(t *testing.T) {
	t.Parallel()
	expire := refuse(http.StatusGone, metav1.StatusReasonExpired, "The provided continue parameter is too old")
	server := &apiServer{}
	server.HandleFunc("GET /api/v1/events", func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		list := &corev1.EventList{Items: []corev1.Event{{ObjectMeta: metav1.ObjectMeta{Name: "a"}}}}
		switch {
		case query.Has("continue"):
			expire(w, r)
			return
		case query.Has("limit"):
			list.Continue = "1"
		default:
			list.Items = append(list.Items, corev1.Event{ObjectMeta: metav1.ObjectMeta{Name: "b"}})
		}
		answer(w, r, http.StatusOK, list)
	})
	events, unread, err := server.connect(t, cluster.Options{}).Events(t.Context(), cluster.EventQuery{})
	if err != nil || unread != nil {
		t.Fatalf("Events: unread %v, error %v", unread, err)
	}
	var names []string
	for _, e := range events {
		names = append(names, e.Name)
	}
	if diff := cmp.Diff([]string{"a", "b"}, names); diff != "" {
		t.Errorf("the list was not read again from its beginning (-want +got):\n%s", diff)
	}
	asked := []string{"/api/v1/events?" + pageQuery, "/api/v1/events?continue=1&" + pageQuery, "/api/v1/events"}
	if diff := cmp.Diff(asked, server.asked()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestExpiredFirstPage(t *testing.T) {
	t.Parallel()
	server := &apiServer{}
	server.HandleFunc("GET /api/v1/events", refuse(http.StatusGone, metav1.StatusReasonExpired, "too old"))
	_, unread, err := server.connect(t, cluster.Options{}).Events(t.Context(), cluster.EventQuery{})
	if err != nil {
		t.Fatalf("Events: %v", err)
	}
	want := []snapshot.Unread{{Resource: snapshot.Events, Code: snapshot.Failed, Message: "too old", API: "list events"}}
	if diff := cmp.Diff(want, unread); diff != "" {
		t.Errorf("unread (-want +got):\n%s", diff)
	}
	if asked := server.asked(); len(asked) != 1 {
		t.Errorf("requests: %q, want one", asked)
	}
}

func TestProgress(t *testing.T) {
	t.Parallel()
	var events []event
	for i := range 1234 {
		events = append(events, event{watch.Added, pod("shop", fmt.Sprintf("p%04d", i), "n1")})
	}
	server := &apiServer{}
	server.HandleFunc("GET /api/v1/pods", streamOr(unexpected(t), append(events, listEnd())...))
	var counts []int
	client := server.connect(t, cluster.Options{Progress: func(resource snapshot.Resource, n int) {
		if resource != snapshot.Pods {
			t.Errorf("progress of %s", resource)
		}
		counts = append(counts, n)
	}})
	if _, _, err := client.Pods(t.Context(), cluster.PodQuery{}); err != nil {
		t.Fatalf("Pods: %v", err)
	}
	if !slices.Equal(counts, []int{500, 1000, 1234}) {
		t.Errorf("progress %v, want 500, 1000, 1234", counts)
	}
}
