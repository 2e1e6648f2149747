// SPDX-License-Identifier: Apache-2.0

package explain

// Pages of AWS's documentation.
const (
	guide         = "https://docs.aws.amazon.com/eks/latest/userguide/"
	bestPractices = "https://docs.aws.amazon.com/eks/latest/best-practices/"

	pageVPCCNI          = bestPractices + "vpc-cni.html"
	pageIPOptimization  = bestPractices + "ip-opt.html"
	pagePrefixMode      = bestPractices + "prefix-mode-linux.html"
	pagePrefixModeWin   = bestPractices + "prefix-mode-win.html"
	pageSubnets         = bestPractices + "subnets.html"
	pageSGPBest         = bestPractices + "sgpp.html"
	pagePrefixes        = guide + "cni-increase-ip-addresses.html"
	pageSGP             = guide + "security-groups-for-pods.html"
	pageSGPDeploy       = guide + "security-groups-pods-deployment.html"
	pageSGPExample      = guide + "sg-pods-example-deployment.html"
	pageCustomNetwork   = guide + "cni-custom-network.html"
	pageMaxPods         = guide + "choosing-instance-type.html"
	pageCNIRole         = guide + "cni-iam-role.html"
	pageWindows         = guide + "windows-support.html"
	pageFargate         = guide + "fargate.html"
	pageAutoNetworking  = guide + "auto-networking.html"
	pageHybridCNI       = guide + "hybrid-nodes-cni.html"
	pageOtherCNIs       = guide + "alternate-cni-plugins.html"
	pageIPv6            = guide + "cni-ipv6.html"
	pageTroubleshooting = guide + "troubleshooting.html"
	pageNetworkPolicy   = guide + "cni-network-policy.html"
	pageReservations    = "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html"
	pageSubnetSizing    = "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html"
	pageRequesterENI    = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html"
	pageENI             = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html"
)

// Sources of upstream's behaviour, cut short: the projects under github.com/aws.
const (
	vpcCNI     = "amazon-vpc-cni-k8s "
	controller = "amazon-vpc-resource-controller-k8s "
)
