// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// DaemonSets reads DaemonSets of a namespace by name. One that does not exist is left out.
func (c *Client) DaemonSets(ctx context.Context, namespace string, names ...string) ([]snapshot.DaemonSet, []snapshot.Unread, error) {
	newKind := func() kind[*appsv1.DaemonSet, snapshot.DaemonSet] {
		return kind[*appsv1.DaemonSet, snapshot.DaemonSet]{
			resource: snapshot.DaemonSets, name: appsv1.Resource("daemonsets"), namespaced: true, client: c.apps,
			newObject: func() *appsv1.DaemonSet { return &appsv1.DaemonSet{} },
			newList:   func() objectList { return &appsv1.DaemonSetList{} },
			record:    func(set *appsv1.DaemonSet) (snapshot.DaemonSet, bool) { return daemonSet(set), true },
			meta:      func(record *snapshot.DaemonSet) *snapshot.ObjectMeta { return &record.ObjectMeta },
		}
	}
	records, _, unread, err := byName(ctx, c, newKind, namespace, names)
	return records, unread, err
}

// ConfigMaps reads ConfigMaps of a namespace by name, with all of their data: name only those whose content is meant for a snapshot.
// One that does not exist is left out.
func (c *Client) ConfigMaps(ctx context.Context, namespace string, names ...string) ([]snapshot.ConfigMap, []snapshot.Unread, error) {
	newKind := func() kind[*corev1.ConfigMap, snapshot.ConfigMap] {
		return kind[*corev1.ConfigMap, snapshot.ConfigMap]{
			resource: snapshot.ConfigMaps, name: corev1.Resource("configmaps"), namespaced: true, client: c.core,
			newObject: func() *corev1.ConfigMap { return &corev1.ConfigMap{} },
			newList:   func() objectList { return &corev1.ConfigMapList{} },
			record: func(m *corev1.ConfigMap) (snapshot.ConfigMap, bool) {
				record := snapshot.ConfigMap{ObjectMeta: metadata(&m.ObjectMeta)}
				if len(m.Data) > 0 {
					record.Data = m.Data
				}
				return record, true
			},
			meta: func(record *snapshot.ConfigMap) *snapshot.ObjectMeta { return &record.ObjectMeta },
		}
	}
	records, _, unread, err := byName(ctx, c, newKind, namespace, names)
	return records, unread, err
}

// ServiceAccounts reads service accounts: those named of a namespace, or all of it, or those of all namespaces when namespace is
// empty too. One that does not exist is left out.
func (c *Client) ServiceAccounts(
	ctx context.Context, namespace string, names ...string,
) ([]snapshot.ServiceAccount, []snapshot.Unread, error) {
	newKind := func() kind[*corev1.ServiceAccount, snapshot.ServiceAccount] {
		return kind[*corev1.ServiceAccount, snapshot.ServiceAccount]{
			resource: snapshot.ServiceAccounts, name: corev1.Resource("serviceaccounts"), namespaced: true, client: c.core,
			newObject: func() *corev1.ServiceAccount { return &corev1.ServiceAccount{} },
			newList:   func() objectList { return &corev1.ServiceAccountList{} },
			record: func(account *corev1.ServiceAccount) (snapshot.ServiceAccount, bool) {
				return snapshot.ServiceAccount{ObjectMeta: metadata(&account.ObjectMeta)}, true
			},
			meta: func(record *snapshot.ServiceAccount) *snapshot.ObjectMeta { return &record.ObjectMeta },
		}
	}
	if len(names) > 0 {
		records, _, unread, err := byName(ctx, c, newKind, namespace, names)
		return records, unread, err
	}
	k := newKind()
	records, err := list(ctx, c, k, selection{namespace: namespace})
	return settle(ctx, k, namespace, records, err)
}
