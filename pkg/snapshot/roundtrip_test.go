// SPDX-License-Identifier: Apache-2.0

package snapshot_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

func TestSavedAndLoadedIsTheSame(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"cluster.tar.gz", "cluster.tgz", "CLUSTER.TGZ", "cluster", "cluster.d/"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			place := filepath.Join(t.TempDir(), name)
			if err := snapshot.Save(place, full()); err != nil {
				t.Fatal(err)
			}
			loaded, err := snapshot.Load(place)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "snapshot", loaded, full())
		})
	}
}

func TestOrderAndRepetitionDoNotMatter(t *testing.T) {
	t.Parallel()
	want := written(t, full())
	if !bytes.Equal(written(t, shuffled(full())), want) {
		t.Error("a shuffled snapshot with repetitions is written with other bytes")
	}
	if !bytes.Equal(written(t, full()), want) {
		t.Error("the same snapshot is written with other bytes the second time")
	}
}

func TestOfTwoVersionsTheFullerIsKept(t *testing.T) {
	t.Parallel()
	short, long := pod("a", "web-0", "", ""), pod("a", "web-0", "node-1", "10.0.0.11")
	for name, pods := range map[string][]snapshot.Pod{"short first": {short, long}, "long first": {long, short}} {
		s := &snapshot.Snapshot{Pods: pods}
		s.Normalize()
		equal(t, name, s.Pods, []snapshot.Pod{long})
	}
}

func TestUnreadSurvives(t *testing.T) {
	t.Parallel()
	s := full()
	s.Pods, s.Subnets = nil, nil
	s.Meta.Unread = []snapshot.Unread{
		{Resource: snapshot.Subnets, Code: snapshot.Forbidden, Message: "no", API: "ec2:DescribeSubnets", Permission: "ec2:DescribeSubnets"},
		{Resource: snapshot.Pods, Code: snapshot.Forbidden, Message: "no", Namespace: "kube-system"},
	}
	loaded, err := loadBytes(t, "s.tgz", written(t, s))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "unread", loaded.Meta.Unread, s.Meta.Unread)
	if loaded.Meta.Unread[0].Resource != snapshot.Subnets {
		t.Errorf("unread begins with %v, want it sorted", loaded.Meta.Unread[0])
	}
}

func TestOnlyTheOwnerCanRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"s.tgz", "s"} {
		if err := snapshot.Save(filepath.Join(dir, name), full()); err != nil {
			t.Fatal(err)
		}
	}
	files := 0
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		if strings.Contains(entry.Name(), "eni-snapshot-") {
			t.Errorf("%s was left behind", path)
		}
		files++
		return nil
	})
	if err != nil || files != 20 {
		t.Errorf("%d files and folders, error %v; want 20 and none", files, err)
	}
}

func TestSaveReplacesOnlySnapshots(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		before  func(t *testing.T, place string)
		wantErr string
	}{
		"nothing there":   {before: func(*testing.T, string) {}},
		"an empty folder": {before: func(t *testing.T, place string) { t.Helper(); mkdir(t, place) }},
		"an older snapshot": {before: func(t *testing.T, place string) {
			t.Helper()
			if err := snapshot.Save(place, &snapshot.Snapshot{Pods: []snapshot.Pod{pod("a", "gone", "", "")}}); err != nil {
				t.Fatal(err)
			}
		}},
		"a folder of somebody's": {
			before: func(t *testing.T, place string) {
				t.Helper()
				mkdir(t, place)
				touch(t, filepath.Join(place, "notes.txt"))
			},
			wantErr: "it exists and holds notes.txt",
		},
		"a snapshot with notes": {
			before: func(t *testing.T, place string) {
				t.Helper()
				if err := snapshot.Save(place, full()); err != nil {
					t.Fatal(err)
				}
				touch(t, filepath.Join(place, "ec2", "notes.json"))
			},
			wantErr: "it exists and holds ec2/notes.json",
		},
		"a file": {before: touch, wantErr: "it exists and is no folder"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			place := filepath.Join(t.TempDir(), "s")
			test.before(t, place)
			err := snapshot.Save(place, full())
			if test.wantErr != "" {
				if err == nil || !strings.Contains(err.Error(), test.wantErr) {
					t.Fatalf("error %v, want one with %q", err, test.wantErr)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			loaded, err := snapshot.Load(place)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "snapshot", loaded, full())
		})
	}
}

func TestSaveRefusesOtherFormats(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"s.json", "s.zip", "s.tar", "s.gz"} {
		err := snapshot.Save(filepath.Join(t.TempDir(), name), full())
		if err == nil || !strings.Contains(err.Error(), ".tar.gz or .tgz") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func TestSaveLeavesNothingBehindWhenItFails(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	mkdir(t, filepath.Join(dir, "s.tgz"))
	if err := snapshot.Save(filepath.Join(dir, "s.tgz"), full()); err == nil {
		t.Error("a folder was overwritten by an archive")
	}
	if err := snapshot.Save(filepath.Join(dir, "missing", "s"), full()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v, want that the folder does not exist", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v %v", entries, err)
	}
}

func TestWriteReportsTheWritersError(t *testing.T) {
	t.Parallel()
	broken := errors.New("disk full")
	if err := snapshot.Write(failing{broken}, full()); !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func mkdir(t *testing.T, place string) {
	t.Helper()
	if err := os.Mkdir(place, 0o700); err != nil {
		t.Fatal(err)
	}
}

func touch(t *testing.T, place string) {
	t.Helper()
	if err := os.WriteFile(place, nil, 0o600); err != nil {
		t.Fatal(err)
	}
}
