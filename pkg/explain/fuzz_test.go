// SPDX-License-Identifier: Apache-2.0

package explain_test

import (
	"io/fs"
	"testing"
	"time"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// FuzzAnnotation puts any text into the branch annotation of a running and of a waiting pod.
func FuzzAnnotation(f *testing.F) {
	f.Add(`[{"eniId":"eni-0bbbbbbbbbbbbbbb1","ifAddress":"02:00:00:00:00:01","privateIp":"10.0.0.91","vlanId":1,"subnetCidr":"10.0.0.0/24"}]`)
	f.Add(`[{"eniId":"eni-1","privateIp":"","ipv6Addr":"2001:db8::1","vlanId":-1}]`)
	f.Add(`[]`)
	f.Add(`{oops`)
	f.Add("")
	strict, waiting := memory(f, "branch-strict"), memory(f, "branch-not-annotated")
	f.Fuzz(func(t *testing.T, annotation string) {
		for _, s := range []*snapshot.Snapshot{loadFrom(t, strict), loadFrom(t, waiting)} {
			for i := range s.Pods {
				s.Pods[i].Annotations = map[string]string{"vpc.amazonaws.com/pod-eni": annotation}
			}
			twice(t, s)
		}
	})
}

// FuzzEvent lets any event be the newest one of a waiting pod and of its node.
func FuzzEvent(f *testing.F) {
	f.Add("FailedScheduling", "0/3 nodes are available: 1 Insufficient cpu, 2 Too many pods. preemption: 0/3 nodes are available", "ec2:X", int32(3), int64(20))
	f.Add("FailedCreatePodSandBox", `failed: plugin type="aws-cni" failed (add): add cmd: failed to assign an IP address to container`, "", int32(0), int64(-5))
	f.Add("BranchAllocationFailed", "failed to allocate branch ENI to pod: api error InsufficientFreeAddressesInSubnet", "", int32(1), int64(1<<40))
	f.Add("MissingIAMPermissions", "Unauthorized operation: failed to call ec2:CreateTags", "ec2:CreateTags", int32(-1), int64(0))
	f.Add("", "0/0 nodes are available: , , 99999999999999999999 x", "", int32(0), int64(0))
	var stages []fs.FS
	for _, name := range []string{"too-many-pods", "unknown", "branch-not-annotated", "windows-pool-empty", "aws-node-absent"} {
		stages = append(stages, memory(f, name))
	}
	f.Fuzz(func(t *testing.T, reason, message, action string, count int32, seconds int64) {
		for _, file := range stages {
			s := loadFrom(t, file)
			for _, about := range []snapshot.ObjectReference{{Kind: "Node", Name: s.Nodes[0].Name}, {Kind: "Pod", Namespace: "default", Name: "web"}, {Kind: "Pod", Namespace: "kube-system", Name: "aws-node-010"}} {
				s.Events = append(s.Events, snapshot.Event{
					InvolvedObject: about, Type: "Warning", Reason: reason, Message: message, Action: action, Count: count,
					LastTimestamp: s.Meta.Time.Add(-time.Duration(seconds)), Series: &snapshot.EventSeries{Count: count},
				})
			}
			twice(t, s)
		}
	})
}

// FuzzSelector holds any selector against any label.
func FuzzSelector(f *testing.F) {
	f.Add("role", "In", "db", "role", "web", true)
	f.Add("role", "Exists", "", "", "", false)
	f.Add("", "Gt", "1", "a", "b", true)
	byAccountAndPod := memory(f, "policy-no-match-service-account")
	f.Fuzz(func(t *testing.T, key, operator, value, label, labelValue string, byAccount bool) {
		s := loadFrom(t, byAccountAndPod)
		selector := &snapshot.LabelSelector{
			MatchLabels:      map[string]string{key: value},
			MatchExpressions: []snapshot.LabelSelectorRequirement{{Key: key, Operator: operator, Values: []string{value}}},
		}
		spec := &s.SecurityGroupPolicies[0].Spec
		spec.PodSelector, spec.ServiceAccountSelector = selector, nil
		if byAccount {
			spec.PodSelector, spec.ServiceAccountSelector = nil, selector
		}
		for i := range s.Pods {
			s.Pods[i].Labels = map[string]string{label: labelValue}
		}
		s.ServiceAccounts[0].Labels = map[string]string{label: labelValue}
		twice(t, s)
	})
}

// twice explains all of a snapshot two times: the same bytes.
func twice(t *testing.T, s *snapshot.Snapshot) {
	t.Helper()
	s.Normalize()
	if first, second := everything(t, s), everything(t, s); first != second {
		t.Error("two explanations of one snapshot differ")
	}
}
