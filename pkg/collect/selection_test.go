// SPDX-License-Identifier: Apache-2.0

package collect_test

import (
	"strings"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/collect"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

func nodes() []snapshot.Node {
	node := func(name, providerID, team string) snapshot.Node {
		return snapshot.Node{
			ObjectMeta: snapshot.ObjectMeta{Name: name, Labels: map[string]string{"team": team}},
			Spec:       snapshot.NodeSpec{ProviderID: providerID},
		}
	}
	return []snapshot.Node{
		node("ip-10-0-0-1", "aws:///a/i-0aaa", "red"), node("ip-10-0-0-2", "aws:///a/i-0bbb", "blue"), node("i-0ccc", "aws:///a/i-0ccc", "blue"),
	}
}

func TestSelection(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		args     []string
		selector string
		want     string
		err      string
	}{
		"all":                 {nil, "", "ip-10-0-0-1 ip-10-0-0-2 i-0ccc", ""},
		"name":                {[]string{"ip-10-0-0-2"}, "", "ip-10-0-0-2", ""},
		"node/name":           {[]string{"node/ip-10-0-0-2", "no/ip-10-0-0-1"}, "", "ip-10-0-0-1 ip-10-0-0-2", ""},
		"instance":            {[]string{"i-0bbb"}, "", "ip-10-0-0-2", ""},
		"Auto Mode":           {[]string{"node/i-0ccc"}, "", "i-0ccc", ""},
		"both":                {[]string{"i-0aaa", "ip-10-0-0-1"}, "", "ip-10-0-0-1", ""},
		"selector":            {nil, "team=blue", "ip-10-0-0-2 i-0ccc", ""},
		"selector of nothing": {nil, "team=green", "", ""},
		"missing":             {[]string{"x", "i-0bad", "ip-10-0-0-1"}, "", "", `nodes "i-0bad", "x" not found`},
		"pod":                 {[]string{"pod/x"}, "", "", `"pod/x" is no node`},
		"empty":               {[]string{""}, "", "", `"" names no node`},
		"name and selector":   {[]string{"x"}, "a=b", "", "name cannot be provided when a selector is specified"},
		"bad selector":        {nil, "a in b", "", `selector "a in b"`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			snap := &snapshot.Snapshot{Nodes: nodes()}
			selection, err := collect.ParseSelection(tc.args, tc.selector)
			if err == nil {
				err = selection.Apply(snap)
			}
			if tc.err != "" {
				if err == nil || !strings.Contains(err.Error(), tc.err) {
					t.Fatalf("error %v, want %q", err, tc.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for i := range snap.Nodes {
				names = append(names, snap.Nodes[i].Name)
			}
			if got := strings.Join(names, " "); got != tc.want {
				t.Errorf("selected %q, want %q", got, tc.want)
			}
		})
	}
}
