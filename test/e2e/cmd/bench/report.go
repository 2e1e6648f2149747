// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// report prints the figures of all commands, how they stand to their budgets, and the ratios to what a user would run
// instead.
func report(out io.Writer, opts options, s *stage, results []result) error {
	var text strings.Builder
	_, _ = fmt.Fprintf(&text, "%d nodes, %d pods, EC2 at %s a call, %d runs of each command\n\n",
		opts.nodes, opts.nodes*opts.podsPerNode, opts.latency, opts.runs)
	writeFigures(&text, results)
	_, _ = fmt.Fprintf(&text, "\nplugin: %s, %s\n", formatMegabytes(s.pluginSize), sizeVerdict(s.pluginSize))
	writeRatios(&text, results)
	if _, err := io.WriteString(out, text.String()); err != nil {
		return fmt.Errorf("printing the report: %w", err)
	}
	return nil
}

// writeFigures prints a line for each command: medians, and the range of the times.
func writeFigures(out io.Writer, results []result) {
	var failures []string
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "COMMAND\tTIME\tRANGE\tPEAK MEMORY\tKUBERNETES\tEC2\tPRINTED\tBUDGET")
	for _, r := range results {
		if r.failure != "" {
			failures = append(failures, r.name+" failed with "+r.failure)
			continue
		}
		wall, rss := r.median()
		shortest, longest := r.wallRange()
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s to %s\t%s\t%d\t%d\t%d B\t%s\n", r.name, seconds(wall), seconds(shortest),
			seconds(longest), formatMegabytes(rss), r.kubernetes, r.ec2, r.printed, r.verdict())
	}
	_ = table.Flush() // A strings.Builder takes everything.
	for _, failure := range failures {
		_, _ = fmt.Fprintln(out, failure)
	}
}

// writeRatios prints how many times as long, and as much memory, the commands take that a user would run to read the same.
func writeRatios(out io.Writer, results []result) {
	tree := slices.IndexFunc(results, func(r result) bool { return r.name == treeJSON && r.failure == "" })
	if tree < 0 {
		return
	}
	wall, rss := results[tree].median()
	var sum time.Duration
	var names []string
	for _, r := range results {
		if (r.name != kubectlPods && r.name != awsInterfaces) || r.failure != "" {
			continue
		}
		otherWall, otherRSS := r.median()
		sum += otherWall
		names = append(names, r.name)
		_, _ = fmt.Fprintf(out, "%s: %.1f times the time and %.1f times the memory of %s\n",
			r.name, ratio(otherWall, wall), ratio(otherRSS, rss), treeJSON)
	}
	if len(names) > 1 {
		_, _ = fmt.Fprintf(out, "%s: %.1f times the time of %s\n", strings.Join(names, ", then "), ratio(sum, wall), treeJSON)
	}
}

// ratio returns how many times one figure is another.
func ratio[T ~int64](of, to T) float64 {
	return float64(of) / float64(max(to, 1))
}

// wallRange returns the shortest and the longest time of a result.
func (r result) wallRange() (shortest, longest time.Duration) {
	for i, used := range r.runs {
		if i == 0 || used.Wall < shortest {
			shortest = used.Wall
		}
		longest = max(longest, used.Wall)
	}
	return shortest, longest
}

// sizeVerdict says how the size of the plugin's file stands to its budget.
func sizeVerdict(size int64) string {
	if exceeded := over("size", size, pluginSizeBudget, formatMegabytes); exceeded != "" {
		return "over budget: " + exceeded
	}
	return "within budget"
}

// seconds returns a time as it is read: milliseconds below a second.
func seconds(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}
