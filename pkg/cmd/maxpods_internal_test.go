// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"k8s.io/cli-runtime/pkg/genericiooptions"
)

// maxPods runs the command and returns what it prints.
func maxPods(t *testing.T, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	streams, _, out, errOut := genericiooptions.NewTestIOStreams()
	s := &session{streams: streams, flags: newSharedFlags()}
	c := newMaxPodsCommand(s)
	s.flags.addTo(c.PersistentFlags())
	c.SetArgs(args)
	c.SetOut(&bytes.Buffer{})
	c.SetErr(&bytes.Buffer{})
	c.SilenceErrors, c.SilenceUsage = true, true
	err = c.ExecuteContext(t.Context())
	return out.String(), errOut.String(), err
}

func TestMaxPodsOfInstanceTypes(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		args []string
		want string
	}{
		"table":      {[]string{"--instance-type", "m5.large"}, "3 × (10 − 1) + 2"},
		"json":       {[]string{"--instance-type", "m5.large", "--prefix-delegation", "-o", "json"}, `"recommended": 110`},
		"jsonpath":   {[]string{"--instance-type", "m5.large", "-o", "jsonpath={.items[0].maxPods}"}, "29"},
		"wide":       {[]string{"--instance-type", "m5.4xlarge", "-o", "wide"}, "NODEADM"},
		"sorted":     {[]string{"--instance-type", "m5.large,m5.4xlarge", "--sort-by", "recommended", "--no-headers"}, "m5.4xlarge"},
		"emit":       {[]string{"--instance-type", "m5.large", "--max-eni", "2", "--emit", "bottlerocket"}, "max-pods = 20"},
		"all types":  {[]string{"--instance-type", "all", "--no-headers"}, "z1d.metal"},
		"with Linux": {[]string{"--instance-type", "m5.large", "--windows", "--no-headers"}, "10 − 1"},
	}
	for name, c := range cases {
		stdout, stderr, err := maxPods(t, c.args...)
		if err != nil || stderr != "" || !strings.Contains(stdout, c.want) {
			t.Errorf("%s: error %v, stderr %q, want %q in:\n%s", name, err, stderr, c.want, stdout)
		}
	}
}

func TestMaxPodsAnswersBesideUnknownTypes(t *testing.T) {
	t.Parallel()
	stdout, stderr, err := maxPods(t, "--instance-type", "m5.lagre,m5.large")
	if err == nil || ExitCode(err) != ExitError || !strings.Contains(err.Error(), "1 of 2 instance types") {
		t.Errorf("error %v with exit code %d, want one about 1 of 2 types with exit code 1", err, ExitCode(err))
	}
	if !strings.Contains(stdout, "m5.large") || !strings.Contains(stderr, "did you mean m5.large") {
		t.Errorf("stdout %q and stderr %q, want the known type and a hint", stdout, stderr)
	}
}

func TestMaxPodsUsage(t *testing.T) {
	t.Parallel()
	cases := map[string][]string{
		"--max-eni 0":               {"--instance-type", "m5.large", "--max-eni", "0"},
		"--max-eni -1":              {"--instance-type", "m5.large", "--max-eni", "-1"},
		"--windows with --security": {"--instance-type", "m5.large", "--windows", "--security-groups-for-pods"},
		"give names":                {"--instance-type", ""},
		"name is empty":             {"--instance-type", "m5.large,"},
		"needs --instance-type":     {"--prefix-delegation"},
		"NODE exclude each other":   {"node-1", "--instance-type", "m5.large"},
		"--from exclude each other": {"--instance-type", "m5.large", "--from", "x"},
		"--emit and --output":       {"--instance-type", "m5.large", "--emit", "kubelet", "-o", "json"},
		"is no configuration":       {"--instance-type", "m5.large", "--emit", "ansible"},
		"is no order":               {"--demo", "--sort-by", "colour"},
		"is no choice":              {"--demo", "--fail-on", "never"},
	}
	for want, args := range cases {
		stdout, _, err := maxPods(t, args...)
		if ExitCode(err) != ExitUsage || !strings.Contains(err.Error(), want) || stdout != "" {
			t.Errorf("%q: error %v with exit code %d and stdout %q, want a mistake of usage with %q", args, err, ExitCode(err), stdout, want)
		}
	}
}

func TestMaxPodsOfTheDemo(t *testing.T) {
	t.Parallel()
	stdout, _, err := maxPods(t, "--demo")
	if err != nil || !strings.Contains(stdout, "VERDICT") {
		t.Fatalf("error %v, want the table:\n%s", err, stdout)
	}
	_, _, err = maxPods(t, "--demo", "--fail-on", "any")
	if _, ok := errors.AsType[*FindingsError](err); !ok {
		t.Errorf("--fail-on any: error %v, want findings", err)
	}
}
