// SPDX-License-Identifier: Apache-2.0

package cluster_test

import (
	"net/http"
	"reflect"
	"slices"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
)

// TestEveryFieldIsFilled checks that no field of a record was forgotten: objects that have everything set each of them.
func TestEveryFieldIsFilled(t *testing.T) {
	t.Parallel()
	nodes, _, err := serving(t, fullNode()).Nodes(t.Context(), cluster.NodeQuery{Names: []string{"x"}})
	if err != nil {
		t.Fatalf("Nodes: %v", err)
	}
	pods, _, err := serving(t, fullPod()).Pods(t.Context(), cluster.PodQuery{Namespace: "x", Names: []string{"x"}, Detail: cluster.Full})
	if err != nil {
		t.Fatalf("Pods: %v", err)
	}
	sets, _, err := serving(t, fullDaemonSet()).DaemonSets(t.Context(), "x", "x")
	if err != nil {
		t.Fatalf("DaemonSets: %v", err)
	}
	server := &apiServer{}
	server.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		answer(w, r, http.StatusOK, &corev1.EventList{Items: []corev1.Event{*fullEvent()}})
	})
	events, _, err := server.connect(t, cluster.Options{}).Events(t.Context(), cluster.EventQuery{})
	if err != nil {
		t.Fatalf("Events: %v", err)
	}
	filled := map[string]bool{}
	for _, records := range []any{nodes, pods, sets, events} {
		noteFields(reflect.ValueOf(records), filled)
		for _, field := range fieldsOf(reflect.TypeOf(records)) {
			if _, noted := filled[field]; !noted {
				filled[field] = false
			}
		}
	}
	var empty []string
	for field, is := range filled {
		if !is {
			empty = append(empty, field)
		}
	}
	if slices.Sort(empty); len(empty) > 0 {
		t.Errorf("fields that no read fills: %q", empty)
	}
}

func isStruct(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t != reflect.TypeFor[time.Time]()
}

// fieldsOf returns all fields below a type, as "Type.Field".
func fieldsOf(t reflect.Type) []string {
	var all []string
	switch {
	case t.Kind() == reflect.Pointer, t.Kind() == reflect.Slice:
		return fieldsOf(t.Elem())
	case isStruct(t):
		for field := range t.Fields() {
			all = append(all, t.Name()+"."+field.Name)
			all = append(all, fieldsOf(field.Type)...)
		}
	}
	return all
}

// noteFields notes the fields below a value that are set.
func noteFields(v reflect.Value, filled map[string]bool) {
	switch {
	case v.Kind() == reflect.Pointer && !v.IsNil():
		noteFields(v.Elem(), filled)
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			noteFields(v.Index(i), filled)
		}
	case isStruct(v.Type()):
		for field, value := range v.Fields() {
			if !value.IsZero() {
				filled[v.Type().Name()+"."+field.Name] = true
				noteFields(value, filled)
			}
		}
	}
}
