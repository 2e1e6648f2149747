// SPDX-License-Identifier: Apache-2.0

// Package snapshot holds what was read from Kubernetes and EC2, as plain records, and its saved form.
//
// The records are the API objects cut down to the fields that this project needs, under the APIs' own names: a Kubernetes record
// marshals to a valid (pruned) object of its kind, an EC2 record to what the AWS CLI prints. Saving is therefore plain JSON encoding and
// loading plain decoding, and a live read and its saved form are the same value. Nothing here interprets: text that does not parse as
// an address stays text, and package topology says what it makes of it.
package snapshot

import (
	"slices"
	"time"
)

// Snapshot is everything that one run read. The zero value of a list means either that there is nothing or that it was not read;
// [Snapshot.Unread] tells which.
type Snapshot struct {
	Meta Meta

	Nodes                 []Node
	Pods                  []Pod
	Events                []Event
	DaemonSets            []DaemonSet
	ConfigMaps            []ConfigMap
	ENIConfigs            []ENIConfig
	CNINodes              []CNINode
	SecurityGroupPolicies []SecurityGroupPolicy
	ServiceAccounts       []ServiceAccount

	NetworkInterfaces      []NetworkInterface
	Subnets                []Subnet
	SubnetCIDRReservations []SubnetCIDRReservation
	Instances              []Instance
	InstanceTypes          []InstanceType
	SecurityGroups         []SecurityGroup
}

// Meta says when, where and by what a snapshot was made. It is the content of meta.json.
type Meta struct {
	// Time of the read; ages are counted from it, never from the clock.
	Time time.Time `json:"time,omitzero"`
	// Context is the kubeconfig context that was read.
	Context string `json:"context,omitempty"`
	// Cluster is the cluster's name, where the context tells it.
	Cluster string `json:"cluster,omitempty"`
	// Region is the AWS region that was asked, for example eu-west-1.
	Region string `json:"region,omitempty"`
	// Account is the AWS account that was asked, 12 digits.
	Account string `json:"account,omitempty"`
	// Versions of what took part: "kubectl-eni", "kubernetes".
	Versions map[string]string `json:"versions,omitempty"`
	// Unread lists what could not be read, and why.
	Unread []Unread `json:"unread,omitempty"`
}

// Resource names one list of a [Snapshot]. Its value is the list's path in the saved form, without ".json".
type Resource string

// The resources of a snapshot.
const (
	Nodes                 Resource = "kubernetes/nodes"
	Pods                  Resource = "kubernetes/pods"
	Events                Resource = "kubernetes/events"
	DaemonSets            Resource = "kubernetes/daemonsets"
	ConfigMaps            Resource = "kubernetes/configmaps"
	ENIConfigs            Resource = "kubernetes/eniconfigs"
	CNINodes              Resource = "kubernetes/cninodes"
	SecurityGroupPolicies Resource = "kubernetes/securitygrouppolicies"
	ServiceAccounts       Resource = "kubernetes/serviceaccounts"

	NetworkInterfaces      Resource = "ec2/network-interfaces"
	Subnets                Resource = "ec2/subnets"
	SubnetCIDRReservations Resource = "ec2/subnet-cidr-reservations"
	Instances              Resource = "ec2/instances"
	InstanceTypes          Resource = "ec2/instance-types"
	SecurityGroups         Resource = "ec2/security-groups"
)

// Code classifies why something was not read.
type Code string

// The reasons for which a read can fail.
const (
	// Forbidden means that RBAC or IAM refused the call; Permission names what is missing.
	Forbidden Code = "Forbidden"
	// Throttled means that EC2 kept refusing for the request rate.
	Throttled Code = "Throttled"
	// NoCredentials means that there is no usable AWS identity.
	NoCredentials Code = "NoCredentials"
	// WrongAccount means that EC2 answered but knows none of the cluster's instances.
	WrongAccount Code = "WrongAccount"
	// NotServed means that the API server does not serve the kind: its CRD is not installed.
	NotServed Code = "NotServed"
	// NotInSnapshot means that the snapshot has no such file.
	NotInSnapshot Code = "NotInSnapshot"
	// Malformed means that an object could not be decoded; Message says which and why.
	Malformed Code = "Malformed"
	// Failed means any other failure; Message says which.
	Failed Code = "Failed"
)

// Unread is something that could not be read. It is data, not an error: everything else is still shown.
type Unread struct {
	// Resource is empty where it is not known: for a file of a snapshot that could not be made out.
	Resource Resource `json:"resource"`
	Code     Code     `json:"code"`
	// Message is what came back, in the API's own words.
	Message string `json:"message"`
	// API is the call that failed: "ec2:DescribeSubnets", or "list pods".
	API string `json:"api,omitempty"`
	// Permission is the IAM action or the RBAC rule that would allow it.
	Permission string `json:"permission,omitempty"`
	// Namespace is the one namespace that the failure is about; empty means all of them.
	Namespace string `json:"namespace,omitempty"`
	// IDs are the objects that the failure is about (node names, instance ids, ENI ids, subnet ids); empty means all of them.
	IDs []string `json:"ids,omitempty"`
}

// Missed returns what could not be read of a resource, in the order of [Meta.Unread].
func (s *Snapshot) Missed(r Resource) []Unread {
	var missed []Unread
	for _, u := range s.Meta.Unread {
		if u.Resource == r {
			missed = append(missed, u)
		}
	}
	return missed
}

// Whole reports whether all of a resource was read.
func (s *Snapshot) Whole(r Resource) bool {
	return !slices.ContainsFunc(s.Meta.Unread, func(u Unread) bool { return u.Resource == r })
}
