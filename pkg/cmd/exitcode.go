// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/collect"
	"github.com/kubectl-eni/kubectl-eni/pkg/vpc"
)

// The exit codes.
const (
	// ExitOK means that the command did what it was asked to; warnings may say what could not be read.
	ExitOK = 0
	// ExitError means any error that has no code of its own.
	ExitError = 1
	// ExitUsage means wrong flags or arguments.
	ExitUsage = 2
	// ExitFindings means that --fail-on found what it was asked to look for.
	ExitFindings = 3
	// ExitNoAccess means missing or expired credentials, or a refused permission without which nothing can be shown.
	ExitNoAccess = 4
	// ExitInterrupted means that Ctrl-C or SIGTERM ended the command.
	ExitInterrupted = 130
)

// exitCode is an exit code and what it says.
type exitCode struct {
	code    int
	meaning string
}

// exitCodes are all exit codes, for the help.
func exitCodes() []exitCode {
	return []exitCode{
		{ExitOK, "fine; warnings on stderr say what could not be read"},
		{ExitError, "error"},
		{ExitUsage, "wrong flags or arguments"},
		{ExitFindings, "findings, where --fail-on asks for them"},
		{ExitNoAccess, "no access: credentials, IAM, RBAC"},
		{ExitInterrupted, "interrupted"},
	}
}

// UsageError is a mistake in flags or arguments.
type UsageError struct {
	// Command is the command's path, for example "kubectl eni tree".
	Command string
	Message string
}

// Error says what is wrong and where the help is.
func (e *UsageError) Error() string {
	return fmt.Sprintf("%s\nSee '%s --help' for usage.", e.Message, e.Command)
}

// FindingsError says that --fail-on found what it was asked to look for.
type FindingsError struct{ Message string }

// Error says which findings, and how many.
func (e *FindingsError) Error() string { return e.Message }

func usageError(c *cobra.Command, err error) error {
	if err == nil {
		return nil
	}
	return &UsageError{Command: c.CommandPath(), Message: err.Error()}
}

// ExitCode maps what a command returned to the exit code.
func ExitCode(err error) int {
	if err == nil {
		return ExitOK
	}
	if errors.Is(err, context.Canceled) {
		return ExitInterrupted
	}
	if isType[*UsageError](err) || isType[*cluster.RequestError](err) {
		return ExitUsage
	}
	if isType[*FindingsError](err) {
		return ExitFindings
	}
	if isType[*vpc.CredentialsError](err) || isType[*vpc.RegionError](err) || isType[*collect.AccessError](err) || cluster.IsUnauthorized(err) {
		return ExitNoAccess
	}
	return ExitError
}

func isType[T error](err error) bool {
	_, ok := errors.AsType[T](err)
	return ok
}

// noArgs refuses arguments, as a mistake of usage.
func noArgs(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return &UsageError{Command: c.CommandPath(), Message: fmt.Sprintf("accepts no arguments, received %q", args)}
}
