// SPDX-License-Identifier: Apache-2.0

package snapshot

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// archive reads the JSON files of a .tar.gz. An archive that breaks off gives what came before, and a note.
func (l *loader) archive(name string, r io.Reader) {
	if err := l.unpack(r); err != nil {
		l.note(Unread{Code: Malformed, Message: fmt.Sprintf("%s: not all of the archive could be read: %v", name, err)})
	}
}

func (l *loader) unpack(r io.Reader) error {
	plain, err := gzip.NewReader(r)
	if err != nil {
		return fmt.Errorf("unpacking: %w", err)
	}
	files := tar.NewReader(newBudget(plain, "the unpacked archive", l.limits.archive))
	for {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading tar: %w", err)
		}
		if name, ok := inside(header.Name); ok && header.Typeflag == tar.TypeReg {
			l.file(name, files)
		}
	}
}

// inside returns where a file of an archive lies in the snapshot, its leading folder taken off, and whether it is one to read.
func inside(name string) (string, bool) {
	parts := strings.Split(strings.TrimPrefix(path.Clean("/"+name), "/"), "/")
	if len(parts) > 1 && !isPart(parts[0]) {
		parts = parts[1:]
	}
	if len(parts) == 0 || len(parts) > 2 || len(parts) == 2 && !isPart(parts[0]) {
		return "", false
	}
	return path.Join(parts...), isJSON(parts[len(parts)-1])
}

// isPart tells the two folders of a snapshot.
func isPart(dir string) bool {
	return dir == "kubernetes" || dir == "ec2"
}
