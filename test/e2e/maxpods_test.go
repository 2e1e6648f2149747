// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/google/go-cmp/cmp"
	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

// TestMaxPodsOfALiveCluster checks that nodes are answered live as they are from a snapshot.
func TestMaxPodsOfALiveCluster(t *testing.T) {
	_, env := demo(t, ec2fake.Options{})
	path := takeSnapshot(t, env)
	for _, args := range [][]string{nil, {"-o", "wide"}, {"-o", "json"}, {articleInstance}} {
		live := mustRun(t, env, append([]string{"max-pods"}, args...)...)
		saved := mustRun(t, nil, append([]string{"max-pods", "--from", path}, args...)...)
		if diff := cmp.Diff(live.Stdout, saved.Stdout); diff != "" {
			t.Errorf("max-pods %v: live and snapshot differ (-live +snapshot):\n%s", args, diff)
		}
	}
	wantExit(t, env, 3, []string{"--fail-on over"}, "max-pods", "--fail-on", "over")
}

// TestMaxPodsWithoutEC2 checks that Kubernetes alone gives an answer, with a word on what is missing.
func TestMaxPodsWithoutEC2(t *testing.T) {
	cluster.Load(t, demoFolder)
	got := wantExit(t, []string{"AWS_REGION=eu-west-1"}, 0, []string{"warning: NoCredentials: network-interfaces were not read"}, "max-pods")
	if !strings.Contains(got.Stdout, "m5.large") {
		t.Errorf("no answer:\n%s", got.Stdout)
	}
}

// TestMaxPodsOfAnUnknownType checks that EC2 is asked for a type that the embedded table lacks, and for no other.
func TestMaxPodsOfAnUnknownType(t *testing.T) {
	t.Parallel()
	server := ec2fake.NewServer(t, ec2fake.State{InstanceTypes: []ec2types.InstanceTypeInfo{{
		InstanceType: "m99.large",
		Hypervisor:   ec2types.InstanceTypeHypervisorNitro,
		VCpuInfo:     &ec2types.VCpuInfo{DefaultVCpus: aws.Int32(2)},
		NetworkInfo: &ec2types.NetworkInfo{
			MaximumNetworkInterfaces: aws.Int32(8), Ipv4AddressesPerInterface: aws.Int32(6), DefaultNetworkCardIndex: aws.Int32(0),
			NetworkCards: []ec2types.NetworkCardInfo{
				{NetworkCardIndex: aws.Int32(0), MaximumNetworkInterfaces: aws.Int32(5)}, {NetworkCardIndex: aws.Int32(1), MaximumNetworkInterfaces: aws.Int32(3)},
			},
		},
	}}}, ec2fake.Options{})
	env := ec2fake.Env(nil, server.URL)
	got := mustRun(t, env, "max-pods", "--instance-type", "m99.large,m5.large", "-o", "jsonpath={.items[*].maxPods}")
	if got.Stdout != "27 29" {
		t.Errorf("max pods %q, want those of the default card: 5 × (6 − 1) + 2, and m5.large's", got.Stdout)
	}
	calls := server.Calls()
	if len(calls) != 1 || calls[0].Action != ec2fake.DescribeInstanceTypes {
		t.Errorf("EC2 was asked %v", calls)
	}
}
