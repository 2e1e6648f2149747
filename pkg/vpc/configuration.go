// SPDX-License-Identifier: Apache-2.0

package vpc

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/smithy-go/logging"
)

// The network's timeouts. The SDK's own are 30 s to connect and none at all for an answer, which six attempts turn into minutes.
const (
	// connectTimeout bounds the TCP connection and the TLS handshake, each.
	connectTimeout = 5 * time.Second
	// silenceTimeout bounds the wait for the next bytes of an answer, not the answer: a slow line may take its time.
	silenceTimeout = 30 * time.Second
)

// A loadOption is a setting of the SDK's configuration loader.
type loadOption = func(*config.LoadOptions) error

// load loads the AWS configuration.
func load(ctx context.Context, o Options, overrides ...loadOption) (aws.Config, error) {
	options := []loadOption{
		config.WithHTTPClient(httpClient()),
		// The SDK would print warnings on standard error, in the middle of ours.
		config.WithLogger(logging.Nop{}),
	}
	if o.Region != "" {
		options = append(options, config.WithRegion(o.Region))
	}
	if o.Profile != "" {
		options = append(options, config.WithSharedConfigProfile(o.Profile))
	}
	cfg, err := config.LoadDefaultConfig(ctx, append(options, overrides...)...)
	if err != nil {
		return aws.Config{}, loadError(o, err)
	}
	if cfg.Region == "" {
		return aws.Config{}, &RegionError{Profile: profileOf(cfg, o.Profile)}
	}
	return cfg, nil
}

// httpClient returns the SDK's own HTTP client with our timeouts. It stays a BuildableClient, so that AWS_CA_BUNDLE and the SDK's
// shorter timeouts for the instance metadata service still apply.
func httpClient() *awshttp.BuildableClient {
	return awshttp.NewBuildableClient().
		WithDialerOptions(func(d *net.Dialer) { d.Timeout = connectTimeout }).
		WithTransportOptions(func(t *http.Transport) { t.TLSHandshakeTimeout = connectTimeout }).
		WithReadTimeout(silenceTimeout)
}

// profileOf returns the profile that a configuration was loaded with; empty means none.
func profileOf(cfg aws.Config, chosen string) string {
	return cmp.Or(chosen, sharedConfig(cfg).Profile)
}

// baseProfile returns the profile whose credentials a profile assumes its role with, or the profile itself.
func baseProfile(cfg aws.Config, profile string) string {
	shared := sharedConfig(cfg)
	if shared.Source == nil {
		return profile
	}
	for shared.Source != nil {
		shared = *shared.Source
	}
	return shared.Profile
}

// sharedConfig returns what the configuration files gave.
func sharedConfig(cfg aws.Config) config.SharedConfig {
	for _, source := range cfg.ConfigSources {
		if shared, ok := source.(config.SharedConfig); ok {
			return shared
		}
	}
	return config.SharedConfig{}
}

// RegionError says that nothing names the AWS region to ask.
type RegionError struct {
	// Profile that was looked at; empty means none.
	Profile string
}

// Error says what was looked at and which flag helps.
func (e *RegionError) Error() string {
	place := "the AWS configuration"
	if e.Profile != "" {
		place = fmt.Sprintf("AWS profile %q", e.Profile)
	}
	return fmt.Sprintf("no AWS region is known: neither AWS_REGION nor %s names one: pass --region", place)
}

// loadError explains why the AWS configuration could not be loaded.
func loadError(o Options, err error) error {
	failure := &CredentialsError{Profile: o.Profile, Region: o.Region, Err: err}
	if missing, ok := errors.AsType[config.SharedConfigProfileNotExistError](err); ok {
		failure.Profile = missing.Profile
		failure.Remedy = "choose one of: aws configure list-profiles"
		return failure
	}
	if _, ok := errors.AsType[config.AssumeRoleTokenProviderNotSetError](err); ok {
		failure.Remedy = `let the AWS CLI ask for the MFA code: eval "$(aws configure export-credentials --format env` +
			profileFlag(o.Profile) + `)", then call again without a profile`
		return failure
	}
	return fmt.Errorf("loading the AWS configuration: %w", err)
}
