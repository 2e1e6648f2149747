// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// Annotations of pods that say where a pod's addresses come from.
const (
	podENIAnnotation      = "vpc.amazonaws.com/pod-eni"            // a branch ENI, written by the VPC resource controller
	windowsIPv4Annotation = "vpc.amazonaws.com/PrivateIPv4Address" // the address of a Windows pod, written by the same
	multiNICAnnotation    = "k8s.amazonaws.com/nicConfig"          // set by the user for several network interfaces
)

// keyFilter says which annotations are kept. All others may hold anything, even secrets, and are dropped.
type keyFilter func(key string) bool

// under keeps the keys under any of some domains, such as "vpc.amazonaws.com/".
func under(domains ...string) keyFilter {
	return func(key string) bool {
		for _, domain := range domains {
			if strings.HasPrefix(key, domain) {
				return true
			}
		}
		return false
	}
}

// networkKeys keeps what the VPC CNI, the VPC resource controller and Fargate write of a pod's network.
func networkKeys() keyFilter {
	return under("vpc.amazonaws.com/", "k8s.amazonaws.com/", "fargate.amazonaws.com/", "crd.k8s.amazonaws.com/")
}

// metadata makes the record of an object's metadata with everything but annotations.
func metadata(m *metav1.ObjectMeta) snapshot.ObjectMeta {
	record := snapshot.ObjectMeta{
		Name: m.Name, Namespace: m.Namespace, UID: string(m.UID),
		CreationTimestamp: m.CreationTimestamp.UTC(), DeletionTimestamp: optionalTime(m.DeletionTimestamp),
	}
	if len(m.Labels) > 0 {
		record.Labels = m.Labels
	}
	for _, owner := range m.OwnerReferences {
		record.OwnerReferences = append(record.OwnerReferences, snapshot.OwnerReference{
			APIVersion: owner.APIVersion, Kind: owner.Kind, Name: owner.Name, UID: string(owner.UID),
		})
	}
	return record
}

// filtered returns the entries of a map whose keys are kept, or nil when there are none.
func filtered(all map[string]string, keep keyFilter) map[string]string {
	var kept map[string]string
	for key, value := range all {
		if keep(key) {
			if kept == nil {
				kept = map[string]string{}
			}
			kept[key] = value
		}
	}
	return kept
}

func optionalTime(t *metav1.Time) *time.Time {
	if t == nil {
		return nil
	}
	utc := t.UTC()
	return &utc
}
