// SPDX-License-Identifier: Apache-2.0

package vpc

import (
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// remedyForMissing is what usually helps when a credential source gives nothing. It goes by the source, which the SDK knows, because
// the errors of most sources have neither a type nor a code.
func (i identity) remedyForMissing(err error) string {
	switch {
	case i.onlyMetadata() && profileFlag(i.profile) == "":
		return "choose a profile with --profile or AWS_PROFILE, or make one: aws configure sso"
	case i.onlyMetadata():
		return "the profile names no source of credentials; give it one: aws configure sso" + profileFlag(i.profile)
	case unreachable(err):
		return "check the network, then: aws sts get-caller-identity" + profileFlag(i.profile)
	case IsUnauthorized(err) || hasCode(err, "ForbiddenException"):
		// sts:AssumeRole, and GetRoleCredentials of IAM Identity Center: signed in, but not allowed the profile's role.
		return "this sign-in may not use the profile's account and role; choose another with --profile"
	default:
		return i.remedyBySource()
	}
}

// remedyForRefused is what usually helps when AWS refuses the credentials that were sent.
func (i identity) remedyForRefused(err error) string {
	remedy := i.remedyBySource()
	if hasCode(err, "AuthFailure") {
		// EC2 says this of good credentials too, where the account has not opted in to the region.
		remedy += fmt.Sprintf(" (or region %s is not enabled for the account)", i.region)
	}
	return remedy
}

func (i identity) remedyBySource() string {
	switch {
	case i.comesFrom(aws.CredentialSourceSSO, aws.CredentialSourceSSOLegacy):
		return "aws sso login" + profileFlag(i.base)
	case i.comesFrom(aws.CredentialSourceLogin):
		return "aws login" + profileFlag(i.base)
	case i.comesFrom(aws.CredentialSourceProcess):
		return "run the profile's credential_process by hand to see what it says"
	case i.comesFrom(aws.CredentialSourceEnvVars):
		return "renew or unset AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN"
	case i.comesFrom(aws.CredentialSourceProfile):
		return "aws configure" + profileFlag(i.base)
	default:
		return "aws sts get-caller-identity" + profileFlag(i.profile)
	}
}

// profileFlag is a profile as an argument of the AWS CLI, quoted for a shell.
func profileFlag(profile string) string {
	if profile == "" || profile == "default" {
		return ""
	}
	plain := func(r rune) bool {
		return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || strings.ContainsRune("_@%+=:,./-", r)
	}
	if strings.ContainsFunc(profile, func(r rune) bool { return !plain(r) }) {
		profile = "'" + strings.ReplaceAll(profile, "'", `'\''`) + "'"
	}
	return " --profile " + profile
}
