// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/explain"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// rounds is how often the evidence may ask for more before the explanation takes what there is. Each round looks at what the one before it
// brought; the longest chain is pool → subnets → what is in them.
const rounds = 4

// Subject says what is to be explained.
type Subject struct {
	// Namespace of the pods; empty means all.
	Namespace string
	// Pods by name, of Namespace; with neither these nor a Node, all pods are read.
	Pods []string
	// Node is a node by name.
	Node string
	// WithoutEvents reads no events: an address's explanation has no use for them.
	WithoutEvents bool
	// Needs names what the evidence so far asks for.
	Needs func(*topology.Model, *snapshot.Snapshot) []explain.Need
}

// few reports whether the subject is pods by name or one node, so that a handful of reads will do.
func (s Subject) few() bool { return len(s.Pods) > 0 || s.Node != "" }

// Explain reads what an explanation needs: first the pods, their nodes and what sits there, then, round by round, what the evidence asks for.
// The error is an [AccessError], one of package cluster or vpc, or the context's. Without access to AWS it goes on with Kubernetes alone.
func Explain(ctx context.Context, o Options, subject Subject) (*snapshot.Snapshot, error) {
	c := newCollector(o, Query{Namespace: subject.Namespace})
	c.unasked(
		snapshot.ENIConfigs, snapshot.CNINodes, snapshot.SecurityGroupPolicies, snapshot.ServiceAccounts,
		snapshot.SubnetCIDRReservations, snapshot.InstanceTypes, snapshot.SecurityGroups,
	)
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return c.cniObjects(gctx) })
	g.Go(func() error { return c.subjectEvents(gctx, subject) })
	g.Go(func() error {
		if err := c.subjectPods(gctx, subject); err != nil {
			return err
		}
		return c.whereTheyRun(gctx, subject)
	})
	if err := g.Wait(); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(c.snapshot.Pods, waits) {
		// Warm targets in the wrong place are a part of why a pod waits.
		c.asking(snapshot.ConfigMaps)
		if err := c.configMaps(ctx, []string{cni.ConfigMapName}); err != nil {
			return nil, err
		}
	}
	asked := map[string]bool{}
	for range rounds {
		c.snapshot.Normalize()
		needs := slices.DeleteFunc(subject.Needs(topology.Build(c.snapshot, topology.Options{}), c.snapshot), func(n explain.Need) bool {
			return asked[n.String()]
		})
		if len(needs) == 0 {
			break
		}
		for _, need := range needs {
			asked[need.String()] = true
		}
		if err := c.answer(ctx, needs); err != nil {
			return nil, err
		}
	}
	c.snapshot.Normalize()
	return c.snapshot, nil
}

// unasked marks resources of which nothing was read so far.
func (c *collector) unasked(resources ...snapshot.Resource) {
	for _, r := range resources {
		c.missed([]snapshot.Unread{{Resource: r, Code: snapshot.NotInSnapshot, Message: "not read"}})
	}
}

// asking takes the mark of [collector.unasked] away.
func (c *collector) asking(r snapshot.Resource) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.snapshot.Meta.Unread = slices.DeleteFunc(c.snapshot.Meta.Unread, func(u snapshot.Unread) bool {
		return u.Resource == r && u.Code == snapshot.NotInSnapshot
	})
}

// subjectPods reads the pods to explain; for more than a few, all pods, since the pools that they wait for are full of the others.
func (c *collector) subjectPods(ctx context.Context, subject Subject) error {
	switch {
	case len(subject.Pods) > 0:
		records, unread, err := c.Cluster.Pods(ctx, cluster.PodQuery{Namespace: subject.Namespace, Names: subject.Pods, Detail: cluster.Full})
		if err := accessError(unread, len(records)); err != nil {
			return err
		}
		return gather(c, &c.snapshot.Pods, records, unread, err)
	case subject.Node != "":
		return nil
	default:
		return c.pods(ctx, cluster.Full, nil)
	}
}

// subjectEvents reads the events of the pods, or of the namespace when there are several.
func (c *collector) subjectEvents(ctx context.Context, subject Subject) error {
	query := cluster.EventQuery{Namespace: subject.Namespace}
	switch {
	case subject.Node != "":
		query = cluster.EventQuery{Namespace: eventsOfNodes, Kind: "Node", Name: subject.Node}
	case subject.WithoutEvents:
		return nil
	case len(subject.Pods) == 1:
		query.Kind, query.Name = "Pod", subject.Pods[0]
	}
	records, unread, err := c.Cluster.Events(ctx, query)
	return gather(c, &c.snapshot.Events, records, unread, err)
}

// eventsOfNodes is the namespace that events about nodes are in (client-go tools/record/event.go).
const eventsOfNodes = "default"

// whereTheyRun reads the nodes of the pods, all that sits on them, and their ENIs.
func (c *collector) whereTheyRun(ctx context.Context, subject Subject) error {
	names := c.nodesOfPods()
	if subject.Node != "" {
		names = []string{subject.Node}
	}
	if !subject.few() {
		names = nil
	}
	if subject.few() && len(names) == 0 {
		c.unasked(snapshot.Nodes)
		return nil
	}
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		if err := c.namedNodes(gctx, names, subject); err != nil {
			return err
		}
		return c.withoutEC2(gctx, c.nodeInterfaces(gctx))
	})
	if subject.few() {
		g.Go(func() error { return c.neighbours(gctx, names) })
	}
	return g.Wait()
}

// nodesOfPods are the nodes that the pods are bound to.
func (c *collector) nodesOfPods() []string {
	var names []string
	for i := range c.snapshot.Pods {
		names = append(names, c.snapshot.Pods[i].Spec.NodeName)
	}
	return distinct(names)
}

// namedNodes reads nodes by name; nil means all. A pod's node may be gone, which is for the explanation to say; one that was asked for may not.
func (c *collector) namedNodes(ctx context.Context, names []string, subject Subject) error {
	records, unread, err := c.Cluster.Nodes(ctx, cluster.NodeQuery{Names: names})
	if cluster.IsNotFound(err) && subject.Node == "" {
		return nil
	}
	return gather(c, &c.snapshot.Nodes, records, unread, err)
}

// neighbours reads all pods of the nodes, and the events of the nodes and of their aws-node pods when a pod waits.
func (c *collector) neighbours(ctx context.Context, nodeNames []string) error {
	records, unread, err := c.Cluster.Pods(ctx, cluster.PodQuery{NodeNames: nodeNames, Detail: cluster.Full})
	if err := gather(c, &c.snapshot.Pods, records, unread, err); err != nil {
		return err
	}
	if !slices.ContainsFunc(records, waits) {
		return nil
	}
	g, ctx := errgroup.WithContext(ctx)
	for _, name := range nodeNames {
		g.Go(func() error { return c.eventsOf(ctx, eventsOfNodes, "Node", name) })
	}
	for i := range records {
		pod := &records[i]
		if pod.Namespace == cni.Namespace && slices.ContainsFunc(pod.OwnerReferences, ownedByCNI) {
			g.Go(func() error { return c.eventsOf(ctx, pod.Namespace, "Pod", pod.Name) })
		}
	}
	return g.Wait()
}

func (c *collector) eventsOf(ctx context.Context, namespace, kind, name string) error {
	records, unread, err := c.Cluster.Events(ctx, cluster.EventQuery{Namespace: namespace, Kind: kind, Name: name})
	return gather(c, &c.snapshot.Events, records, unread, err)
}

func ownedByCNI(o snapshot.OwnerReference) bool {
	return o.Kind == "DaemonSet" && o.Name == cni.DaemonSetName
}

// waits reports whether a pod is bound to a node and has no address.
func waits(p snapshot.Pod) bool {
	return p.Status.PodIP == "" && !topology.Finished(&p)
}

// nodeInterfaces reads the ENIs of the nodes that were read, with their branches and subnets.
func (c *collector) nodeInterfaces(ctx context.Context) error {
	if err := c.openEC2(ctx); err != nil {
		return err
	}
	return c.interfaces(ctx)
}
