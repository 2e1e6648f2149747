// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"k8s.io/client-go/transport"
)

// Call is one HTTP request that was sent to the API server.
type Call struct {
	// Method of the request: always GET.
	Method string
	// Path of the URL, for example "/api/v1/pods".
	Path string
	// Query of the URL, sorted by name. Continue tokens, which are long and say nothing, are cut to "continue=...".
	Query string
	// Status of the answer, for example 200; 0 means that none came.
	Status int
	// Duration from sending the request until the answer was read to its end.
	Duration time.Duration
	// Bytes of the answer's body as far as it was read, uncompressed.
	Bytes int64
	// Err is why no answer came, or why reading it failed.
	Err error
}

var errNotRead = errors.New("refusing to send a request that is not a GET: kubectl eni only reads")

// readOnly wraps a transport so that nothing but GET leaves it, whatever the code above it does, and observe is told of every
// request. It sits below client-go's authentication and above the network: retries pass it one by one, and a failing credential
// plugin never reaches it.
func readOnly(observe func(Call)) transport.WrapperFunc {
	if observe == nil {
		observe = func(Call) {}
	}
	return func(next http.RoundTripper) http.RoundTripper {
		return &readOnlyTransport{next: next, observe: observe}
	}
}

type readOnlyTransport struct {
	next    http.RoundTripper
	observe func(Call)
}

// RoundTrip implements [http.RoundTripper].
func (t *readOnlyTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Method != http.MethodGet {
		return nil, fmt.Errorf("%w: %s %s", errNotRead, request.Method, request.URL.Path)
	}
	call := Call{Method: request.Method, Path: request.URL.Path, Query: shownQuery(request.URL)}
	start := time.Now()
	response, err := t.next.RoundTrip(request)
	if err != nil {
		call.Duration, call.Err = time.Since(start), err
		t.observe(call)
		return nil, err //nolint:wrapcheck // a transport hands on what it was given
	}
	call.Status = response.StatusCode
	response.Body = &countedBody{ReadCloser: response.Body, call: call, start: start, observe: t.observe}
	return response, nil
}

// shownQuery returns a URL's query without its continue token.
func shownQuery(u *url.URL) string {
	query := u.Query()
	if query.Has("continue") {
		query.Set("continue", "...")
	}
	return query.Encode()
}

// countedBody reports its call when it is closed.
type countedBody struct {
	io.ReadCloser

	mu      sync.Mutex
	closed  bool
	call    Call
	start   time.Time
	observe func(Call)
}

// Read implements [io.Reader].
func (b *countedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.call.Bytes += int64(n)
	if err != nil && !errors.Is(err, io.EOF) && !b.closed {
		b.call.Err = err
	}
	return n, err //nolint:wrapcheck // a reader hands on what it was given
}

// Close implements [io.Closer].
func (b *countedBody) Close() error {
	b.mu.Lock()
	again := b.closed
	b.closed = true // a reader that this interrupts did not fail
	b.mu.Unlock()
	err := b.ReadCloser.Close()
	if !again {
		b.report()
	}
	return err //nolint:wrapcheck // a closer hands on what it was given
}

func (b *countedBody) report() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.call.Duration = time.Since(b.start)
	b.observe(b.call)
}
