// SPDX-License-Identifier: Apache-2.0

package cluster_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/tools/clientcmd/api"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
)

// closedAddress returns a local address that nothing listens on.
func closedAddress(t *testing.T) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("listening: %v", err)
	}
	if err := listener.Close(); err != nil {
		t.Fatalf("closing: %v", err)
	}
	return listener.Addr().String()
}

func TestUnreachableServer(t *testing.T) {
	t.Parallel()
	address := closedAddress(t)
	client := newClient(t, flagsFor(t, "http://"+address, api.AuthInfo{}), cluster.Options{})
	want := "The connection to the server " + address + " was refused - did you specify the right host or port?"
	for name, read := range reads() {
		unread, err := read(t.Context(), client)
		if _, ok := errors.AsType[*cluster.ConnectionError](err); !ok || unread != nil || err.Error() != want {
			t.Errorf("%s: unread %v, error %v; want %q", name, unread, err, want)
		}
		if cluster.IsUnauthorized(err) {
			t.Errorf("%s: a refused connection is no missing login", name)
		}
	}
	if _, err := client.ServerVersion(t.Context()); err == nil || err.Error() != want {
		t.Errorf("ServerVersion: %v, want %q", err, want)
	}
}

func TestUnknownHost(t *testing.T) {
	t.Parallel()
	client := newClient(t, flagsFor(t, "http://no-such-host.invalid", api.AuthInfo{}), cluster.Options{})
	_, _, err := client.Pods(t.Context(), cluster.PodQuery{})
	if err == nil || !strings.HasPrefix(err.Error(), "Unable to connect to the server: dial tcp: lookup no-such-host.invalid") {
		t.Errorf("error %v, want kubectl's words", err)
	}
}

func TestUnauthorized(t *testing.T) {
	t.Parallel()
	for name, read := range reads() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := &apiServer{}
			server.HandleFunc("GET /", refuse(http.StatusUnauthorized, metav1.StatusReasonUnauthorized, "Unauthorized"))
			_, err := read(t.Context(), server.connect(t, cluster.Options{}))
			if !cluster.IsUnauthorized(err) || err.Error() != "You must be logged in to the server (Unauthorized)" {
				t.Errorf("error %v, want kubectl's words", err)
			}
			if asked := server.asked(); len(asked) != 1 {
				t.Errorf("requests %q, want no second try", asked)
			}
		})
	}
}

func TestCredentialPluginFails(t *testing.T) {
	t.Parallel()
	flags := flagsFor(t, "https://"+closedAddress(t), api.AuthInfo{Exec: &api.ExecConfig{
		APIVersion: "client.authentication.k8s.io/v1", Command: "no-such-credential-plugin", InteractiveMode: api.NeverExecInteractiveMode,
	}})
	_, _, err := newClient(t, flags, cluster.Options{}).Pods(t.Context(), cluster.PodQuery{})
	const want = "Unable to connect to the server: getting credentials: exec: executable no-such-credential-plugin not found"
	if !cluster.IsUnauthorized(err) || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("error %v, want a missing login: %s…", err, want)
	}
}

func TestCancelledRead(t *testing.T) {
	t.Parallel()
	for name, read := range reads() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			server := &apiServer{}
			server.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Query().Has("watch") {
					send(w, frames(event{watch.Added, &corev1.Node{}}))
				}
				cancel()
				<-r.Context().Done()
			})
			unread, err := read(ctx, server.connect(t, cluster.Options{}))
			if !errors.Is(err, context.Canceled) || unread != nil {
				t.Errorf("unread %v, error %v; want none and a cancelled context", unread, err)
			}
		})
	}
}

func TestWrongRequest(t *testing.T) {
	t.Parallel()
	const message = `unable to parse requirement: found '=', expected: identifier`
	server := &apiServer{}
	server.HandleFunc("GET /", refuse(http.StatusBadRequest, metav1.StatusReasonBadRequest, message))
	client := server.connect(t, cluster.Options{})
	for name, tc := range map[string]struct {
		query cluster.PodQuery
		want  string
	}{
		"selector":           {cluster.PodQuery{LabelSelector: "=="}, "the API server refused the request: " + message},
		"name":               {cluster.PodQuery{Namespace: "ns", Names: []string{"a/b"}}, `invalid resource name "a/b": [may not contain '/']`},
		"names and selector": {cluster.PodQuery{Names: []string{"a"}, LabelSelector: "b"}, "name cannot be provided when a selector is specified"},
		"names without namespace": {
			cluster.PodQuery{Names: []string{"a"}}, "an empty namespace may not be set when a resource name is provided",
		},
	} {
		unread, err := second(client.Pods(t.Context(), tc.query))
		if _, ok := errors.AsType[*cluster.RequestError](err); !ok || unread != nil || err.Error() != tc.want {
			t.Errorf("%s: unread %v, error %v; want %q", name, unread, err, tc.want)
		}
	}
	_, err := second(client.Nodes(t.Context(), cluster.NodeQuery{Names: []string{"a"}, LabelSelector: "b"}))
	if err == nil || err.Error() != "name cannot be provided when a selector is specified" {
		t.Errorf("nodes: error %v, want kubectl's words", err)
	}
}

func TestNoContext(t *testing.T) {
	t.Parallel()
	flags := flagsFor(t, "http://127.0.0.1:1", api.AuthInfo{})
	missing := "missing"
	flags.Context = &missing
	if _, err := cluster.New(flags, cluster.Options{}); err == nil || err.Error() != `context "missing" does not exist` {
		t.Errorf("New: %v, want clientcmd's words", err)
	}
}
