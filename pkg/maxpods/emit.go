// SPDX-License-Identifier: Apache-2.0

package maxpods

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// Target is a configuration that can set max pods.
type Target string

// The targets.
const (
	// EmitNodeadm is the NodeConfig in the user data of AL2023 nodes.
	EmitNodeadm Target = "nodeadm"
	// EmitKarpenter is Karpenter's EC2NodeClass.
	EmitKarpenter Target = "karpenter"
	// EmitEksctl is eksctl's ClusterConfig.
	EmitEksctl Target = "eksctl"
	// EmitBottlerocket is the user data of Bottlerocket nodes.
	EmitBottlerocket Target = "bottlerocket"
	// EmitKubelet is kubelet's own configuration file.
	EmitKubelet Target = "kubelet"
)

// Targets are the values of --emit.
func Targets() []Target {
	return []Target{EmitNodeadm, EmitKarpenter, EmitEksctl, EmitBottlerocket, EmitKubelet}
}

// ParseTarget takes the value of --emit.
func ParseTarget(text string) (Target, error) {
	if target := Target(text); slices.Contains(Targets(), target) {
		return target, nil
	}
	return "", fmt.Errorf("%q is no configuration; one of %s", text, join(Targets()))
}

// Emit returns the configuration that sets the recommended value of a report's items. One configuration holds one value for all nodes that
// it makes, so it is the smallest one. Items without a recommended value are left out where they are nodes that set none (Fargate, hybrid,
// Auto Mode and the like); an instance type that cannot run pods in the set-up is an error, and so are Windows nodes in a Linux
// configuration, and a report that leaves nothing.
func Emit(target Target, report *v1alpha1.MaxPodsReport) (string, error) {
	value, comment, err := recommendation(target, report.Items)
	if err != nil {
		return "", fmt.Errorf("--emit %s: %w", target, err)
	}
	switch target {
	case EmitNodeadm:
		return comment + nodeConfig(value), nil
	case EmitKarpenter:
		return comment + nodeClass(value), nil
	case EmitEksctl:
		return comment + clusterConfig(report, value), nil
	case EmitBottlerocket:
		return comment + bottlerocketSettings(value), nil
	case EmitKubelet:
		return comment + kubeletConfiguration(value), nil
	default:
		return "", fmt.Errorf("--emit %s: there is no such configuration; one of %s", target, join(Targets()))
	}
}

// recommendation returns the smallest recommended value, and a comment that says whose it is.
func recommendation(target Target, items []v1alpha1.MaxPods) (value int, comment string, err error) {
	var values []string
	for i := range items {
		item := &items[i]
		if settable, problem := settable(target, item); problem != nil || !settable {
			err = errors.Join(err, problem)
			continue
		}
		if len(values) == 0 || *item.Recommended < value {
			value = *item.Recommended
		}
		values = append(values, fmt.Sprintf("%s %d", printable(item.InstanceType), *item.Recommended))
	}
	switch {
	case err != nil:
		return 0, "", fmt.Errorf("no value for all: %w", err)
	case len(values) == 0:
		return 0, "", errors.New("there is no recommended value to set")
	}
	slices.Sort(values)
	values = slices.Compact(values)
	comment = "# kubectl eni max-pods: " + summary(values)
	if len(values) > 1 {
		comment += "; the smallest, for all of them"
	}
	return value, comment + "\n", nil
}

// settable reports whether an item has a recommended value that the target can set, and fails where asking for it is a mistake.
func settable(target Target, item *v1alpha1.MaxPods) (bool, error) {
	windows := item.OS == osWindows
	switch {
	case item.Recommended == nil && item.Node == "":
		return false, fmt.Errorf("%s cannot run pods in this set-up: %s", item.InstanceType, strings.Join(item.Notes, "; "))
	case item.Recommended == nil || item.Provisioner == string(AutoMode):
		return false, nil
	case windows && (target == EmitNodeadm || target == EmitBottlerocket):
		return false, fmt.Errorf("%s runs Windows", printable(cmp.Or(item.Node, item.InstanceType)))
	default:
		return true, nil
	}
}

// shownValues is how many instance types the comment names.
const shownValues = 5

func summary(values []string) string {
	if more := len(values) - shownValues; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(values[:shownValues], ", "), more)
	}
	return strings.Join(values, ", ")
}

// printable keeps a name on its line.
func printable(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, name)
}
