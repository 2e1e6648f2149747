// SPDX-License-Identifier: Apache-2.0

package render

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// NodeExplanation writes what a node's pool holds, what of it is out of use, max pods, and what ipamd does next. The document's warnings are left
// to the caller. Errors are those of w.
func NodeExplanation(w io.Writer, doc *v1alpha1.NodeExplanation, o ExplainOptions) error {
	e := newExplanation(w, o)
	e.verdict("node "+doc.Node.Name, &doc.Verdict)
	e.newline()
	e.nodeFacts(&doc.Node)
	e.nodePool(doc)
	e.poolInterfaces(doc.Interfaces)
	e.unusable(doc)
	e.ipam(doc.IPAM)
	e.findings(doc.Findings)
	e.list("next", doc.Next)
	e.docs(doc.Verdict.Docs)
	return e.close()
}

// nodeFacts writes what the node is.
func (e *explanation) nodeFacts(n *v1alpha1.ExplainedNode) {
	e.label("node")
	e.addText(e.plain, n.InstanceID)
	e.addText(e.plain, n.InstanceType)
	e.addText(e.plain, n.Zone)
	e.addText(e.plain, kindInWords(n.Kind))
	if n.OS == "windows" {
		e.add(e.plain, "Windows")
	}
	e.addReadiness(n.Ready, n.Cordoned)
	e.addText(e.plain, modeInWords(n.Mode))
	e.end()
	for _, condition := range n.Conditions {
		e.fact("", "! "+condition)
	}
	for _, note := range n.Notes {
		e.fact("", "note: "+note)
	}
}

// addReadiness adds whether the node takes pods.
func (e *explanation) addReadiness(ready *bool, cordoned bool) {
	switch {
	case ready == nil:
		e.add(e.warn, "readiness unknown")
	case *ready:
		e.add(e.plain, "Ready")
	default:
		e.add(e.bad, "NotReady")
	}
	if cordoned {
		e.add(e.warn, "cordoned")
	}
}

// nodePool writes the counts of the node's addresses and pods.
func (e *explanation) nodePool(doc *v1alpha1.NodeExplanation) {
	if doc.Addresses.Held != nil {
		e.label("addresses")
		e.pool(&doc.Addresses)
		e.end()
	}
	e.label("pods")
	e.add(e.plain, count(doc.Pods.Running)+" with an address")
	if doc.Pods.HostNetwork != nil && *doc.Pods.HostNetwork > 0 {
		e.add(e.plain, count(doc.Pods.HostNetwork)+" of them on the host's network")
	}
	if doc.Pods.OnBranches != nil && *doc.Pods.OnBranches > 0 {
		e.add(e.plain, count(doc.Pods.OnBranches)+" on branch ENIs")
	}
	if doc.Pods.Waiting != nil && *doc.Pods.Waiting > 0 {
		e.add(e.warn, counted(*doc.Pods.Waiting, "pod")+" waiting for an address")
	}
	e.end()
	if m := doc.MaxPods; m != nil {
		e.label("max pods")
		e.add(e.plain, strconv.Itoa(m.Kubelet))
		if m.Ceiling != nil {
			look := e.plain
			if m.Kubelet > *m.Ceiling {
				look = e.warn
			}
			e.add(look, fmt.Sprintf("room for %d", *m.Ceiling))
			e.addText(e.plain, m.Detail)
		}
		e.end()
		e.implementations(m.Implementations)
	}
}

// implementations writes what everything that computes max pods would set, side by side, with a word on which one set up the node.
func (e *explanation) implementations(all []v1alpha1.MaxPodsImplementation) {
	begun := false
	for _, i := range all {
		if i.Value == nil {
			continue
		}
		if !begun {
			e.label("by rule")
			begun = true
		}
		text, look := fmt.Sprintf("%s %d", i.Name, *i.Value), e.plain
		if i.Applies {
			text, look = text+" (applies here)", e.id
		}
		e.add(look, text)
	}
	if begun {
		e.end()
	}
}

// poolInterfaces writes a line for each attached ENI.
func (e *explanation) poolInterfaces(all []v1alpha1.PoolInterface) {
	name := "interfaces"
	for i := range all {
		x := &all[i]
		e.label(name)
		name = ""
		e.add(e.id, known(x.ID))
		e.add(e.plain, known(x.Role))
		e.add(e.plain, deviceOf(x))
		e.addText(e.plain, x.SubnetID)
		e.addUse(x)
		e.end()
		if x.Unused != "" {
			e.fact("", "not for pods: "+x.Unused)
		}
	}
}

// unusable writes what pods cannot use, but for what stands at an ENI already.
func (e *explanation) unusable(doc *v1alpha1.NodeExplanation) {
	name := "out of use"
	for _, part := range doc.Unusable {
		atENI := slices.ContainsFunc(doc.Interfaces, func(i v1alpha1.PoolInterface) bool {
			return i.Unused != "" && strings.HasPrefix(part.Reason, i.ID+":")
		})
		if atENI {
			continue
		}
		e.fact(name, amountOf(part)+": "+part.Reason)
		name = ""
	}
}

// amountOf is "1 interface", "2 slots".
func amountOf(part v1alpha1.UnusablePart) string {
	what := part.What
	if part.Count == 1 {
		what = strings.TrimSuffix(what, "s")
	}
	if part.Count == 1 && part.What == "addresses" {
		what = "address"
	}
	return strconv.Itoa(part.Count) + " " + what
}

func deviceOf(x *v1alpha1.PoolInterface) string {
	text := "device " + strconv.Itoa(int(x.DeviceIndex))
	if x.NetworkCard > 0 {
		text += " of card " + strconv.Itoa(int(x.NetworkCard))
	}
	return text
}

// addUse adds how much of an ENI is filled and used.
func (e *explanation) addUse(x *v1alpha1.PoolInterface) {
	if x.Branches != nil {
		e.add(e.plain, strconv.Itoa(*x.Branches)+"/"+count(x.BranchLimit)+" branch ENIs")
		return
	}
	if x.Slots != nil && x.SlotsUsed != nil {
		e.add(e.plain, fmt.Sprintf("%d/%d slots", *x.SlotsUsed, *x.Slots))
	}
	if x.Held != nil {
		e.add(e.plain, count(x.Held)+" held, "+count(x.Used)+" used")
	}
}

// ipam writes what ipamd aims at and does next.
func (e *explanation) ipam(i *v1alpha1.IPAM) {
	if i == nil {
		return
	}
	e.fact("targets", strings.Join(i.Targets, ", "))
	next := actionInWords(i)
	if i.Reason != "" {
		next += ": " + i.Reason
	}
	e.fact("ipamd next", next)
	if r := i.AtRest; r != nil {
		text := counted(r.Interfaces, "ENI") + " with " + counted(r.Addresses, "address")
		if r.Prefixes > 0 {
			text += " in " + strconv.Itoa(r.Prefixes) + " prefixes"
		}
		e.fact("for these pods", text+" is what the targets ask for, "+counted(r.SubnetAddresses, "address")+" of the subnet")
	}
}

// actionInWords names what ipamd does next, see [v1alpha1.IPAM].
func actionInWords(i *v1alpha1.IPAM) string {
	switch i.Action {
	case "Rests":
		return "nothing"
	case "AddsAddresses":
		return "adds up to " + counted(i.Count, "address") + " to an ENI with free slots"
	case "AddsPrefixes":
		return "adds up to " + strconv.Itoa(i.Count) + " prefixes to an ENI with free slots"
	case "AttachesENI":
		return "attaches an ENI"
	case "ReturnsAddresses":
		return "returns " + counted(i.Count, "address")
	case "ReturnsPrefixes":
		return "returns " + strconv.Itoa(i.Count) + " prefixes"
	case "MayFreeENI":
		return "detaches an ENI, if one is without pods"
	case "AtMaxPods", "Cordoned", "Fixed", "AtLimit":
		return "nothing, although it may be short"
	default:
		return i.Action
	}
}
