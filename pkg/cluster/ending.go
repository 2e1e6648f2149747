// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	utilnet "k8s.io/apimachinery/pkg/util/net"
)

// ConnectionError says that the API server gave no answer at all. Its text is kubectl's own.
type ConnectionError struct {
	message string
	cause   error
}

// Error implements error.
func (e *ConnectionError) Error() string { return e.message }

// Unwrap returns the error of the HTTP client.
func (e *ConnectionError) Unwrap() error { return e.cause }

// LoginError says that the API server does not know who asks (401), or that the kubeconfig's credential plugin failed. Its text is
// kubectl's own.
type LoginError struct {
	message string
	cause   error
}

// Error implements error.
func (e *LoginError) Error() string { return e.message }

// Unwrap returns the error of the API or of the credential plugin.
func (e *LoginError) Unwrap() error { return e.cause }

// NotFoundError says that objects which were asked for by name do not exist.
type NotFoundError struct {
	// Resource in the plural, for example "nodes".
	Resource string
	// Namespace that they were looked for in; empty for cluster-scoped ones.
	Namespace string
	// Names of those that do not exist, sorted.
	Names []string
}

// Error implements error, in kubectl's words: nodes "a", "b" not found.
func (e *NotFoundError) Error() string {
	return fmt.Sprintf(`%s "%s" not found`, e.Resource, strings.Join(e.Names, `", "`))
}

// RequestError says that a request was refused as wrong: a selector that does not parse, a name that cannot be one.
type RequestError struct {
	cause error
}

// Error implements error: what is wrong, in the words of what refused the request.
func (e *RequestError) Error() string { return e.cause.Error() }

// Unwrap returns the refusal.
func (e *RequestError) Unwrap() error { return e.cause }

// IsUnauthorized reports whether an error means that there is no usable login to the cluster. A refusal by RBAC is not one.
func IsUnauthorized(err error) bool {
	_, ok := errors.AsType[*LoginError](err)
	return ok
}

// IsNotFound reports whether an error means that an object which was asked for by name does not exist.
func IsNotFound(err error) bool {
	_, ok := errors.AsType[*NotFoundError](err)
	return ok
}

// endingError returns the error with which a command ends if a read failed with err, and nil if the failure concerns that read alone.
// The wording of a missing connection and login is that of kubectl (k8s.io/kubectl/pkg/cmd/util/helpers.go, StandardErrorMessage),
// so that it can be looked up.
func endingError(ctx context.Context, err error) error {
	if ended := ctx.Err(); ended != nil {
		return fmt.Errorf("reading from the cluster: %w", ended)
	}
	if status, ok := errors.AsType[*apierrors.StatusError](err); ok && apierrors.IsUnauthorized(err) {
		return &LoginError{fmt.Sprintf("You must be logged in to the server (%s)", status.ErrStatus.Message), err}
	}
	if apierrors.IsBadRequest(err) || apierrors.IsInvalid(err) {
		return &RequestError{fmt.Errorf("the API server refused the request: %w", err)}
	}
	if request, ok := errors.AsType[*RequestError](err); ok {
		return request
	}
	if failed, ok := errors.AsType[*url.Error](err); ok {
		return connectionError(failed)
	}
	return nil
}

func connectionError(failed *url.Error) error {
	message := fmt.Sprintf("Unable to connect to the server: %v", failed.Err)
	switch {
	case strings.HasPrefix(failed.Err.Error(), "getting credentials: "):
		// The text is all there is to tell it by: client-go's plugin/pkg/client/auth/exec/exec.go (RoundTrip) makes a plain error.
		return &LoginError{message, failed}
	case utilnet.IsConnectionRefused(failed):
		host := failed.URL
		if server, err := url.Parse(failed.URL); err == nil {
			host = server.Host
		}
		message = fmt.Sprintf("The connection to the server %s was refused - did you specify the right host or port?", host)
	}
	return &ConnectionError{message, failed}
}
