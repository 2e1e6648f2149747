// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

func TestCountingProxyHandsOnAndCounts(t *testing.T) {
	t.Parallel()

	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer admin" {
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"kind": "PodList", "apiVersion": "v1", "items": [{"metadata": {"name": %q}}]}`, r.URL.String())
	}))
	t.Cleanup(server.Close)
	proxy, err := newCountingProxy(&rest.Config{Host: server.URL, BearerToken: "admin"})
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewServer(proxy)
	t.Cleanup(front.Close)
	kubeconfig := filepath.Join(t.TempDir(), "kubeconfig")
	if err := writeProxyKubeconfig(kubeconfig, front.URL); err != nil {
		t.Fatal(err)
	}
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	clientset, err := kubernetes.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		pods, err := clientset.CoreV1().Pods("").List(t.Context(), metav1.ListOptions{Limit: 5})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := pods.Items[0].Name, "/api/v1/pods?limit=5"; got != want {
			t.Errorf("the server was asked for %s, want %s", got, want)
		}
	}
	if got := proxy.requests.Load(); got != 3 {
		t.Errorf("the proxy counted %d requests, want 3", got)
	}
}
