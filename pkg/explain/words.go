// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/topology"
)

// plural is "1 ENI", "2 ENIs", "3 addresses".
func plural(n int, word string) string {
	if n == 1 {
		return fmt.Sprintf("%d %s", n, word)
	}
	for _, ending := range []string{"s", "x", "ch"} {
		if strings.HasSuffix(word, ending) {
			return fmt.Sprintf("%d %ses", n, word)
		}
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// capital makes a sentence of words.
func capital(words string) string {
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

// distinct keeps the first of each value.
func distinct[T comparable](values []T) []T {
	var kept []T
	for _, v := range values {
		if !slices.Contains(kept, v) {
			kept = append(kept, v)
		}
	}
	return kept
}

// unmanagedReason says why ipamd leaves an ENI alone (amazon-vpc-cni-k8s pkg/ipamd/ipamd.go, setUnmanagedENIs).
func unmanagedReason(eni *topology.Interface) string {
	for _, t := range eni.Record.TagSet {
		if t.Key == cni.TagNoManage {
			return fmt.Sprintf("tag %s=%s", t.Key, t.Value)
		}
	}
	switch {
	case eni.Role == cni.RoleEFAOnly:
		return "efa-only ENIs have no addresses"
	case eni.Record.Attachment != nil && eni.Record.Attachment.NetworkCardIndex > 0:
		return fmt.Sprintf("network card %d, and %s is not true", eni.Record.Attachment.NetworkCardIndex, cni.EnvMultiNIC)
	default:
		return fmt.Sprintf("no tag of ipamd's, and %s is false", cni.EnvManageUntaggedENI)
	}
}
