// SPDX-License-Identifier: Apache-2.0

package explain

import "slices"

// Verdict is an entry of the registry: all that can be said of a finding without a cluster at hand.
type Verdict struct {
	Code  Code
	Group Group
	Title string
	// Severity and Confidence are those of the finding with all of its evidence; rules weaken them where evidence is missing.
	Severity   Severity
	Confidence Confidence
	// Conditions say when it holds.
	Conditions string
	// Evidence says what must be read to tell.
	Evidence string
	Remedy   string
	// Source is where upstream's behaviour is written down.
	Source string
	// Docs is a page of AWS's for users; empty where there is none.
	Docs string
}

// Group is a chapter of the registry.
type Group string

// The groups, in the order of docs/verdicts.md.
const (
	GroupAddress  Group = "Where the address comes from"
	GroupSchedule Group = "Not scheduled"
	GroupCNI      Group = "The CNI itself"
	GroupBranch   Group = "Security groups for pods"
	GroupWindows  Group = "Windows"
	GroupGrowth   Group = "The pool does not grow"
	GroupSubnet   Group = "Subnets"
	GroupLimit    Group = "The pool is at its limit"
	GroupOther    Group = "Everything else"
	GroupIP       Group = "What an address is"
)

// Verdicts returns the whole registry. Where two findings weigh the same, the one that comes first here is the verdict: causes stand
// before what follows from them.
func Verdicts() []Verdict {
	return slices.Concat(addressVerdicts(), elsewhereVerdicts(), scheduleVerdicts(), cniVerdicts(), branchVerdicts(), windowsVerdicts(),
		growthVerdicts(), subnetVerdicts(), limitVerdicts(), otherVerdicts(), ipVerdicts())
}

// lookup returns a code's entry; every code has one.
func lookup(code Code) Verdict {
	all := Verdicts()
	return all[max(rank(all, code), 0)]
}

// rank is a code's place in the registry.
func rank(all []Verdict, code Code) int {
	return slices.IndexFunc(all, func(v Verdict) bool { return v.Code == code })
}
