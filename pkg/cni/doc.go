// SPDX-License-Identifier: Apache-2.0

// Package cni holds the rules of the Amazon VPC CNI plugin and of the VPC resource controller, as pure functions: settings and their
// defaults, what a tag or description says about an ENI, which ENIs ipamd manages, and how many addresses an instance type carries.
// The sources are the upstream projects aws/amazon-vpc-cni-k8s (read at v1.23.1) and aws/amazon-vpc-resource-controller-k8s (v1.8.2);
// each rule names its file there.
package cni
