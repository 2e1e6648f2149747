// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// megabyte is the unit of the budgets of memory and size.
const megabyte = 1_000_000

// pluginSizeBudget is the most that the plugin's file should have, in bytes.
const pluginSizeBudget = 45 * megabyte

// budget is the most that a command should take. What is zero is not limited.
type budget struct {
	wall       time.Duration
	rss        int64 // bytes
	kubernetes int   // requests
	ec2        int   // calls
}

// treeBudget returns what a tree of a whole cluster may take. The two sizes are those that the project has figures for:
// 1,000 nodes with 30,000 pods at 200 ms for a call to EC2, and 5,000 nodes with 150,000 pods.
func treeBudget(nodes int) budget {
	switch {
	case nodes <= 1000:
		return budget{wall: 4 * time.Second, rss: 150 * megabyte, ec2: 9}
	case nodes <= 5000:
		return budget{rss: 400 * megabyte, ec2: 40}
	default:
		return budget{}
	}
}

// oneObjectBudget returns what a question about one node or pod may take, whatever the size of the cluster.
func oneObjectBudget() budget {
	return budget{kubernetes: 6, ec2: 4}
}

// versionBudget returns what the start of the program may take.
func versionBudget() budget {
	return budget{wall: 60 * time.Millisecond}
}

// verdict says how a result stands to its budget: empty without one, else what it is within or over.
func (r result) verdict() string {
	wall, rss := r.median()
	checks := []string{
		over("time", wall, r.budget.wall, func(d time.Duration) string { return d.Round(time.Millisecond).String() }),
		over("memory", rss, r.budget.rss, formatMegabytes),
		over("Kubernetes requests", r.kubernetes, r.budget.kubernetes, formatCount),
		over("EC2 calls", r.ec2, r.budget.ec2, formatCount),
	}
	exceeded := slices.DeleteFunc(checks, func(check string) bool { return check == "" })
	switch {
	case r.budget == budget{}:
		return ""
	case len(exceeded) == 0:
		return "within budget"
	default:
		return "over budget: " + strings.Join(exceeded, ", ")
	}
}

// over says by how much a figure is over its limit, or nothing when it is not or when there is no limit.
func over[T cmp.Ordered](what string, got, limit T, format func(T) string) string {
	var none T
	if limit == none || got <= limit {
		return ""
	}
	return fmt.Sprintf("%s %s of %s", what, format(got), format(limit))
}

// formatMegabytes returns a number of bytes in whole megabytes.
func formatMegabytes(bytes int64) string {
	return fmt.Sprintf("%d MB", (bytes+megabyte/2)/megabyte)
}

// formatCount returns a number.
func formatCount(n int) string {
	return strconv.Itoa(n)
}

// middle returns the median of figures, the lower one of two; the zero value when there are none.
func middle[T cmp.Ordered](figures []T) T {
	if len(figures) == 0 {
		var none T
		return none
	}
	sorted := slices.Sorted(slices.Values(figures))
	return sorted[(len(sorted)-1)/2]
}
