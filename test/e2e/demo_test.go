// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

// demoFolder is the demo cluster that is built into the plugin, in the form of a snapshot.
const demoFolder = "../../pkg/demo/cluster"

// demo puts the demo cluster into the API server and serves its EC2 side; it returns the environment of a client of both.
func demo(t *testing.T, options ec2fake.Options) (*ec2fake.Server, []string) {
	t.Helper()
	cluster.Load(t, demoFolder)
	return demoEC2(t, options)
}

// demoEC2 serves the demo cluster's EC2 side alone.
func demoEC2(t *testing.T, options ec2fake.Options) (*ec2fake.Server, []string) {
	t.Helper()
	state, err := ec2fake.LoadDir(filepath.Join(demoFolder, "ec2"))
	if err != nil {
		t.Fatal(err)
	}
	server := ec2fake.NewServer(t, state, options)
	return server, ec2fake.Env(nil, server.URL)
}

// mustRun runs the plugin and fails the test when it does not end with 0.
func mustRun(t *testing.T, env []string, args ...string) Result {
	t.Helper()
	got := cluster.KubectlENI(t, env, args...)
	if got.ExitCode != 0 {
		t.Fatalf("kubectl eni %s ended with %d:\n%s", strings.Join(args, " "), got.ExitCode, got.Stderr)
	}
	return got
}

// wantExit runs the plugin and checks its exit code and parts of its stderr.
func wantExit(t *testing.T, env []string, code int, parts []string, args ...string) Result {
	t.Helper()
	got := cluster.KubectlENI(t, env, args...)
	if got.ExitCode != code {
		t.Errorf("kubectl eni %s ended with %d, want %d", strings.Join(args, " "), got.ExitCode, code)
	}
	for _, part := range parts {
		if !strings.Contains(got.Stderr, part) {
			t.Errorf("kubectl eni %s: stderr lacks %q:\n%s", strings.Join(args, " "), part, got.Stderr)
		}
	}
	return got
}

// takeSnapshot takes a snapshot with the plugin and returns its path.
func takeSnapshot(t *testing.T, env []string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "cluster.tar.gz")
	got := mustRun(t, env, "snapshot", "-f", path)
	if !strings.Contains(got.Stderr, "wrote "+path) {
		t.Errorf("stderr does not say what was written: %s", got.Stderr)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode of the snapshot is %v", info.Mode())
	}
	return path
}
