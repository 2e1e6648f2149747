// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"strings"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/render"
)

func TestParseDepth(t *testing.T) {
	t.Parallel()
	for _, want := range render.Depths() {
		if got, err := render.ParseDepth(string(want)); err != nil || got != want {
			t.Errorf("ParseDepth(%q) = %q, %v", want, got, err)
		}
	}
	for _, wrong := range []string{"", "Pod", "pods", "address"} {
		got, err := render.ParseDepth(wrong)
		if err == nil || got != "" {
			t.Errorf("ParseDepth(%q) = %q, %v; want an error", wrong, got, err)
			continue
		}
		for _, depth := range render.Depths() {
			if !strings.Contains(err.Error(), string(depth)) {
				t.Errorf("the error for %q does not name %q: %v", wrong, depth, err)
			}
		}
	}
}
