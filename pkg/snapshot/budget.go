// SPDX-License-Identifier: Apache-2.0

package snapshot

import (
	"fmt"
	"io"
)

// limits bound what a file may make us hold in memory. A snapshot may come from anybody.
type limits struct {
	// item is the most bytes of one object. etcd takes no object above 1.5 MiB (its --max-request-bytes), and the largest object of
	// EC2's, a reservation, holds the instances of one launch.
	item int64
	// archive is the most bytes that an archive may unpack to. The pods of 5,000 nodes, 150,000 at 7 KB, are 1 GB.
	archive int64
	// objects is the most objects of all kinds. Kubernetes is made for 150,000 pods in a cluster
	// (https://kubernetes.io/docs/setup/best-practices/cluster-large/).
	objects int64
}

func defaultLimits() limits {
	return limits{item: 64 << 20, archive: 8 << 30, objects: 4_000_000}
}

// budget is a reader that refuses to go on once its bytes are spent.
type budget struct {
	r    io.Reader
	left int64
	// what is refused, for the message.
	what  string
	limit int64
}

func newBudget(r io.Reader, what string, limit int64) *budget {
	return &budget{r: r, left: limit, what: what, limit: limit}
}

// renew gives the full amount again.
func (b *budget) renew() {
	b.left = b.limit
}

// Read reads up to what is left.
func (b *budget) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, fmt.Errorf("%s is larger than %d bytes", b.what, b.limit)
	}
	if int64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := b.r.Read(p)
	b.left -= int64(n)
	return n, err //nolint:wrapcheck // a reader hands on io.EOF as it is
}
