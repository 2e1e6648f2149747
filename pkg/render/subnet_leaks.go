// SPDX-License-Identifier: Apache-2.0

package render

import (
	"io"
	"strconv"
	"time"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// SubnetLeaks writes the ENIs that are attached to nothing with what they are, and the commands that would delete the leaked ones. Lines that
// are no commands begin with # where there are commands, so that the output can be read and then run by a shell. Errors are those of w.
func SubnetLeaks(w io.Writer, doc *v1alpha1.SubnetReport, o SubnetOptions) error {
	t := &subnetTable{page: newPage(w, o.Width, o.Unicode)}
	t.leakTable(doc, o)
	if !o.NoHeaders {
		t.commands(doc)
	}
	return t.close()
}

// leakTable writes a row for every ENI, leaked ones first.
func (t *subnetTable) leakTable(doc *v1alpha1.SubnetReport, o SubnetOptions) {
	if len(doc.Interfaces) == 0 {
		t.begin("", "", 0)
		t.prose(t.plain, "no ENI in "+counted(len(doc.Items), "subnet")+" is attached to nothing")
		t.end()
		return
	}
	g := &grid{noHeaders: o.NoHeaders, columns: []gridColumn{
		{name: "ENI"}, {name: "VERDICT"}, {name: "ADDRESSES", right: true}, {name: "AGE"}, {name: "SUBNET"}, {name: "OWNER"}, {name: "CLUSTER"},
	}}
	if o.Wide {
		g.columns = append(g.columns, gridColumn{name: "INSTANCE"}, gridColumn{name: "DESCRIPTION"}, gridColumn{name: "REASON"})
	}
	for i := range doc.Interfaces {
		loose := &doc.Interfaces[i]
		row := []gridCell{
			{t.id, loose.ID},
			{t.lookOfLoose(loose), loose.Verdict},
			{t.plain, strconv.Itoa(loose.Addresses)},
			t.text(ageOf(loose)),
			t.text(loose.SubnetID), t.text(loose.Owner), t.text(loose.Cluster),
		}
		if o.Wide {
			row = append(row, t.text(loose.InstanceID), t.text(loose.Description), t.text(loose.Reason))
		}
		g.rows = append(g.rows, row)
	}
	t.grid(g, 0)
}

// lookOfLoose marks the leaked ones.
func (t *subnetTable) lookOfLoose(loose *v1alpha1.LooseInterface) style {
	switch loose.Verdict {
	case verdictLeaked:
		return t.bad
	case verdictInFlight:
		return t.warn
	default:
		return t.plain
	}
}

// ageOf returns how old an ENI was when it was read, in kubectl's way: its largest unit or two.
func ageOf(loose *v1alpha1.LooseInterface) string {
	if loose.AgeSeconds == nil {
		return ""
	}
	age := time.Duration(*loose.AgeSeconds) * time.Second
	hours := int(age / time.Hour)
	switch {
	case age < 0:
		return "0s"
	case age < 2*time.Minute:
		return strconv.Itoa(int(age/time.Second)) + "s"
	case age < 3*time.Hour:
		return strconv.Itoa(int(age/time.Minute)) + "m"
	case hours < 48:
		return strconv.Itoa(hours) + "h"
	default:
		return strconv.Itoa(hours/24) + "d"
	}
}

// commands writes why each ENI is leaked and what would delete it.
func (t *subnetTable) commands(doc *v1alpha1.SubnetReport) {
	first := true
	for i := range doc.Interfaces {
		loose := &doc.Interfaces[i]
		if loose.Command == "" {
			continue
		}
		if first {
			t.newline()
			t.comment("Nothing was deleted. Look at each ENI before you run what follows; the owners' own clean-up runs by itself.")
		}
		first = false
		t.comment(loose.ID + ": " + loose.Reason)
		t.unbroken(loose.Command)
	}
}

// comment writes a line that a shell skips.
func (t *subnetTable) comment(text string) {
	t.begin("# ", "# ", 0)
	t.prose(t.faint, text)
	t.end()
}

// unbroken writes a text on a line of its own, however long: a command that is cut in two does something else.
func (t *subnetTable) unbroken(text string) {
	safe, _ := t.printable(text)
	t.write(t.plain, safe)
	t.newline()
}
