// SPDX-License-Identifier: Apache-2.0

package cluster_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
)

// apiServer speaks as much of the Kubernetes API as a test gives it handlers for, and keeps what it was asked.
type apiServer struct {
	http.ServeMux

	mu       sync.Mutex
	requests []*http.Request
}

// ServeHTTP implements http.Handler.
func (s *apiServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.requests = append(s.requests, r)
	s.mu.Unlock()
	s.ServeMux.ServeHTTP(w, r)
}

// asked returns the requests so far as "/path?query", in order of arrival.
func (s *apiServer) asked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := make([]string, len(s.requests))
	for i, r := range s.requests {
		asked[i] = r.URL.Path
		if query := r.URL.Query().Encode(); query != "" {
			asked[i] += "?" + query
		}
	}
	return asked
}

// connect starts the server and returns a client of it.
func (s *apiServer) connect(tb testing.TB, o cluster.Options) *cluster.Client {
	tb.Helper()
	server := httptest.NewUnstartedServer(s)
	server.EnableHTTP2 = true // as API servers do
	server.StartTLS()
	tb.Cleanup(server.Close)
	return newClient(tb, flagsFor(tb, server.URL, api.AuthInfo{}), o)
}

func newClient(tb testing.TB, flags *genericclioptions.ConfigFlags, o cluster.Options) *cluster.Client {
	tb.Helper()
	client, err := cluster.New(flags, o)
	if err != nil {
		tb.Fatalf("New: %v", err)
	}
	return client
}

// flagsFor returns the flags of a command that reads a kubeconfig of one context, "test".
func flagsFor(tb testing.TB, server string, user api.AuthInfo) *genericclioptions.ConfigFlags {
	tb.Helper()
	return flagsOf(tb, api.Config{
		Clusters:       map[string]*api.Cluster{"test": {Server: server, InsecureSkipTLSVerify: true}},
		AuthInfos:      map[string]*api.AuthInfo{"test": &user},
		Contexts:       map[string]*api.Context{"test": {Cluster: "test", AuthInfo: "test"}},
		CurrentContext: "test",
	})
}

func flagsOf(tb testing.TB, config api.Config) *genericclioptions.ConfigFlags {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "kubeconfig")
	if err := clientcmd.WriteToFile(config, path); err != nil {
		tb.Fatalf("writing the kubeconfig: %v", err)
	}
	flags := genericclioptions.NewConfigFlags(false)
	flags.KubeConfig = &path
	return flags
}

// codecs returns what encodes the API's core and apps kinds.
var codecs = sync.OnceValue(func() serializer.CodecFactory {
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{corev1.AddToScheme, appsv1.AddToScheme} {
		if err := add(scheme); err != nil {
			panic(err)
		}
	}
	return serializer.NewCodecFactory(scheme)
})

func mediaType(name string) runtime.SerializerInfo {
	info, ok := runtime.SerializerInfoForMediaType(codecs().SupportedMediaTypes(), name)
	if !ok {
		panic("no serializer of " + name)
	}
	return info
}

// answer writes an object: in protobuf where the request takes it, else in JSON.
func answer(w http.ResponseWriter, r *http.Request, status int, o runtime.Object) {
	name := runtime.ContentTypeJSON
	if strings.Contains(r.Header.Get("Accept"), runtime.ContentTypeProtobuf) {
		name = runtime.ContentTypeProtobuf
	}
	answerAs(w, name, status, o)
}

func answerAs(w http.ResponseWriter, contentType string, status int, o runtime.Object) {
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	_, _ = w.Write(encode(mediaType(contentType).Serializer, o)) // a client that went away is a test's own affair
}

func encode(s runtime.Serializer, o runtime.Object) []byte {
	encoder := codecs().EncoderForVersion(s, schema.GroupVersions{corev1.SchemeGroupVersion, appsv1.SchemeGroupVersion})
	data, err := runtime.Encode(encoder, o.DeepCopyObject()) // encoding writes the kind into the object
	if err != nil {
		panic(err)
	}
	return data
}

// refuse answers every request with a failure, in the API server's form.
func refuse(code int, reason metav1.StatusReason, message string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		answer(w, r, code, &metav1.Status{Status: metav1.StatusFailure, Code: int32(code), Reason: reason, Message: message})
	}
}

// event is an event of a watch.
type event struct {
	kind   watch.EventType
	object runtime.Object
}

// listEnd is the bookmark that ends the first events of a stream.
func listEnd() event {
	return event{watch.Bookmark, &corev1.Pod{ObjectMeta: metav1.ObjectMeta{
		ResourceVersion: "7", Annotations: map[string]string{"k8s.io/initial-events-end": "true"},
	}}}
}

// frames returns events as they stand in the body of a watch in protobuf.
func frames(events ...event) []byte {
	info := mediaType(runtime.ContentTypeProtobuf)
	var body bytes.Buffer
	framer := info.StreamSerializer.NewFrameWriter(&body)
	for _, e := range events {
		data := encode(info.StreamSerializer.Serializer, &metav1.WatchEvent{
			Type: string(e.kind), Object: runtime.RawExtension{Raw: encode(info.Serializer, e.object)},
		})
		if _, err := framer.Write(data); err != nil {
			panic(err)
		}
	}
	return body.Bytes()
}

// send writes the beginning of a watch and lets it reach the client.
func send(w http.ResponseWriter, body []byte) {
	w.Header().Set("Content-Type", runtime.ContentTypeProtobuf+";stream=watch")
	_, _ = w.Write(body)
	_ = http.NewResponseController(w).Flush() // as in answerAs
}

// streamOr serves a list as a stream of these events, after which the watch stays open as a real one does, and otherwise calls next.
func streamOr(next http.HandlerFunc, events ...event) http.HandlerFunc {
	body := frames(events...)
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("watch") == "" {
			next(w, r)
			return
		}
		send(w, body)
		<-r.Context().Done()
	}
}

// unexpected fails the test for a request that should not have been sent.
func unexpected(t *testing.T) http.HandlerFunc {
	t.Helper()
	return func(w http.ResponseWriter, r *http.Request) {
		t.Errorf("unexpected request %s", r.URL)
		w.WriteHeader(http.StatusTeapot)
	}
}

// text answers with plain text, as the API server does for a path that it does not know.
func text(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// jsonOf answers with a value as JSON.
func jsonOf(value any) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", runtime.ContentTypeJSON)
		_ = json.NewEncoder(w).Encode(value)
	}
}
