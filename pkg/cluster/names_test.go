// SPDX-License-Identifier: Apache-2.0

package cluster_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
)

// table answers as the API server does when it is asked for a table; the name stands in the second column to show that it is looked for.
func table(rows ...[]any) *metav1.Table {
	t := &metav1.Table{
		TypeMeta:          metav1.TypeMeta{APIVersion: "meta.k8s.io/v1", Kind: "Table"},
		ColumnDefinitions: []metav1.TableColumnDefinition{{Name: "Ready", Type: "string"}, {Name: "Name", Type: "string", Format: "name"}},
	}
	for _, cells := range rows {
		t.Rows = append(t.Rows, metav1.TableRow{Cells: cells})
	}
	return t
}

func TestNames(t *testing.T) {
	t.Parallel()
	odd := table([]any{"1/1", "b"}, []any{"1/1", "a"}, []any{"short"}, []any{"1/1", 7})
	server := &apiServer{}
	server.HandleFunc("GET /api/v1/nodes", jsonOf(table([]any{"", "node-1"}, []any{"", "node-2"})))
	server.HandleFunc("GET /api/v1/namespaces/web/pods", func(w http.ResponseWriter, r *http.Request) {
		if accept := r.Header.Get("Accept"); !strings.Contains(accept, "as=Table") {
			t.Errorf("whole objects are asked for: %s", accept)
		}
		jsonOf(odd)(w, r)
	})
	client := server.connect(t, cluster.Options{})
	nodes, err := client.Names(t.Context(), cluster.NamedNodes, "")
	if err != nil {
		t.Fatal(err)
	}
	pods, err := client.Names(t.Context(), cluster.NamedPods, "web")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{{"node-1", "node-2"}, {"a", "b"}}, [][]string{nodes, pods}); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	want := []string{
		"/api/v1/nodes?includeObject=None&resourceVersion=0",
		"/api/v1/namespaces/web/pods?includeObject=None&resourceVersion=0",
	}
	if diff := cmp.Diff(want, server.asked()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestNamesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		handler http.HandlerFunc
		is      func(error) bool
	}{
		"forbidden": {refuse(http.StatusForbidden, metav1.StatusReasonForbidden, "no"), apierrors.IsForbidden},
		"no names":  {jsonOf(&metav1.Table{}), func(err error) bool { return strings.Contains(err.Error(), "no column of names") }},
		"no table":  {text(http.StatusOK, "hello"), func(err error) bool { return strings.Contains(err.Error(), "names of nodes") }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := &apiServer{}
			server.HandleFunc("GET /api/v1/nodes", tc.handler)
			names, err := server.connect(t, cluster.Options{}).Names(t.Context(), cluster.NamedNodes, "")
			if err == nil || !tc.is(err) || names != nil {
				t.Errorf("Names returned %v, %v", names, err)
			}
		})
	}
}
