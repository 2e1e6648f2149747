// SPDX-License-Identifier: Apache-2.0

package release

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/krew/pkg/index"
)

// CheckArchive says what is wrong with the archive of a platform: it must lie in the folder under the last part of its address, have
// the checksum of the manifest, and hold the plugin and a LICENSE (which krew's index asks for) at its root.
func CheckArchive(dir string, platform index.Platform) error {
	name := path.Base(platform.URI)
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return fmt.Errorf("reading the archive that the manifest names: %w", err)
	}
	if sum := Checksum(data); sum != platform.Sha256 {
		return fmt.Errorf("archive %s has checksum %s, the manifest says %s", name, sum, platform.Sha256)
	}
	files, err := archiveFiles(name, data)
	if err != nil {
		return fmt.Errorf("reading archive %s: %w", name, err)
	}
	for _, want := range []string{platform.Bin, "LICENSE"} {
		if !slices.Contains(files, want) {
			return fmt.Errorf("archive %s has no %s at its root, only %v", name, want, files)
		}
	}
	return nil
}

// Checksum returns the SHA-256 of data as krew's manifests write it.
func Checksum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// archiveFiles lists the files of an archive, as its name says it is packed.
func archiveFiles(name string, data []byte) ([]string, error) {
	if strings.HasSuffix(name, ".zip") {
		reader, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return nil, err
		}
		var files []string
		for _, file := range reader.File {
			files = append(files, file.Name)
		}
		return files, nil
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	var files []string
	reader := tar.NewReader(unzipped)
	for {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		files = append(files, header.Name)
	}
}
