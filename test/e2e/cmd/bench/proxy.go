// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"net/http"
	"net/http/httputil"
	"net/url"
	"sync/atomic"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// countingProxy hands requests on to a control plane as its administrator, and counts them. Commands go through it to be
// counted only, never to be timed.
type countingProxy struct {
	proxy    *httputil.ReverseProxy
	requests atomic.Int64
}

// newCountingProxy returns a proxy to the server of a client configuration.
func newCountingProxy(config *rest.Config) (*countingProxy, error) {
	transport, err := rest.TransportFor(config)
	if err != nil {
		return nil, fmt.Errorf("making the transport of the counting proxy: %w", err)
	}
	target, err := url.Parse(config.Host)
	if err != nil {
		return nil, fmt.Errorf("reading the address of the control plane: %w", err)
	}
	return &countingProxy{proxy: &httputil.ReverseProxy{
		Rewrite:       func(r *httputil.ProxyRequest) { r.SetURL(target) },
		Transport:     transport,
		FlushInterval: -1, // A streaming list is passed on as it comes.
	}}, nil
}

// ServeHTTP counts one request and hands it on.
func (p *countingProxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.requests.Add(1)
	p.proxy.ServeHTTP(w, r)
}

// writeProxyKubeconfig writes a kubeconfig that leads to the proxy, which asks for no credentials.
func writeProxyKubeconfig(path, address string) error {
	const name = "bench"
	config := clientcmdapi.NewConfig()
	config.Clusters[name] = &clientcmdapi.Cluster{Server: address}
	config.AuthInfos[name] = &clientcmdapi.AuthInfo{}
	config.Contexts[name] = &clientcmdapi.Context{Cluster: name, AuthInfo: name}
	config.CurrentContext = name
	if err := clientcmd.WriteToFile(*config, path); err != nil {
		return fmt.Errorf("writing the kubeconfig of the counting proxy: %w", err)
	}
	return nil
}
