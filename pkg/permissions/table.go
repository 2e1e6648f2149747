// SPDX-License-Identifier: Apache-2.0

package permissions

// command says what one command reads.
type command struct {
	name string
	iam  []string
	rbac []Rule
}

// table returns the commands that read. A command that is not here reads from nowhere.
func table() []command {
	// What the tree is built of.
	cluster := []Rule{nodes().may(list, watch), pods().may(list, watch), daemonSet().may(get), configMap().may(get)}
	// A node by name.
	node := nodes().may(get)
	// What else a snapshot holds.
	around := []Rule{
		events().may(list), eniConfigs().may(list), cniNodes().may(list), securityGroupPolicies().may(list), serviceAccounts().may(list),
	}
	return []command{
		{"tree", []string{networkInterfaces, subnets, instanceTypes}, with(cluster, node)},
		{
			"explain",
			[]string{networkInterfaces, subnets, instanceTypes, reservations, securityGroups},
			with(cluster, append(around, node, pods().may(get), cniNodes().may(get), serviceAccounts().may(get))...),
		},
		{"max-pods", []string{networkInterfaces, subnets, instanceTypes}, with(cluster, node)},
		{"subnets", []string{networkInterfaces, subnets, reservations, instances}, with(cluster, eniConfigs().may(list))},
		{
			"snapshot",
			[]string{networkInterfaces, subnets, instanceTypes, reservations, instances, securityGroups},
			with(cluster, around...),
		},
		{"version", nil, []Rule{daemonSet().may(get)}},
	}
}

// with returns rules and more, each kind of objects once.
func with(rules []Rule, more ...Rule) []Rule {
	var all []Rule
	for _, rule := range append(append(all, rules...), more...) {
		all = add(all, rule)
	}
	return all
}
