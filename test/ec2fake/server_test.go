// SPDX-License-Identifier: Apache-2.0

package ec2fake_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

// It sets environment variables, so it cannot run beside others.
func TestEnvironmentLeadsAnSDKToTheServer(t *testing.T) { //nolint:paralleltest // t.Setenv
	server := ec2fake.NewServer(t, ec2fake.State{NetworkInterfaces: interfaces(1)}, ec2fake.Options{})
	for _, variable := range ec2fake.Env(nil, server.URL) {
		name, value, _ := strings.Cut(variable, "=")
		t.Setenv(name, value)
	}
	cfg, err := config.LoadDefaultConfig(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ec2.NewFromConfig(cfg).DescribeNetworkInterfaces(t.Context(), &ec2.DescribeNetworkInterfacesInput{}); err != nil {
		t.Fatal(err)
	}
	if _, err := sts.NewFromConfig(cfg).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{}); err != nil {
		t.Fatal(err)
	}
	for _, call := range server.Calls() {
		equal(t, "key and region", []string{call.Source.AccessKeyID, call.Source.Region}, []string{ec2fake.AccessKeyID, ec2fake.Region})
	}
	equal(t, "calls", len(server.Calls()), 2)
}

func TestEnvironmentDropsForeignCredentials(t *testing.T) {
	t.Parallel()
	base := []string{"PATH=/bin", "AWS_PROFILE=production", "AWS_SESSION_TOKEN=x", "AWS_REGION=us-east-1", "HOME=/h"}
	got := ec2fake.Env(base, "http://127.0.0.1:1")
	equal(t, "variables kept", got[:2], []string{"PATH=/bin", "HOME=/h"})
	for _, dropped := range base[1:4] {
		if slices.Contains(got, dropped) {
			t.Errorf("%s is still there", dropped)
		}
	}
	equal(t, "what was passed in", base[1], "AWS_PROFILE=production")
}
