// SPDX-License-Identifier: Apache-2.0

package subnets

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// Measure is what a condition of --fail-on looks at.
type Measure string

// The measures.
const (
	// MeasureFree is a subnet's available addresses.
	MeasureFree Measure = "free"
	// MeasureFree28 is a subnet's free /28s.
	MeasureFree28 Measure = "free28"
	// MeasureLeaked is leaked ENIs.
	MeasureLeaked Measure = "leaked"
)

// Condition is one condition of --fail-on.
type Condition struct {
	Measure Measure
	// Below is the number under which a subnet is a finding; it has no meaning for leaks.
	Below int
}

// ParseCondition takes a value of --fail-on: free<N, free28<N or leaked.
func ParseCondition(text string) (Condition, error) {
	name, number, compared := strings.Cut(text, "<")
	measure := Measure(strings.TrimSpace(name))
	switch {
	case measure == MeasureLeaked && !compared:
		return Condition{Measure: measure}, nil
	case (measure == MeasureFree || measure == MeasureFree28) && compared:
		below, err := strconv.Atoi(strings.TrimSpace(number))
		if err != nil || below < 1 {
			return Condition{}, fmt.Errorf("%q is no condition: %q is no number above 0", text, strings.TrimSpace(number))
		}
		return Condition{Measure: measure, Below: below}, nil
	default:
		return Condition{}, fmt.Errorf("%q is no condition; one of free<N, free28<N, leaked", text)
	}
}

// Findings says what of a report meets a condition, in words. What is unknown meets none.
func (c Condition) Findings(report *v1alpha1.SubnetReport) []string {
	var found []string
	if c.Measure == MeasureLeaked {
		for i := range report.Interfaces {
			if loose := &report.Interfaces[i]; Verdict(loose.Verdict) == Leaked {
				found = append(found, fmt.Sprintf("%s in %s is leaked", loose.ID, loose.SubnetID))
			}
		}
		return found
	}
	for i := range report.Items {
		if text, meets := c.meets(&report.Items[i]); meets {
			found = append(found, text)
		}
	}
	return found
}

// meets tells whether a subnet has less than it should.
func (c Condition) meets(subnet *v1alpha1.Subnet) (string, bool) {
	value, what := subnet.Available, "free addresses"
	if c.Measure == MeasureFree28 {
		value, what = subnet.Free28, "free /28 blocks"
	}
	if value == nil || *value >= c.Below {
		return "", false
	}
	return fmt.Sprintf("%s has %d %s, which is below %d", subnet.ID, *value, what, c.Below), true
}
