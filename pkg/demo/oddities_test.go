// SPDX-License-Identifier: Apache-2.0

package demo_test

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// TestTheStuckPods checks that their node has no address left and their subnet no /28, but dozens of addresses.
func TestTheStuckPods(t *testing.T) {
	t.Parallel()
	s := cluster(t)
	n := node(t, s, "ip-192-168-192-21"+suffix)
	equal(t, "prefixes", attached(s, instance(n))[0].IPv4Prefixes, []snapshot.IPv4Prefix{{IPv4Prefix: "192.168.192.64/28"}})
	equal(t, "pods with an address", len(own(s, n.Name)), 16)
	equal(t, "available", *subnet(s, "subnet-07c4f19ab52d8e360").AvailableIPAddressCount, 61)

	touched := map[netip.Prefix]bool{}
	for a := range used(s, "subnet-07c4f19ab52d8e360") {
		block, err := a.Prefix(28)
		if err != nil {
			t.Fatal(err)
		}
		touched[block] = true
	}
	equal(t, "blocks with a used address", len(touched), 8)

	stuck := 0
	for _, p := range s.Pods {
		if p.Spec.NodeName != n.Name || p.Status.Phase != "Pending" {
			continue
		}
		stuck++
		equal(t, p.Name+" waits", p.Status.ContainerStatuses[0].State.Waiting.Reason, "ContainerCreating")
		if p.Status.PodIP != "" || !says(s, p.Name, "FailedCreatePodSandBox", "add cmd: failed to assign an IP address to container") {
			t.Errorf("%s has address %q, or no event that says why not", p.Name, p.Status.PodIP)
		}
	}
	equal(t, "stuck pods", stuck, 2)
}

func TestTheOtherOddities(t *testing.T) {
	t.Parallel()
	s := cluster(t)
	finished, unscheduled, leaked, controlPlane := 0, 0, 0, map[string]bool{}
	for _, p := range s.Pods {
		if p.Status.Phase == "Succeeded" && p.Status.PodIP != "" {
			finished++
		}
		if p.Spec.NodeName == "" && says(s, p.Name, "FailedScheduling", "Too many pods") {
			unscheduled++
		}
	}
	for _, eni := range s.NetworkInterfaces {
		if eni.Status == "available" && strings.HasPrefix(eni.Description, "aws-K8S-i-") && eni.Attachment == nil {
			leaked++
		}
		if eni.Description == "Amazon EKS ironman-2022" {
			controlPlane[eni.SubnetID] = true
		}
	}
	equal(t, "finished, unscheduled, leaked", []int{finished, unscheduled, leaked}, []int{1, 1, 1})
	equal(t, "control plane", controlPlane, map[string]bool{"subnet-0e863f9fbcda592a3": true, "subnet-02d98be342d8ab2a7": true})

	full := node(t, s, "ip-192-168-114-27"+suffix)
	bound := 0
	for _, p := range s.Pods {
		if p.Spec.NodeName == full.Name {
			bound++
		}
	}
	equal(t, "pods of the full node", strconv.Itoa(bound), full.Status.Capacity["pods"])
	equal(t, "prefixes of the full node", len(attached(s, instance(full))[0].IPv4Prefixes), 2)
}

// TestTheRollout checks that the DaemonSet's count of updated pods is that of the pods with its newest revision.
func TestTheRollout(t *testing.T) {
	t.Parallel()
	s := cluster(t)
	generations := map[string]int32{}
	for _, p := range s.Pods {
		if p.Labels["k8s-app"] == "aws-node" {
			generations[p.Labels["pod-template-generation"]]++
		}
	}
	equal(t, "generations", generations, map[string]int32{"2": 1, "3": 5, "4": 2})
	at := slices.IndexFunc(s.DaemonSets, func(d snapshot.DaemonSet) bool { return d.Name == "aws-node" })
	equal(t, "updated", s.DaemonSets[at].Status.UpdatedNumberScheduled, 2)
	equal(t, "desired", int(s.DaemonSets[at].Status.DesiredNumberScheduled), len(s.Nodes))
}
