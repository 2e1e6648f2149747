// SPDX-License-Identifier: Apache-2.0

package subnets

import (
	"fmt"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// unaccountedReasons are likely reasons why the books do not balance, the likeliest first.
func (l *ledger) unaccountedReasons(item *v1alpha1.Subnet) []string {
	if item.Unaccounted == nil || *item.Unaccounted == 0 {
		return nil
	}
	if *item.Unaccounted < 0 {
		return []string{"more addresses were found on ENIs than EC2 counts as used: the subnet changed between the two reads, or EC2's count lags behind"}
	}
	var reasons []string
	if l.interfacesUnread() {
		reasons = append(reasons, "the ENIs of the subnet could not all be read")
	}
	if item.Shared {
		reasons = append(reasons, fmt.Sprintf("account %s owns the subnet and shares it: EC2 shows a participant its own ENIs only", item.OwnerID))
	}
	if l.reservationsUnread() {
		reasons = append(reasons, "the CIDR reservations of the subnet could not be read: what they keep counts as in use here")
	}
	if len(l.bySubnet[l.ID]) == 0 && !l.interfacesUnread() {
		reasons = append(reasons, "no ENI of this subnet was read: a snapshot has those of the subnets that the nodes are in")
	}
	return append(reasons, "an ENI was deleted between the two reads, or EC2's count lags behind; run it again")
}
