// SPDX-License-Identifier: Apache-2.0

package demo_test

import (
	"cmp"
	"iter"
	"net/netip"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

func node(t *testing.T, s *snapshot.Snapshot, name string) *snapshot.Node {
	t.Helper()
	for i := range s.Nodes {
		if s.Nodes[i].Name == name {
			return &s.Nodes[i]
		}
	}
	t.Fatalf("there is no node %s", name)
	return nil
}

func pod(t *testing.T, s *snapshot.Snapshot, name string) *snapshot.Pod {
	t.Helper()
	for i := range s.Pods {
		if s.Pods[i].Name == name {
			return &s.Pods[i]
		}
	}
	t.Fatalf("there is no pod %s", name)
	return nil
}

func subnet(s *snapshot.Snapshot, id string) *snapshot.Subnet {
	at := slices.IndexFunc(s.Subnets, func(n snapshot.Subnet) bool { return n.ID == id })
	return &s.Subnets[at]
}

func instance(n *snapshot.Node) string {
	return n.Spec.ProviderID[strings.LastIndex(n.Spec.ProviderID, "/")+1:]
}

// attached returns the ENIs of an instance by device index.
func attached(s *snapshot.Snapshot, instance string) []*snapshot.NetworkInterface {
	var enis []*snapshot.NetworkInterface
	for i := range s.NetworkInterfaces {
		if a := s.NetworkInterfaces[i].Attachment; a != nil && a.InstanceID == instance {
			enis = append(enis, &s.NetworkInterfaces[i])
		}
	}
	slices.SortFunc(enis, func(a, b *snapshot.NetworkInterface) int {
		return cmp.Compare(a.Attachment.DeviceIndex, b.Attachment.DeviceIndex)
	})
	return enis
}

// in returns the ENIs of a subnet.
func in(s *snapshot.Snapshot, subnet string) []*snapshot.NetworkInterface {
	var enis []*snapshot.NetworkInterface
	for i := range s.NetworkInterfaces {
		if s.NetworkInterfaces[i].SubnetID == subnet {
			enis = append(enis, &s.NetworkInterfaces[i])
		}
	}
	return enis
}

func addresses(eni *snapshot.NetworkInterface) []string {
	var all []string
	for _, a := range eni.PrivateIPAddresses {
		all = append(all, a.PrivateIPAddress)
	}
	return all
}

// held yields the addresses of an ENI, those of its prefixes too.
func held(eni *snapshot.NetworkInterface) iter.Seq[netip.Addr] {
	return func(yield func(netip.Addr) bool) {
		for _, a := range eni.PrivateIPAddresses {
			if !yield(netip.MustParseAddr(a.PrivateIPAddress)) {
				return
			}
		}
		for _, p := range eni.IPv4Prefixes {
			block := netip.MustParsePrefix(p.IPv4Prefix).Masked()
			for a := block.Addr(); block.Contains(a); a = a.Next() {
				if !yield(a) {
					return
				}
			}
		}
	}
}

// used yields the addresses of a subnet that are on an ENI.
func used(s *snapshot.Snapshot, subnet string) iter.Seq[netip.Addr] {
	return func(yield func(netip.Addr) bool) {
		for _, eni := range in(s, subnet) {
			for a := range held(eni) {
				if !yield(a) {
					return
				}
			}
		}
	}
}

// own returns the live pods of a node that have an address of their own.
func own(s *snapshot.Snapshot, node string) []snapshot.Pod {
	var pods []snapshot.Pod
	for _, p := range s.Pods {
		if p.Spec.NodeName == node && !p.Spec.HostNetwork && p.Status.PodIP != "" && p.Status.Phase == "Running" {
			pods = append(pods, p)
		}
	}
	return pods
}

// says reports whether an event of a pod says something.
func says(s *snapshot.Snapshot, pod, reason, text string) bool {
	return slices.ContainsFunc(s.Events, func(e snapshot.Event) bool {
		return e.InvolvedObject.Name == pod && e.Reason == reason && strings.Contains(e.Message, text)
	})
}

func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("%s: (-want +got)\n%s", what, diff)
	}
}
