// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"context"
	"slices"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// nodes reads the selected nodes.
func (c *collector) nodes(ctx context.Context) error {
	query := cluster.NodeQuery{}
	switch s := c.query.Selection; {
	case s.Labels != nil:
		query.LabelSelector = s.Labels.String()
	case len(s.Instances) == 0:
		// No field selector takes an instance id, so those need the list of all nodes.
		query.Names = s.Names
	}
	records, unread, err := c.Cluster.Nodes(ctx, query)
	if err != nil {
		return err
	}
	if err := accessError(unread, len(records)); err != nil {
		return err
	}
	if err := c.query.Selection.checkFound(records); err != nil && len(unread) == 0 {
		return err
	}
	records = slices.DeleteFunc(records, func(n snapshot.Node) bool { return !c.query.Selection.Matches(&n) })
	return gather(c, &c.snapshot.Nodes, records, unread, nil)
}

// pods reads the pods of the selected nodes. Where they may not be listed in all namespaces, those of the one that was asked for are read,
// and the rest stays unread.
func (c *collector) pods(ctx context.Context, detail cluster.PodDetail, nodeNames []string) error {
	query := cluster.PodQuery{NodeNames: nodeNames, Detail: detail}
	records, unread, err := c.Cluster.Pods(ctx, query)
	if err != nil {
		return err
	}
	refused := slices.ContainsFunc(unread, func(u snapshot.Unread) bool { return u.Code == snapshot.Forbidden })
	if refused && c.query.Namespace != "" {
		query.Namespace = c.query.Namespace
		own, ownUnread, err := c.Cluster.Pods(ctx, query)
		if err != nil {
			return err
		}
		records, unread = append(records, own...), append(unread, ownUnread...)
	}
	return gather(c, &c.snapshot.Pods, records, unread, nil)
}

// cniObjects reads the aws-node DaemonSet, the ConfigMaps that its settings come from, and those that are named besides.
func (c *collector) cniObjects(ctx context.Context, configMaps ...string) error {
	sets, unread, err := c.Cluster.DaemonSets(ctx, cni.Namespace, cni.DaemonSetName)
	if err := gather(c, &c.snapshot.DaemonSets, sets, unread, err); err != nil {
		return err
	}
	names := slices.Clone(configMaps)
	for i := range sets {
		names = append(names, referencedConfigMaps(&sets[i])...)
	}
	if len(names) == 0 {
		c.unasked(snapshot.ConfigMaps)
		return nil
	}
	return c.configMaps(ctx, names)
}

func (c *collector) configMaps(ctx context.Context, names []string) error {
	maps, unread, err := c.Cluster.ConfigMaps(ctx, cni.Namespace, distinct(names)...)
	return gather(c, &c.snapshot.ConfigMaps, maps, unread, err)
}

// referencedConfigMaps names the ConfigMaps that a DaemonSet takes environment variables from.
func referencedConfigMaps(ds *snapshot.DaemonSet) []string {
	var names []string
	for _, container := range ds.Spec.Template.Spec.Containers {
		for _, source := range container.EnvFrom {
			if source.ConfigMapRef != nil {
				names = append(names, source.ConfigMapRef.Name)
			}
		}
		for _, variable := range container.Env {
			if variable.ValueFrom != nil && variable.ValueFrom.ConfigMapKeyRef != nil {
				names = append(names, variable.ValueFrom.ConfigMapKeyRef.Name)
			}
		}
	}
	return names
}

// nodeNames are the names of the nodes that were read; nil means all, so that one stream is read.
func (c *collector) nodeNames() []string {
	if c.query.Selection.All() {
		return nil
	}
	names := make([]string, 0, len(c.snapshot.Nodes))
	for i := range c.snapshot.Nodes {
		names = append(names, c.snapshot.Nodes[i].Name)
	}
	return names
}
