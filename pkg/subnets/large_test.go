// SPDX-License-Identifier: Apache-2.0

package subnets_test

import (
	"fmt"
	"net/netip"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// largeSubnet is a /16 with so many ENIs of three addresses each, four to a node.
func largeSubnet(enis int) *snapshot.Snapshot {
	s := scene(func(s *snapshot.Snapshot) {
		s.Subnets[0] = subnetOf("subnet-1", "10.0.0.0/16", int32(65531-3*enis))
		s.Nodes, s.NetworkInterfaces = nil, nil
		addr := netip.MustParseAddr("10.0.0.4")
		for i := range enis {
			instance := fmt.Sprintf("i-%08x", i/4)
			var addresses []string
			for range 3 {
				addresses = append(addresses, addr.String())
				addr = addr.Next()
			}
			s.NetworkInterfaces = append(s.NetworkInterfaces, on(instance, int32(i%4), eniWith(fmt.Sprintf("eni-%08x", i), addresses...)))
			if i%4 == 0 {
				node := snapshot.Node{ObjectMeta: snapshot.ObjectMeta{Name: "node-" + instance}}
				node.Spec.ProviderID = "aws:///" + zone + "/" + instance
				s.Nodes = append(s.Nodes, node)
			}
		}
	})
	return s
}

func build(s *snapshot.Snapshot) *topology.Model { return topology.Build(s, topology.Options{}) }
