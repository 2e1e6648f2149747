// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// supply is where the pool's next addresses come from: the subnets in question, and what each must have.
type supply struct {
	subnets []request
	// complete tells whether no other subnet comes into question.
	complete bool
	// newENI tells whether the next addresses need a new ENI.
	newENI bool
}

// request is what the pool's next step asks of a subnet.
type request struct {
	id topology.SubnetID
	// addresses are single ones, the new ENI's own included; prefixes are /28s.
	addresses, prefixes int
}

// nextSupply says where the next addresses of a pool that is used up come from: slots of attached ENIs first; then, and with subnet discovery
// also if those fail, a new ENI.
func (x *subject) nextSupply() supply {
	p := x.pool
	s := supply{complete: true, newENI: p.state.FreeSlots == 0}
	for _, part := range p.parts {
		if part.unused == "" && part.filled < part.slots {
			s.add(p.request(part.eni.Subnet, false))
		}
	}
	if p.state.FreeENIs == 0 || (!s.newENI && !x.pool.settings.DiscoversSubnets()) {
		return s
	}
	ids, complete := x.subnetsOfNewENI()
	s.complete = complete
	for _, id := range ids {
		s.add(p.request(id, true))
	}
	return s
}

func (s *supply) add(r request) {
	if r.id != "" && !slices.Contains(s.subnets, r) {
		s.subnets = append(s.subnets, r)
	}
}

// request is the least that a step of the pool asks of a subnet. On an attached ENI ipamd is content with one address or prefix; a new one
// comes with all that it asks for, or not at all (amazon-vpc-cni-k8s pkg/ipamd/ipamd.go, tryAssignIPs, GetENIResourcesToAllocate).
func (p *pool) request(id topology.SubnetID, newENI bool) request {
	r := request{id: id}
	count := 1
	if newENI {
		r.addresses = 1
		count = max(p.settings.NextStep(p.limits, p.asIfFull()).Count, 1)
	}
	if p.mode == cni.ModePrefixDelegation {
		r.prefixes = count
	} else {
		r.addresses += count
	}
	return r
}

// asIfFull is the pool's state as if its slots were full and its node not cordoned: what a new ENI asks for does not hang on either.
func (p *pool) asIfFull() cni.PoolState {
	state := p.state
	state.Cordoned, state.FreeSlots = false, 0
	return state
}

// subnetsOfNewENI are the subnets in which ipamd would try to make an ENI, and whether those are all (amazon-vpc-cni-k8s
// pkg/awsutils/awsutils.go, createENI).
func (x *subject) subnetsOfNewENI() (ids []topology.SubnetID, complete bool) {
	if x.pool.settings.CustomNetworking {
		if config := x.eniConfig(); config != nil {
			return []topology.SubnetID{topology.SubnetID(config.Spec.Subnet)}, true
		}
		return nil, false
	}
	own := x.primarySubnet()
	if !x.pool.settings.DiscoversSubnets() {
		if subnet, ok := x.model.Subnets[own]; ok && !x.pool.settings.AllowsENIs(tagsOf(subnet.Record), true) {
			return nil, true
		}
		return []topology.SubnetID{own}, true
	}
	zone, listed := x.zoneSubnets(own)
	for _, subnet := range zone {
		if x.pool.settings.AllowsENIs(tagsOf(subnet.Record), subnet.ID == own) {
			ids = append(ids, subnet.ID)
		}
	}
	return ids, listed
}

// primarySubnet is the subnet of the node's primary ENI.
func (x *subject) primarySubnet() topology.SubnetID {
	for _, eni := range x.node.Interfaces {
		if eni.Role == cni.RolePrimary {
			return eni.Subnet
		}
	}
	return ""
}

// zoneSubnets returns the subnets that were read of a subnet's VPC and zone, sorted by id, and whether all of them were: if subnets were read
// that no ENI of the node is in, the VPC's subnets were listed.
func (x *subject) zoneSubnets(own topology.SubnetID) (subnets []topology.Subnet, listed bool) {
	home, ok := x.model.Subnets[own]
	if !ok {
		return nil, false
	}
	for _, subnet := range x.model.Subnets {
		if subnet.Record.VPCID != home.Record.VPCID {
			continue
		}
		listed = listed || !slices.ContainsFunc(x.node.Interfaces, func(i *topology.Interface) bool { return i.Subnet == subnet.ID })
		if subnet.Zone == home.Zone {
			subnets = append(subnets, subnet)
		}
	}
	slices.SortFunc(subnets, func(x, y topology.Subnet) int { return cmp.Compare(x.ID, y.ID) })
	return subnets, listed
}

func tagsOf(subnet *snapshot.Subnet) map[string]string {
	tags := make(map[string]string, len(subnet.Tags))
	for _, t := range subnet.Tags {
		tags[t.Key] = t.Value
	}
	return tags
}

// subnetRule says that no subnet has what a pool that is used up asks for.
func subnetRule(x *subject) []v1alpha1.Finding {
	p := x.pool
	if p == nil || !p.usedUp() || !p.canGrow() {
		return nil
	}
	next := x.nextSupply()
	if len(next.subnets) == 0 {
		return p.weigh(x.noSubnet(next))
	}
	var lack []string
	var facts []v1alpha1.Evidence
	code, certain := SubnetFull, next.complete
	for _, r := range next.subnets {
		answer := x.ask(r)
		if !answer.lacks {
			return nil
		}
		if answer.fragmented {
			code = SubnetNoFreePrefix
		}
		certain = certain && answer.certain
		lack = append(lack, answer.words)
		facts = append(facts, answer.evidence...)
	}
	f := found(code, fmt.Sprintf("All %s of %s are used, and the pool cannot grow: %s.", plural(p.state.Total, "address"), p.node.Name, strings.Join(distinct(lack), "; ")),
		append(distinct(facts), p.evidence())...)
	if !certain {
		f = weaken(f, Likely)
	}
	f.Commands = []string{"kubectl eni subnets"}
	return p.weigh(some(f))
}

// forClusters names the clusters that a subnet is kept for.
func forClusters(subnet *snapshot.Subnet) string {
	var clusters []string
	for key := range tagsOf(subnet) {
		if name, ok := strings.CutPrefix(key, cni.TagSubnetClusterPrefix); ok {
			clusters = append(clusters, name)
		}
	}
	if len(clusters) == 0 {
		return ""
	}
	slices.Sort(clusters)
	return ", kept for " + shorten(clusters)
}

// noSubnet says that subnet tags leave nothing to choose from.
func (x *subject) noSubnet(next supply) []v1alpha1.Finding {
	own, ok := x.model.Subnets[x.primarySubnet()]
	if !ok || x.pool.settings.CustomNetworking {
		return nil
	}
	f := found(SubnetExcluded,
		fmt.Sprintf("The pool of %s needs a new ENI, and no subnet of zone %s may be used for it: the tags of the node's own, %s, keep pods out.", x.node.Name, own.Zone, own.ID),
		evidence(fmt.Sprintf("EC2 subnet %s tag %s", own.ID, cni.TagSubnetRole), "%s%s", tagsOf(own.Record)[cni.TagSubnetRole], forClusters(own.Record)), x.pool.evidence())
	if x.pool.excludedIdle > 0 {
		f.Evidence = append(f.Evidence, evidence(fmt.Sprintf("EC2 network interfaces of node %s in subnet %s", x.node.Name, own.ID),
			"%s unused and out of use", plural(x.pool.excludedIdle, "address")))
	}
	f.Commands = []string{fmt.Sprintf("aws ec2 delete-tags --resources %s --tags Key=%s", own.ID, cni.TagSubnetRole)}
	if !next.complete {
		f = weaken(f, Likely)
	}
	return some(f)
}
