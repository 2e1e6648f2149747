// SPDX-License-Identifier: Apache-2.0

package subnets

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// Codes of the reasons for which a subnet is listed.
const (
	// whyNodes: nodes of the cluster have ENIs in it.
	whyNodes = "Nodes"
	// whyENIConfig: an ENIConfig names it.
	whyENIConfig = "ENIConfig"
	// whyDiscovery: ipamd may make ENIs in it, for its tags.
	whyDiscovery = "Discovery"
	// whyExcluded: its tag keeps pods out.
	whyExcluded = "Excluded"
	// whyClusterTag: tagged kubernetes.io/cluster/<name>.
	whyClusterTag = "ClusterTag"
	// whyControlPlane: the control plane has ENIs in it.
	whyControlPlane = "ControlPlane"
	// whyAsked: it was asked for.
	whyAsked = "Asked"
)

// listed is a subnet with the reasons for which it is listed.
type listed struct {
	topology.Subnet

	why []v1alpha1.SubnetReason
}

// scoping finds the subnets that the cluster uses or may use.
type scoping struct {
	*view

	// nodes counts the nodes with ENIs in a subnet, primary those whose primary ENI is there.
	nodes, primary map[topology.SubnetID]int
	// zones are the VPCs and zones in which nodes are.
	zones map[string]bool
}

// scope returns the wanted subnets, or those that the cluster uses or may use, sorted by VPC, zone and id.
func (v *view) scope(wanted []topology.SubnetID) ([]listed, error) {
	s := v.newScoping()
	var all []listed
	for _, subnet := range s.candidates() {
		why := s.why(subnet)
		asked := slices.Contains(wanted, subnet.ID)
		switch {
		case len(wanted) > 0 && !asked:
			continue
		case asked && len(why) == 0:
			why = []v1alpha1.SubnetReason{{Code: whyAsked, Detail: "asked for"}}
		case len(why) == 0:
			continue
		}
		all = append(all, listed{Subnet: subnet, why: why})
	}
	slices.SortFunc(all, func(x, y listed) int {
		return cmp.Or(cmp.Compare(x.vpc(), y.vpc()), cmp.Compare(x.Zone, y.Zone), cmp.Compare(x.ID, y.ID))
	})
	return all, notFound(wanted, all)
}

// notFound is an error if a wanted subnet is not there.
func notFound(wanted []topology.SubnetID, all []listed) error {
	var absent []topology.SubnetID
	for _, id := range wanted {
		if !slices.ContainsFunc(all, func(l listed) bool { return l.ID == id }) && !slices.Contains(absent, id) {
			absent = append(absent, id)
		}
	}
	if len(absent) == 0 {
		return nil
	}
	return &NotFoundError{IDs: absent}
}

func (l listed) vpc() string {
	if l.Record == nil {
		return ""
	}
	return l.Record.VPCID
}

// newScoping counts in which subnets the nodes' ENIs are.
func (v *view) newScoping() *scoping {
	s := &scoping{view: v, nodes: map[topology.SubnetID]int{}, primary: map[topology.SubnetID]int{}, zones: map[string]bool{}}
	for _, node := range v.model.Nodes {
		seen := map[topology.SubnetID]bool{}
		for _, eni := range node.Interfaces {
			seen[eni.Subnet] = true
			for _, branch := range eni.Branches {
				seen[branch.Subnet] = true
			}
			if eni.Role == cni.RolePrimary {
				s.primary[eni.Subnet]++
				s.zones[zoneKey(v.model.Subnets[eni.Subnet])] = true
			}
		}
		for id := range seen {
			s.nodes[id]++
		}
	}
	for i := range v.snapshot.NetworkInterfaces {
		eni := &v.snapshot.NetworkInterfaces[i]
		if _, found := v.fargateNode(eni); found {
			s.nodes[topology.SubnetID(eni.SubnetID)]++
		}
	}
	return s
}

// zoneKey names a zone of a VPC.
func zoneKey(s topology.Subnet) string {
	if s.Record == nil {
		return ""
	}
	return s.Record.VPCID + " " + s.Zone
}

// candidates are the subnets that were read, and those of ENIs that were not.
func (s *scoping) candidates() []topology.Subnet {
	all := make([]topology.Subnet, 0, len(s.model.Subnets))
	for _, subnet := range s.model.Subnets {
		all = append(all, subnet)
	}
	for id := range s.bySubnet {
		if _, read := s.model.Subnets[id]; !read && id != "" {
			all = append(all, topology.Subnet{ID: id})
		}
	}
	return all
}

// why says why a subnet is listed; nil if the cluster has nothing to do with it.
func (s *scoping) why(subnet topology.Subnet) []v1alpha1.SubnetReason {
	var why []v1alpha1.SubnetReason
	add := func(code, format string, args ...any) {
		why = append(why, v1alpha1.SubnetReason{Code: code, Detail: fmt.Sprintf(format, args...)})
	}
	if n := s.nodes[subnet.ID]; n == 1 {
		add(whyNodes, "ENIs of 1 node")
	} else if n > 1 {
		add(whyNodes, "ENIs of %d nodes", n)
	}
	if names := s.eniConfigs(subnet.ID); len(names) > 0 {
		add(whyENIConfig, "ENIConfig %s%s", strings.Join(names, ", "), s.unusedENIConfig())
	}
	if subnet.Record == nil {
		return why
	}
	why = append(why, s.byTags(subnet)...)
	if s.hasControlPlane(subnet.ID) {
		add(whyControlPlane, "ENIs of the control plane")
	}
	return why
}

// byTags are the reasons that lie in a subnet's tags.
func (s *scoping) byTags(subnet topology.Subnet) []v1alpha1.SubnetReason {
	tags := tagMap(subnet.Record.Tags)
	role := tags[cni.TagSubnetRole]
	var why []v1alpha1.SubnetReason
	settings := s.model.Cluster.Settings
	if settings != nil && s.zones[zoneKey(subnet)] {
		own := s.primary[subnet.ID] > 0
		switch {
		case settings.ExcludesSubnet(tags) && (own || role == "0"):
			why = append(why, v1alpha1.SubnetReason{Code: whyExcluded, Detail: "pods get no new addresses here: " + exclusion(role)})
		case settings.DiscoversSubnets() && !own && settings.AllowsENIs(tags, own):
			why = append(why, v1alpha1.SubnetReason{Code: whyDiscovery, Detail: "new ENIs may come here: tag " + cni.TagSubnetRole + "=" + role})
		}
	}
	if value, tagged := tags[cni.TagClusterPrefix+s.cluster]; tagged && s.cluster != "" {
		why = append(why, v1alpha1.SubnetReason{Code: whyClusterTag, Detail: "tag " + cni.TagClusterPrefix + s.cluster + "=" + value})
	}
	return why
}

// exclusion is the tag that keeps pods out.
func exclusion(role string) string {
	if role == "0" {
		return "tag " + cni.TagSubnetRole + "=0"
	}
	return "tags " + cni.TagSubnetClusterPrefix + "… name other clusters"
}

// eniConfigs names the ENIConfigs of a subnet.
func (s *scoping) eniConfigs(id topology.SubnetID) []string {
	var names []string
	for i := range s.snapshot.ENIConfigs {
		if c := &s.snapshot.ENIConfigs[i]; topology.SubnetID(c.Spec.Subnet) == id {
			names = append(names, c.Name)
		}
	}
	slices.Sort(names)
	return names
}

// unusedENIConfig says that ENIConfigs have no effect, where they have none.
func (s *scoping) unusedENIConfig() string {
	if settings := s.model.Cluster.Settings; settings != nil && !settings.CustomNetworking {
		return " (without effect: custom networking is off)"
	}
	return ""
}

func (s *scoping) hasControlPlane(id topology.SubnetID) bool {
	for _, eni := range s.bySubnet[id] {
		if name, found := controlPlaneOf(eni); found && s.isThis(name) {
			return true
		}
	}
	return false
}
