// SPDX-License-Identifier: Apache-2.0

package cluster_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/tools/clientcmd/api"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
)

func TestServerVersion(t *testing.T) {
	t.Parallel()
	server := &apiServer{}
	server.HandleFunc("GET /version", jsonOf(map[string]string{"major": "1", "gitVersion": "v1.33.1-eks-7308294"}))
	version, err := server.connect(t, cluster.Options{}).ServerVersion(t.Context())
	if err != nil || version != "v1.33.1-eks-7308294" {
		t.Errorf("version %q, error %v", version, err)
	}
	server = &apiServer{}
	server.HandleFunc("GET /version", refuse(http.StatusForbidden, metav1.StatusReasonForbidden, "forbidden: no /version for you"))
	const want = "reading the API server's version: forbidden: no /version for you"
	if _, err := server.connect(t, cluster.Options{}).ServerVersion(t.Context()); err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

func TestNamespace(t *testing.T) {
	t.Parallel()
	flags := flagsOf(t, api.Config{
		Clusters:       map[string]*api.Cluster{"c": {Server: "http://127.0.0.1:1"}},
		Contexts:       map[string]*api.Context{"c": {Cluster: "c", Namespace: "shop"}},
		CurrentContext: "c",
	})
	namespace, explicit, err := newClient(t, flags, cluster.Options{}).Namespace()
	if namespace != "shop" || explicit || err != nil {
		t.Errorf("the context's: %q, explicit %v, error %v", namespace, explicit, err)
	}
	bank := "bank"
	flags.Namespace = &bank
	namespace, explicit, err = newClient(t, flags, cluster.Options{}).Namespace()
	if namespace != "bank" || !explicit || err != nil {
		t.Errorf("the flag's: %q, explicit %v, error %v", namespace, explicit, err)
	}
}

func TestEveryCallIsObserved(t *testing.T) {
	t.Parallel()
	stream := frames(event{watch.Added, pod("shop", "a", "n1")}, listEnd())
	server := &apiServer{}
	server.HandleFunc("GET /api/v1/pods", func(w http.ResponseWriter, r *http.Request) { send(w, stream); <-r.Context().Done() })
	server.HandleFunc("GET /api/v1/events", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("continue") {
			answer(w, r, http.StatusOK, &corev1.EventList{})
			return
		}
		answer(w, r, http.StatusOK, &corev1.EventList{ListMeta: metav1.ListMeta{Continue: "long"}})
	})
	server.HandleFunc("GET /api/v1/serviceaccounts", refuse(http.StatusForbidden, metav1.StatusReasonForbidden, "no"))
	var mu sync.Mutex
	var calls []cluster.Call
	client := server.connect(t, cluster.Options{UserAgent: "kubectl-eni/v1.2.3", Observe: func(c cluster.Call) {
		mu.Lock()
		defer mu.Unlock()
		calls = append(calls, c)
	}})
	for _, err := range []error{
		third(client.Pods(t.Context(), cluster.PodQuery{})),
		third(client.Events(t.Context(), cluster.EventQuery{Namespace: "", Kind: "Pod", Name: "a"})),
		third(client.ServiceAccounts(t.Context(), "")),
	} {
		if err != nil {
			t.Fatalf("reading: %v", err)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	const about = "&fieldSelector=involvedObject.kind%3DPod%2CinvolvedObject.name%3Da"
	want := []cluster.Call{
		{Method: "GET", Path: "/api/v1/pods", Query: streamQuery, Status: 200, Bytes: int64(len(stream))},
		{Method: "GET", Path: "/api/v1/events", Query: about[1:] + "&" + pageQuery, Status: 200},
		{Method: "GET", Path: "/api/v1/events", Query: "continue=..." + about + "&" + pageQuery, Status: 200},
		{Method: "GET", Path: "/api/v1/serviceaccounts", Query: pageQuery, Status: 403},
	}
	if diff := cmp.Diff(want, calls, cmpopts.IgnoreFields(cluster.Call{}, "Duration", "Bytes")); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	for _, call := range calls {
		if call.Duration <= 0 || call.Bytes <= 0 {
			t.Errorf("%s took %v and brought %d bytes", call.Path, call.Duration, call.Bytes)
		}
	}
	if calls[0].Bytes != want[0].Bytes {
		t.Errorf("the stream brought %d bytes, want %d", calls[0].Bytes, want[0].Bytes)
	}
	for _, request := range server.requests {
		if agent := request.UserAgent(); agent != "kubectl-eni/v1.2.3" {
			t.Errorf("user agent %q", agent)
		}
		if accept := request.Header.Get("Accept"); !strings.HasPrefix(accept, "application/vnd.kubernetes.protobuf,") {
			t.Errorf("accepts %q, want protobuf first", accept)
		}
	}
}

func TestFailedCallIsObserved(t *testing.T) {
	t.Parallel()
	var calls []cluster.Call
	client := newClient(t, flagsFor(t, "http://"+closedAddress(t), api.AuthInfo{}), cluster.Options{
		Observe: func(c cluster.Call) { calls = append(calls, c) },
	})
	if _, err := client.ServerVersion(t.Context()); err == nil {
		t.Fatal("a closed address answered")
	}
	if len(calls) != 1 || calls[0].Path != "/version" || calls[0].Status != 0 || calls[0].Err == nil {
		t.Errorf("calls %+v, want one that got no answer", calls)
	}
}

func TestNewSendsNothing(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(unexpected(t))
	t.Cleanup(server.Close)
	newClient(t, flagsFor(t, server.URL, api.AuthInfo{}), cluster.Options{})
}

// third drops all but the error of a read.
func third[T, U any](_ T, _ U, err error) error { return err }
