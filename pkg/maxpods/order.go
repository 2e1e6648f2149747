// SPDX-License-Identifier: Apache-2.0

package maxpods

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// SortBy is the order of a report's items.
type SortBy string

// The orders. Unknown numbers come last; equal ones are sorted by node name.
const (
	// SortByName sorts by node name; it is the default.
	SortByName SortBy = "name"
	// SortByType sorts by instance type.
	SortByType SortBy = "type"
	// SortByVerdict puts the worst first.
	SortByVerdict SortBy = "verdict"
	// SortByKubelet puts the largest kubelet value first.
	SortByKubelet SortBy = "kubelet"
	// SortByRecommended puts the largest recommended value first.
	SortByRecommended SortBy = "recommended"
)

// SortOrders are the values of --sort-by.
func SortOrders() []SortBy {
	return []SortBy{SortByName, SortByType, SortByVerdict, SortByKubelet, SortByRecommended}
}

// ParseSortBy takes the value of --sort-by.
func ParseSortBy(text string) (SortBy, error) {
	if order := SortBy(text); slices.Contains(SortOrders(), order) {
		return order, nil
	}
	return "", fmt.Errorf("%q is no order; one of %s", text, join(SortOrders()))
}

func join[T ~string](values []T) string {
	names := make([]string, 0, len(values))
	for _, value := range values {
		names = append(names, string(value))
	}
	return strings.Join(names, ", ")
}

// Sort sorts the items of a report.
func Sort(report *v1alpha1.MaxPodsReport, by SortBy) { sortItems(report.Items, by) }

func sortItems(items []v1alpha1.MaxPods, by SortBy) {
	slices.SortStableFunc(items, func(x, y v1alpha1.MaxPods) int {
		byName := cmp.Or(cmp.Compare(x.Node, y.Node), cmp.Compare(x.InstanceType, y.InstanceType))
		switch by {
		case SortByType:
			return cmp.Or(cmp.Compare(x.InstanceType, y.InstanceType), byName)
		case SortByVerdict:
			return cmp.Or(cmp.Compare(severity(x), severity(y)), cmp.Compare(deref(y.OverBy)+deref(y.UnderBy), deref(x.OverBy)+deref(x.UnderBy)), byName)
		case SortByKubelet:
			return cmp.Or(compareDown(x.Kubelet, y.Kubelet), byName)
		case SortByRecommended:
			return cmp.Or(compareDown(x.Recommended, y.Recommended), byName)
		case SortByName:
			return byName
		default:
			return byName
		}
	})
}

// severity orders the verdicts, the worst first.
func severity(item v1alpha1.MaxPods) int {
	order := []Verdict{Over, Stale, Under, Unknown, Capped, OK, NotApplicable}
	if i := slices.Index(order, Verdict(item.Verdict)); i >= 0 {
		return i
	}
	return len(order)
}

// compareDown puts the larger number first and an unknown one last.
func compareDown(x, y *int) int {
	switch {
	case x == nil && y == nil:
		return 0
	case x == nil:
		return 1
	case y == nil:
		return -1
	default:
		return cmp.Compare(*y, *x)
	}
}
