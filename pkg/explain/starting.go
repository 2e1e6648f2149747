// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"time"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// startingUp is how long a pod may wait for an address without anything being wrong: a pass of ipamd's every 5 s, up to 10 s for a new ENI
// (amazon-vpc-cni-k8s docs/eni-and-ip-target.md), 30 s for a freed address (README, IP_COOLDOWN_PERIOD), and kubelet's next try.
const startingUp = time.Minute

// justScheduled reports whether the pod got its node so lately that a wait is normal.
func (x *subject) justScheduled() bool { return within(x.now, x.scheduledAt(), startingUp) }

// startingRule says that a wait as short as this is normal.
func startingRule(x *subject) []v1alpha1.Finding {
	if !x.justScheduled() {
		return nil
	}
	at := x.scheduledAt()
	f := found(StartingUp, fmt.Sprintf("The pod got its node %s: a wait of up to a minute is normal.", ago(x.now, at)),
		evidence(x.field("status.conditions PodScheduled"), "True since %s", ago(x.now, at)))
	if failure, ok := x.sandboxFailure(); ok {
		f.Evidence = append(f.Evidence, failure.evidence(x.now))
	}
	return some(f)
}

// otherKindRule says who gives out addresses on a node where ipamd does not, for a pod that waits for one.
func otherKindRule(x *subject) []v1alpha1.Finding {
	if x.record.Spec.HostNetwork {
		return some(x.onHost())
	}
	f, ok := x.byKind()
	if !ok {
		return nil
	}
	f.Severity = string(SeverityWarning)
	f.Summary = fmt.Sprintf("The pod waits for an address on %s, where aws-node gives none. %s", x.record.Spec.NodeName, f.Summary)
	return some(f)
}
