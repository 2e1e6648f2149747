// SPDX-License-Identifier: Apache-2.0

// Package subnets answers where the addresses of a cluster's subnets went: it puts every address in use into one bucket, proves the sum against
// EC2's own count, and counts the /28s that prefixes could still come from. It is pure.
package subnets

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// Options says what of a snapshot to report.
type Options struct {
	// IDs are the subnets that are wanted; empty means those that the cluster uses or may use.
	IDs []topology.SubnetID
	// Map adds all /28s to each subnet.
	Map bool
}

// NotFoundError says that subnets were asked for that are not there.
type NotFoundError struct {
	IDs []topology.SubnetID
}

// Error names the subnets.
func (e *NotFoundError) Error() string {
	names := make([]string, 0, len(e.IDs))
	for _, id := range e.IDs {
		names = append(names, fmt.Sprintf("%q", id))
	}
	if len(names) == 1 {
		return "subnet " + names[0] + " not found"
	}
	return "subnets " + strings.Join(names, ", ") + " not found"
}

// Report makes the document of kubectl eni subnets. The model must be of the same snapshot. The error is a [NotFoundError].
func Report(s *snapshot.Snapshot, m *topology.Model, o Options) (*v1alpha1.SubnetReport, error) {
	v := newView(s, m)
	listed, err := v.scope(o.IDs)
	if err != nil {
		return nil, err
	}
	doc := &v1alpha1.SubnetReport{
		TypeMeta:   v1alpha1.TypeMeta(v1alpha1.KindSubnetReport),
		Cluster:    clusterOf(m.Cluster),
		Items:      make([]v1alpha1.Subnet, 0, len(listed)),
		Interfaces: []v1alpha1.LooseInterface{},
	}
	for _, subnet := range listed {
		l := newLedger(v, subnet, o.Map)
		doc.Items = append(doc.Items, l.item())
		doc.Interfaces = append(doc.Interfaces, l.looseENIs...)
	}
	slices.SortFunc(doc.Interfaces, func(x, y v1alpha1.LooseInterface) int {
		return cmp.Or(cmp.Compare(verdictOrder(x.Verdict), verdictOrder(y.Verdict)), cmp.Compare(x.SubnetID, y.SubnetID), cmp.Compare(x.ID, y.ID))
	})
	doc.Warnings = v.warnings()
	return doc, nil
}

func clusterOf(c topology.Cluster) v1alpha1.Cluster {
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

// missed are the reads of a resource that failed and whose absence changes a ledger. Of the others the model warns.
func (v *view) missed(r snapshot.Resource) []snapshot.Unread {
	return slices.DeleteFunc(v.snapshot.Missed(r), func(u snapshot.Unread) bool {
		switch {
		case u.Code == snapshot.NotServed:
			return true
		case r == snapshot.ENIConfigs:
			return v.model.Cluster.Settings == nil || !v.model.Cluster.Settings.CustomNetworking
		default:
			return r == snapshot.Instances && u.Code == snapshot.NotInSnapshot
		}
	})
}

// warnings are the reads that failed. What the model says of drift between pods and ENIs is no matter of subnets, and may be wrong where only some
// subnets were read.
func (v *view) warnings() []v1alpha1.Warning {
	shown := []v1alpha1.Warning{}
	for _, w := range v.model.Warnings {
		if w.API != "" || strings.HasPrefix(w.Code, "CNISetting") {
			shown = append(shown, v1alpha1.Warning{Code: w.Code, Message: w.Message, API: w.API, Permission: w.Permission})
		}
	}
	for _, resource := range []snapshot.Resource{snapshot.SubnetCIDRReservations, snapshot.ENIConfigs, snapshot.Instances} {
		for _, missed := range v.missed(resource) {
			_, what, _ := strings.Cut(string(resource), "/")
			shown = append(shown, v1alpha1.Warning{
				Code: string(missed.Code), Message: what + " were not read: " + cmp.Or(missed.Message, string(missed.Code)), API: missed.API, Permission: missed.Permission,
			})
		}
	}
	slices.SortFunc(shown, func(x, y v1alpha1.Warning) int {
		return cmp.Or(cmp.Compare(x.Code, y.Code), cmp.Compare(x.Message, y.Message), cmp.Compare(x.API, y.API))
	})
	return slices.Compact(shown)
}
