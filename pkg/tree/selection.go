// SPDX-License-Identifier: Apache-2.0

package tree

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// selection says which pods are shown.
type selection struct {
	namespace string
}

func (s selection) all() bool { return s.namespace == "" }

func (s selection) pod(p *topology.Pod) bool { return s.all() || p.Namespace == s.namespace }

// SortBy is the order of the nodes.
type SortBy string

// The orders. Unknown numbers come last; equal ones are sorted by name.
const (
	// SortByName sorts by name; it is the default.
	SortByName SortBy = "name"
	// SortByIdle puts the nodes with the most idle addresses first.
	SortByIdle SortBy = "idle"
	// SortByUsed puts the nodes with the most used addresses first.
	SortByUsed SortBy = "used"
	// SortByZone sorts by availability zone.
	SortByZone SortBy = "zone"
)

// SortOrders are the values of --sort-by.
func SortOrders() []SortBy { return []SortBy{SortByName, SortByIdle, SortByUsed, SortByZone} }

// ParseSortBy takes the value of --sort-by.
func ParseSortBy(text string) (SortBy, error) {
	if order := SortBy(text); slices.Contains(SortOrders(), order) {
		return order, nil
	}
	names := make([]string, 0, len(SortOrders()))
	for _, order := range SortOrders() {
		names = append(names, string(order))
	}
	return "", fmt.Errorf("%q is no order; one of %s", text, strings.Join(names, ", "))
}

func sortNodes(nodes []v1alpha1.Node, by SortBy) {
	slices.SortStableFunc(nodes, func(x, y v1alpha1.Node) int {
		byName := cmp.Compare(x.Name, y.Name)
		switch by {
		case SortByIdle:
			return cmp.Or(compareDown(x.Addresses.Idle, y.Addresses.Idle), byName)
		case SortByUsed:
			return cmp.Or(compareDown(x.Addresses.Used, y.Addresses.Used), byName)
		case SortByZone:
			return cmp.Or(cmp.Compare(x.Zone, y.Zone), byName)
		case SortByName:
			return byName
		default:
			return byName
		}
	})
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
