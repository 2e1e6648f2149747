// SPDX-License-Identifier: Apache-2.0

package cni

// PoolSize is the size of a node's pool at rest.
type PoolSize struct {
	// ENIs counts the ENIs that hold pod addresses.
	ENIs int
	// Addresses counts pod addresses: without the ENIs' primary ones, and all 16 of every prefix.
	Addresses int
	// Prefixes is 0 in secondary-IP mode.
	Prefixes int
}

// SubnetAddresses is what the pool costs its subnet: every ENI has a primary address besides.
func (p PoolSize) SubnetAddresses() int { return p.Addresses + p.ENIs }

// PoolAtRest is the pool of a Linux IPv4 node that only ever grew: as many pods as given came one by one, none went. ENIs are those that can
// hold pod addresses ([Settings.UsableENIs]); maxPods is the node's limit, 0 if unknown. After pods went, the pool may be larger.
//
// These are closed forms of amazon-vpc-cni-k8s pkg/ipamd/ipamd.go, isDatastorePoolTooLow and datastoreTargetState. They are a lower bound in
// prefix mode with WARM_PREFIX_TARGET of 2 and more, since pods land on prefixes at random.
func (s Settings) PoolAtRest(l Limits, enis, pods, maxPods int) PoolSize {
	slots := l.SlotsPerENI()
	if slots == 0 || enis == 0 || s.ModeOn(l) == ModeIPv6 {
		return PoolSize{}
	}
	if s.ModeOn(l) == ModePrefixDelegation {
		prefixes := min(s.prefixesAtRest(pods, maxPods, slots), enis*slots)
		return PoolSize{ENIs: max(divideUp(prefixes, slots), 1), Addresses: prefixes * IPv4PrefixSize, Prefixes: prefixes}
	}
	if s.WarmIPTarget > 0 || s.MinimumIPTarget > 0 {
		addresses := min(stopAt(s.addressesWanted(0), s.addressesWanted(pods), maxPods, slots), enis*slots)
		return PoolSize{ENIs: max(divideUp(addresses, slots), 1), Addresses: addresses}
	}
	wanted := pods + max(slots*s.WarmENITarget, 1)
	if maxPods > 0 {
		wanted = min(wanted, maxPods)
	}
	held := min(max(divideUp(wanted, slots), 1), enis)
	return PoolSize{ENIs: held, Addresses: held * slots}
}

// addressesWanted is the total that WARM_IP_TARGET and MINIMUM_IP_TARGET ask for. Without WARM_IP_TARGET, MINIMUM_IP_TARGET is a ceiling.
func (s Settings) addressesWanted(pods int) int {
	if s.WarmIPTarget == 0 {
		return s.MinimumIPTarget
	}
	return max(pods+s.WarmIPTarget, s.MinimumIPTarget)
}

// prefixesAtRest is how many prefixes the targets ask for.
func (s Settings) prefixesAtRest(pods, maxPods, slots int) int {
	wanted := func(pods int) int {
		switch {
		case s.WarmIPTarget > 0 || s.MinimumIPTarget > 0:
			return divideUp(s.addressesWanted(pods), IPv4PrefixSize)
		case s.WarmPrefixTarget > 0:
			return divideUp(pods, IPv4PrefixSize) + s.WarmPrefixTarget
		default:
			return pods/IPv4PrefixSize + 1
		}
	}
	return stopAt(wanted(0), wanted(pods), divideUp(maxPods, IPv4PrefixSize), slots)
}

// stopAt is where a pool stops that starts by growing to first, at most step in a pass, and then follows its pods up to wanted: it stops
// growing with the first pass that reaches limit; 0 is no limit.
func stopAt(first, wanted, limit, step int) int {
	switch {
	case limit == 0:
		return wanted
	case first >= limit:
		return min(first, divideUp(limit, step)*step)
	default:
		return min(wanted, limit)
	}
}
