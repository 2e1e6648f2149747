// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"time"
)

const day = 24 * time.Hour

// ago says how long before now a time was, as kubectl shortens it; the time itself where now is unknown.
func ago(now, t time.Time) string {
	switch {
	case t.IsZero():
		return "at an unknown time"
	case now.IsZero():
		return "at " + t.UTC().Format(time.RFC3339)
	default:
		return duration(now.Sub(t)) + " ago"
	}
}

// duration is a duration in one unit, the largest of which there are three at least.
func duration(d time.Duration) string {
	d = max(d, 0)
	switch {
	case d < 3*time.Minute:
		return fmt.Sprintf("%ds", int(d/time.Second))
	case d < 3*time.Hour:
		return fmt.Sprintf("%dm", int(d/time.Minute))
	case d < 3*day:
		return fmt.Sprintf("%dh", int(d/time.Hour))
	default:
		return fmt.Sprintf("%dd", int(d/day))
	}
}

// within reports whether a time lies in the last d before now; false where either is unknown.
func within(now, t time.Time, d time.Duration) bool {
	return !now.IsZero() && !t.IsZero() && now.Sub(t) <= d
}
