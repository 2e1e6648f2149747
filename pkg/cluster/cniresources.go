// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"slices"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// ENIConfigs reads all ENIConfigs. Where their CRD is not installed, what is unread says [snapshot.NotServed]: a normal state, about
// which callers usually stay silent.
func (c *Client) ENIConfigs(ctx context.Context) ([]snapshot.ENIConfig, []snapshot.Unread, error) {
	return listCustom(ctx, c, customKind[snapshot.ENIConfig]{
		resource: snapshot.ENIConfigs,
		name:     schema.GroupVersionResource{Group: "crd.k8s.amazonaws.com", Version: "v1alpha1", Resource: "eniconfigs"},
		meta:     func(record *snapshot.ENIConfig) *snapshot.ObjectMeta { return &record.ObjectMeta },
	}, "")
}

// CNINodes reads the CNINodes of nodes by their names, or all of them when no name is given. One that does not exist is left out, and
// a missing CRD is [snapshot.NotServed], as with [Client.ENIConfigs]. These are the CNINodes of the VPC resource controller; EKS Auto
// Mode has a kind of the same name in another API group.
func (c *Client) CNINodes(ctx context.Context, names ...string) ([]snapshot.CNINode, []snapshot.Unread, error) {
	k := customKind[snapshot.CNINode]{
		resource: snapshot.CNINodes,
		name:     schema.GroupVersionResource{Group: "vpcresources.k8s.aws", Version: "v1alpha1", Resource: "cninodes"},
		meta:     func(record *snapshot.CNINode) *snapshot.ObjectMeta { return &record.ObjectMeta },
	}
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	if len(names) > 0 && len(names) <= fewObjects {
		return getCustom(ctx, c, k, names)
	}
	records, unread, err := listCustom(ctx, c, k, "")
	if len(names) > 0 {
		records = slices.DeleteFunc(records, func(record snapshot.CNINode) bool {
			_, asked := slices.BinarySearch(names, record.Name)
			return !asked
		})
	}
	return records, unread, err
}

// SecurityGroupPolicies reads the SecurityGroupPolicies of a namespace, or of all namespaces when it is empty. A missing CRD is
// [snapshot.NotServed], as with [Client.ENIConfigs].
func (c *Client) SecurityGroupPolicies(ctx context.Context, namespace string) ([]snapshot.SecurityGroupPolicy, []snapshot.Unread, error) {
	return listCustom(ctx, c, customKind[snapshot.SecurityGroupPolicy]{
		resource:   snapshot.SecurityGroupPolicies,
		name:       schema.GroupVersionResource{Group: "vpcresources.k8s.aws", Version: "v1beta1", Resource: "securitygrouppolicies"},
		namespaced: true,
		meta:       func(record *snapshot.SecurityGroupPolicy) *snapshot.ObjectMeta { return &record.ObjectMeta },
	}, namespace)
}
