// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"cmp"
	"slices"
	"strings"

	"k8s.io/client-go/tools/clientcmd/api"
)

// fromExec reads the arguments and environment of a credential plugin. Either tool may be started through another one
// (aws-vault exec work -- aws eks get-token …), and the options of the AWS CLI may stand before its command
// (aws --region eu-west-1 eks get-token …).
func fromExec(plugin *api.ExecConfig) Info {
	words := append([]string{plugin.Command}, plugin.Args...)
	for i, word := range words {
		arguments := words[i+1:]
		switch program(word) {
		case "aws":
			if slices.Contains(arguments, "get-token") {
				// --cluster-id is no name here, but the id of a local cluster on an Outpost
				// (https://docs.aws.amazon.com/cli/latest/reference/eks/get-token.html).
				return pluginInfo(plugin, option(arguments, "--cluster-name"), option(arguments, "--region"), option(arguments, "--profile"))
			}
		case "aws-iam-authenticator", "heptio-authenticator-aws":
			if slices.Contains(arguments, "token") {
				// It has no option for the profile (https://github.com/kubernetes-sigs/aws-iam-authenticator, README.md).
				return pluginInfo(plugin, option(arguments, "-i", "--cluster-id"), option(arguments, "--region"), "")
			}
		}
	}
	return Info{}
}

// pluginInfo completes what a plugin's options say with its environment, which options override
// (https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html).
func pluginInfo(plugin *api.ExecConfig, clusterName, region, profile string) Info {
	return Info{
		ClusterName: clusterName,
		Region:      cmp.Or(region, variable(plugin.Env, "AWS_REGION"), variable(plugin.Env, "AWS_DEFAULT_REGION")),
		Profile:     cmp.Or(profile, variable(plugin.Env, "AWS_PROFILE")),
	}
}

// program returns the name of a program without its folder and without ".exe".
func program(command string) string {
	name := command[strings.LastIndexAny(command, `/\`)+1:]
	return strings.TrimSuffix(strings.ToLower(name), ".exe")
}

// option returns the value of an option by any of its names, written "--name value" or "--name=value".
func option(arguments []string, names ...string) string {
	for i, argument := range arguments {
		name, value, joined := strings.Cut(argument, "=")
		switch {
		case !slices.Contains(names, name):
		case joined:
			return value
		case i+1 < len(arguments):
			return arguments[i+1]
		}
	}
	return ""
}

func variable(environment []api.ExecEnvVar, name string) string {
	for _, v := range environment {
		if v.Name == name {
			return v.Value
		}
	}
	return ""
}
