// SPDX-License-Identifier: Apache-2.0

package snapshot

import (
	"archive/tar"
	"bufio"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"time"
)

const (
	metaFile = "meta.json"
	// archiveFolder is the folder that an archive unpacks to.
	archiveFolder = "eni-snapshot"
)

// Write writes a snapshot as a .tar.gz archive. The same snapshot gives the same bytes.
//
// What the project does not interpret does not leave the machine: of environment variables only the settings of the VPC CNI in its
// own DaemonSet are written, of ConfigMaps only those that hold such settings, of annotations only those under vpc.amazonaws.com,
// k8s.amazonaws.com and fargate.amazonaws.com and the one that names a node's ENIConfig, of resources only those under
// vpc.amazonaws.com, of images only the VPC CNI's. A list that was not read at all has no file. Write brings s into its normal form
// first.
func Write(w io.Writer, s *Snapshot) error {
	s.Normalize()
	packed := gzip.NewWriter(w)
	archive := tar.NewWriter(packed)
	for _, dir := range []string{"", "ec2", "kubernetes"} {
		if err := archive.WriteHeader(newHeader(s, path.Join(archiveFolder, dir)+"/", tar.TypeDir, int64(folderMode))); err != nil {
			return fmt.Errorf("writing the archive: %w", err)
		}
	}
	for _, part := range parts(s) {
		if err := part.pack(archive, newHeader(s, path.Join(archiveFolder, part.name), tar.TypeReg, int64(fileMode))); err != nil {
			return err
		}
	}
	if err := errors.Join(archive.Close(), packed.Close()); err != nil {
		return fmt.Errorf("writing the archive: %w", err)
	}
	return nil
}

// newHeader has nothing of the machine that writes it, and the snapshot's time for all files.
func newHeader(s *Snapshot, name string, kind byte, mode int64) *tar.Header {
	modified := s.Meta.Time.Truncate(time.Second)
	if modified.Unix() < 0 {
		modified = time.Unix(0, 0)
	}
	return &tar.Header{Typeflag: kind, Name: name, Mode: mode, ModTime: modified}
}

// part is one file of a snapshot.
type part struct {
	name   string
	encode func(w io.Writer) error
}

// parts returns the files of a snapshot by name. The lists that were not read have none: meta.json says why.
func parts(s *Snapshot) []part {
	p := newPruner(s)
	files := []part{{metaFile, s.Meta.encode}}
	for _, c := range collections() {
		if c.size(s) > 0 || !s.unreadEntirely(c.resource) {
			files = append(files, part{c.file(), func(w io.Writer) error { return c.encode(w, s, p) }})
		}
	}
	slices.SortFunc(files, func(a, b part) int { return cmp.Compare(a.name, b.name) })
	return files
}

// unreadEntirely reports whether nothing at all was read of a resource.
func (s *Snapshot) unreadEntirely(r Resource) bool {
	return slices.ContainsFunc(s.Missed(r), func(u Unread) bool { return u.Namespace == "" && len(u.IDs) == 0 })
}

func (m *Meta) encode(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(m); err != nil {
		return fmt.Errorf("encoding %s: %w", metaFile, err)
	}
	return nil
}

// pack writes a file to an archive. It is encoded twice, since its size must stand before it and it may be too long to be held.
func (f *part) pack(archive *tar.Writer, header *tar.Header) error {
	var size counter
	if err := f.encode(&size); err != nil {
		return err
	}
	header.Size = int64(size)
	if err := archive.WriteHeader(header); err != nil {
		return fmt.Errorf("writing the archive: %w", err)
	}
	buffered := bufio.NewWriter(archive)
	if err := errors.Join(f.encode(buffered), buffered.Flush()); err != nil {
		return fmt.Errorf("writing the archive: %w", err)
	}
	return nil
}

// counter counts what is written to it.
type counter int64

// Write never fails.
func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
