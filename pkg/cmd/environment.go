// SPDX-License-Identifier: Apache-2.0

package cmd

// variable is an environment variable that changes what a command does.
type variable struct{ name, meaning string }

// environment are the environment variables that are read, by this program or by the libraries of Kubernetes and AWS in it, in the order of the
// help. Of AWS's they are those that matter to somebody who is at a terminal or in a pipeline; the SDK reads some more
// (https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html).
func environment() []variable {
	return []variable{
		{"KUBECONFIG", "Files with clusters and users, as kubectl takes them; ~/.kube/config by default"},
		{"KUBERNETES_SERVICE_HOST", "Set inside of a pod: without a kubeconfig, the pod's own cluster is read"},
		{"HTTPS_PROXY, NO_PROXY", "Proxy for Kubernetes and AWS, and hosts that are reached without it"},

		{"AWS_PROFILE", "AWS profile, unless --profile is given; by default that of the kubeconfig's credential plugin"},
		{"AWS_REGION", "AWS region, unless --region is given; by default that of the nodes"},
		{"AWS_DEFAULT_REGION", "The same, where AWS_REGION is not set"},
		{"AWS_ACCESS_KEY_ID", "AWS keys; they win over the profile of the kubeconfig's credential plugin"},
		{"AWS_SECRET_ACCESS_KEY", "Belongs to AWS_ACCESS_KEY_ID"},
		{"AWS_SESSION_TOKEN", "Belongs to AWS_ACCESS_KEY_ID, where the keys are temporary ones"},
		{"AWS_CONFIG_FILE", "File with AWS profiles; ~/.aws/config by default"},
		{"AWS_SHARED_CREDENTIALS_FILE", "File with AWS keys; ~/.aws/credentials by default"},
		{"AWS_ROLE_ARN", "Role to assume with the token of AWS_WEB_IDENTITY_TOKEN_FILE"},
		{"AWS_WEB_IDENTITY_TOKEN_FILE", "Token of a service account or of a pipeline"},
		{"AWS_CA_BUNDLE", "File with certificates to trust when talking to AWS"},
		{"AWS_USE_FIPS_ENDPOINT", "true uses the FIPS endpoints of AWS"},
		{"AWS_USE_DUALSTACK_ENDPOINT", "true uses the endpoints of AWS that have IPv6 as well"},
		{"AWS_ENDPOINT_URL", "Endpoint of AWS; AWS_ENDPOINT_URL_EC2 and AWS_ENDPOINT_URL_STS for one service"},
		{"AWS_EC2_METADATA_DISABLED", "true keeps from asking an EC2 instance's metadata for credentials"},

		{"NO_COLOR", "Any value takes the colours away"},
		{"CLICOLOR_FORCE", "Any value but 0 gives colours to files and pipes as well"},
		{"TERM, COLORTERM", "Kind of terminal, which decides on colours"},
		{"COLUMNS", "Width of the terminal, in columns"},
		{"LC_ALL, LC_CTYPE, LANG", "Locale; one without UTF-8 gets drawings in ASCII"},
	}
}
