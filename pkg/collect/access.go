// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"errors"
	"fmt"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// AccessError says that a read without which nothing can be shown was refused.
type AccessError struct {
	// Message says what was tried and what came back.
	Message string
	// Permission is the IAM action or RBAC rule that would allow it; empty when none would.
	Permission string
}

// Error says what was refused and what would allow it.
func (e *AccessError) Error() string {
	if e.Permission == "" {
		return e.Message
	}
	return fmt.Sprintf("%s: allow %s", e.Message, e.Permission)
}

// accessError turns a refusal into an error when nothing was read at all.
func accessError(unread []snapshot.Unread, read int) error {
	if read > 0 {
		return nil
	}
	for _, u := range unread {
		if u.Code == snapshot.Forbidden {
			return &AccessError{Message: fmt.Sprintf("%s: %s", u.API, u.Message), Permission: u.Permission}
		}
	}
	return nil
}

func asAccessError(err error) (*AccessError, bool) { return errors.AsType[*AccessError](err) }
