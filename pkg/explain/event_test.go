// SPDX-License-Identifier: Apache-2.0

package explain_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-eni/kubectl-eni/pkg/explain"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// TestEventAges checks how old an event is said to be, and how often it came: from the fields of both event APIs, and from the snapshot's own
// time alone.
func TestEventAges(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	for want, e := range map[string]snapshot.Event{
		"30s ago: 0/1":                    {LastTimestamp: now.Add(-30 * time.Second)},
		"7 times, last 179s ago: 0/1":     {LastTimestamp: now.Add(-179 * time.Second), FirstTimestamp: now.Add(-time.Hour), Count: 7},
		"3m ago: 0/1":                     {EventTime: now.Add(-3 * time.Minute)},
		"4 times, last 90m ago: 0/1":      {EventTime: now.Add(-5 * time.Hour), Series: &snapshot.EventSeries{Count: 4, LastObservedTime: now.Add(-90 * time.Minute)}},
		"5h ago: 0/1":                     {LastTimestamp: now.Add(-5 * time.Hour)},
		"4d ago: 0/1":                     {LastTimestamp: now.Add(-100 * time.Hour)},
		"0s ago: 0/1":                     {LastTimestamp: now.Add(time.Hour)},
		"at an unknown time: 0/1":         {},
		"2 times, last 10s ago: 0/1 node": {LastTimestamp: now.Add(-10 * time.Second), Count: 2},
	} {
		s := load(t, filepath.Join(corpus, "too-many-pods"))
		e.InvolvedObject = s.Events[0].InvolvedObject
		e.Reason, e.Message = "FailedScheduling", "0/1 nodes are available: 1 Too many pods."
		s.Events = []snapshot.Event{e}
		if text := encode(t, explainPod(t, s, "default/web").Findings[0].Evidence[0]); !strings.Contains(text, want) {
			t.Errorf("want %q in %s", want, text)
		}
	}
	s := load(t, filepath.Join(corpus, "too-many-pods"))
	s.Meta.Time = time.Time{}
	if text := encode(t, explainPod(t, s, "default/web").Findings); !strings.Contains(text, "at 2026-03-14T11:59:30Z") {
		t.Errorf("without a time of the read, an event has its own: %s", text)
	}
}

// TestEventsOfAnotherPod with the same name, which its uid tells, do not count.
func TestEventsOfAnotherPod(t *testing.T) {
	t.Parallel()
	s := load(t, filepath.Join(corpus, "volume"))
	s.Events[0].InvolvedObject.UID = "another"
	if got := explainPod(t, s, "default/web").Verdict.Code; got != string(explain.Unknown) {
		t.Errorf("an event of another pod made the verdict %s", got)
	}
}

// TestLongMessages are cut, between two characters.
func TestLongMessages(t *testing.T) {
	t.Parallel()
	s := load(t, filepath.Join(corpus, "volume"))
	s.Events[0].Message = strings.Repeat("ü\n ", 1000)
	text := explainPod(t, s, "default/web").Findings[0].Evidence[0].Text
	if !strings.HasSuffix(text, "ü …") && !strings.HasSuffix(text, "ü…") {
		t.Errorf("text ends in %q", text[len(text)-12:])
	}
	if n := len([]rune(text)); n > 430 {
		t.Errorf("text has %d characters", n)
	}
}
