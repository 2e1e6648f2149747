// SPDX-License-Identifier: Apache-2.0

package vpc_test

import (
	"bytes"
	"crypto/sha1"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/config"

	"github.com/kubectl-eni/kubectl-eni/pkg/vpc"
	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

const profiles = `
[profile sso]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = reader

[sso-session corp]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access

[profile old sso]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 111122223333
sso_role_name = reader

[profile login]
login_session = arn:aws:iam::111122223333:user/reader

[profile process]
credential_process = exit 1

[profile chatty]
credential_process = echo topsecret

[profile empty]
output = json

[profile static]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = secret

[profile role]
role_arn = arn:aws:iam::111122223333:role/reader
source_profile = static

[profile role over sso]
role_arn = arn:aws:iam::111122223333:role/reader
source_profile = sso

[profile mfa]
role_arn = arn:aws:iam::111122223333:role/reader
source_profile = static
mfa_serial = arn:aws:iam::111122223333:mfa/reader
`

// fromProfiles takes the place of the user's AWS configuration.
func fromProfiles(t *testing.T) func(*config.LoadOptions) error {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(path, []byte(profiles), 0o600); err != nil {
		t.Fatal(err)
	}
	return config.WithSharedConfigFiles([]string{path})
}

// asCredentialsError returns the typed error in err.
func asCredentialsError(t *testing.T, err error) *vpc.CredentialsError {
	t.Helper()
	failure, ok := errors.AsType[*vpc.CredentialsError](err)
	if !ok {
		t.Fatalf("want a CredentialsError, got %v", err)
	}
	if !strings.HasSuffix(failure.Error(), ": "+failure.Remedy) {
		t.Errorf("want the remedy %q at the end of the message, got %q", failure.Remedy, failure)
	}
	return failure
}

func TestMissingCredentialsNameTheirRemedy(t *testing.T) {
	t.Parallel()
	fake := ec2fake.New(ec2fake.State{}, ec2fake.Options{})
	for profile, remedy := range map[string]string{
		"sso":           "aws sso login --profile sso",
		"role over sso": "aws sso login --profile sso",
		"old sso":       "aws sso login --profile 'old sso'",
		"login":         "aws login --profile login",
		"process":       "run the profile's credential_process by hand to see what it says",
		"chatty":        "run the profile's credential_process by hand to see what it says",
	} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			c := connect(t, fake, vpc.Options{Profile: profile}, fromProfiles(t), config.WithCredentialsProvider(nil))
			_, _, err := c.Subnets(t.Context(), []string{"subnet-a"})
			failure := asCredentialsError(t, err)
			equal(t, "remedy", failure.Remedy, remedy)
			equal(t, "profile", failure.Profile, profile)
			equal(t, "region", failure.Region, ec2fake.Region)
			if strings.Contains(err.Error(), "topsecret") || strings.Contains(failure.Err.Error(), "topsecret") {
				t.Errorf("the output of credential_process shows: %v", err)
			}
		})
	}
	t.Cleanup(func() { equal(t, "calls", fake.Calls(), nil) })
}

func TestProfileThatCannotBeLoaded(t *testing.T) {
	t.Parallel()
	for profile, remedy := range map[string]string{
		"nowhere": "choose one of: aws configure list-profiles",
		"mfa": `let the AWS CLI ask for the MFA code: eval "$(aws configure export-credentials --format env --profile mfa)", ` +
			`then call again without a profile`,
	} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			_, err := vpc.NewWith(t.Context(), vpc.Options{Profile: profile, Region: ec2fake.Region}, fromProfiles(t))
			failure := asCredentialsError(t, err)
			equal(t, "remedy", failure.Remedy, remedy)
			equal(t, "profile", failure.Profile, profile)
		})
	}
}

// Nobody answers for 169.254.169.254 on a laptop.
func TestMachineWithoutCredentialsIsToldSoAtOnce(t *testing.T) {
	t.Parallel()
	for profile, remedy := range map[string]string{
		"":      "choose a profile with --profile or AWS_PROFILE, or make one: aws configure sso",
		"empty": "the profile names no source of credentials; give it one: aws configure sso --profile empty",
	} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			files := fromProfiles(t)
			synctest.Test(t, func(t *testing.T) {
				fake := ec2fake.New(ec2fake.State{}, ec2fake.Options{Latency: time.Hour})
				c := connect(t, fake, vpc.Options{Profile: profile}, files, config.WithCredentialsProvider(nil))
				start := time.Now()
				_, _, err := c.InterfacesOfInstances(t.Context(), numbered("i", 4000))
				failure := asCredentialsError(t, err)
				equal(t, "remedy", failure.Remedy, remedy)
				equal(t, "reason", failure.Err.Error(), "none in the environment, the AWS configuration files or the metadata of an EC2 instance")
				equal(t, "waited", time.Since(start), vpc.MetadataTimeout)
				time.Sleep(time.Minute) // the SDK goes on asking in the background
			})
		})
	}
}

func TestRefusedCredentialsEndTheRead(t *testing.T) {
	t.Parallel()
	const remedy = "aws configure --profile static"
	for code, want := range map[string]string{
		"RequestExpired":              remedy,
		"ExpiredToken":                remedy,
		"ExpiredTokenException":       remedy,
		"InvalidClientTokenId":        remedy,
		"UnrecognizedClientException": remedy,
		"SignatureDoesNotMatch":       remedy,
		"AuthFailure":                 remedy + " (or region eu-west-1 is not enabled for the account)",
	} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			files := fromProfiles(t)
			synctest.Test(t, func(t *testing.T) {
				refusal := ec2fake.Error{Status: http.StatusUnauthorized, Code: code, Message: "no"}
				fake := ec2fake.New(ec2fake.State{}, ec2fake.Options{Faults: []ec2fake.Fault{{Error: refusal}}})
				c := connect(t, fake, vpc.Options{Profile: "static"}, files, config.WithCredentialsProvider(nil))
				start := time.Now()
				_, _, err := c.InterfacesOfInstances(t.Context(), numbered("i", 200))
				failure := asCredentialsError(t, err)
				equal(t, "remedy", failure.Remedy, want)
				equal(t, "message", failure.Error(),
					`no usable AWS credentials in profile "static" for region eu-west-1: `+code+": no: "+want)
				equal(t, "waited", time.Since(start), latency)
				equal(t, "calls", len(fake.Calls()), 1)
				equal(t, "expired", vpc.IsExpired(err), strings.HasPrefix(code, "Expired") || code == "RequestExpired")

				_, err = c.Identity(t.Context())
				equal(t, "remedy for the identity", asCredentialsError(t, err).Remedy, want)
			})
		})
	}
}

// A sign-in that is good may still not be allowed the role, and the sign-in service may be out of reach.
func TestSignInThatGivesNoRole(t *testing.T) {
	home := t.TempDir()
	cache := filepath.Join(home, ".aws", "sso", "cache")
	if err := os.MkdirAll(cache, 0o700); err != nil {
		t.Fatal(err)
	}
	// The AWS CLI names the file of a session's token by the SHA-1 of the session's name.
	file := filepath.Join(cache, fmt.Sprintf("%x.json", sha1.Sum([]byte("corp"))))
	if err := os.WriteFile(file, []byte(`{"accessToken": "token", "expiresAt": "2199-01-01T00:00:00Z"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("HOME", home)

	t.Run("not assigned", func(t *testing.T) {
		files := fromProfiles(t)
		synctest.Test(t, func(t *testing.T) {
			denied := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("X-Amzn-Errortype", "ForbiddenException")
				w.WriteHeader(http.StatusForbidden)
				reply(t, w, `{"message": "No access"}`)
			})
			c := connect(t, denied, vpc.Options{Profile: "sso"}, files, config.WithCredentialsProvider(nil))
			_, err := c.Identity(t.Context())
			failure := asCredentialsError(t, err)
			equal(t, "message", failure.Error(), `no usable AWS credentials in profile "sso" for region eu-west-1: `+
				`ForbiddenException: No access: this sign-in may not use the profile's account and role; choose another with --profile`)
		})
	})
	t.Run("no network", func(t *testing.T) {
		files := fromProfiles(t)
		synctest.Test(t, func(t *testing.T) {
			attempts := 0
			o := vpc.Options{Profile: "sso", Observe: func(vpc.Call) { attempts++ }}
			c := connect(t, http.NotFoundHandler(), o, files, config.WithCredentialsProvider(nil), config.WithHTTPClient(nobody(t)))
			_, err := c.Identity(t.Context())
			equal(t, "attempts", attempts, 1) // the sign-in has been tried again before
			equal(t, "remedy", asCredentialsError(t, err).Remedy, "check the network, then: aws sts get-caller-identity --profile sso")
		})
	})
}

func TestRoleIsAssumed(t *testing.T) {
	t.Parallel()
	const assumed = `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId>` +
		`<SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>2199-01-01T00:00:00Z</Expiration>` +
		`</Credentials></AssumeRoleResult></AssumeRoleResponse>`
	const denied = `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not you</Message></Error></ErrorResponse>`

	// service answers sts:AssumeRole as told, and leaves everything else to fake.
	service := func(t *testing.T, fake http.Handler, status int, body string) http.Handler {
		t.Helper()
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			form, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			if strings.Contains(string(form), "Action=AssumeRole") {
				w.WriteHeader(status)
				reply(t, w, body)
				return
			}
			r.Body = io.NopCloser(bytes.NewReader(form))
			fake.ServeHTTP(w, r)
		})
	}
	t.Run("allowed", func(t *testing.T) {
		t.Parallel()
		files := fromProfiles(t)
		synctest.Test(t, func(t *testing.T) {
			fake := ec2fake.New(ec2fake.State{NetworkInterfaces: attached(1)}, ec2fake.Options{})
			c := connect(t, service(t, fake, http.StatusOK, assumed), vpc.Options{Profile: "role"}, files, config.WithCredentialsProvider(nil))
			got, _, err := c.Interfaces(t.Context(), []string{"eni-0000"})
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "interfaces", interfaceIDs(got), []string{"eni-0000"})
			equal(t, "access key", fake.Calls()[0].Source.AccessKeyID, "ASIAEXAMPLE")
		})
	})
	t.Run("denied", func(t *testing.T) {
		t.Parallel()
		files := fromProfiles(t)
		synctest.Test(t, func(t *testing.T) {
			fake := ec2fake.New(ec2fake.State{}, ec2fake.Options{})
			c := connect(t, service(t, fake, http.StatusForbidden, denied), vpc.Options{Profile: "role"}, files, config.WithCredentialsProvider(nil))
			_, _, err := c.Interfaces(t.Context(), []string{"eni-0000"})
			equal(t, "remedy", asCredentialsError(t, err).Remedy,
				"this sign-in may not use the profile's account and role; choose another with --profile")
			equal(t, "calls", fake.Calls(), nil)
		})
	})
}

func TestNoRegion(t *testing.T) {
	t.Parallel()
	for profile, want := range map[string]string{
		"":       "no AWS region is known: neither AWS_REGION nor the AWS configuration names one: pass --region",
		"static": `no AWS region is known: neither AWS_REGION nor AWS profile "static" names one: pass --region`,
	} {
		_, err := vpc.NewWith(t.Context(), vpc.Options{Profile: profile}, fromProfiles(t))
		failure, ok := errors.AsType[*vpc.RegionError](err)
		if !ok {
			t.Fatalf("want a RegionError, got %v", err)
		}
		equal(t, "message", failure.Error(), want)
	}
}

func TestNewTakesTheEnvironment(t *testing.T) {
	server := ec2fake.NewServer(t, ec2fake.State{NetworkInterfaces: attached(1)}, ec2fake.Options{})
	for _, variable := range ec2fake.Env(nil, server.URL) {
		name, value, _ := strings.Cut(variable, "=")
		t.Setenv(name, value)
	}
	c, err := vpc.New(t.Context(), vpc.Options{Version: "1.2.3"})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "region", c.Region(), ec2fake.Region)
	who, err := c.Identity(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "account", who.Account, ec2fake.DefaultAccountID)
	if !strings.HasPrefix(who.ARN, "arn:aws:") {
		t.Errorf("ARN: %q", who.ARN)
	}
	got, unread, err := c.Interfaces(t.Context(), []string{"eni-0000", "eni-gone"})
	if err != nil || unread != nil {
		t.Fatalf("want all read, got %+v, %v", unread, err)
	}
	equal(t, "interfaces", interfaceIDs(got), []string{"eni-0000"})
	for _, call := range server.Calls() {
		equal(t, "access key", call.Source.AccessKeyID, ec2fake.AccessKeyID)
		if !strings.Contains(call.Source.UserAgent, "kubectl-eni/1.2.3") {
			t.Errorf("user agent: %s", call.Source.UserAgent)
		}
	}

	server.Inject(ec2fake.Fault{Error: ec2fake.ExpiredToken()})
	_, err = c.Identity(t.Context())
	equal(t, "remedy", asCredentialsError(t, err).Remedy, "renew or unset AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN")
}

func TestCapMustBeANumberAboveZero(t *testing.T) {
	t.Parallel()
	for _, qps := range []float64{-1, math.NaN(), math.Inf(1)} {
		if _, err := vpc.New(t.Context(), vpc.Options{Region: ec2fake.Region, QPS: qps}); err == nil {
			t.Errorf("a cap of %v was taken", qps)
		}
	}
}
