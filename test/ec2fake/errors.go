// SPDX-License-Identifier: Apache-2.0

package ec2fake

import (
	"fmt"
	"net/http"
	"strings"
)

// CodeWriteRefused is the error code of every call that is not a Describe, Get or List. No AWS service uses it.
const CodeWriteRefused = "Ec2Fake.WriteRefused"

// Error is an error answer: HTTP status, code and message. The zero value is none.
//
// Codes are those of https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html; messages follow what
// EC2 is known to send, so far as public reports quote it.
type Error struct {
	Status  int
	Code    string
	Message string
}

// Error returns code and message.
func (e Error) Error() string {
	return e.Code + ": " + e.Message
}

// body renders the error as the service does: EC2 and STS differ.
func (e Error) body(service Service, requestID string) []byte {
	dst := []byte(xmlHeader)
	if service == STS {
		dst = append(dst, `<ErrorResponse xmlns="`+stsNamespace+`"><Error><Type>Sender</Type><Code>`...)
		dst = appendEscaped(dst, e.Code)
		dst = append(dst, "</Code><Message>"...)
		dst = appendEscaped(dst, e.Message)
		return append(dst, "</Message></Error><RequestId>"+requestID+"</RequestId></ErrorResponse>"...)
	}
	dst = append(dst, "<Response><Errors><Error><Code>"...)
	dst = appendEscaped(dst, e.Code)
	dst = append(dst, "</Code><Message>"...)
	dst = appendEscaped(dst, e.Message)
	return append(dst, "</Message></Error></Errors><RequestID>"+requestID+"</RequestID></Response>"...)
}

// UnauthorizedOperation is what a caller without the IAM action ec2:<action> gets: HTTP 403, with the long encoded
// message that only `aws sts decode-authorization-message` can read.
func UnauthorizedOperation(caller Caller, action Action) Error {
	return Error{http.StatusForbidden, "UnauthorizedOperation", fmt.Sprintf(
		"You are not authorized to perform this operation. User: %s is not authorized to perform: ec2:%s because no "+
			"identity-based policy allows the ec2:%s action. Encoded authorization failure message: %s",
		caller.withDefaults().ARN, action, action, strings.Repeat("kZ3-xV_9", 60))}
}

// AuthFailure is the answer to unknown or wrong credentials: HTTP 401.
func AuthFailure() Error {
	return Error{
		http.StatusUnauthorized, "AuthFailure",
		"AWS was not able to validate the provided access credentials",
	}
}

// RequestExpired is EC2's answer to temporary credentials that have run out: HTTP 400.
func RequestExpired() Error {
	return Error{http.StatusBadRequest, "RequestExpired", "Request has expired."}
}

// ExpiredToken is STS's answer to temporary credentials that have run out: HTTP 403.
func ExpiredToken() Error {
	return Error{http.StatusForbidden, "ExpiredToken", "The security token included in the request is expired"}
}

// InternalError is an error on EC2's side: HTTP 500. The SDK tries again.
func InternalError() Error {
	return Error{http.StatusInternalServerError, "InternalError", "An internal error has occurred"}
}

// Unavailable is an overloaded EC2: HTTP 503. The SDK tries again.
func Unavailable() Error {
	return Error{
		http.StatusServiceUnavailable, "Unavailable",
		"The service is unavailable. Please try again shortly.",
	}
}

// RequestLimitExceeded is EC2's throttling: HTTP 503. The SDK tries again.
func RequestLimitExceeded() Error {
	return Error{http.StatusServiceUnavailable, "RequestLimitExceeded", "Request limit exceeded."}
}

// NetworkInterfaceNotFound is the answer to an id list with a network interface that is gone: HTTP 400. It names one id
// even if more are gone.
func NetworkInterfaceNotFound(id string) Error {
	return Error{
		http.StatusBadRequest, "InvalidNetworkInterfaceID.NotFound",
		fmt.Sprintf("The networkInterface ID '%s' does not exist", id),
	}
}

func invalidValue(parameter, value, why string) Error {
	return Error{
		http.StatusBadRequest, "InvalidParameterValue",
		fmt.Sprintf("Value ( %s ) for parameter %s is invalid. %s", value, parameter, why),
	}
}
