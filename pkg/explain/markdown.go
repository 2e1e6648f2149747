// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"io"
	"strings"
)

// WriteVerdicts writes docs/verdicts.md: every verdict of the registry, by group. It fails when the writer does.
func WriteVerdicts(w io.Writer) error {
	var page strings.Builder
	page.WriteString("# Verdicts\n\n")
	page.WriteString("The findings of `kubectl eni explain`, generated from the registry in `pkg/explain` (`go test ./pkg/explain -update` writes this file). ")
	page.WriteString("Codes are stable. The verdict is the strongest finding: an error that is certain or likely; else where the address comes from; else an error that is possible. ")
	page.WriteString("Of two that weigh the same, the one that stands first here.\n\n")
	page.WriteString("*Severity*: an error says why something does not work, a warning is worth putting right, info says how things are. ")
	page.WriteString("*Confidence*: certain follows from what was read and from upstream's code, likely is the only known reason for it, possible is one of several. ")
	page.WriteString("Both stand here as they are with all of the evidence; where some is missing, a finding says less.\n")
	var group Group
	for _, v := range Verdicts() {
		if v.Group != group {
			group = v.Group
			fmt.Fprintf(&page, "\n## %s\n", group)
		}
		writeVerdict(&page, v)
	}
	if _, err := io.WriteString(w, page.String()); err != nil {
		return fmt.Errorf("writing verdicts: %w", err)
	}
	return nil
}

func writeVerdict(page *strings.Builder, v Verdict) {
	fmt.Fprintf(page, "\n### %s\n\n%s (%s, %s).\n\n", v.Code, v.Title, v.Severity, v.Confidence)
	fmt.Fprintf(page, "- **When**: %s\n- **Evidence**: %s\n- **Remedy**: %s\n", markdown(v.Conditions), markdown(v.Evidence), markdown(v.Remedy))
	fmt.Fprintf(page, "- **Source**: %s\n", markdown(v.Source))
	if v.Docs != "" {
		fmt.Fprintf(page, "- **AWS**: <%s>\n", v.Docs)
	}
}

// markdown keeps the runes of names that Markdown takes for its own.
func markdown(text string) string {
	return strings.NewReplacer("_", `\_`, "*", `\*`, "<", `\<`).Replace(text)
}
