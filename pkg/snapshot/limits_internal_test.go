// SPDX-License-Identifier: Apache-2.0

package snapshot

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// small lets a test go beyond the limits with little.
func small() limits {
	return limits{item: 10_000, archive: 100_000, objects: 50}
}

func pods(count, size int) string {
	var items []string
	for i := range count {
		items = append(items, fmt.Sprintf(`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p%d"},"x":%q}`, i, strings.Repeat("x", size)))
	}
	return `{"apiVersion":"v1","items":[` + strings.Join(items, ",") + `],"kind":"List"}`
}

func TestLimits(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		content string
		pods    int
		message string
	}{
		"many small objects": {content: pods(40, 9_000), pods: 40},
		"one huge object":    {content: pods(1, 10) + pods(1, 1_000_000), pods: 1, message: "one object is larger than 10000 bytes"},
		"huge fields":        {content: pods(1, 10) + `{"a":"` + strings.Repeat("x", 1_000_000), pods: 1, message: "one object is larger than 10000 bytes"},
		"many fields":        {content: pods(1, 10) + `{` + strings.Repeat(`"a":"xxxxxxxxxx",`, 10_000), pods: 1, message: "one object is larger than 10000 bytes"},
		"too many objects":   {content: pods(60, 10), pods: 49, message: "there are more than 50 objects"},
		"too many documents": {content: pods(1, 10) + strings.Repeat("{}", 100), pods: 1, message: "there are more than 50 objects"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := newLoader(small()).stream("all.json", strings.NewReader(test.content))
			if err != nil {
				t.Fatal(err)
			}
			if len(s.Pods) != test.pods {
				t.Errorf("%d pods, want %d", len(s.Pods), test.pods)
			}
			missed := s.Missed(Pods)
			if (test.message == "") != (len(missed) == 0) || test.message != "" && !strings.Contains(missed[0].Message, test.message) {
				t.Errorf("notes %+v, want %q", missed, test.message)
			}
		})
	}
}

func TestAnArchiveThatUnpacksToTooMuch(t *testing.T) {
	t.Parallel()
	s := &Snapshot{}
	for i := range 30 {
		s.Pods = append(s.Pods, Pod{ObjectMeta: ObjectMeta{Name: fmt.Sprintf("p%d", i), Labels: map[string]string{"x": strings.Repeat("x", 5_000)}}})
	}
	var archive bytes.Buffer
	if err := Write(&archive, s); err != nil {
		t.Fatal(err)
	}
	loaded, err := newLoader(small()).stream("s.tgz", &archive)
	if err != nil {
		t.Fatal(err)
	}
	if len(loaded.Pods) == 0 || len(loaded.Pods) >= 30 {
		t.Errorf("%d pods, want some, but not all 30", len(loaded.Pods))
	}
	missed := loaded.Missed("")
	if len(missed) != 1 || !strings.Contains(missed[0].Message, "the unpacked archive is larger than 100000 bytes") {
		t.Errorf("notes %+v", missed)
	}
}
