// SPDX-License-Identifier: Apache-2.0

package vpc

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// IsUnauthorized reports whether IAM, or an organisation's policy, refuses the call to this identity.
func IsUnauthorized(err error) bool {
	return hasCode(err, "UnauthorizedOperation", "AccessDenied", "AccessDeniedException")
}

// IsThrottled reports whether AWS refuses the call for the request rate.
func IsThrottled(err error) bool {
	throttle := retry.ThrottleErrorCode{Codes: retry.DefaultThrottleErrorCodes}
	return err != nil && throttle.IsErrorThrottle(err).Bool()
}

// IsExpired reports whether the credentials have expired. EC2 says RequestExpired where other services say ExpiredToken.
func IsExpired(err error) bool {
	return hasCode(err, "RequestExpired", "ExpiredToken", "ExpiredTokenException")
}

// refusesIdentity reports whether AWS does not accept the credentials at all: expired, unknown, or wrongly signed (Amazon EC2 API
// Reference, "Error codes for the Amazon EC2 API"; AWS STS and IAM, "Common Errors").
func refusesIdentity(err error) bool {
	return IsExpired(err) || hasCode(err, "AuthFailure", "InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch")
}

// unreachable reports whether no answer came at all.
func unreachable(err error) bool {
	_, ok := errors.AsType[*smithyhttp.RequestSendError](err)
	return ok
}

func hasCode(err error, codes ...string) bool {
	failure, ok := errors.AsType[smithy.APIError](err)
	return ok && slices.Contains(codes, failure.ErrorCode())
}

// unread makes the record of a read that failed.
func unread(resource snapshot.Resource, api string, ids []string, err error) snapshot.Unread {
	u := snapshot.Unread{Resource: resource, Code: snapshot.Failed, Message: describe(err), API: api, IDs: ids}
	switch {
	case IsUnauthorized(err):
		u.Code = snapshot.Forbidden
		u.Permission = api
	case IsThrottled(err):
		u.Code = snapshot.Throttled
	}
	return u
}

// told is an error in our words, in place of the SDK's.
type told struct {
	text string
	err  error
}

func (t *told) Error() string { return t.text }

func (t *told) Unwrap() error { return t.err }

// shortened leaves out the layers of the SDK around an error.
func shortened(err error) error {
	if failure, ok := errors.AsType[*CredentialsError](err); ok {
		return failure
	}
	return &told{describe(err), err}
}

// describe says what came back, without the layers of the SDK around it.
func describe(err error) string {
	if ours, ok := errors.AsType[*told](err); ok {
		return ours.text
	}
	if failure, ok := errors.AsType[smithy.APIError](err); ok {
		return failure.ErrorCode() + ": " + withoutBlob(failure.ErrorMessage())
	}
	if broken, ok := errors.AsType[*smithy.DeserializationError](err); ok {
		return fmt.Sprintf("the answer broke off or is not AWS's: %v", broken.Err)
	}
	if failure, ok := errors.AsType[*url.Error](err); ok {
		return failure.Err.Error()
	}
	// The SDK's credential cache puts this before every error.
	return strings.TrimPrefix(err.Error(), "failed to refresh cached credentials, ")
}

// withoutBlob cuts the encoded authorization failure message off: some hundred characters that only sts:DecodeAuthorizationMessage
// can read. What stands before it names the user and the action.
func withoutBlob(message string) string {
	text, _, _ := strings.Cut(message, "Encoded authorization failure message:")
	return strings.TrimSpace(text)
}
