// SPDX-License-Identifier: Apache-2.0

package cni

import (
	"fmt"
	"time"
)

// Mode is how nodes hold pod addresses.
type Mode string

// The modes. Source: amazon-vpc-cni-k8s pkg/ipamd/ipamd.go, isConfigValid.
const (
	// ModeSecondaryIP gives each slot of an ENI one secondary address.
	ModeSecondaryIP Mode = "SecondaryIP"
	// ModePrefixDelegation gives each slot of an ENI a /28.
	ModePrefixDelegation Mode = "PrefixDelegation"
	// ModeIPv6 gives the primary ENI one /80.
	ModeIPv6 Mode = "IPv6"
	// ModeMixed is a node that holds both secondary addresses and prefixes, as after a toggle.
	ModeMixed Mode = "Mixed"
)

// EnforcingMode is how security groups for pods are enforced.
type EnforcingMode string

// The enforcing modes. Source: amazon-vpc-cni-k8s README, POD_SECURITY_GROUP_ENFORCING_MODE.
const (
	// EnforcingStrict sends all of a pod's traffic through its branch ENI.
	EnforcingStrict EnforcingMode = "strict"
	// EnforcingStandard lets node-local traffic bypass the branch ENI's groups and SNATs traffic that leaves the VPC.
	EnforcingStandard EnforcingMode = "standard"
)

// Names of the aws-node container's environment variables. Source: amazon-vpc-cni-k8s README and pkg/ipamd/ipamd.go.
const (
	EnvWarmIPTarget        = "WARM_IP_TARGET"
	EnvMinimumIPTarget     = "MINIMUM_IP_TARGET"
	EnvWarmENITarget       = "WARM_ENI_TARGET"
	EnvWarmPrefixTarget    = "WARM_PREFIX_TARGET"
	EnvMaxENI              = "MAX_ENI"
	EnvPrefixDelegation    = "ENABLE_PREFIX_DELEGATION"
	EnvCustomNetworking    = "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG"
	EnvPodENI              = "ENABLE_POD_ENI"
	EnvEnforcingMode       = "POD_SECURITY_GROUP_ENFORCING_MODE"
	EnvSubnetDiscovery     = "ENABLE_SUBNET_DISCOVERY"
	EnvManageCordoned      = "AWS_MANAGE_ENIS_NON_SCHEDULABLE"
	EnvManageUntaggedENI   = "MANAGE_UNTAGGED_ENI"
	EnvDisableProvisioning = "DISABLE_NETWORK_RESOURCE_PROVISIONING"
	EnvIMDSOnly            = "ENABLE_IMDS_ONLY_MODE"
	EnvIPv4                = "ENABLE_IPv4"
	EnvIPv6                = "ENABLE_IPv6"
	EnvIPCooldown          = "IP_COOLDOWN_PERIOD"
	EnvExternalSNAT        = "AWS_VPC_K8S_CNI_EXTERNALSNAT"
	EnvMultiNIC            = "ENABLE_MULTI_NIC"
	EnvClusterName         = "CLUSTER_NAME"
	EnvENIConfigLabel      = "ENI_CONFIG_LABEL_DEF"
	EnvENIConfigAnnotation = "ENI_CONFIG_ANNOTATION_DEF"
	EnvVethPrefix          = "AWS_VPC_K8S_CNI_VETHPREFIX"
)

// Defaults of the settings. Source: amazon-vpc-cni-k8s pkg/ipamd/ipamd.go and pkg/eniconfig/eniconfig.go.
const (
	defaultWarmENITarget = 1
	defaultIPCooldown    = 30 * time.Second
	defaultENIConfigKey  = "k8s.amazonaws.com/eniConfig"
	defaultVethPrefix    = "eni"
)

// Settings is how the aws-node DaemonSet sets the VPC CNI. A target of 0 is unset.
type Settings struct {
	Version Version

	IPv4, IPv6       bool
	PrefixDelegation bool
	CustomNetworking bool
	PodENI           bool
	EnforcingMode    EnforcingMode

	WarmIPTarget, MinimumIPTarget   int
	WarmENITarget, WarmPrefixTarget int
	// MaxENI limits the ENIs of a node; 0 is no limit.
	MaxENI     int
	IPCooldown time.Duration

	SubnetDiscovery     bool
	ManageCordoned      bool
	ManageUntaggedENI   bool
	DisableProvisioning bool
	MultiNIC            bool
	ExternalSNAT        bool

	ClusterName         string
	ENIConfigLabel      string
	ENIConfigAnnotation string
	VethPrefix          string
}

// ParseSettings reads the environment of the aws-node container, references already resolved. The CNI falls back to its default where a
// value does not parse; each such case is a problem, in words.
func ParseSettings(env map[string]string, version Version) (Settings, []string) {
	e := environment{values: env}
	s := Settings{
		Version:             version,
		IPv4:                e.boolean(EnvIPv4, false),
		IPv6:                e.boolean(EnvIPv6, false),
		PrefixDelegation:    e.boolean(EnvPrefixDelegation, false),
		CustomNetworking:    e.boolean(EnvCustomNetworking, false),
		PodENI:              e.boolean(EnvPodENI, false),
		EnforcingMode:       EnforcingStrict,
		WarmIPTarget:        e.target(EnvWarmIPTarget, 0),
		MinimumIPTarget:     e.target(EnvMinimumIPTarget, 0),
		WarmENITarget:       e.target(EnvWarmENITarget, defaultWarmENITarget),
		WarmPrefixTarget:    e.target(EnvWarmPrefixTarget, 0),
		MaxENI:              e.target(EnvMaxENI, 0),
		IPCooldown:          e.seconds(EnvIPCooldown, defaultIPCooldown),
		SubnetDiscovery:     e.boolean(EnvSubnetDiscovery, true),
		ManageCordoned:      e.boolean(EnvManageCordoned, false),
		ManageUntaggedENI:   e.boolean(EnvManageUntaggedENI, true),
		DisableProvisioning: e.boolean(EnvDisableProvisioning, false),
		MultiNIC:            e.boolean(EnvMultiNIC, false),
		ExternalSNAT:        e.boolean(EnvExternalSNAT, false),
		ClusterName:         env[EnvClusterName],
		ENIConfigLabel:      e.text(EnvENIConfigLabel, defaultENIConfigKey),
		ENIConfigAnnotation: e.text(EnvENIConfigAnnotation, defaultENIConfigKey),
		VethPrefix:          e.text(EnvVethPrefix, defaultVethPrefix),
	}
	// IMDS-only mode implies that nothing is provisioned: ipamd.go, disableENIProvisioning.
	if e.boolean(EnvIMDSOnly, false) {
		s.DisableProvisioning = true
	}
	if env[EnvEnforcingMode] == string(EnforcingStandard) {
		s.EnforcingMode = EnforcingStandard
	}
	e.checkFamilies(&s)
	return s, e.problems
}

// checkFamilies settles IPv4 against IPv6. ipamd refuses to start with both or neither (isConfigValid); CNIs before v1.10 know neither
// variable and are IPv4.
func (e *environment) checkFamilies(s *Settings) {
	_, hasIPv4 := e.values[EnvIPv4]
	_, hasIPv6 := e.values[EnvIPv6]
	switch {
	case s.IPv4 && s.IPv6:
		e.problems = append(e.problems, fmt.Sprintf("%s and %s are both true: ipamd refuses to start", EnvIPv4, EnvIPv6))
	case !s.IPv4 && !s.IPv6 && (hasIPv4 || hasIPv6):
		e.problems = append(e.problems, fmt.Sprintf("%s and %s are both false: ipamd refuses to start", EnvIPv4, EnvIPv6))
	case !s.IPv4 && !s.IPv6:
		s.IPv4 = true
	case s.IPv6 && s.CustomNetworking:
		e.problems = append(e.problems, EnvCustomNetworking+" is true, which IPv6 does not support: ipamd refuses to start")
	case s.IPv6 && !s.PrefixDelegation:
		e.problems = append(e.problems, EnvPrefixDelegation+" is false, which IPv6 requires: ipamd refuses to start")
	}
}

// Mode is the mode that the settings ask for. A node without prefix support stays in secondary-IP mode: see [Settings.ModeOn].
func (s Settings) Mode() Mode {
	switch {
	case s.IPv6:
		return ModeIPv6
	case s.PrefixDelegation:
		return ModePrefixDelegation
	default:
		return ModeSecondaryIP
	}
}

// ModeOn is the mode of a node of an instance type: types without prefix support fall back to secondary IPs (ipamd.go, isConfigValid).
func (s Settings) ModeOn(l Limits) Mode {
	if s.Mode() == ModePrefixDelegation && !l.SupportsPrefixes() {
		return ModeSecondaryIP
	}
	return s.Mode()
}
