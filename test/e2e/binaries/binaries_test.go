// SPDX-License-Identifier: Apache-2.0

package binaries

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestEnsureBuildsOnceForAllCallers(t *testing.T) {
	t.Parallel()

	set, err := Ensure(t.Context(), t.Output())
	if err != nil {
		t.Fatal(err)
	}
	before := modified(t, set)
	var callers sync.WaitGroup
	for range 4 {
		callers.Go(func() {
			again, err := Ensure(t.Context(), t.Output())
			if err != nil || again != set {
				t.Errorf("Ensure returned %+v and %v, want %+v", again, err, set)
			}
		})
	}
	callers.Wait()
	if after := modified(t, set); after != before {
		t.Errorf("the programs were built again: %s, before %s", after, before)
	}
}

// modified returns when each program was last written.
func modified(t *testing.T, set Set) string {
	t.Helper()
	var times []string
	for _, program := range []Program{Etcd, APIServer, Kubectl} {
		info, err := os.Stat(set.Path(program))
		if err != nil {
			t.Fatal(err)
		}
		times = append(times, info.ModTime().String())
	}
	return strings.Join(times, " ")
}

func TestStampChangesWithTheVersionsAndTheRecipe(t *testing.T) {
	t.Parallel()

	seen := map[string]string{}
	for name, input := range map[string]struct{ goMod, goSum, version string }{
		"as it is":      {goMod: "a", goSum: "b", version: "v1.37.2"},
		"other go.mod":  {goMod: "c", goSum: "b", version: "v1.37.2"},
		"other go.sum":  {goMod: "a", goSum: "c", version: "v1.37.2"},
		"other version": {goMod: "a", goSum: "b", version: "v1.37.3"},
	} {
		dir := t.TempDir()
		for file, text := range map[string]string{"go.mod": input.goMod, "go.sum": input.goSum} {
			if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		first, err := stamp(dir, recipeFor(input.version))
		if err != nil {
			t.Fatal(err)
		}
		second, err := stamp(dir, recipeFor(input.version))
		if err != nil || first != second {
			t.Errorf("%s: the stamp is %s and then %s, %v", name, first, second, err)
		}
		if other, ok := seen[first]; ok {
			t.Errorf("%s and %s have the same stamp", name, other)
		}
		seen[first] = name
	}
	if _, err := stamp(t.TempDir(), nil); err == nil {
		t.Error("a folder without go.mod has a stamp")
	}
}
