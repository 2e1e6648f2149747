// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
)

// ErrorText is how an error is shown: safe for a terminal, and with the prefix that kubectl gives all but a missing connection.
func ErrorText(err error) string {
	var lines []string
	for line := range strings.Lines(err.Error()) {
		lines = append(lines, terminal.Escape(strings.TrimRight(line, "\n")))
	}
	text := strings.Join(lines, "\n")
	if isType[*cluster.ConnectionError](err) {
		return text
	}
	return "error: " + text
}
