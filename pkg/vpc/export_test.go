// SPDX-License-Identifier: Apache-2.0

package vpc

import (
	"context"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go/middleware"
)

// NewWith is [New] with settings of the SDK's loader, for tests that run side by side and so cannot set the environment.
func NewWith(ctx context.Context, o Options, overrides ...loadOption) (*Client, error) {
	return newClient(ctx, o, overrides...)
}

// Middlewares are those of every client.
func Middlewares() []func(*middleware.Stack) error {
	return newStack(Options{}, identity{}).middlewares()
}

// Patience and MetadataTimeout are the times after which a call and the search for an instance's credentials are given up.
const (
	Patience        = patience + maxBackoff
	MetadataTimeout = metadataTimeout
)

// HTTPClient is the one that clients use.
func HTTPClient() *awshttp.BuildableClient { return httpClient() }
