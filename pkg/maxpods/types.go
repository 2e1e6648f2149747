// SPDX-License-Identifier: Apache-2.0

package maxpods

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

// AllTypes asks for every instance type of the embedded table.
const AllTypes = "all"

// Values of the label kubernetes.io/os.
const (
	osLinux   = "linux"
	osWindows = "windows"
)

// CodeUnknownInstanceType is the code of the warning about an instance type that is not known.
const CodeUnknownInstanceType = "UnknownInstanceType"

// ParseTypes takes the values of --instance-type: names of instance types, or [AllTypes] alone. It keeps their order and names each type
// once. It fails on an empty name and on an empty list.
func ParseTypes(values []string) ([]string, error) {
	names := make([]string, 0, len(values))
	for _, value := range values {
		name := strings.ToLower(strings.TrimSpace(value))
		if name == "" {
			return nil, errors.New("--instance-type: an instance type's name is empty")
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	switch {
	case len(names) == 0:
		return nil, fmt.Errorf("--instance-type: give names of instance types, for example m5.large, or %s", AllTypes)
	case !slices.Contains(names, AllTypes):
		return names, nil
	case len(names) > 1:
		return nil, fmt.Errorf("--instance-type: %s stands alone", AllTypes)
	default:
		return cni.InstanceTypes(), nil
	}
}

// Types answers for instance types under a set-up, in the order of the names. What find does not know is listed as unknown, with the nearest
// names of the embedded table.
func Types(names []string, setup Setup, find func(name string) (InstanceType, bool)) *v1alpha1.MaxPodsReport {
	report := newReport(len(names))
	for _, name := range names {
		t, ok := find(name)
		if !ok {
			unknown := v1alpha1.UnknownInstanceType{Name: name, Nearest: Nearest(name, cni.InstanceTypes())}
			report.UnknownTypes = append(report.UnknownTypes, unknown)
			report.Warnings = append(report.Warnings, v1alpha1.Warning{Code: CodeUnknownInstanceType, Message: unknownMessage(unknown)})
			continue
		}
		report.Items = append(report.Items, typeItem(Case{Type: t, Setup: setup}))
	}
	return report
}

func unknownMessage(u v1alpha1.UnknownInstanceType) string {
	message := fmt.Sprintf("instance type %s is unknown to %s", u.Name, cni.LimitsTable)
	if len(u.Nearest) > 0 {
		message += "; did you mean " + strings.Join(u.Nearest, ", ") + "?"
	}
	return message
}

// typeItem makes the document's entry of an instance type.
func typeItem(c Case) v1alpha1.MaxPods {
	limits := c.Type.Limits
	item := v1alpha1.MaxPods{
		InstanceType: limits.InstanceType,
		OS:           osLinux,
		ENIs:         &limits.ENIs,
		IPv4PerENI:   &limits.IPv4PerENI,
		Sources:      v1alpha1.MaxPodsSources{Limits: c.Type.limitsSource(), VCPUs: c.Type.VCPUSource, Settings: "flags"},
	}
	if c.Setup.Windows {
		item.OS = osWindows
	}
	if count, exact := c.Type.VCPUs.Exact(); exact {
		item.VCPUs = &count
	}
	result := c.Result()
	result.noteUncounted()
	show(&item, c, result)
	for _, i := range c.Implementations() {
		item.Implementations = append(item.Implementations, implementation(i))
	}
	return item
}
