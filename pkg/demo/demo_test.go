// SPDX-License-Identifier: Apache-2.0

package demo_test

import (
	"path/filepath"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/demo"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// suffix ends the name of every node.
const suffix = ".eu-west-1.compute.internal"

func cluster(t *testing.T) *snapshot.Snapshot {
	t.Helper()
	s, err := demo.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestWholeAndPruned(t *testing.T) {
	t.Parallel()
	s := cluster(t)
	for _, u := range s.Meta.Unread {
		if u.Resource != snapshot.CNINodes {
			t.Errorf("unread: %+v", u)
		}
	}
	place := filepath.Join(t.TempDir(), "demo.tgz")
	if err := snapshot.Save(place, s); err != nil {
		t.Fatal(err)
	}
	loaded, err := snapshot.Load(place)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "saved and loaded", loaded, cluster(t))
}
