// SPDX-License-Identifier: Apache-2.0

package vpc

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"
	"golang.org/x/time/rate"
)

// How long a call is tried. Who runs this in an outage gains more from half an answer now than from a whole one in five minutes.
const (
	// maxAttempts at one call, unless AWS_MAX_ATTEMPTS says otherwise. The SDK's default is 3, which a throttled EC2 often outlasts.
	maxAttempts = 6
	// maxBackoff is the longest pause before an attempt; pauses double from at most 2 s on.
	maxBackoff = 5 * time.Second
	// patience is the time from a call's first failure after which no further attempt begins. Under throttling it ends before the
	// attempts do: the adaptive mode then lets through as little as one call in two seconds, over all calls.
	patience = 30 * time.Second
	// adaptivePause is the time after which the adaptive rate is asked again whether it lets an attempt through.
	adaptivePause = 100 * time.Millisecond
)

// retryer is the SDK's adaptive mode with an end: it gives a call up when patience has run out. It also holds every attempt, retries
// included, to the cap on calls per second.
type retryer struct {
	*retry.AdaptiveMode

	limiter *rate.Limiter
}

func newRetryer(limiter *rate.Limiter) aws.RetryerV2 {
	standard := func(o *retry.StandardOptions) {
		o.MaxAttempts = maxAttempts
		o.MaxBackoff = maxBackoff
		o.Retryables = append([]retry.IsErrorRetryable{retry.IsErrorRetryableFunc(retryable)}, o.Retryables...)
	}
	return retryer{
		AdaptiveMode: retry.NewAdaptiveMode(func(o *retry.AdaptiveModeOptions) {
			o.StandardOptions = append(o.StandardOptions, standard)
			// Its own wait has no end but the context's.
			o.FailOnNoAttemptTokens = true
		}),
		limiter: limiter,
	}
}

// GetAttemptToken waits until the adaptive rate and the cap let an attempt through.
func (r retryer) GetAttemptToken(ctx context.Context) (func(error) error, error) {
	release, err := r.AdaptiveMode.GetAttemptToken(ctx)
	for a := attemptsOf(ctx); err != nil; release, err = r.AdaptiveMode.GetAttemptToken(ctx) {
		if a.patienceIsOver() {
			return nil, fmt.Errorf("given up after %s: %w", patience, a.lastErr)
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("waiting for EC2 to take more calls: %w", ctx.Err())
		case <-time.After(adaptivePause):
		}
	}
	if err := r.limiter.Wait(ctx); err != nil {
		return nil, fmt.Errorf("waiting for the cap on AWS calls: %w", err)
	}
	return release, nil
}

// GetRetryToken lets a failed attempt be repeated while patience lasts.
func (r retryer) GetRetryToken(ctx context.Context, failure error) (func(error) error, error) {
	a := attemptsOf(ctx)
	if a.lastErr == nil {
		a.firstFailure = time.Now()
	}
	a.lastErr = failure
	if a.patienceIsOver() {
		return nil, fmt.Errorf("given up after %s", patience)
	}
	release, err := r.AdaptiveMode.GetRetryToken(ctx, failure)
	if err != nil {
		return nil, fmt.Errorf("out of retries: %w", err)
	}
	return release, nil
}

// retryable adds to what the SDK knows: an answer that breaks off is worth another attempt, which the SDK denies it, and a server whose
// certificate is not trusted stays so, which the SDK takes for a connection that may come back.
func retryable(err error) aws.Ternary {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return aws.FalseTernary
	}
	if _, ok := errors.AsType[*smithy.DeserializationError](err); ok {
		return aws.TrueTernary
	}
	return aws.UnknownTernary
}
