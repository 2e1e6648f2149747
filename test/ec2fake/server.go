// SPDX-License-Identifier: Apache-2.0

package ec2fake

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
)

// What clients of a fake sign with. None of it is checked.
const (
	Region          = "eu-west-1"
	AccessKeyID     = "AKIDEXAMPLE" // the example key of AWS's signing documentation
	secretAccessKey = "not-a-secret"
)

// Server is a fake that listens on loopback for the time of a test.
type Server struct {
	*Fake

	// URL is the endpoint, for both EC2 and STS.
	URL string

	client *http.Client
}

// NewServer serves state on a loopback address until the test ends.
func NewServer(tb testing.TB, state State, options Options) *Server {
	tb.Helper()
	fake := New(state, options)
	server := httptest.NewServer(fake)
	tb.Cleanup(func() {
		// Calls that are still held back would keep Close waiting.
		server.CloseClientConnections()
		server.Close()
	})
	return &Server{Fake: fake, URL: server.URL, client: server.Client()}
}

// Config returns the SDK configuration of a client of the server: static credentials, this endpoint, and the SDK's
// standard retries (three attempts) without the waiting.
func (s *Server) Config() aws.Config {
	return aws.Config{
		Region:       Region,
		BaseEndpoint: aws.String(s.URL),
		HTTPClient:   s.client,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: AccessKeyID, SecretAccessKey: secretAccessKey, Source: "ec2fake"}, nil
		}),
		Retryer: func() aws.Retryer {
			return retry.NewStandard(func(o *retry.StandardOptions) {
				o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
			})
		},
	}
}

// Env returns the environment with which a program, as the AWS CLI, reads from the endpoint at url and from nowhere else:
// the variables of base, as from [os.Environ], but for every AWS_ one, and those of a client of this endpoint. No profile,
// credentials or metadata service of the machine is left to it.
func Env(base []string, url string) []string {
	kept := slices.DeleteFunc(slices.Clone(base), func(variable string) bool { return strings.HasPrefix(variable, "AWS_") })
	return append(
		kept,
		"AWS_ENDPOINT_URL_EC2="+url,
		"AWS_ENDPOINT_URL_STS="+url,
		"AWS_REGION="+Region,
		"AWS_DEFAULT_REGION="+Region,
		"AWS_ACCESS_KEY_ID="+AccessKeyID,
		"AWS_SECRET_ACCESS_KEY="+secretAccessKey,
		"AWS_CONFIG_FILE="+os.DevNull,
		"AWS_SHARED_CREDENTIALS_FILE="+os.DevNull,
		"AWS_EC2_METADATA_DISABLED=true",
		"AWS_PAGER=",
	)
}
