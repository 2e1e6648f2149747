// SPDX-License-Identifier: Apache-2.0

package release

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// Host is the platform that this program runs on.
func Host() Target { return Target{OS: runtime.GOOS, Arch: runtime.GOARCH} }

// Pack builds the plugin for this platform and packs it into a folder, by the rules of goreleaser.yaml. It returns the archive's path.
// goreleaser itself does it in package snapshot; this is for tests that cannot wait for goreleaser to be built. It packs tar.gz alone.
func Pack(ctx context.Context, root, dir, tag, commit string) (string, error) {
	config, err := LoadConfig(root)
	if err != nil {
		return "", err
	}
	name, err := config.ArchiveName(tag, Host())
	if err != nil {
		return "", err
	}
	if !strings.HasSuffix(name, ".tar.gz") {
		return "", fmt.Errorf("packing %s: only tar.gz can be packed here", name)
	}
	binary := filepath.Join(dir, config.Bin(Host()))
	if err := config.build(ctx, root, binary, tag, commit); err != nil {
		return "", err
	}
	defer os.Remove(binary) //nolint:errcheck // What is left there is in the way of nobody.

	output := filepath.Join(dir, name)
	return output, config.write(root, binary, output)
}

// build builds the plugin as goreleaser would for this platform.
func (c Config) build(ctx context.Context, root, output, tag, commit string) error {
	build := c.Builds[0]
	ldflags, err := render(strings.Join(build.Ldflags, " "), tag, map[string]string{"FullCommit": commit})
	if err != nil {
		return err
	}
	absolute, err := filepath.Abs(output)
	if err != nil {
		return fmt.Errorf("finding the folder to build in: %w", err)
	}
	args := append([]string{"build"}, build.Flags...)
	command := exec.CommandContext(ctx, "go", append(args, "-ldflags="+ldflags, "-o", absolute, build.Main)...)
	command.Dir = root
	command.Env = append(os.Environ(), append(build.Env, "GOWORK=off")...)
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("building the plugin: %w: %s", err, out)
	}
	return nil
}

// write packs the plugin and the files that go with it.
func (c Config) write(root, binary, output string) error {
	file, err := os.Create(output)
	if err != nil {
		return fmt.Errorf("creating the archive: %w", err)
	}
	defer file.Close() //nolint:errcheck // Closed below; this is for the ways out before.

	zipped := gzip.NewWriter(file)
	archive := tar.NewWriter(zipped)
	for _, entry := range c.Archives[0].Files {
		name := entry.Source
		if entry.StripParent {
			name = filepath.Base(name)
		}
		if err := add(archive, filepath.Join(root, entry.Source), name, entry.Info); err != nil {
			return err
		}
	}
	if err := add(archive, binary, filepath.Base(binary), c.Archives[0].BuildsInfo); err != nil {
		return err
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("writing the archive: %w", err)
	}
	if err := zipped.Close(); err != nil {
		return fmt.Errorf("writing the archive: %w", err)
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("writing the archive: %w", err)
	}
	return nil
}

// add adds one file to an archive.
func add(archive *tar.Writer, source, name string, info FileInfo) error {
	data, err := os.ReadFile(source)
	if err != nil {
		return fmt.Errorf("reading a file of the archive: %w", err)
	}
	header := &tar.Header{Name: name, Size: int64(len(data)), Mode: int64(info.Mode), Uname: info.Owner, Gname: info.Group}
	if err := archive.WriteHeader(header); err != nil {
		return fmt.Errorf("adding %s to the archive: %w", name, err)
	}
	if _, err := archive.Write(data); err != nil {
		return fmt.Errorf("adding %s to the archive: %w", name, err)
	}
	return nil
}
