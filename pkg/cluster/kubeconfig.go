// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"cmp"

	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/client-go/tools/clientcmd/api"
)

// Info is what a kubeconfig says of an EKS cluster and of the AWS identity that reaches it. A field that it does not tell is empty.
type Info struct {
	// Context is the name of the kubeconfig context in use.
	Context string
	// ClusterName is the cluster's name in EKS.
	ClusterName string
	// Region of the cluster, for example "eu-west-1".
	Region string
	// Account that the cluster belongs to, 12 digits.
	Account string
	// Profile is the AWS profile that the credential plugin uses.
	Profile string
}

// Kubeconfig reads what the kubeconfig that flags choose says of the cluster. It sends no request and starts no credential plugin.
// What each field is taken from, the first that tells it:
//
//   - an EKS ARN as the cluster's name (aws eks update-kubeconfig) or as the context's: name, region, account
//   - the arguments and environment of the credential plugin, "aws eks get-token" or "aws-iam-authenticator token": name, region, profile
//   - such a name as eksctl gives it, NAME.REGION.eksctl.io: name, region
//   - the address of the API server: region
//
// It takes the flags rather than a RESTClientGetter, since a loaded kubeconfig does not tell which context --context chose. A context
// that does not exist is no error here, but is one of [New].
func Kubeconfig(flags *genericclioptions.ConfigFlags) (Info, error) {
	config, err := flags.ToRawKubeConfigLoader().RawConfig()
	if err != nil {
		return Info{}, err //nolint:wrapcheck // clientcmd's own words, as in New
	}
	info := Info{Context: cmp.Or(given(flags.Context), config.CurrentContext)}
	entry := config.Contexts[info.Context]
	if entry == nil {
		entry = &api.Context{}
	}
	clusterEntry := cmp.Or(given(flags.ClusterName), entry.Cluster)
	names := []string{clusterEntry, info.Context}
	for _, name := range names {
		info.learn(fromARN(name))
	}
	if user := config.AuthInfos[cmp.Or(given(flags.AuthInfoName), entry.AuthInfo)]; user != nil && user.Exec != nil {
		info.learn(fromExec(user.Exec))
	}
	for _, name := range names {
		info.learn(fromEksctl(name))
	}
	if server := config.Clusters[clusterEntry]; server != nil {
		info.learn(Info{Region: endpointRegion(server.Server)})
	}
	return info, nil
}

// learn fills the fields that are still empty.
func (i *Info) learn(more Info) {
	i.ClusterName = cmp.Or(i.ClusterName, more.ClusterName)
	i.Region = cmp.Or(i.Region, more.Region)
	i.Account = cmp.Or(i.Account, more.Account)
	i.Profile = cmp.Or(i.Profile, more.Profile)
}

// given returns the value of a flag, or "" for one that the command does not have.
func given(flag *string) string {
	if flag == nil {
		return ""
	}
	return *flag
}
