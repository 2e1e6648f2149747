// SPDX-License-Identifier: Apache-2.0

package snapshot

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Load reads a snapshot: a folder, a .tar.gz of one (with or without a leading folder), or a single JSON file.
//
// Besides the files that [Save] writes, a folder may hold the output of kubectl and of the AWS CLI as it comes, under any name that
// ends in .json: lists of one kind or of several, single objects, several files of one kind. Files are recognised by their content.
// What is missing or cannot be decoded is noted in [Meta.Unread] and is no error; everything else is kept. It is an error if the place
// cannot be read or if nothing in it is recognised.
func Load(place string) (*Snapshot, error) {
	info, err := os.Stat(place)
	if err != nil {
		return nil, fmt.Errorf("loading a snapshot: %w", err)
	}
	var s *Snapshot
	if info.IsDir() {
		s, err = LoadFS(os.DirFS(place))
	} else {
		s, err = loadFile(place)
	}
	if err != nil {
		return nil, fmt.Errorf("loading %s: %w", place, err)
	}
	return s, nil
}

// LoadFS reads a snapshot folder, as [Load] does, from a file system.
func LoadFS(fsys fs.FS) (*Snapshot, error) {
	l := newLoader(defaultLimits())
	for _, dir := range []string{".", "kubernetes", "ec2"} {
		if err := l.folder(fsys, dir); err != nil {
			return nil, err
		}
	}
	return l.finish()
}

func loadFile(name string) (*Snapshot, error) {
	file, err := os.Open(filepath.Clean(name))
	if err != nil {
		return nil, fmt.Errorf("opening: %w", err)
	}
	defer file.Close() //nolint:errcheck // it was only read
	return newLoader(defaultLimits()).stream(filepath.Base(name), file)
}

// stream reads one file: an archive, which is told by the first bytes of gzip, or else JSON.
func (l *loader) stream(name string, r io.Reader) (*Snapshot, error) {
	buffered := bufio.NewReader(r)
	head, err := buffered.Peek(2)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading: %w", err)
	}
	if string(head) == "\x1f\x8b" {
		l.archive(name, buffered)
	} else {
		l.file(name, buffered)
	}
	return l.finish()
}

// folder reads the JSON files of one folder; a folder that does not exist has none.
func (l *loader) folder(fsys fs.FS, dir string) error {
	entries, err := fs.ReadDir(fsys, dir)
	if dir != "." && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading a folder: %w", err)
	}
	for _, entry := range entries {
		name := path.Join(dir, entry.Name())
		if entry.IsDir() || !isJSON(entry.Name()) {
			continue
		}
		if err := l.open(fsys, name); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) open(fsys fs.FS, name string) error {
	file, err := fsys.Open(name)
	if err != nil {
		return fmt.Errorf("opening a file: %w", err)
	}
	defer file.Close() //nolint:errcheck // it was only read
	l.file(name, file)
	return nil
}

// isJSON tells the files to look at. Those whose name begins with a dot are left to the systems that make them.
func isJSON(name string) bool {
	return strings.HasSuffix(name, ".json") && !strings.HasPrefix(name, ".")
}
