// SPDX-License-Identifier: Apache-2.0

package vpc

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// stack is what every request of a client passes through, besides the SDK's own middleware.
type stack struct {
	version string
	who     identity
	observe func(Call)
	mu      sync.Mutex // held while observe runs
}

func newStack(o Options, who identity) *stack {
	return &stack{version: o.Version, who: who, observe: o.Observe}
}

func (s *stack) middlewares() []func(*middleware.Stack) error {
	return []func(*middleware.Stack) error{
		awsmiddleware.AddUserAgentKeyValue("kubectl-eni", s.version),
		func(m *middleware.Stack) error {
			return m.Initialize.Add(middleware.InitializeMiddlewareFunc("ReadOnly", readOnly), middleware.Before)
		},
		func(m *middleware.Stack) error {
			return m.Initialize.Add(middleware.InitializeMiddlewareFunc("CountAttempts", countAttempts), middleware.After)
		},
		func(m *middleware.Stack) error {
			return m.Finalize.Insert(middleware.FinalizeMiddlewareFunc("ObserveAttempt", s.attempt), "Retry", middleware.After)
		},
		func(m *middleware.Stack) error {
			return m.Deserialize.Insert(middleware.DeserializeMiddlewareFunc("KnowAnswer", knowAnswer), "OperationDeserializer", middleware.After)
		},
	}
}

// readOnly refuses every operation whose name does not begin as those that change nothing do.
func readOnly(
	ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler,
) (middleware.InitializeOutput, middleware.Metadata, error) {
	name := awsmiddleware.GetOperationName(ctx)
	for _, prefix := range []string{"Describe", "Get", "List"} {
		if strings.HasPrefix(name, prefix) {
			return next.HandleInitialize(ctx, in) //nolint:wrapcheck // a middleware passes errors on as they are
		}
	}
	return middleware.InitializeOutput{}, middleware.Metadata{}, fmt.Errorf("refusing %q: this program only reads from AWS", name)
}

// attempts is the state of one call over its attempts, which run one after the other.
type attempts struct {
	made         int
	firstFailure time.Time
	lastErr      error // nil before the first failure
}

// patienceIsOver reports whether the call has failed for so long that no further attempt is to begin.
func (a *attempts) patienceIsOver() bool {
	return a.lastErr != nil && time.Since(a.firstFailure) > patience
}

type attemptsKey struct{}

func countAttempts(
	ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler,
) (middleware.InitializeOutput, middleware.Metadata, error) {
	ctx = context.WithValue(ctx, attemptsKey{}, &attempts{})
	return next.HandleInitialize(ctx, in) //nolint:wrapcheck // a middleware passes errors on as they are
}

// attemptsOf returns the state of the call that ctx belongs to.
func attemptsOf(ctx context.Context) *attempts {
	if a, ok := ctx.Value(attemptsKey{}).(*attempts); ok {
		return a
	}
	return &attempts{}
}

// attempt tells the observer of one attempt, and explains the error when EC2 refuses the identity.
func (s *stack) attempt(
	ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler,
) (middleware.FinalizeOutput, middleware.Metadata, error) {
	a := attemptsOf(ctx)
	a.made++
	start := time.Now()
	out, metadata, err := next.HandleFinalize(ctx, in)
	if refusesIdentity(err) {
		err = s.who.refused(err)
	}
	if s.observe != nil {
		call := Call{
			API:       apiName(ctx),
			Attempt:   a.made,
			Duration:  time.Since(start),
			Throttled: IsThrottled(err),
		}
		if err == nil {
			call.Items = itemCount(out.Result)
		} else {
			call.Err = shortened(err)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.observe(call)
	}
	return out, metadata, err
}

// apiName names an API as IAM does: ec2:DescribeSubnets.
func apiName(ctx context.Context) string {
	return strings.ToLower(awsmiddleware.GetServiceID(ctx)) + ":" + awsmiddleware.GetOperationName(ctx)
}

var errAnotherAnswer = errors.New("something else answered")

// rootWithin is the length of an answer in which its root element must begin; EC2's begins at byte 39.
const rootWithin = 512

// knowAnswer refuses a successful answer that is not the operation's. The SDK reads an empty body, and any well-formed XML of another
// kind, as an answer with nothing in it.
func knowAnswer(
	ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler,
) (middleware.DeserializeOutput, middleware.Metadata, error) {
	out, metadata, err := next.HandleDeserialize(ctx, in)
	response, ok := out.RawResponse.(*smithyhttp.Response)
	if err != nil || !ok || response.StatusCode < 200 || response.StatusCode > 299 {
		return out, metadata, err //nolint:wrapcheck // a middleware passes errors on as they are
	}
	body := bufio.NewReaderSize(response.Body, rootWithin)
	head, err := body.Peek(rootWithin)
	root := awsmiddleware.GetOperationName(ctx) + "Response"
	if !bytes.Contains(head, []byte("<"+root)) {
		return out, metadata, &smithy.DeserializationError{
			Err:      fmt.Errorf("no %s where an answer begins: %w", root, cmp.Or(err, errAnotherAnswer)),
			Snapshot: head,
		}
	}
	response.Body = struct {
		io.Reader
		io.Closer
	}{body, response.Body}
	return out, metadata, nil
}
