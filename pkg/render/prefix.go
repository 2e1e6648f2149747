// SPDX-License-Identifier: Apache-2.0

package render

import (
	"net/netip"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// addressesOfPrefix is the number of addresses in the /28 that EC2 assigns. All of them are for pods (amazon-vpc-cni-k8s,
// pkg/ipamd/datastore, getUnusedIP).
const addressesOfPrefix = 16

// podsAt is an address of a prefix with its pods.
type podsAt struct {
	ip   string
	pods []v1alpha1.PrefixPod
}

// isCounted tells whether the addresses of a prefix are counted: those of a /28 are, those of an IPv6 /80 are not.
func isCounted(x *v1alpha1.Prefix) bool {
	prefix, err := netip.ParsePrefix(x.CIDR)
	return err == nil && prefix.Addr().Is4() && 1<<(prefix.Addr().BitLen()-prefix.Bits()) == addressesOfPrefix
}

// usedOf returns the addresses of a prefix that have pods, in the document's order.
func usedOf(x *v1alpha1.Prefix) []podsAt {
	var used []podsAt
	for from := 0; from < len(x.Pods); {
		to := from + 1
		for to < len(x.Pods) && x.Pods[to].IP == x.Pods[from].IP {
			to++
		}
		used = append(used, podsAt{ip: x.Pods[from].IP, pods: x.Pods[from:to]})
		from = to
	}
	return used
}

// withIdle returns the addresses of a counted prefix in their order, those in use with their pods, and before them any in use that are not
// within it.
func withIdle(x *v1alpha1.Prefix) []podsAt {
	prefix, err := netip.ParsePrefix(x.CIDR)
	if err != nil {
		return usedOf(x)
	}
	prefix = prefix.Masked()
	inside := make(map[netip.Addr]podsAt, addressesOfPrefix)
	addresses := make([]podsAt, 0, addressesOfPrefix)
	for _, at := range usedOf(x) {
		addr, err := netip.ParseAddr(at.ip)
		if _, taken := inside[addr]; err != nil || taken || !prefix.Contains(addr) {
			addresses = append(addresses, at)
			continue
		}
		inside[addr] = at
	}
	for addr := prefix.Addr(); prefix.Contains(addr); addr = addr.Next() {
		at, taken := inside[addr]
		if !taken {
			at = podsAt{ip: addr.String()}
		}
		addresses = append(addresses, at)
	}
	return addresses
}
