// SPDX-License-Identifier: Apache-2.0

package maxpods_test

import (
	"strings"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/maxpods"
)

func TestSetupRefuses(t *testing.T) {
	t.Parallel()
	zero, negative, one := 0, -1, 1
	cases := map[string]struct {
		flags maxpods.Flags
		want  string
	}{
		"zero ENIs":                             {maxpods.Flags{MaxENI: &zero}, "--max-eni 0"},
		"a negative count":                      {maxpods.Flags{MaxENI: &negative}, "--max-eni -1"},
		"Windows with security groups for pods": {maxpods.Flags{Windows: true, SecurityGroupsForPods: true}, "--windows with --security-groups-for-pods"},
		"Windows with custom networking":        {maxpods.Flags{Windows: true, CustomNetworking: true}, "--windows with --custom-networking"},
		"Windows with IPv6":                     {maxpods.Flags{Windows: true, IPv6: true}, "--windows with --ipv6"},
		"Windows with MAX_ENI":                  {maxpods.Flags{Windows: true, MaxENI: &one}, "--windows with --max-eni"},
		"IPv6 with custom networking":           {maxpods.Flags{IPv6: true, CustomNetworking: true}, "--ipv6 with --custom-networking"},
	}
	for name, c := range cases {
		_, err := c.flags.Setup()
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.want)
		}
	}
}

func TestSetupNamesAllMistakesAtOnce(t *testing.T) {
	t.Parallel()
	zero := 0
	_, err := maxpods.Flags{Windows: true, SecurityGroupsForPods: true, MaxENI: &zero}.Setup()
	for _, want := range []string{"--max-eni 0", "--security-groups-for-pods"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}
