// SPDX-License-Identifier: Apache-2.0

package cni

import (
	"fmt"
	"strconv"
	"strings"
)

// Version is the version of the VPC CNI. The zero value is an unknown version.
type Version struct {
	// Text is the image's tag, for example v1.19.0-eksbuild.1.
	Text                string
	major, minor, patch int
	known               bool
}

// ParseImageVersion takes the version from a container image, for example
// 602401143452.dkr.ecr.eu-west-1.amazonaws.com/amazon-k8s-cni:v1.19.0-eksbuild.1. An image that is pinned by digest alone has an
// unknown version.
func ParseImageVersion(image string) Version {
	image, _, _ = strings.Cut(image, "@")
	name := image[strings.LastIndex(image, "/")+1:]
	_, tag, found := strings.Cut(name, ":")
	if !found {
		return Version{}
	}
	return ParseVersion(tag)
}

// ParseVersion parses a version as the add-on shows it, with or without the leading v and with any suffix: v1.19.0-eksbuild.1, 1.9.
func ParseVersion(text string) Version {
	v := Version{Text: text}
	core, _, _ := strings.Cut(strings.TrimPrefix(text, "v"), "-")
	core, _, _ = strings.Cut(core, "+")
	parts := strings.Split(core, ".")
	if len(parts) < 2 || len(parts) > 3 {
		return v
	}
	var numbers [3]int
	for i, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 {
			return v
		}
		numbers[i] = n
	}
	v.major, v.minor, v.patch, v.known = numbers[0], numbers[1], numbers[2], true
	return v
}

// Known reports whether the version's numbers are known.
func (v Version) Known() bool { return v.known }

// AtLeast reports whether the version is major.minor.patch or later. An unknown version counts as the newest one.
func (v Version) AtLeast(major, minor, patch int) bool {
	if !v.known {
		return true
	}
	if v.major != major {
		return v.major > major
	}
	if v.minor != minor {
		return v.minor > minor
	}
	return v.patch >= patch
}

// String returns the version as the image's tag has it, or "unknown".
func (v Version) String() string {
	if v.Text == "" {
		return "unknown"
	}
	return v.Text
}

// Short returns the version without the build suffix: v1.19.0.
func (v Version) Short() string {
	if !v.known {
		return v.String()
	}
	return fmt.Sprintf("v%d.%d.%d", v.major, v.minor, v.patch)
}
