// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"regexp"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// cutOwned returns the cluster in a tag kubernetes.io/cluster/NAME=owned.
func cutOwned(t snapshot.Tag) (cluster string, ok bool) {
	cluster, ok = strings.CutPrefix(t.Key, cni.TagClusterPrefix)
	return cluster, ok && t.Value == "owned"
}

// serviceTypes are the services that ENI types belong to (EC2 API Reference, NetworkInterfaceType; NAT gateways come under two spellings).
func serviceTypes() map[string]string {
	return map[string]string{
		"natGateway": "NAT gateway", "nat_gateway": "NAT gateway",
		"load_balancer":                    "load balancer",
		"network_load_balancer":            "Network Load Balancer",
		"gateway_load_balancer":            "Gateway Load Balancer",
		"gateway_load_balancer_endpoint":   "Gateway Load Balancer endpoint",
		"vpc_endpoint":                     "VPC endpoint",
		"transit_gateway":                  "transit gateway attachment",
		"lambda":                           "Lambda",
		"efs":                              "EFS mount target",
		"quicksight":                       "QuickSight",
		"global_accelerator_managed":       "Global Accelerator",
		"api_gateway_managed":              "API Gateway VPC link",
		"iot_rules_managed":                "IoT rules",
		"aws_codestar_connections_managed": "CodeStar Connections",
		"ec2_instance_connect_endpoint":    "EC2 Instance Connect Endpoint",
		"evs":                              "Elastic VMware Service",
	}
}

// descriptionPattern is how a service describes the ENIs that it makes; the first group names the resource.
type descriptionPattern struct {
	service string
	pattern *regexp.Regexp
}

// descriptions are the services' descriptions. Sources: EC2 User Guide, requester-managed network interfaces; EKS User Guide, network
// requirements ("Amazon EKS <cluster-name>"); awslabs/aws-support-tools EKS/subnet-fragmentation. Anyone may write a description, so that
// it counts only on ENIs that are not an instance's.
func descriptions() []descriptionPattern {
	return []descriptionPattern{
		{"EKS control plane", regexp.MustCompile(`^Amazon EKS (\S+)$`)},
		{"Application Load Balancer", regexp.MustCompile(`^ELB app/([^/]+)/`)},
		{"Network Load Balancer", regexp.MustCompile(`^ELB net/([^/]+)/`)},
		{"Gateway Load Balancer", regexp.MustCompile(`^ELB gwy/([^/]+)/`)},
		{"Classic Load Balancer", regexp.MustCompile(`^ELB (\S+)$`)},
		{"NAT gateway", regexp.MustCompile(`^Interface for NAT Gateway (nat-\S+)`)},
		{"VPC endpoint", regexp.MustCompile(`^VPC Endpoint Interface:? (vpce-\S+)`)},
		{"EFS mount target", regexp.MustCompile(`^EFS mount target for (fs-\S+)`)},
		{"Lambda", regexp.MustCompile(`^AWS Lambda VPC ENI-(\S+)`)},
		{"RDS", regexp.MustCompile(`^(RDSNetworkInterface)`)},
		{"ElastiCache", regexp.MustCompile(`^ElastiCache (\S+)`)},
		{"Redshift", regexp.MustCompile(`^(RedshiftNetworkInterface)`)},
		{"CodeBuild", regexp.MustCompile(`^AWS CodeBuild(.*)$`)},
		{"DynamoDB Accelerator", regexp.MustCompile(`^DAX (\S+)`)},
		{"ECS task", regexp.MustCompile(`^(arn:aws[a-z-]*:ecs:\S+)`)},
		{"transit gateway attachment", regexp.MustCompile(`^Network Interface for Transit Gateway Attachment (tgw-attach-\S+)`)},
	}
}

// serviceOf names the AWS service that an ENI belongs to, and where that was read; "" if nothing says so.
func serviceOf(record *snapshot.NetworkInterface) (service, field, value string) {
	if record.Attachment == nil || record.Attachment.InstanceID == "" {
		for _, d := range descriptions() {
			if match := d.pattern.FindStringSubmatch(record.Description); match != nil {
				return named(d.service, match[1]), "Description", record.Description
			}
		}
	}
	if service := serviceTypes()[record.InterfaceType]; service != "" {
		return service, "InterfaceType", record.InterfaceType
	}
	if record.Operator != nil && record.Operator.Managed && record.Operator.Principal != "" {
		return record.Operator.Principal, "Operator.Principal", record.Operator.Principal
	}
	if record.RequesterManaged && record.RequesterID != "" {
		return "an AWS service (requester " + record.RequesterID + ")", "RequesterId", record.RequesterID
	}
	return "", "", ""
}

func named(service, resource string) string {
	resource = strings.TrimSpace(resource)
	if resource == "" || strings.HasSuffix(resource, "NetworkInterface") {
		return service
	}
	return service + " " + resource
}
