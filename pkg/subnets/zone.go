// SPDX-License-Identifier: Apache-2.0

package subnets

import (
	"regexp"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// Kinds of zones.
const (
	zoneAvailability = "AvailabilityZone"
	zoneLocal        = "LocalZone"
	zoneWavelength   = "WavelengthZone"
	zoneOutpost      = "Outpost"
)

// Names of zones: us-west-2a, us-west-2-lax-1a, us-east-1-wl1-bos-wlz-1 (AWS Regions and Availability Zones, "AWS Local Zones" and "AWS
// Wavelength Zones").
var (
	availabilityZone = regexp.MustCompile(`^[a-z]+(-[a-z]+)+-\d+[a-z]$`)
	wavelengthZone   = regexp.MustCompile(`-wlz-\d+$`)
	localZone        = regexp.MustCompile(`-\d+-[a-z]+-\d+[a-z]$`)
)

// zoneType says what kind of place a subnet is in; empty if nothing tells it.
func zoneType(s *snapshot.Subnet) string {
	switch zone := s.AvailabilityZone; {
	case s.OutpostARN != "":
		return zoneOutpost
	case wavelengthZone.MatchString(zone):
		return zoneWavelength
	case localZone.MatchString(zone):
		return zoneLocal
	case availabilityZone.MatchString(zone):
		return zoneAvailability
	default:
		return ""
	}
}
