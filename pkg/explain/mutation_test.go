// SPDX-License-Identifier: Apache-2.0

package explain_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// mutation takes away, or changes, one piece of evidence in a case's file: the value at a path, a setting of aws-node, or the whole file.
type mutation struct {
	File string `json:"file"`
	// Drop removes the file.
	Drop bool `json:"drop,omitempty"`
	// Env sets a variable of the DaemonSet's container to Value, or removes it where Value is null.
	Env string `json:"env,omitempty"`
	// Path leads to a value by keys and indices; Value replaces it, null removes it.
	Path  []any `json:"path,omitempty"`
	Value any   `json:"value,omitempty"`
	// And is taken away together with it.
	And []mutation `json:"and,omitempty"`
}

// TestMutations takes the key evidence of each case away. The verdict must change, or be less certain.
func TestMutations(t *testing.T) {
	t.Parallel()
	for _, name := range cases(t) {
		want := expected(t, name)
		if len(want.Mutations) == 0 {
			t.Errorf("%s: no mutation", name)
		}
		for i, m := range want.Mutations {
			t.Run(fmt.Sprintf("%s/%d", name, i), func(t *testing.T) {
				t.Parallel()
				dir := filepath.Join(t.TempDir(), "case")
				if err := os.CopyFS(dir, os.DirFS(filepath.Join(corpus, name))); err != nil {
					t.Fatal(err)
				}
				m.apply(t, dir)
				got := explainPod(t, load(t, dir), want.Pod).Verdict
				if got.Code == want.Verdict && confidence(got.Confidence) >= confidence(want.Confidence) {
					t.Errorf("without %s %v %s the verdict is still %s (%s): %s", m.File, m.Path, m.Env, got.Code, got.Confidence, got.Summary)
				}
			})
		}
	}
}

func confidence(text string) int {
	return slices.Index([]string{"possible", "likely", "certain"}, text)
}

func (m mutation) apply(t *testing.T, dir string) {
	t.Helper()
	for _, also := range m.And {
		also.apply(t, dir)
	}
	file := filepath.Join(dir, filepath.FromSlash(m.File))
	if m.Drop {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var content any
	if err := json.Unmarshal(data, &content); err != nil {
		t.Fatal(err)
	}
	if m.Env != "" {
		content = setEnv(t, content, m.Env, m.Value)
	} else {
		content = change(t, content, m.Path, m.Value)
	}
	if data, err = json.Marshal(content); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// change replaces or removes the value at a path.
func change(t *testing.T, content any, path []any, value any) any {
	t.Helper()
	if len(path) == 0 {
		return value
	}
	switch node := content.(type) {
	case map[string]any:
		key, ok := path[0].(string)
		_, exists := node[key]
		if !ok || (!exists && value == nil) {
			t.Fatalf("no %v in %v", path[0], node)
		}
		if len(path) == 1 && value == nil {
			delete(node, key)
			return node
		}
		node[key] = change(t, node[key], path[1:], value)
		return node
	case []any:
		index, ok := path[0].(float64)
		if !ok || int(index) >= len(node) {
			t.Fatalf("no %v in a list of %d", path[0], len(node))
		}
		if len(path) == 1 && value == nil {
			return slices.Delete(node, int(index), int(index)+1)
		}
		node[int(index)] = change(t, node[int(index)], path[1:], value)
		return node
	default:
		t.Fatalf("%v leads into %v", path, content)
		return nil
	}
}

// setEnv changes a variable of the container aws-node.
func setEnv(t *testing.T, content any, name string, value any) any {
	t.Helper()
	path := []any{"items", 0.0, "spec", "template", "spec", "containers", 0.0, "env"}
	var variables []any
	at := content
	for _, step := range path {
		switch node := at.(type) {
		case map[string]any:
			at = node[step.(string)]
		case []any:
			at = node[int(step.(float64))]
		}
	}
	list, ok := at.([]any)
	if !ok {
		t.Fatalf("no environment in %v", content)
	}
	for _, v := range list {
		if variable, ok := v.(map[string]any); ok && variable["name"] != name {
			variables = append(variables, variable)
		}
	}
	if value != nil {
		variables = append(variables, map[string]any{"name": name, "value": value})
	}
	return change(t, content, path, any(variables))
}
