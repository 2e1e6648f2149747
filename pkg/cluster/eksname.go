// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"net/url"
	"regexp"
	"strings"
)

const (
	// regionPattern: eu-west-1, us-gov-west-1, us-iso-east-1.
	regionPattern = `[a-z]+(?:-[a-z]+)+-[0-9]+`
	// clusterPattern is the pattern of a cluster's name (https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html).
	clusterPattern = `[0-9A-Za-z][A-Za-z0-9\-_]{0,99}`
)

// fromARN reads the ARN of an EKS cluster, in any partition: arn:aws:eks:eu-west-1:111122223333:cluster/NAME
// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html).
func fromARN(text string) Info {
	parts := regexp.MustCompile(`^arn:aws(?:-[a-z-]+)?:eks:(` + regionPattern + `):([0-9]{12}):cluster/(` + clusterPattern + `)$`).
		FindStringSubmatch(text)
	if parts == nil {
		return Info{}
	}
	return Info{Region: parts[1], Account: parts[2], ClusterName: parts[3]}
}

// fromEksctl reads the name that eksctl gives in a kubeconfig to a cluster, NAME.REGION.eksctl.io, and to its context,
// USER@NAME.REGION.eksctl.io (https://github.com/eksctl-io/eksctl/blob/main/pkg/apis/eksctl.io/v1alpha5/types.go, ClusterMeta.String).
func fromEksctl(text string) Info {
	parts := regexp.MustCompile(`^(?:.*@)?(` + clusterPattern + `)\.(` + regionPattern + `)\.eksctl\.io$`).FindStringSubmatch(text)
	if parts == nil {
		return Info{}
	}
	return Info{ClusterName: parts[1], Region: parts[2]}
}

// endpointRegion returns the region in the address of an EKS API server, or "": https://ID.gr7.REGION.eks.amazonaws.com, and for IPv6
// clusters https://ID.REGION.api.aws; other domains in China (https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html).
func endpointRegion(server string) string {
	address, err := url.Parse(server)
	if err != nil {
		return ""
	}
	domains := `eks\.amazonaws\.com|eks\.amazonaws\.com\.cn|api\.aws|api\.amazonwebservices\.com\.cn|amazonwebservices\.com\.cn`
	parts := regexp.MustCompile(`\.(` + regionPattern + `)\.(?:` + domains + `)$`).
		FindStringSubmatch(strings.ToLower(address.Hostname()))
	if parts == nil {
		return ""
	}
	return parts[1]
}
