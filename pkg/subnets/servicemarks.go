// SPDX-License-Identifier: Apache-2.0

package subnets

import "github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"

// serviceMark is how the ENIs of an AWS service are known.
type serviceMark struct {
	// kind is EC2's interface type, or prefix the beginning of the description, in small letters.
	kind, prefix string
	bucket       v1alpha1.SubnetBucket
	name         string
	// label takes the name of the one resource out of the description; nil when there is none.
	label func(rest string) string
}

// serviceMarks are gone through in order; the first one counts. The types are those of the filter interface-type (Amazon EC2 API Reference,
// DescribeNetworkInterfaces). The descriptions are the services' own:
//   - Amazon EC2 User Guide, "Requester-managed network interfaces" (VPC endpoints, resource gateways), and the Directory Service and License
//     Manager guides;
//   - cloud-custodian tools/zerodark c7n_zerodark/ipdb.py and awslabs/aws-support-tools EKS/subnet-fragmentation for the others.
//
// An Application Load Balancer's ENIs are of type interface, a Network Load Balancer's of a type of their own.
func serviceMarks() []serviceMark {
	return []serviceMark{
		{kind: "nat_gateway", bucket: v1alpha1.BucketNATGateways, name: "NAT gateway", label: lastWord},
		{kind: "natGateway", bucket: v1alpha1.BucketNATGateways, name: "NAT gateway", label: lastWord},
		{prefix: "interface for nat gateway ", bucket: v1alpha1.BucketNATGateways, name: "NAT gateway", label: lastWord},

		{prefix: "elb app/", bucket: v1alpha1.BucketLoadBalancers, name: "ALB", label: firstPart},
		{prefix: "elb net/", bucket: v1alpha1.BucketLoadBalancers, name: "NLB", label: firstPart},
		{prefix: "elb gwy/", bucket: v1alpha1.BucketLoadBalancers, name: "Gateway Load Balancer", label: firstPart},
		{prefix: "elb ", bucket: v1alpha1.BucketLoadBalancers, name: "CLB", label: firstPart},
		{kind: "network_load_balancer", bucket: v1alpha1.BucketLoadBalancers, name: "NLB"},
		{kind: "gateway_load_balancer", bucket: v1alpha1.BucketLoadBalancers, name: "Gateway Load Balancer"},
		{kind: "load_balancer", bucket: v1alpha1.BucketLoadBalancers, name: "load balancer"},

		{kind: "gateway_load_balancer_endpoint", bucket: v1alpha1.BucketVPCEndpoints, name: "Gateway Load Balancer endpoint", label: lastWord},
		{kind: "vpc_endpoint", bucket: v1alpha1.BucketVPCEndpoints, name: "VPC endpoint", label: lastWord},
		{prefix: "vpc endpoint interface", bucket: v1alpha1.BucketVPCEndpoints, name: "VPC endpoint", label: lastWord},

		{prefix: "aws lambda vpc eni-", bucket: v1alpha1.BucketLambda, name: "Lambda", label: functionName},
		{kind: "lambda", bucket: v1alpha1.BucketLambda, name: "Lambda"},
		{prefix: "aws lambda vpc eni", bucket: v1alpha1.BucketLambda, name: "Lambda"},

		{prefix: "rdsnetworkinterface", bucket: v1alpha1.BucketRDS, name: "RDS"},
		{prefix: "network interface for dbproxy ", bucket: v1alpha1.BucketRDS, name: "RDS Proxy", label: lastWord},

		{prefix: "efs mount target for ", bucket: v1alpha1.BucketEFS, name: "EFS", label: firstWord},
		{kind: "efs", bucket: v1alpha1.BucketEFS, name: "EFS"},

		{kind: "transit_gateway", bucket: v1alpha1.BucketOtherServices, name: "transit gateway", label: lastWord},
		{prefix: "network interface for transit gateway attachment ", bucket: v1alpha1.BucketOtherServices, name: "transit gateway", label: lastWord},
		{kind: "quicksight", bucket: v1alpha1.BucketOtherServices, name: "QuickSight"},
		{kind: "global_accelerator_managed", bucket: v1alpha1.BucketOtherServices, name: "Global Accelerator"},
		{kind: "api_gateway_managed", bucket: v1alpha1.BucketOtherServices, name: "API Gateway"},
		{prefix: "eni managed by apigateway", bucket: v1alpha1.BucketOtherServices, name: "API Gateway"},
		{kind: "iot_rules_managed", bucket: v1alpha1.BucketOtherServices, name: "IoT rules"},
		{kind: "aws_codestar_connections_managed", bucket: v1alpha1.BucketOtherServices, name: "CodeStar Connections"},
		{prefix: "aws codestar connections", bucket: v1alpha1.BucketOtherServices, name: "CodeStar Connections"},
		{kind: "ec2_instance_connect_endpoint", bucket: v1alpha1.BucketOtherServices, name: "EC2 Instance Connect endpoint"},
		{kind: "evs", bucket: v1alpha1.BucketOtherServices, name: "Elastic VMware Service"},
		{prefix: "resource gateway interface ", bucket: v1alpha1.BucketOtherServices, name: "VPC Lattice resource gateway", label: lastWord},
		{prefix: "route 53 resolver", bucket: v1alpha1.BucketOtherServices, name: "Route 53 Resolver"},
		{prefix: "elasticache", bucket: v1alpha1.BucketOtherServices, name: "ElastiCache", label: afterSeparator},
		{prefix: "redshiftnetworkinterface", bucket: v1alpha1.BucketOtherServices, name: "Redshift"},
		{prefix: "dmsnetworkinterface", bucket: v1alpha1.BucketOtherServices, name: "Database Migration Service"},
		{prefix: "dax ", bucket: v1alpha1.BucketOtherServices, name: "DynamoDB Accelerator", label: lastWord},
		{prefix: "es ", bucket: v1alpha1.BucketOtherServices, name: "OpenSearch", label: firstWord},
		{prefix: "do not delete - amazon msk network interface", bucket: v1alpha1.BucketOtherServices, name: "Amazon MSK"},
		{prefix: "amazon kinesis firehose", bucket: v1alpha1.BucketOtherServices, name: "Data Firehose"},
		{prefix: "aws elasticmapreduce", bucket: v1alpha1.BucketOtherServices, name: "EMR"},
		{prefix: "aws created network interface for directory", bucket: v1alpha1.BucketOtherServices, name: "Directory Service", label: lastWord},
		{prefix: "aws created network interface for licensemanager", bucket: v1alpha1.BucketOtherServices, name: "License Manager"},
		{prefix: "cloudhsm", bucket: v1alpha1.BucketOtherServices, name: "CloudHSM"},
		{prefix: "created by amazon workspaces", bucket: v1alpha1.BucketOtherServices, name: "WorkSpaces"},
		{prefix: "attached to glue using role", bucket: v1alpha1.BucketOtherServices, name: "Glue"},
		{prefix: "[do not delete] eni managed by sagemaker", bucket: v1alpha1.BucketOtherServices, name: "SageMaker"},
		{prefix: "[do not delete] network interface created to access resources in your vpc for sagemaker", bucket: v1alpha1.BucketOtherServices, name: "SageMaker"},
		{prefix: "aws codebuild", bucket: v1alpha1.BucketOtherServices, name: "CodeBuild"},
		{prefix: "datasync ", bucket: v1alpha1.BucketOtherServices, name: "DataSync"},
	}
}
