// SPDX-License-Identifier: Apache-2.0

package ec2fake

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
)

// Limits of a call's filters. Source: "Filtering considerations" on
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html. The page says 200 values per filter; EC2's
// own message says "on a single call", and callers with 200 values in one filter and one in a second were refused
// (https://github.com/ansible/ansible/pull/16184), so the values of all filters are counted together.
const (
	maxFilters           = 50
	maxFilterValues      = 200
	maxFilterValueLength = 255
)

// field adds to dst the values that an item has for a filter. An item matches if one of them matches.
type field[T any] func(dst []string, item *T) []string

// matcher is one filter, ready to be asked.
type matcher[T any] struct {
	field    field[T]
	exact    map[string]struct{}
	patterns []*regexp.Regexp
}

// match tells whether the item passes; scratch is reused between calls.
func (m *matcher[T]) match(item *T, scratch []string) bool {
	for _, value := range m.field(scratch[:0], item) {
		if _, ok := m.exact[value]; ok {
			return true
		}
		for _, pattern := range m.patterns {
			if pattern.MatchString(value) {
				return true
			}
		}
	}
	return false
}

// compile checks the filters against EC2's limits and readies them. lookup finds a filter's field by its name.
func compile[T any](filters []Filter, lookup func(name string) (field[T], bool)) ([]matcher[T], error) {
	if err := checkLimits(filters); err != nil {
		return nil, err
	}
	matchers := make([]matcher[T], 0, len(filters))
	for i, filter := range filters {
		f, ok := lookup(filter.Name)
		if !ok {
			return nil, Error{
				http.StatusBadRequest, "InvalidParameterValue",
				fmt.Sprintf("The filter '%s' is invalid", filter.Name),
			}
		}
		if len(filter.Values) == 0 {
			return nil, Error{
				http.StatusBadRequest, "MissingParameter",
				fmt.Sprintf("The request must contain the parameter Filter.%d.Value", i+1),
			}
		}
		matchers = append(matchers, newMatcher(f, filter.Values))
	}
	return matchers, nil
}

func checkLimits(filters []Filter) error {
	exceeded := func(message string) error {
		return Error{http.StatusBadRequest, "FilterLimitExceeded", message}
	}
	if len(filters) > maxFilters {
		return exceeded(fmt.Sprintf("The maximum number of filters specified on a single call is %d", maxFilters))
	}
	values := 0
	for _, filter := range filters {
		values += len(filter.Values)
		for _, value := range filter.Values {
			if len(value) > maxFilterValueLength {
				return exceeded(fmt.Sprintf("The maximum length for a filter value is %d characters", maxFilterValueLength))
			}
		}
	}
	if values > maxFilterValues {
		return exceeded(fmt.Sprintf("The maximum number of filter values specified on a single call is %d", maxFilterValues))
	}
	return nil
}

func newMatcher[T any](f field[T], values []string) matcher[T] {
	m := matcher[T]{field: f, exact: make(map[string]struct{}, len(values))}
	for _, value := range values {
		literal, pattern := parseValue(value)
		if pattern != nil {
			m.patterns = append(m.patterns, pattern)
			continue
		}
		m.exact[literal] = struct{}{}
	}
	return m
}

// parseValue reads a filter value: * stands for zero or more characters, ? for zero or one, and a backslash takes either
// meaning away. A value without wildcards is returned as a literal. Source: the page named at [maxFilters].
func parseValue(value string) (string, *regexp.Regexp) {
	var literal, expression strings.Builder
	wild, escaped := false, false
	for _, r := range value {
		switch {
		case !escaped && r == '\\':
			escaped = true
			continue
		case !escaped && r == '*':
			wild = true
			expression.WriteString(".*")
		case !escaped && r == '?':
			wild = true
			expression.WriteString(".?")
		default:
			literal.WriteRune(r)
			expression.WriteString(regexp.QuoteMeta(string(r)))
		}
		escaped = false
	}
	if !wild {
		return literal.String(), nil
	}
	// Every part of the expression is quoted or one of the two wildcards, so it always compiles.
	return "", regexp.MustCompile("(?s)^" + expression.String() + "$")
}
