// SPDX-License-Identifier: Apache-2.0

package ec2fake

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// Call is one request as it came in, and how it was answered.
type Call struct {
	Service        Service
	Action         Action // as sent, known or not
	Filters        []Filter
	IDs            []string // of the action's id list, or the one subnet of GetSubnetCidrReservations
	MaxResults     int      // 0 if not sent
	NextToken      string   // empty for a first page
	IncludeManaged bool
	Time           time.Time // of arrival, by Options.Now
	Source         Source
	// Status is the HTTP status of the answer, 0 while there is none or if the request was cancelled before.
	Status int
	// Code is the error code of the answer, empty for a success.
	Code string
	// Items is the number of resources in the answer.
	Items int
}

// Source is who sent a call.
type Source struct {
	RemoteAddr  string // host and port
	UserAgent   string
	AccessKeyID string // from the signature
	Region      string // from the signature: the region that the client believes to talk to
}

// Calls returns every call so far, in the order of arrival.
func (f *Fake) Calls() []Call {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.calls)
}

// CallsOf returns the calls of one action so far, in the order of arrival.
func (f *Fake) CallsOf(action Action) []Call {
	return slices.DeleteFunc(f.Calls(), func(c Call) bool { return c.Action != action })
}

// Refused returns the calls so far that were not reads. A read-only client never sends one.
func (f *Fake) Refused() []Call {
	return slices.DeleteFunc(f.Calls(), func(c Call) bool { return c.Code != CodeWriteRefused })
}

// begin records a call and returns its number.
func (f *Fake) begin(req request, source Source) int {
	ids := req.ids
	if req.subnetID != "" {
		ids = []string{req.subnetID}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, Call{
		Service: req.service, Action: req.action, Filters: req.filters, IDs: ids, MaxResults: req.maxResults,
		NextToken: req.nextToken, IncludeManaged: req.includeManaged, Time: f.options.Now(), Source: source,
	})
	return len(f.calls) - 1
}

// finish adds the answer to the record of call n.
func (f *Fake) finish(n int, out outcome) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls[n].Status, f.calls[n].Code, f.calls[n].Items = out.status, out.code, out.items
}

func sourceOf(r *http.Request) Source {
	signed := credential(r.Header.Get("Authorization"))
	return Source{
		RemoteAddr: r.RemoteAddr, UserAgent: r.UserAgent(), AccessKeyID: signed.keyID, Region: signed.region,
	}
}

// scope is what a signature says in the open.
type scope struct {
	keyID, region string
}

// credential reads the credential scope of a Signature Version 4 header, keyID/date/region/service/aws4_request; all
// empty for a request without one. Source:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html.
func credential(authorization string) scope {
	_, rest, _ := strings.Cut(authorization, "Credential=")
	value, _, _ := strings.Cut(rest, ",")
	parts := strings.Split(value, "/")
	if len(parts) != 5 {
		return scope{}
	}
	return scope{keyID: parts[0], region: parts[2]}
}
