// SPDX-License-Identifier: Apache-2.0

package vpc

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// metadataTimeout bounds the search for the credentials of an EC2 instance, the last place that the SDK looks in, where nothing else
// names an identity. On an instance the answer comes within milliseconds; on a laptop nobody answers, and the SDK would go on for 5 s.
// It is long enough for a container on an instance that the token of IMDSv2 does not reach: the SDK first gives that up.
const metadataTimeout = 3 * time.Second

// CredentialsError says that there is no usable AWS identity: no credentials, expired ones, or ones that AWS refuses.
type CredentialsError struct {
	// Profile of the AWS configuration that was used; empty means none.
	Profile string
	// Region that was asked; empty means unknown.
	Region string
	// Remedy is what usually helps, with the command to run.
	Remedy string
	// Err is what came back.
	Err error
}

// Error says who asked where, what came back, and what usually helps.
func (e *CredentialsError) Error() string {
	var s strings.Builder
	s.WriteString("no usable AWS credentials")
	if e.Profile != "" {
		fmt.Fprintf(&s, " in profile %q", e.Profile)
	}
	if e.Region != "" {
		fmt.Fprintf(&s, " for region %s", e.Region)
	}
	fmt.Fprintf(&s, ": %s", describe(e.Err))
	if e.Remedy != "" {
		fmt.Fprintf(&s, ": %s", e.Remedy)
	}
	return s.String()
}

// Unwrap returns what came back.
func (e *CredentialsError) Unwrap() error { return e.Err }

// RetryableError tells the SDK not to ask again: the credential sources have retried on their own.
func (*CredentialsError) RetryableError() bool { return false }

// identity is what is known of who asks, before AWS is asked.
type identity struct {
	profile, region string
	// base is the profile at the end of the chain of source_profile: the one to sign in with.
	base string
	// sources are the links of the SDK's credential chain, for example a profile and its SSO session.
	sources []aws.CredentialSource
}

func identified(cfg aws.Config, chosenProfile string) identity {
	profile := profileOf(cfg, chosenProfile)
	who := identity{profile: profile, region: cfg.Region, base: baseProfile(cfg, profile)}
	if chain, ok := cfg.Credentials.(aws.CredentialProviderSource); ok {
		who.sources = chain.ProviderSources()
	}
	return who
}

// comesFrom reports whether the credentials come from one of the sources.
func (i identity) comesFrom(sources ...aws.CredentialSource) bool {
	return slices.ContainsFunc(i.sources, func(s aws.CredentialSource) bool { return slices.Contains(sources, s) })
}

// onlyMetadata reports whether nothing names an identity, so that the instance metadata service is asked for one.
func (i identity) onlyMetadata() bool {
	return slices.Equal(i.sources, []aws.CredentialSource{aws.CredentialSourceIMDS})
}

// wrap returns a provider that explains its errors.
func (i identity) wrap(p aws.CredentialsProvider) aws.CredentialsProvider {
	return aws.CredentialsProviderFunc(func(ctx context.Context) (aws.Credentials, error) {
		if i.onlyMetadata() {
			limited, cancel := context.WithTimeout(ctx, metadataTimeout)
			defer cancel()
			return i.explained(ctx, limited, p)
		}
		return i.explained(ctx, ctx, p)
	})
}

func (i identity) explained(ctx, limited context.Context, p aws.CredentialsProvider) (aws.Credentials, error) {
	credentials, err := p.Retrieve(limited)
	switch {
	case err == nil:
		return credentials, nil
	case ctx.Err() != nil:
		return aws.Credentials{}, fmt.Errorf("getting AWS credentials: %w", ctx.Err())
	default:
		return aws.Credentials{}, i.missing(err)
	}
}

// missing explains why no credentials could be had.
func (i identity) missing(err error) *CredentialsError {
	remedy := i.remedyForMissing(err)
	switch {
	case i.onlyMetadata():
		err = &told{"none in the environment, the AWS configuration files or the metadata of an EC2 instance", err}
	case i.comesFrom(aws.CredentialSourceProcess) && quotesOutput(err):
		err = errors.New("its credential_process printed something else than credentials")
	}
	return &CredentialsError{Profile: i.profile, Region: i.region, Remedy: remedy, Err: err}
}

// quotesOutput reports whether the SDK could not parse what a credential_process printed. Its error quotes the output, which may hold
// the secret.
func quotesOutput(err error) bool {
	_, syntax := errors.AsType[*json.SyntaxError](err)
	_, kind := errors.AsType[*json.UnmarshalTypeError](err)
	return syntax || kind
}

// refused explains why AWS refused the credentials.
func (i identity) refused(err error) *CredentialsError {
	return &CredentialsError{Profile: i.profile, Region: i.region, Remedy: i.remedyForRefused(err), Err: err}
}
