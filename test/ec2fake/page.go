// SPDX-License-Identifier: Apache-2.0

package ec2fake

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
)

// tokenKey seals the tokens. It is no secret: a forged token must only fail as one that EC2 did not make.
const tokenKey = "ec2fake"

// pager cuts results into pages.
type pager struct {
	sizes []int // see Options.PageSizes
}

// position is where a page starts.
type position struct {
	Offset int // items before it
	Page   int // pages before it
}

// paginate returns the page of items that req asks for and the token of the next one, empty after the last. Without
// MaxResults a page has defaultSize items, all of them if that is 0: EC2 sends 19,000 network interfaces in one answer
// if it is not asked for pages (https://github.com/cilium/cilium/pull/37983).
func paginate[T any](p pager, items []*T, req request, defaultSize int) ([]*T, string, error) {
	at, err := req.openToken()
	if err != nil {
		return nil, "", err
	}
	from := min(at.Offset, len(items))
	size := len(items) - from
	if limit := cmp.Or(req.maxResults, defaultSize); limit > 0 {
		size = min(size, limit)
	}
	if at.Page < len(p.sizes) {
		size = min(size, max(p.sizes[at.Page], 0))
	}
	page := items[from : from+size]
	if from+size >= len(items) {
		return page, "", nil
	}
	return page, req.sealToken(position{Offset: from + size, Page: at.Page + 1}), nil
}

// sealToken makes the token of a position. It holds for this action, these filters and ids only.
func (req *request) sealToken(at position) string {
	text := fmt.Sprintf("%d %d ", at.Offset, at.Page)
	return base64.URLEncoding.EncodeToString(append([]byte(text), req.seal(text)...))
}

// openToken reads the request's token; without one the position is the start. A token that was made for another query,
// or not made here at all, is refused as EC2 refuses an unreadable one.
func (req *request) openToken() (position, error) {
	if req.nextToken == "" {
		return position{}, nil
	}
	refused := invalidValue("nextToken", req.nextToken, "The token is invalid.")
	raw, err := base64.URLEncoding.DecodeString(req.nextToken)
	if err != nil || len(raw) <= sha256.Size {
		return position{}, refused
	}
	text, seal := string(raw[:len(raw)-sha256.Size]), raw[len(raw)-sha256.Size:]
	if !hmac.Equal(seal, req.seal(text)) {
		return position{}, refused
	}
	var at position
	if _, err := fmt.Fscanf(strings.NewReader(text), "%d %d", &at.Offset, &at.Page); err != nil {
		return position{}, refused
	}
	return at, nil
}

// seal authenticates text together with everything that makes up the query, but for the page size.
func (req *request) seal(text string) []byte {
	mac := hmac.New(sha256.New, []byte(tokenKey))
	mac.Write(fmt.Appendf(nil, "%s%q %q %q %q %q %t",
		text, req.action, req.filters, req.ids, req.groupNames, req.subnetID, req.includeManaged))
	return mac.Sum(nil)
}
