// SPDX-License-Identifier: Apache-2.0

package cluster_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
)

// inProcess connects a client to a function instead of a network, so that a test may run on a clock of its own.
type inProcess struct {
	genericclioptions.RESTClientGetter

	answer func(*http.Request) io.ReadCloser
}

// ToRESTConfig implements genericclioptions.RESTClientGetter.
func (p inProcess) ToRESTConfig() (*rest.Config, error) {
	return &rest.Config{Host: "http://kubernetes", Transport: p}, nil
}

// ToRawKubeConfigLoader implements genericclioptions.RESTClientGetter.
func (p inProcess) ToRawKubeConfigLoader() clientcmd.ClientConfig { return nil }

// RoundTrip implements http.RoundTripper.
func (p inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	header := http.Header{"Content-Type": {runtime.ContentTypeProtobuf}}
	return &http.Response{StatusCode: http.StatusOK, Header: header, Body: p.answer(r), Request: r}, nil
}

// slowly returns a body whose pieces come one by one, each after a pause, and which then stays open and silent.
func slowly(ctx context.Context, pause time.Duration, pieces ...[]byte) io.ReadCloser {
	reader, writer := io.Pipe()
	go func() {
		for _, piece := range pieces {
			<-time.After(pause)
			if _, err := writer.Write(piece); err != nil {
				return // the reader has had enough
			}
		}
		<-ctx.Done()
	}()
	return reader
}

func TestStreamThatStalls(t *testing.T) {
	t.Parallel()
	added := func(name string) []byte { return frames(event{watch.Added, pod("shop", name, "n1")}) }
	listed := encode(mediaType(runtime.ContentTypeProtobuf).Serializer, page("", pod("shop", "listed", "n1")))
	for name, tc := range map[string]struct {
		pause  time.Duration
		pieces [][]byte
		want   []string
		took   time.Duration
	}{
		"slow, but alive": {9 * time.Second, [][]byte{added("a"), added("b"), frames(listEnd())}, []string{"shop/a@n1", "shop/b@n1"}, 27 * time.Second},
		"silent":          {0, nil, []string{"shop/listed@n1"}, 10 * time.Second},
		"never ends":      {time.Second, [][]byte{added("a")}, []string{"shop/listed@n1"}, 11 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				client, err := cluster.New(inProcess{answer: func(r *http.Request) io.ReadCloser {
					if r.URL.Query().Has("watch") {
						return slowly(ctx, tc.pause, tc.pieces...)
					}
					return io.NopCloser(bytes.NewReader(listed))
				}}, cluster.Options{})
				if err != nil {
					t.Fatalf("New: %v", err)
				}
				start := time.Now()
				pods, unread, err := client.Pods(t.Context(), cluster.PodQuery{})
				if err != nil || unread != nil {
					t.Fatalf("unread %v, error %v", unread, err)
				}
				if diff := cmp.Diff(tc.want, placed(pods)); diff != "" {
					t.Errorf("pods (-want +got):\n%s", diff)
				}
				if took := time.Since(start); took != tc.took {
					t.Errorf("took %v, want %v", took, tc.took)
				}
			})
		})
	}
}
