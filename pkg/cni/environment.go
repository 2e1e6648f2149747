// SPDX-License-Identifier: Apache-2.0

package cni

import (
	"fmt"
	"strconv"
	"time"
)

// environment reads variables as ipamd does, and keeps note of the values that ipamd cannot read.
type environment struct {
	values   map[string]string
	problems []string
}

// boolean follows utils.GetBoolAsStringEnvVar: strconv.ParseBool, else the default.
func (e *environment) boolean(name string, byDefault bool) bool {
	text, ok := e.values[name]
	if !ok {
		return byDefault
	}
	value, err := strconv.ParseBool(text)
	if err != nil {
		// An empty variable is unreadable for ipamd too, but it is what an unfilled template leaves: no news.
		if text != "" {
			e.problems = append(e.problems, fmt.Sprintf("%s=%q is no boolean: the CNI uses %t", name, text, byDefault))
		}
		return byDefault
	}
	return value
}

// target reads a count of addresses, prefixes or ENIs. Negative and unreadable values count as unset (ipamd.go, getWarmIPTarget and its
// siblings).
func (e *environment) target(name string, byDefault int) int {
	text, ok := e.values[name]
	if !ok || text == "" {
		return byDefault
	}
	value, err := strconv.Atoi(text)
	if err != nil {
		e.problems = append(e.problems, fmt.Sprintf("%s=%q is no number: the CNI uses its default", name, text))
		return byDefault
	}
	if value < 0 {
		return byDefault
	}
	return value
}

// seconds reads a duration in whole seconds; 0 is allowed.
func (e *environment) seconds(name string, byDefault time.Duration) time.Duration {
	return time.Duration(e.target(name, int(byDefault/time.Second))) * time.Second
}

func (e *environment) text(name, byDefault string) string {
	if value := e.values[name]; value != "" {
		return value
	}
	return byDefault
}
