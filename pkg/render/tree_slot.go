// SPDX-License-Identifier: Apache-2.0

package render

import (
	"unicode/utf8"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// address writes an address of an ENI with its pods.
func (t *tree) address(i *v1alpha1.Interface, a *v1alpha1.Address, column int, at guide) {
	serves := useOf(i, a, t.podsKnown)
	host, others := 0, false
	for _, pod := range a.Pods {
		if pod.HostNetwork {
			host++
		} else {
			others = true
		}
	}
	listed := 0
	if t.all && t.depth.shows(DepthPod) {
		listed = host
	}
	ip := t.plain
	if serves != useNode && serves != usePods {
		ip = t.faint
	}
	t.beginColumn(at, listed, column)
	gap := t.addColumn(ip, known(a.IP), column)
	if serves != usePods || !others {
		t.addAfter(gap, t.faint, useInWords(serves))
		gap = t.separator
	}
	if host > 0 {
		t.addAfter(gap, t.plain, counted(host, "host-network pod"))
		gap = t.separator
	}
	for _, pod := range a.Pods {
		if !pod.HostNetwork {
			t.addPod(gap, pod)
			gap = t.separator
		}
	}
	t.end()
	if listed > 0 {
		t.hostNetworkPods(a.Pods, listed, at)
	}
}

// hostNetworkPods writes the pods that share an address without holding it.
func (t *tree) hostNetworkPods(pods []v1alpha1.PodRef, n int, at guide) {
	kids := t.children(at.rest, n)
	for _, pod := range pods {
		if pod.HostNetwork {
			at := kids.next()
			t.begin(at.head, at.noFact, 0)
			t.addPod(t.separator, v1alpha1.PodRef{Namespace: pod.Namespace, Name: pod.Name, Terminating: pod.Terminating})
			t.end()
		}
	}
}

// prefix writes a prefix of an ENI, with its pods where the tree goes that deep.
func (t *tree) prefix(i *v1alpha1.Interface, x *v1alpha1.Prefix, column int, at guide) {
	below, idle := t.addressesOf(i, x)
	n := len(below)
	if idle != "" {
		n++
	}
	t.beginColumn(at, n, column)
	gap := t.addColumn(t.plain, known(x.CIDR), column)
	t.addPrefixUsage(i, x, gap, n == 0)
	t.end()

	kids := t.children(at.rest, n)
	column = 0
	for _, a := range below {
		column = max(column, len(a.ip))
	}
	for _, a := range below {
		t.addressOfPrefix(a, column, kids.next())
	}
	if idle != "" {
		t.line(kids.next(), t.faint, idle)
	}
}

// addressesOf returns the addresses of a prefix that get lines, and words for those that are only counted.
func (t *tree) addressesOf(i *v1alpha1.Interface, x *v1alpha1.Prefix) ([]podsAt, string) {
	if !t.depth.shows(DepthPod) {
		return nil, ""
	}
	used := usedOf(x)
	if !isCounted(x) || useWithoutPods(i, t.podsKnown) != useIdle {
		return used, ""
	}
	if t.all {
		return withIdle(x), ""
	}
	if idle := addressesOfPrefix - len(used); len(used) > 0 && idle > 0 {
		return used, restInWords(idle, useIdle)
	}
	return used, ""
}

// addPrefixUsage adds how much of a prefix is in use, and how much idle where nothing below says it.
func (t *tree) addPrefixUsage(i *v1alpha1.Interface, x *v1alpha1.Prefix, gap string, folded bool) {
	serves := useWithoutPods(i, t.podsKnown)
	switch {
	case !isCounted(x) && serves == useUnknown:
		t.addAfter(gap, t.plain, unknown+" pods")
	case !isCounted(x):
		t.addAfter(gap, t.plain, counted(len(x.Pods), "pod"))
	case serves == useOther:
		t.addAfter(gap, t.faint, useInWords(serves))
	default:
		t.usage(gap, x.Used, addressesOfPrefix)
		if folded {
			t.idleAfter(x.Used, addressesOfPrefix)
		}
	}
}

// addressOfPrefix writes an address of a prefix.
func (t *tree) addressOfPrefix(a podsAt, column int, at guide) {
	t.beginColumn(at, 0, column)
	if len(a.pods) == 0 {
		gap := t.addColumn(t.faint, a.ip, column)
		t.addAfter(gap, t.faint, useInWords(useIdle))
		t.end()
		return
	}
	gap := t.addColumn(t.plain, known(a.ip), column)
	for k := range a.pods {
		t.addPod(gap, a.pods[k].PodRef)
		gap = t.separator
	}
	t.end()
}

// beginColumn starts the line of a thing with n children, which goes on in a second column right of a first one of some width.
func (t *tree) beginColumn(at guide, n, width int) {
	t.begin(at.head, at.lead(n), width+columnGap-utf8.RuneCountInString(t.fact))
}

// line writes the line of a thing that is but a text.
func (t *tree) line(at guide, s style, text string) {
	t.begin(at.head, at.noFact, 0)
	t.add(s, text)
	t.end()
}

// addPod adds a pod.
func (t *tree) addPod(separator string, pod v1alpha1.PodRef) {
	t.addAfter(separator, t.plain, pod.Namespace+"/"+known(pod.Name))
	if pod.HostNetwork {
		t.more(t.faint, " (host network)")
	}
	if pod.Terminating {
		t.more(t.warn, " (terminating)")
	}
}

// useInWords says what an address serves for.
func useInWords(serves use) string {
	switch serves {
	case useNode:
		return "node address"
	case useOwn:
		return "own address of the ENI"
	case usePods:
		return ""
	case useIdle:
		return "idle"
	case useBranch:
		return "no pod"
	case useOther:
		return "not used for pods"
	case useUnknown:
		return "pods unknown"
	default:
		return string(serves)
	}
}

// restInWords says what addresses serve for that are only counted.
func restInWords(n int, serves use) string {
	if serves == useIdle {
		return counted(n, "idle address")
	}
	return counted(n, "address") + ", " + useInWords(serves)
}
