// SPDX-License-Identifier: Apache-2.0

package maxpods_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/maxpods"
)

// line writes the values of the implementations in their order.
func line(c maxpods.Case) string {
	values := make([]string, 0, 8)
	for _, i := range c.Implementations() {
		values = append(values, fmt.Sprintf("%s %s", i.Name, show(i.Value)))
	}
	return strings.Join(values, ", ")
}

func TestImplementationsSideBySide(t *testing.T) {
	t.Parallel()
	two := 2
	cases := []struct {
		name  string
		flags maxpods.Flags
		want  string
	}{
		{"m5.large", maxpods.Flags{}, "Calculator 29, ManagedNodeGroup 29, Nodeadm 29, AL2Bootstrap 29, Karpenter 29, Bottlerocket 29, AutoMode 27, WindowsAMI -"},
		// The cap acts in secondary mode too, but only in the calculator and in managed node groups.
		{"m5.4xlarge", maxpods.Flags{}, "Calculator 110, ManagedNodeGroup 110, Nodeadm 234, AL2Bootstrap 234, Karpenter 234, Bottlerocket 234, AutoMode 110, WindowsAMI -"},
		{"m5.24xlarge", maxpods.Flags{}, "Calculator 250, ManagedNodeGroup 250, Nodeadm 737, AL2Bootstrap 737, Karpenter 737, Bottlerocket 737, AutoMode 110, WindowsAMI -"},
		{"m5.large", maxpods.Flags{PrefixDelegation: true}, "Calculator 110, ManagedNodeGroup 110, Nodeadm 29, AL2Bootstrap 29, Karpenter 29, Bottlerocket 29, AutoMode 27, WindowsAMI -"},
		{"m5.large", maxpods.Flags{CustomNetworking: true}, "Calculator 20, ManagedNodeGroup 20, Nodeadm 29, AL2Bootstrap 29, Karpenter 29, Bottlerocket 29, AutoMode -, WindowsAMI -"},
		{"m5.large", maxpods.Flags{MaxENI: &two, CustomNetworking: true}, "Calculator 11, ManagedNodeGroup 11, Nodeadm 29, AL2Bootstrap 29, Karpenter 29, Bottlerocket 29, AutoMode -, WindowsAMI -"},
		// Nobody subtracts the trunk.
		{"m5.large", maxpods.Flags{SecurityGroupsForPods: true}, "Calculator 29, ManagedNodeGroup 29, Nodeadm 29, AL2Bootstrap 29, Karpenter 29, Bottlerocket 29, AutoMode -, WindowsAMI -"},
		{"t3.medium", maxpods.Flags{IPv6: true}, "Calculator -, ManagedNodeGroup 110, Nodeadm 17, AL2Bootstrap 17, Karpenter 17, Bottlerocket 17, AutoMode -, WindowsAMI -"},
		{"m5.large", maxpods.Flags{Windows: true}, "Calculator -, ManagedNodeGroup -, Nodeadm -, AL2Bootstrap -, Karpenter 110, Bottlerocket -, AutoMode -, WindowsAMI 110"},
		// Prefixes on a type without them, and on bare metal, which the calculator takes for one.
		{"t2.medium", maxpods.Flags{PrefixDelegation: true}, "Calculator 17, ManagedNodeGroup 17, Nodeadm 17, AL2Bootstrap 17, Karpenter 17, Bottlerocket 17, AutoMode 15, WindowsAMI -"},
		{"m5.metal", maxpods.Flags{PrefixDelegation: true}, "Calculator 250, ManagedNodeGroup 250, Nodeadm 737, AL2Bootstrap 737, Karpenter 737, Bottlerocket 737, AutoMode 110, WindowsAMI -"},
		// The default network card alone.
		{"p5.48xlarge", maxpods.Flags{}, "Calculator 100, ManagedNodeGroup 100, Nodeadm 100, AL2Bootstrap 100, Karpenter 100, Bottlerocket 100, AutoMode 98, WindowsAMI -"},
	}
	for _, c := range cases {
		got := line(maxpods.Case{Type: known(t, c.name), Setup: setup(t, c.flags)})
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s with %s (-want +got):\n%s", c.name, describe(c.flags), diff)
		}
	}
}

func TestImplementationsOfOneENITypeUnderCustomNetworking(t *testing.T) {
	t.Parallel()
	got := line(maxpods.Case{Type: oneENIType(), Setup: setup(t, maxpods.Flags{CustomNetworking: true})})
	want := "Calculator 2, ManagedNodeGroup 2, Nodeadm 51, AL2Bootstrap 51, Karpenter 51, Bottlerocket 51, AutoMode -, WindowsAMI -"
	if got != want {
		t.Errorf("hpc6id.32xlarge with custom networking:\n got %s\nwant %s", got, want)
	}
}

// The calculator knows prefixes from CNI 1.9 on.
func TestCalculatorOfAnOldCNI(t *testing.T) {
	t.Parallel()
	c := maxpods.Case{Type: known(t, "m5.large"), Setup: maxpods.Setup{Settings: cni.Settings{PrefixDelegation: true, Version: cni.ParseVersion("v1.8.0")}}}
	if got := line(c); !strings.HasPrefix(got, "Calculator 29, ManagedNodeGroup 29, ") {
		t.Errorf("with CNI 1.8: %s, want 29 for the first two", got)
	}
}

func TestImplementationNotes(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name           string
		flags          maxpods.Flags
		implementation maxpods.ImplementationName
		want           string
	}{
		{"m5.large", maxpods.Flags{CustomNetworking: true}, maxpods.KarpenterValue, "20 with RESERVED_ENIS=1"},
		{"m5.large", maxpods.Flags{CustomNetworking: true, SecurityGroupsForPods: true}, maxpods.KarpenterValue, "11 with RESERVED_ENIS=2"},
		{"p5.48xlarge", maxpods.Flags{CustomNetworking: true, SecurityGroupsForPods: true}, maxpods.KarpenterValue, "0 with RESERVED_ENIS=2"},
		{"m5.large", maxpods.Flags{PrefixDelegation: true}, maxpods.Nodeadm, "knows nothing of the VPC CNI's settings"},
		{"m5.large", maxpods.Flags{SecurityGroupsForPods: true}, maxpods.ManagedNodeGroupValue, "counts the trunk ENI"},
		{"m5.large", maxpods.Flags{IPv6: true}, maxpods.ManagedNodeGroupValue, "does not document it for IPv6"},
		{"m5.large", maxpods.Flags{}, maxpods.BottlerocketValue, "110 for a type that its release does not know"},
		{"m5.large", maxpods.Flags{}, maxpods.AutoModeValue, "does not document whether prefixes"},
		{"m5.large", maxpods.Flags{Windows: true}, maxpods.WindowsAMI, "vpc.amazonaws.com/PrivateIPv4Address"},
	}
	for _, c := range cases {
		for _, i := range (maxpods.Case{Type: known(t, c.name), Setup: setup(t, c.flags)}).Implementations() {
			if i.Name == c.implementation && !strings.Contains(i.Note, c.want) {
				t.Errorf("%s with %s: note of %s is %q, want %q in it", c.name, describe(c.flags), i.Name, i.Note, c.want)
			}
		}
	}
}
