// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// terminationGrace is how long after its Killing event a pod keeps its address at most, unless it asks for longer (Kubernetes,
// terminationGracePeriodSeconds).
const terminationGrace = 30 * time.Second

// shownPods is how many pods evidence names before it counts the rest.
const shownPods = 3

// cooldownRule says that the addresses which look free were given back within the cool-down: ipamd does not give them out yet, and counts
// them as available, so that it adds none either (amazon-vpc-cni-k8s pkg/ipamd/datastore/data_store.go).
func cooldownRule(x *subject) []v1alpha1.Finding {
	p := x.pool
	if p == nil || p.usedUp() || p.settings.IPCooldown == 0 {
		return nil
	}
	idle := p.state.Available()
	ended, killed := x.recentlyEnded()
	if idle == 0 || len(ended)+len(killed) < idle {
		return nil
	}
	f := found(CooldownStarvation,
		fmt.Sprintf("%s unused, but %s ended on %s within the cool-down of %s: what they gave back is not given out yet, and counts as available, so that the pool does not grow.",
			capital(areUnused(idle)), plural(len(ended)+len(killed), "pod"), p.node.Name, p.settings.IPCooldown),
		evidence(daemonSet(cni.EnvIPCooldown), "%s", p.settings.IPCooldown), p.evidence())
	return x.withFailure(f, ended, killed)
}

// withFailure adds who ended, and the failure that followed: without one, and where only Killing events tell of the ends, it is but possible.
func (x *subject) withFailure(f v1alpha1.Finding, ended, killed []string) []v1alpha1.Finding {
	p := x.pool
	if len(ended) > 0 {
		f.Evidence = append(f.Evidence, evidence(fmt.Sprintf("pods of node %s status", p.node.Name), "ended: %s", shorten(ended)))
	}
	if len(killed) > 0 {
		f.Evidence = append(f.Evidence, evidence(fmt.Sprintf("event %s on node %s", reasonKilling, p.node.Name), "%s", shorten(killed)))
	}
	failure, failed := x.sandboxFailure()
	if failed {
		f.Evidence = append(f.Evidence, failure.evidence(x.now))
	}
	if !failed || len(ended) < p.state.Available() {
		f = weaken(f, Possible)
	}
	findings := some(f)
	if p.state.MaxPods > 0 && p.state.Total >= p.state.MaxPods {
		findings = append(findings, p.cappedByMaxPods(Likely))
	}
	return findings
}

func areUnused(n int) string {
	if n == 1 {
		return "one address is"
	}
	return fmt.Sprintf("%d addresses are", n)
}

// recentlyEnded names the pods of the node that ended within the cool-down, and those that were killed so lately that they may have.
func (x *subject) recentlyEnded() (ended, killed []string) {
	cooldown := x.pool.settings.IPCooldown
	for _, pod := range x.endedOn[x.record.Spec.NodeName] {
		if pod.Spec.HostNetwork || wantsBranch(pod) {
			continue
		}
		if at := endedAt(pod); within(x.now, at, cooldown) {
			ended = append(ended, fmt.Sprintf("%s/%s %s", pod.Namespace, pod.Name, ago(x.now, at)))
		}
	}
	for _, e := range x.killed {
		if e.Source.Host != x.record.Spec.NodeName || x.exists(e) {
			continue
		}
		if within(x.now, e.last, cooldown+terminationGrace) {
			killed = append(killed, fmt.Sprintf("%s/%s %s", e.InvolvedObject.Namespace, e.InvolvedObject.Name, ago(x.now, e.last)))
		}
	}
	slices.Sort(ended)
	slices.Sort(killed)
	return ended, slices.Compact(killed)
}

// exists reports whether the pod of an event is still there.
func (v *view) exists(e event) bool {
	pod := v.pods[objectName{kindPod, e.InvolvedObject.Namespace, e.InvolvedObject.Name}]
	return pod != nil && (e.InvolvedObject.UID == "" || pod.UID == e.InvolvedObject.UID)
}

// endedAt is when the last container of a pod ended; zero if unknown.
func endedAt(pod *snapshot.Pod) time.Time {
	var at time.Time
	for _, c := range pod.Status.ContainerStatuses {
		if c.State.Terminated != nil {
			at = later(at, c.State.Terminated.FinishedAt)
		}
	}
	return at
}

// shorten names the first few and counts the rest.
func shorten(names []string) string {
	if len(names) <= shownPods {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:shownPods], ", "), len(names)-shownPods)
}
