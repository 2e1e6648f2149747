// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"k8s.io/client-go/rest"
)

type transportFunc func(*http.Request) (*http.Response, error)

func (f transportFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestOnlyGETLeaves(t *testing.T) {
	t.Parallel()
	for _, method := range []string{
		http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodHead, http.MethodConnect, "LIST",
	} {
		sent, observed := 0, 0
		next := transportFunc(func(*http.Request) (*http.Response, error) {
			sent++
			return httptest.NewRecorder().Result(), nil
		})
		transport := readOnly(func(Call) { observed++ })(next)
		response, err := transport.RoundTrip(httptest.NewRequestWithContext(t.Context(), method, "http://k8s/api/v1/pods", http.NoBody))
		if method == http.MethodGet {
			if err != nil || sent != 1 {
				t.Errorf("GET: error %v, sent %d", err, sent)
			}
			for range 2 { // closing twice reports once
				if err := response.Body.Close(); err != nil {
					t.Errorf("closing: %v", err)
				}
			}
			if observed != 1 {
				t.Errorf("GET was observed %d times", observed)
			}
			continue
		}
		if !errors.Is(err, errNotRead) || sent != 0 {
			t.Errorf("%s: error %v, sent %d; want a refusal", method, err, sent)
		}
	}
}

func TestWarningsOfTheServerAreNotPrinted(t *testing.T) {
	t.Parallel()
	if config := restConfig(&rest.Config{}, Options{}); config.WarningHandler != (rest.NoWarnings{}) {
		t.Errorf("warning handler %v, want none: client-go's default prints to stderr", config.WarningHandler)
	}
	own := rest.NewWarningWriter(io.Discard, rest.WarningWriterOptions{})
	if config := restConfig(&rest.Config{WarningHandler: own}, Options{}); config.WarningHandler != own {
		t.Errorf("warning handler %v, want the command's own", config.WarningHandler)
	}
}
