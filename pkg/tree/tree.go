// SPDX-License-Identifier: Apache-2.0

// Package tree makes the Tree document (kubectl eni tree) out of the model: which nodes and slots to show, in which order. It is pure.
package tree

import (
	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// Options says what of the model to show.
type Options struct {
	// Namespace leaves only the slots of that namespace's pods, with their parents; empty shows all. The counts of a node stay the node's own.
	Namespace string
	SortBy    SortBy
}

// Document returns the Tree of a model.
func Document(m *topology.Model, o Options) *v1alpha1.Tree {
	doc := &v1alpha1.Tree{
		TypeMeta:     v1alpha1.TypeMeta(v1alpha1.KindTree),
		Cluster:      cluster(m.Cluster),
		Nodes:        make([]v1alpha1.Node, 0, len(m.Nodes)),
		UnplacedPods: []v1alpha1.UnplacedPod{},
		Warnings:     warnings(m.Warnings),
	}
	s := selection{namespace: o.Namespace}
	for _, node := range m.Nodes {
		if shown, ok := s.node(m, node); ok {
			doc.Nodes = append(doc.Nodes, shown)
		}
	}
	for _, pod := range m.Unplaced {
		if s.pod(pod.Pod) {
			doc.UnplacedPods = append(doc.UnplacedPods, unplaced(pod))
		}
	}
	sortNodes(doc.Nodes, o.SortBy)
	return doc
}

func cluster(c topology.Cluster) v1alpha1.Cluster {
	shown := v1alpha1.Cluster{Name: c.Name, Region: c.Region, AccountID: c.AccountID}
	s := c.Settings
	if s == nil {
		return shown
	}
	shown.CNI = &v1alpha1.CNI{Version: s.Version.Text, Mode: string(s.Mode()), CustomNetworking: s.CustomNetworking}
	if s.PodENI {
		shown.CNI.SecurityGroupsForPods = string(s.EnforcingMode)
	}
	return shown
}

func warnings(all []topology.Warning) []v1alpha1.Warning {
	shown := make([]v1alpha1.Warning, 0, len(all))
	for _, w := range all {
		shown = append(shown, v1alpha1.Warning{Code: w.Code, Message: w.Message, API: w.API, Permission: w.Permission})
	}
	return shown
}

func unplaced(pod topology.UnplacedPod) v1alpha1.UnplacedPod {
	ips := make([]string, 0, len(pod.IPs))
	for _, ip := range pod.IPs {
		ips = append(ips, ip.String())
	}
	return v1alpha1.UnplacedPod{
		PodRef: podRef(pod.Pod), Node: string(pod.Node), IPs: ips, Reason: string(pod.Reason), Detail: pod.Detail,
	}
}

func podRef(p *topology.Pod) v1alpha1.PodRef {
	return v1alpha1.PodRef{Namespace: p.Namespace, Name: p.Name, HostNetwork: p.HostNetwork, Terminating: p.Terminating}
}
