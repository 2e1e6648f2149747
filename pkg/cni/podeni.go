// SPDX-License-Identifier: Apache-2.0

package cni

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
)

// PodENI is one entry of the annotation vpc.amazonaws.com/pod-eni: a branch ENI that the resource controller made for a pod.
// Source: amazon-vpc-resource-controller-k8s pkg/provider/branch/trunk/trunk.go, ENIDetails.
type PodENI struct {
	ENIID      string
	MACAddress string
	PrivateIP  netip.Addr
	// IPv6 is the zero Addr on IPv4 clusters.
	IPv6         netip.Addr
	VLANID       int
	SubnetCIDR   string
	SubnetV6CIDR string
}

// podENIEntry is the annotation's JSON form.
type podENIEntry struct {
	ENIID        string `json:"eniId"`
	IfAddress    string `json:"ifAddress"`
	PrivateIP    string `json:"privateIp"`
	IPv6Addr     string `json:"ipv6Addr"`
	VLANID       int    `json:"vlanId"`
	SubnetCIDR   string `json:"subnetCidr"`
	SubnetV6CIDR string `json:"subnetV6Cidr"`
}

// ParsePodENI parses the annotation. It fails when the text is no JSON array of branch ENIs, when an entry has no ENI id, or when an
// address does not parse.
func ParsePodENI(annotation string) ([]PodENI, error) {
	var entries []podENIEntry
	if err := json.Unmarshal([]byte(annotation), &entries); err != nil {
		return nil, fmt.Errorf("annotation %s: %w", AnnotationPodENI, err)
	}
	enis := make([]PodENI, 0, len(entries))
	for _, entry := range entries {
		eni, err := entry.parse()
		if err != nil {
			return nil, fmt.Errorf("annotation %s: %w", AnnotationPodENI, err)
		}
		enis = append(enis, eni)
	}
	return enis, nil
}

func (e podENIEntry) parse() (PodENI, error) {
	if e.ENIID == "" {
		return PodENI{}, errors.New("an entry has no eniId")
	}
	privateIP, err := optionalAddr(e.PrivateIP)
	if err != nil {
		return PodENI{}, fmt.Errorf("privateIp of %s: %w", e.ENIID, err)
	}
	ipv6, err := optionalAddr(e.IPv6Addr)
	if err != nil {
		return PodENI{}, fmt.Errorf("ipv6Addr of %s: %w", e.ENIID, err)
	}
	return PodENI{
		ENIID: e.ENIID, MACAddress: e.IfAddress, PrivateIP: privateIP, IPv6: ipv6,
		VLANID: e.VLANID, SubnetCIDR: e.SubnetCIDR, SubnetV6CIDR: e.SubnetV6CIDR,
	}, nil
}

func optionalAddr(text string) (netip.Addr, error) {
	if text == "" {
		return netip.Addr{}, nil
	}
	addr, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Addr{}, fmt.Errorf("parsing address: %w", err)
	}
	return addr, nil
}
