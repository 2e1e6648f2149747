// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

// snapshot makes a snapshot folder with one subnet.
func snapshot(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "ec2"), 0o700); err != nil {
		t.Fatal(err)
	}
	content := []byte(`{"Subnets": [{"SubnetId": "subnet-1"}]}`)
	if err := os.WriteFile(filepath.Join(dir, "ec2", "subnets.json"), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestServesASnapshotUntilStopped(t *testing.T) {
	t.Parallel()
	whole := snapshot(t)
	for name, dir := range map[string]string{"snapshot": whole, "its ec2 folder": filepath.Join(whole, "ec2")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			read, write := io.Pipe()
			ended := make(chan error, 1)
			go func() {
				err := run(ctx, []string{"--dir", dir, "--latency", "1ms"}, write, io.Discard)
				write.CloseWithError(err)
				ended <- err
			}()
			line, err := bufio.NewReader(read).ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			url := strings.TrimSuffix(line, "\n")
			if !strings.HasPrefix(url, "http://127.0.0.1:") {
				t.Fatalf("want a loopback URL, got %q", url)
			}
			api := ec2.New(ec2.Options{
				Region: ec2fake.Region, BaseEndpoint: aws.String(url), Retryer: aws.NopRetryer{},
				Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
					return aws.Credentials{AccessKeyID: ec2fake.AccessKeyID, SecretAccessKey: "x"}, nil
				}),
			})
			got, err := api.DescribeSubnets(t.Context(), &ec2.DescribeSubnetsInput{})
			if err != nil || len(got.Subnets) != 1 {
				t.Fatalf("want one subnet, got %v, %v", got, err)
			}
			stop()
			if err := <-ended; err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestRefusesToStart(t *testing.T) {
	t.Parallel()
	dir := snapshot(t)
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"every address":       {[]string{"--dir", dir, "--listen", "0.0.0.0:0"}, "not a loopback address"},
		"every IPv6 address":  {[]string{"--dir", dir, "--listen", "[::]:0"}, "not a loopback address"},
		"port only":           {[]string{"--dir", dir, "--listen", ":0"}, "not a loopback address"},
		"address of the host": {[]string{"--dir", dir, "--listen", "192.0.2.1:0"}, "not a loopback address"},
		"no address":          {[]string{"--dir", dir, "--listen", "here"}, `reading --listen "here"`},
		"no such port":        {[]string{"--dir", dir, "--listen", "127.0.0.1:99999"}, "reading --listen"},
		"no folder":           {nil, "--dir is missing"},
		"folder that is none": {[]string{"--dir", filepath.Join(dir, "nothing")}, "loading --dir"},
		"unknown flag":        {[]string{"--nothing"}, "reading the flags"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// A run that does start ends at once, without an error.
			ctx, stop := context.WithCancel(t.Context())
			stop()
			var stdout strings.Builder
			err := run(ctx, test.args, &stdout, io.Discard)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("want %q, got %v", test.want, err)
			}
			if stdout.Len() > 0 {
				t.Errorf("it printed %q", &stdout)
			}
		})
	}
}
