// SPDX-License-Identifier: Apache-2.0

package ec2fake

import "time"

// Bucket is a token bucket: Burst calls at once, then PerSecond of them. EC2 gives an account 100 and 20 in a region for
// each action that does not mutate, 50 and 10 if it is called without filters and pages:
// https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html.
type Bucket struct {
	Burst     int
	PerSecond float64
}

type tokenBucket struct {
	Bucket

	tokens float64
	filled time.Time
}

func newBuckets(limits map[Action]Bucket, now time.Time) map[Action]*tokenBucket {
	buckets := make(map[Action]*tokenBucket, len(limits))
	for action, limit := range limits {
		buckets[action] = &tokenBucket{Bucket: limit, tokens: float64(limit.Burst), filled: now}
	}
	return buckets
}

// take takes a token, if there is one. The caller holds the lock.
func (b *tokenBucket) take(now time.Time) bool {
	if elapsed := now.Sub(b.filled); elapsed > 0 {
		b.tokens = min(float64(b.Burst), b.tokens+elapsed.Seconds()*b.PerSecond)
		b.filled = now
	}
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}
