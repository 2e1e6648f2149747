// SPDX-License-Identifier: Apache-2.0

package cluster_test

import (
	"errors"
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/client-go/tools/clientcmd/api"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
)

// entry is one context of a kubeconfig with its cluster and user.
type entry struct {
	context, cluster, user, server string
	exec                           *api.ExecConfig
}

func (e entry) config() api.Config {
	return api.Config{
		Clusters:       map[string]*api.Cluster{e.cluster: {Server: e.server}},
		AuthInfos:      map[string]*api.AuthInfo{e.user: {Exec: e.exec}},
		Contexts:       map[string]*api.Context{e.context: {Cluster: e.cluster, AuthInfo: e.user}},
		CurrentContext: e.context,
	}
}

func exec(command string, args ...string) *api.ExecConfig {
	return &api.ExecConfig{
		APIVersion: "client.authentication.k8s.io/v1beta1", Command: command, Args: args, InteractiveMode: api.IfAvailableExecInteractiveMode,
	}
}

func withEnv(plugin *api.ExecConfig, pairs ...string) *api.ExecConfig {
	for i := 0; i < len(pairs); i += 2 {
		plugin.Env = append(plugin.Env, api.ExecEnvVar{Name: pairs[i], Value: pairs[i+1]})
	}
	return plugin
}

func TestKubeconfig(t *testing.T) {
	t.Parallel()
	const arn = "arn:aws:eks:eu-west-1:111122223333:cluster/shop"
	getToken := []string{"--region", "eu-west-1", "eks", "get-token", "--cluster-name", "shop", "--output", "json"}
	for name, tc := range map[string]struct {
		entry entry
		want  cluster.Info
	}{
		"aws eks update-kubeconfig": {
			entry{context: arn, cluster: arn, user: arn, exec: withEnv(exec("aws", getToken...), "AWS_PROFILE", "work")},
			cluster.Info{Context: arn, ClusterName: "shop", Region: "eu-west-1", Account: "111122223333", Profile: "work"},
		},
		"with an alias": {
			entry{context: "prod", cluster: arn, user: "prod", exec: exec("aws", getToken...)},
			cluster.Info{Context: "prod", ClusterName: "shop", Region: "eu-west-1", Account: "111122223333"},
		},
		"China": {
			entry{context: "c", cluster: "arn:aws-cn:eks:cn-northwest-1:111122223333:cluster/a_B-1"},
			cluster.Info{Context: "c", ClusterName: "a_B-1", Region: "cn-northwest-1", Account: "111122223333"},
		},
		"GovCloud, ARN in the context's name alone": {
			entry{context: "arn:aws-us-gov:eks:us-gov-west-1:111122223333:cluster/x", cluster: "kubernetes"},
			cluster.Info{
				Context:     "arn:aws-us-gov:eks:us-gov-west-1:111122223333:cluster/x",
				ClusterName: "x", Region: "us-gov-west-1", Account: "111122223333",
			},
		},
		"ARN of something else": {
			entry{context: "arn:aws:ecs:eu-west-1:111122223333:cluster/shop"},
			cluster.Info{Context: "arn:aws:ecs:eu-west-1:111122223333:cluster/shop"},
		},
		"plugin alone": {
			entry{context: "c", cluster: "k", user: "u", exec: exec("/usr/local/bin/aws", "eks", "get-token", "--cluster-name=shop", "--region=eu-west-1",
				"--profile=work")},
			cluster.Info{Context: "c", ClusterName: "shop", Region: "eu-west-1", Profile: "work"},
		},
		"the argument wins over the environment": {
			entry{context: "c", cluster: "k", user: "u", exec: withEnv(
				exec("aws", "--profile", "arg", "--region", "eu-west-1", "eks", "get-token", "--cluster-name", "shop"),
				"AWS_PROFILE", "env", "AWS_REGION", "us-east-1")},
			cluster.Info{Context: "c", ClusterName: "shop", Region: "eu-west-1", Profile: "arg"},
		},
		"region of the environment": {
			entry{context: "c", cluster: "k", user: "u", exec: withEnv(exec(`C:\Program Files\Amazon\AWSCLIV2\aws.exe`, "eks", "get-token",
				"--cluster-name", "shop"), "AWS_DEFAULT_REGION", "us-east-1", "AWS_PROFILE", "")},
			cluster.Info{Context: "c", ClusterName: "shop", Region: "us-east-1"},
		},
		"through another program": {
			entry{context: "c", cluster: "k", user: "u", exec: exec("aws-vault", "exec", "work", "--", "aws", "eks", "get-token", "--cluster-name", "shop")},
			cluster.Info{Context: "c", ClusterName: "shop"},
		},
		"a local cluster's id is no name": {
			entry{context: "c", cluster: "k", user: "u", exec: exec("aws", "eks", "get-token", "--cluster-id", "0a1b", "--region", "eu-west-1")},
			cluster.Info{Context: "c", Region: "eu-west-1"},
		},
		"aws-iam-authenticator": {
			entry{context: "c", cluster: "k", user: "u", exec: withEnv(exec("aws-iam-authenticator", "token", "-i", "shop", "-r", "arn:aws:iam::1:role/x"),
				"AWS_PROFILE", "work")},
			cluster.Info{Context: "c", ClusterName: "shop", Profile: "work"},
		},
		"aws-iam-authenticator, long": {
			entry{context: "c", cluster: "k", user: "u", exec: exec("aws-iam-authenticator", "token", "--cluster-id=shop", "--region", "eu-west-1")},
			cluster.Info{Context: "c", ClusterName: "shop", Region: "eu-west-1"},
		},
		"option without a value": {
			entry{context: "c", cluster: "k", user: "u", exec: exec("aws", "eks", "get-token", "--cluster-name")},
			cluster.Info{Context: "c"},
		},
		"another plugin": {
			entry{context: "c", cluster: "k", user: "u", exec: exec("gke-gcloud-auth-plugin", "--cluster-name", "x", "token")},
			cluster.Info{Context: "c"},
		},
		"eksctl": {
			entry{context: "ada@shop.eu-west-1.eksctl.io", cluster: "shop.eu-west-1.eksctl.io"},
			cluster.Info{Context: "ada@shop.eu-west-1.eksctl.io", ClusterName: "shop", Region: "eu-west-1"},
		},
		"eksctl's context": {
			entry{context: "ada@team@shop.eu-west-1.eksctl.io", cluster: "k"},
			cluster.Info{Context: "ada@team@shop.eu-west-1.eksctl.io", ClusterName: "shop", Region: "eu-west-1"},
		},
		"address": {
			entry{context: "c", cluster: "k", server: "https://0A1B2C3D.gr7.eu-west-1.eks.amazonaws.com"},
			cluster.Info{Context: "c", Region: "eu-west-1"},
		},
		"address of an IPv6 cluster": {
			entry{context: "c", cluster: "k", server: "https://0A1B2C3D.eu-west-1.api.aws:443/"},
			cluster.Info{Context: "c", Region: "eu-west-1"},
		},
		"address in China": {
			entry{context: "c", cluster: "k", server: "https://0A1B2C3D.yl4.cn-north-1.eks.amazonaws.com.cn"},
			cluster.Info{Context: "c", Region: "cn-north-1"},
		},
		"not EKS": {
			entry{context: "kind-kind", cluster: "kind-kind", user: "kind-kind", server: "https://127.0.0.1:6443"},
			cluster.Info{Context: "kind-kind"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			info, err := cluster.Kubeconfig(flagsOf(t, tc.entry.config()))
			if err != nil {
				t.Fatalf("Kubeconfig: %v", err)
			}
			if diff := cmp.Diff(tc.want, info); diff != "" {
				t.Errorf("info (-want +got):\n%s", diff)
			}
		})
	}
}

func TestKubeconfigFollowsFlags(t *testing.T) {
	t.Parallel()
	const shop, bank = "arn:aws:eks:eu-west-1:111122223333:cluster/shop", "arn:aws:eks:us-east-1:444455556666:cluster/bank"
	config := entry{context: "shop", cluster: shop, user: "ada", exec: exec("aws", "eks", "get-token", "--profile", "work")}.config()
	config.Clusters[bank] = &api.Cluster{}
	config.AuthInfos["eve"] = &api.AuthInfo{Exec: exec("aws", "eks", "get-token", "--profile", "home")}
	config.Contexts["bank"] = &api.Context{Cluster: bank, AuthInfo: "eve"}
	for name, tc := range map[string]struct {
		context, cluster, user string
		want                   cluster.Info
	}{
		"none": {want: cluster.Info{Context: "shop", ClusterName: "shop", Region: "eu-west-1", Account: "111122223333", Profile: "work"}},
		"--context": {
			context: "bank",
			want:    cluster.Info{Context: "bank", ClusterName: "bank", Region: "us-east-1", Account: "444455556666", Profile: "home"},
		},
		"--cluster": {
			cluster: bank,
			want:    cluster.Info{Context: "shop", ClusterName: "bank", Region: "us-east-1", Account: "444455556666", Profile: "work"},
		},
		"--user": {
			user: "eve",
			want: cluster.Info{Context: "shop", ClusterName: "shop", Region: "eu-west-1", Account: "111122223333", Profile: "home"},
		},
		"a context that does not exist": {context: "missing", want: cluster.Info{Context: "missing"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			flags := flagsOf(t, config)
			flags.Context, flags.ClusterName, flags.AuthInfoName = &tc.context, &tc.cluster, &tc.user
			info, err := cluster.Kubeconfig(flags)
			if err != nil {
				t.Fatalf("Kubeconfig: %v", err)
			}
			if diff := cmp.Diff(tc.want, info); diff != "" {
				t.Errorf("info (-want +got):\n%s", diff)
			}
		})
	}
}

func TestKubeconfigIsMissing(t *testing.T) {
	t.Parallel()
	flags := flagsOf(t, api.Config{})
	missing := t.TempDir() + "/nothing"
	flags.KubeConfig = &missing
	if _, err := cluster.Kubeconfig(flags); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v, want that the file does not exist", err)
	}
}
