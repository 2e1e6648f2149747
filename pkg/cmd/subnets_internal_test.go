// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-eni/kubectl-eni/pkg/subnets"
)

// runSubnets runs the command and returns what it prints.
func runSubnets(t *testing.T, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	streams, _, out, errOut := genericiooptions.NewTestIOStreams()
	s := &session{streams: streams, flags: newSharedFlags()}
	c := newSubnetsCommand(s)
	s.flags.addTo(c.PersistentFlags())
	c.SetArgs(args)
	c.SetOut(&bytes.Buffer{})
	c.SetErr(&bytes.Buffer{})
	c.SilenceErrors, c.SilenceUsage = true, true
	err = c.ExecuteContext(t.Context())
	return out.String(), errOut.String(), err
}

func TestSubnetsOfTheDemo(t *testing.T) {
	t.Parallel()
	const article = "subnet-00ebeb2e8903fb3f9"
	cases := map[string]struct {
		args []string
		want string
	}{
		"table":         {nil, "40 of 40"},
		"wide":          {[]string{"-o", "wide"}, "Nodes,ControlPlane"},
		"one in full":   {[]string{article}, "idle secondary addresses"},
		"with its kind": {[]string{"subnet/" + article}, "40 of 40 accounted for"},
		"one in a row":  {[]string{article, "-o", "wide", "--no-headers"}, "40 of 40"},
		"map":           {[]string{"--map"}, "one cell = /28"},
		"leaked":        {[]string{"--leaked"}, "\naws ec2 delete-network-interface --network-interface-id eni-06276be821caa1cbc --region eu-west-1\n"},
		"json":          {[]string{"-o", "json"}, `"kind": "SubnetReport"`},
		"yaml":          {[]string{"-o", "yaml"}, "kind: SubnetReport"},
		"jsonpath":      {[]string{article, "-o", "jsonpath={.items[0].buckets.idle} {.items[0].free28} {.items[0].unaccounted}"}, "34 474 0"},
		"map in json":   {[]string{"-o", "jsonpath={.items[3].blocks[4].cidr}", "--map"}, "192.168.192.64/28"},
		"not fulfilled": {[]string{"--fail-on", "free<61"}, "SUBNET"},
	}
	for name, c := range cases {
		stdout, stderr, err := runSubnets(t, append([]string{"--demo"}, c.args...)...)
		if err != nil || stderr != "" || !strings.Contains(stdout, c.want) {
			t.Errorf("%s: error %v, stderr %q, want %q in:\n%s", name, err, stderr, c.want, stdout)
		}
	}
}

func TestSubnetsWithoutAMapHaveNoBlocks(t *testing.T) {
	t.Parallel()
	stdout, _, err := runSubnets(t, "--demo", "-o", "json")
	if err != nil || strings.Contains(stdout, `"blocks"`) {
		t.Errorf("error %v, or blocks in the report", err)
	}
}

func TestSubnetsFailOn(t *testing.T) {
	t.Parallel()
	cases := map[string][]string{
		"subnet-07c4f19ab52d8e360 has 61 free addresses, which is below 62":                              {"--fail-on", "free<62"},
		"subnet-07c4f19ab52d8e360 has 0 free /28 blocks, which is below 1":                               {"--fail-on", "free28<1"},
		"eni-06276be821caa1cbc in subnet-02d98be342d8ab2a7 is leaked":                                    {"--fail-on", "leaked", "-o", "json"},
		"below 62; subnet-07c4f19ab52d8e360 has 0 free /28 blocks, which is below 1; eni-06276be821caa1": {"--fail-on", "free<62,free28<1", "--fail-on", "leaked"},
	}
	for want, args := range cases {
		stdout, _, err := runSubnets(t, append([]string{"--demo"}, args...)...)
		if _, ok := errors.AsType[*FindingsError](err); !ok || !strings.Contains(err.Error(), want) || stdout == "" {
			t.Errorf("%q: error %v, want findings with %q, and the report", args, err, want)
		}
	}
}

func TestSubnetsUsage(t *testing.T) {
	t.Parallel()
	cases := map[string][]string{
		"--map and --leaked exclude each other": {"--demo", "--map", "--leaked"},
		"is no condition":                       {"--demo", "--fail-on", "free"},
		"is no number above 0":                  {"--demo", "--fail-on", "free<none"},
		"is no subnet":                          {"--demo", "vpc-1"},
		"output format":                         {"--demo", "-o", "xml"},
		"--from and --demo":                     {"--demo", "--from", "x"},
	}
	for want, args := range cases {
		stdout, _, err := runSubnets(t, args...)
		if ExitCode(err) != ExitUsage || !strings.Contains(err.Error(), want) || stdout != "" {
			t.Errorf("%q: error %v with exit code %d and stdout %q, want a mistake of usage with %q", args, err, ExitCode(err), stdout, want)
		}
	}
}

func TestSubnetsNotFound(t *testing.T) {
	t.Parallel()
	_, _, err := runSubnets(t, "--demo", "subnet-0123")
	if _, ok := errors.AsType[*subnets.NotFoundError](err); !ok || ExitCode(err) != ExitError {
		t.Errorf("error %v with exit code %d, want one about a subnet that is not there, with exit code 1", err, ExitCode(err))
	}
}
