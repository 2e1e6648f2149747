// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// KindSubnetReport is the kind of [SubnetReport].
const KindSubnetReport = "SubnetReport"

// SubnetReport says where the addresses of subnets went.
type SubnetReport struct {
	metav1.TypeMeta `json:",inline"`

	Cluster Cluster `json:"cluster"`
	// Items are sorted by VPC, zone and id.
	Items []Subnet `json:"items"`
	// Interfaces are the ENIs in these subnets that are attached to nothing, with what they are: leaked, in flight, another cluster's.
	Interfaces []LooseInterface `json:"interfaces"`
	Warnings   []Warning        `json:"warnings"`
}

// DeepCopyObject lets kubectl's printers take a SubnetReport.
func (r *SubnetReport) DeepCopyObject() runtime.Object { return copyDocument(r) }

// Subnet is the ledger of a subnet. For every subnet with IPv4 addresses, Usable = Available + Reserved + InUse, and the buckets sum to InUse.
type Subnet struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
	// CIDR is the IPv4 range; absent for subnets with IPv6 alone, or when the subnet could not be read.
	CIDR      string   `json:"cidr,omitempty"`
	IPv6CIDRs []string `json:"ipv6CIDRs,omitempty"`
	VPCID     string   `json:"vpcID,omitempty"`
	Zone      string   `json:"zone,omitempty"`
	// ZoneType is AvailabilityZone, LocalZone, WavelengthZone or Outpost.
	ZoneType   string `json:"zoneType,omitempty"`
	OutpostARN string `json:"outpostARN,omitempty"`
	// OwnerID is the account that owns the subnet; it is another one than the cluster's when the subnet is shared.
	OwnerID string `json:"ownerID,omitempty"`
	// Shared tells that another account owns the subnet.
	Shared bool `json:"shared,omitempty"`
	// Excluded tells that pods get no new addresses here: tag kubernetes.io/role/cni.
	Excluded bool `json:"excluded,omitempty"`
	// Why says why the subnet is listed.
	Why []SubnetReason `json:"why"`

	// Usable is the size of the CIDR less AWS's five.
	Usable *int `json:"usable,omitempty"`
	// Available is EC2's AvailableIpAddressCount.
	Available *int `json:"available,omitempty"`
	// Reserved counts the addresses inside of CIDR reservations that nothing uses and that Available leaves out. Absent when the reservations
	// could not be read.
	Reserved *int `json:"reserved,omitempty"`
	// AvailableByHand counts the addresses of Available that reservations of type explicit keep: EC2 does not give them out by itself.
	AvailableByHand int `json:"availableByHand,omitempty"`
	// InUse is Usable − Available − Reserved.
	InUse *int `json:"inUse,omitempty"`
	// Buckets says what the addresses in use are for. All of [SubnetBuckets] are there, unaccounted where it is known.
	Buckets map[SubnetBucket]int `json:"buckets"`
	// Accounted counts the addresses that were found on ENIs.
	Accounted int `json:"accounted"`
	// Unaccounted is InUse − Accounted. It is negative when ENIs were made between the reads.
	Unaccounted *int `json:"unaccounted,omitempty"`
	// UnaccountedReasons are likely reasons for Unaccounted, the likeliest first.
	UnaccountedReasons []string `json:"unaccountedReasons,omitempty"`

	// Free28 counts the /28s that EC2 could still give to an ENI as a prefix, those inside of reservations of type prefix included. Absent
	// where it makes no sense, which PrefixNote says, or where it is unknown.
	Free28 *int `json:"free28,omitempty"`
	// Free28AtMost tells that Free28 is an upper bound: addresses are in use of which it is unknown where they lie.
	Free28AtMost bool `json:"free28AtMost,omitempty"`
	// Free28Reserved counts those of Free28 that lie inside of reservations of type prefix.
	Free28Reserved int `json:"free28Reserved,omitempty"`
	// LargestFree is the largest free aligned block of at least a /28 outside of reservations.
	LargestFree string `json:"largestFree,omitempty"`
	// PrefixNote says why Free28 is absent or what it means here.
	PrefixNote string `json:"prefixNote,omitempty"`
	// IPv6Prefixes counts the /80s that ENIs hold here.
	IPv6Prefixes int `json:"ipv6Prefixes,omitempty"`

	Reservations []SubnetReservation `json:"reservations,omitempty"`
	// Holders say who holds addresses, the nodes of this cluster left out; most addresses first.
	Holders []SubnetHolder `json:"holders,omitempty"`
	// Nodes are the nodes of this cluster with addresses here, most idle addresses first.
	Nodes []SubnetNode `json:"nodes,omitempty"`
	// Clusters splits the addresses in use by cluster, where there are several; addresses of no cluster have no part in it.
	Clusters []SubnetCluster `json:"clusters,omitempty"`
	// Blocks are all /28s in the order of their addresses; only with --map.
	Blocks []SubnetBlock `json:"blocks,omitempty"`
}

// SubnetReason says why a subnet is listed.
type SubnetReason struct {
	// Code is Nodes, ENIConfig, Discovery, Excluded, ClusterTag, ControlPlane or Asked.
	Code string `json:"code"`
	// Detail is made for people.
	Detail string `json:"detail"`
}

// SubnetReservation is a CIDR reservation.
type SubnetReservation struct {
	ID   string `json:"id"`
	CIDR string `json:"cidr"`
	// Type is prefix or explicit.
	Type        string `json:"type"`
	Description string `json:"description,omitempty"`
	// Addresses is its size; Empty counts those that nothing uses. Absent for IPv6.
	Addresses *int `json:"addresses,omitempty"`
	Empty     *int `json:"empty,omitempty"`
}

// SubnetHolder holds addresses of a subnet.
type SubnetHolder struct {
	Bucket SubnetBucket `json:"bucket"`
	// Name says who it is in words: "NLB shared-ingress", "RDS", an instance's name.
	Name string `json:"name"`
	// Cluster is the cluster that it belongs to, if its tags or its description name one.
	Cluster    string `json:"cluster,omitempty"`
	InstanceID string `json:"instanceID,omitempty"`
	Interfaces int    `json:"interfaces"`
	Addresses  int    `json:"addresses"`
}

// SubnetNode is a node of this cluster with addresses of the subnet.
type SubnetNode struct {
	Name       string `json:"name"`
	InstanceID string `json:"instanceID,omitempty"`
	Interfaces int    `json:"interfaces"`
	Addresses  int    `json:"addresses"`
	// Pods counts the pod addresses with a pod, Idle those without one. Absent when the pods could not be read.
	Pods *int `json:"pods,omitempty"`
	Idle *int `json:"idle,omitempty"`
	// Prefixes counts the node's /28s here.
	Prefixes int `json:"prefixes,omitempty"`
	// PrefixUse is how many addresses of each prefix have a pod, the fullest first.
	PrefixUse []int `json:"prefixUse,omitempty"`
	// FreeablePrefixes is how many prefixes would be empty if the pods on them were packed. The CNI keeps some of those as its warm target asks.
	FreeablePrefixes *int `json:"freeablePrefixes,omitempty"`
}

// SubnetCluster is a cluster's share of a subnet.
type SubnetCluster struct {
	// Name is empty for ENIs that a VPC CNI made and whose tags name no cluster.
	Name string `json:"name"`
	// Current tells that it is the cluster that was asked.
	Current bool `json:"current,omitempty"`
	// Instances counts the instances whose ENIs hold addresses, Interfaces the ENIs, those without an instance too.
	Instances  int `json:"instances"`
	Interfaces int `json:"interfaces"`
	Addresses  int `json:"addresses"`
}

// SubnetBlock is a /28 of a subnet.
type SubnetBlock struct {
	CIDR string `json:"cidr"`
	// Addresses counts the addresses in use by bucket.
	Addresses map[SubnetBucket]int `json:"addresses,omitempty"`
	// AWS counts those of AWS's five that lie in the block.
	AWS int `json:"aws,omitempty"`
	// Free counts the addresses that nothing uses, inside of reservations too.
	Free int `json:"free"`
	// Reservation is prefix or explicit where a CIDR reservation keeps addresses of the block.
	Reservation string `json:"reservation,omitempty"`
	// Free28 tells that EC2 could give the block to an ENI as a prefix.
	Free28 bool `json:"free28,omitempty"`
}

// LooseInterface is an ENI that is attached to nothing.
type LooseInterface struct {
	ID       string `json:"id"`
	SubnetID string `json:"subnetID"`
	// Verdict is Leaked, InFlight, OtherCluster or Unattached.
	Verdict string `json:"verdict"`
	// Reason is the rule that led to the verdict, in words.
	Reason string `json:"reason"`
	// Owner is who made it: amazon-vpc-cni or eks-vpc-resource-controller; absent when it is neither.
	Owner   string `json:"owner,omitempty"`
	Cluster string `json:"cluster,omitempty"`
	// InstanceID is the instance that it was made for.
	InstanceID  string `json:"instanceID,omitempty"`
	Description string `json:"description,omitempty"`
	// CreatedAt is the time that the VPC CNI put into a tag.
	CreatedAt *time.Time `json:"createdAt,omitempty"`
	// AgeSeconds is counted from CreatedAt to the time of the read.
	AgeSeconds *int64 `json:"ageSeconds,omitempty"`
	// Addresses counts the addresses that it holds, 16 for a prefix.
	Addresses int `json:"addresses"`
	// Command would delete it. It is never run.
	Command string `json:"command,omitempty"`
}
