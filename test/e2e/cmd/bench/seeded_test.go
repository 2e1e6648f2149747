// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestSeededKeyChangesWithWhatTheDataDependsOn(t *testing.T) {
	t.Parallel()

	folder := func(code string) string {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "plan.go"), []byte(code), 0o600); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	seen := map[string]string{}
	for name, input := range map[string]struct {
		opts            options
		version, folder string
	}{
		"as it is":     {opts: options{nodes: 1, podsPerNode: 23}, version: "v1", folder: folder("a")},
		"more nodes":   {opts: options{nodes: 12, podsPerNode: 3}, version: "v1", folder: folder("a")},
		"a new server": {opts: options{nodes: 1, podsPerNode: 23}, version: "v2", folder: folder("a")},
		"other code":   {opts: options{nodes: 1, podsPerNode: 23}, version: "v1", folder: folder("b")},
	} {
		key, err := seededKey(input.opts, input.version, input.folder)
		if err != nil {
			t.Fatal(err)
		}
		// How often it is measured makes no difference to the data.
		input.opts.runs = 9
		if again, err := seededKey(input.opts, input.version, input.folder); err != nil || again != key {
			t.Errorf("%s: the key is %s and then %s, %v", name, key, again, err)
		}
		if other, ok := seen[key]; ok {
			t.Errorf("%s and %s have the same key", name, other)
		}
		seen[key] = name
	}
	if _, err := seededKey(options{}, "v1", t.TempDir()); err == nil {
		t.Error("a folder without code has a key")
	}
}
