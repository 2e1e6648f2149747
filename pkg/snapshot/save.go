// SPDX-License-Identifier: Apache-2.0

package snapshot

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// What a snapshot holds concerns nobody but its maker.
const (
	fileMode   fs.FileMode = 0o600
	folderMode fs.FileMode = 0o700
)

// Save writes a snapshot to a .tar.gz or .tgz archive, or into a folder of its own if the name ends in neither.
//
// It writes only what the project reads back, as a list of valid objects of their kinds: see [Write]. The files can be read by their
// owner alone. They appear under their name when they are complete, in place of an older snapshot; a folder that holds anything else
// is left alone and is an error. Save brings s into its normal form first.
func Save(place string, s *Snapshot) error {
	var err error
	switch extension := strings.ToLower(filepath.Ext(place)); {
	case extension == ".tgz", strings.HasSuffix(strings.ToLower(place), ".tar.gz"):
		err = saveArchive(filepath.Clean(place), s)
	case extension == ".json", extension == ".tar", extension == ".gz", extension == ".zip":
		err = errors.New("a snapshot is a .tar.gz or .tgz file or a folder; choose such a name")
	default:
		err = saveFolder(filepath.Clean(place), s)
	}
	if err != nil {
		return fmt.Errorf("saving the snapshot to %s: %w", place, err)
	}
	return nil
}

func saveArchive(place string, s *Snapshot) (err error) {
	file, err := os.CreateTemp(filepath.Dir(place), ".eni-snapshot-*")
	if err != nil {
		return fmt.Errorf("making a temporary file: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	if err = errors.Join(Write(file, s), file.Close()); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	if err = os.Rename(file.Name(), place); err != nil {
		return fmt.Errorf("putting it in place: %w", err)
	}
	return nil
}

func saveFolder(place string, s *Snapshot) (err error) {
	if err = replaceable(place); err != nil {
		return err
	}
	temporary, err := os.MkdirTemp(filepath.Dir(place), ".eni-snapshot-*")
	if err != nil {
		return fmt.Errorf("making a temporary folder: %w", err)
	}
	fresh, aside := filepath.Join(temporary, "new"), filepath.Join(temporary, "old")
	defer func() {
		if _, gone := os.Lstat(aside); err != nil && gone == nil {
			return // The old snapshot could not be put back: it must not be removed.
		}
		if removed := os.RemoveAll(temporary); removed != nil {
			err = errors.Join(err, fmt.Errorf("removing the temporary folder: %w", removed))
		}
	}()
	if err = writeFolder(fresh, s); err != nil {
		return err
	}
	return exchange(fresh, place, aside)
}

func writeFolder(folder string, s *Snapshot) error {
	s.Normalize()
	for _, dir := range []string{"", "kubernetes", "ec2"} {
		if err := os.Mkdir(filepath.Join(folder, dir), folderMode); err != nil {
			return fmt.Errorf("making a folder: %w", err)
		}
	}
	for _, part := range parts(s) {
		if err := writeFile(filepath.Join(folder, filepath.FromSlash(part.name)), part.encode); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(name string, encode func(io.Writer) error) error {
	file, err := os.OpenFile(filepath.Clean(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return fmt.Errorf("making a file: %w", err)
	}
	buffered := bufio.NewWriter(file)
	if err := errors.Join(encode(buffered), buffered.Flush(), file.Close()); err != nil {
		return fmt.Errorf("writing a file: %w", err)
	}
	return nil
}

// exchange puts a new folder in the place of an old one, which is put aside and comes back if that fails.
func exchange(fresh, place, aside string) error {
	err := os.Rename(place, aside)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("putting the old one aside: %w", err)
	}
	hadOld := err == nil
	if err := os.Rename(fresh, place); err != nil {
		err = fmt.Errorf("putting it in place: %w", err)
		if !hadOld {
			return err
		}
		if back := os.Rename(aside, place); back != nil {
			return fmt.Errorf("%w; the old one is in %s: %w", err, aside, back)
		}
		return err
	}
	return nil
}

// replaceable is an error if a folder holds anything but a snapshot that Save wrote.
func replaceable(place string) error {
	info, err := os.Stat(place)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("looking at what is there: %w", err)
	}
	if !info.IsDir() {
		return errors.New("it exists and is no folder; choose another name")
	}
	known := map[string]bool{".": true, "kubernetes": true, "ec2": true, metaFile: true}
	for _, c := range collections() {
		known[c.file()] = true
	}
	err = fs.WalkDir(os.DirFS(place), ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("looking at what is there: %w", err)
		}
		if !known[name] {
			return fmt.Errorf("it exists and holds %s, which is no part of a snapshot; choose another name", name)
		}
		return nil
	})
	return err //nolint:wrapcheck // both errors come from above
}
