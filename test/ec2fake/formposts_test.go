// SPDX-License-Identifier: Apache-2.0

package ec2fake_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// formPosts sends signed-looking form posts and reads the XML.
type formPosts struct{ endpoint string }

func (c formPosts) send(t *testing.T, form url.Values, into any) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.endpoint, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	request.Header.Set("Authorization", signature)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err = errors.Join(err, response.Body.Close()); err != nil {
		t.Fatal(err)
	}
	var refusal struct {
		Code string `xml:"Errors>Error>Code"`
	}
	if response.StatusCode != http.StatusOK {
		into = &refusal
	}
	if err := xml.Unmarshal(body, into); err != nil {
		t.Fatalf("reading %s: %v", body, err)
	}
	return refusal.Code
}

func (c formPosts) interfaces(t *testing.T, q query) ([]summary, string) {
	t.Helper()
	form := url.Values{"Action": {"DescribeNetworkInterfaces"}, "Version": {"2016-11-15"}}
	if q.pageSize > 0 {
		form.Set("MaxResults", strconv.Itoa(q.pageSize))
	}
	for i, id := range q.ids {
		form.Set(fmt.Sprintf("NetworkInterfaceId.%d", i+1), id)
	}
	for i, f := range q.filters {
		form.Set(fmt.Sprintf("Filter.%d.Name", i+1), *f.Name)
		for j, value := range f.Values {
			form.Set(fmt.Sprintf("Filter.%d.Value.%d", i+1, j+1), value)
		}
	}
	var all []summary
	for {
		var page struct {
			XMLName xml.Name  `xml:"http://ec2.amazonaws.com/doc/2016-11-15/ DescribeNetworkInterfacesResponse"`
			Items   []summary `xml:"networkInterfaceSet>item"`
			Next    string    `xml:"nextToken"`
		}
		if code := c.send(t, form, &page); code != "" {
			return nil, code
		}
		all = append(all, page.Items...)
		if page.Next == "" {
			return inUTC(t, all), ""
		}
		form.Set("NextToken", page.Next)
	}
}

func (c formPosts) account(t *testing.T) string {
	t.Helper()
	var identity struct {
		Account string `xml:"GetCallerIdentityResult>Account"`
	}
	c.send(t, url.Values{"Action": {"GetCallerIdentity"}, "Version": {"2011-06-15"}}, &identity)
	return identity.Account
}

func (c formPosts) remove(t *testing.T, id string) string {
	t.Helper()
	return c.send(t, url.Values{
		"Action": {"DeleteNetworkInterface"}, "Version": {"2016-11-15"}, "NetworkInterfaceId": {id},
	}, &struct{}{})
}
