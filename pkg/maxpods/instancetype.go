// SPDX-License-Identifier: Apache-2.0

package maxpods

import "github.com/kubectl-eni/kubectl-eni/pkg/cni"

// Sources of an instance type's vCPUs.
const (
	// VCPUsFromSize is the instance type's name.
	VCPUsFromSize = "size in the instance type's name"
	// VCPUsFromEC2 is ec2:DescribeInstanceTypes.
	VCPUsFromEC2 = "ec2:DescribeInstanceTypes"
	// VCPUsFromNode is a node's status.
	VCPUsFromNode = "node status.capacity.cpu"
)

// InstanceType is what max pods depends on.
type InstanceType struct {
	Limits cni.Limits
	VCPUs  cni.VCPURange
	// VCPUSource is one of the sources above.
	VCPUSource string
}

// Known returns an instance type of the embedded table, with its vCPUs by name.
func Known(name string) (InstanceType, bool) {
	limits, ok := cni.LookupLimits(name)
	return InstanceType{Limits: limits, VCPUs: cni.VCPUsBySize(name), VCPUSource: VCPUsFromSize}, ok
}

// FromEC2 returns an instance type as EC2 describes it. A count of vCPUs below 1 is unknown and read off the name.
func FromEC2(limits cni.Limits, vCPUs int) InstanceType {
	if vCPUs < 1 {
		return InstanceType{Limits: limits, VCPUs: cni.VCPUsBySize(limits.InstanceType), VCPUSource: VCPUsFromSize}
	}
	return InstanceType{Limits: limits, VCPUs: cni.ExactVCPUs(vCPUs), VCPUSource: VCPUsFromEC2}
}

// limitsSource names the source of a type's limits, with the table's version.
func (t InstanceType) limitsSource() string {
	if t.Limits.Source == cni.SourceTable {
		return "embedded table: " + cni.LimitsTable
	}
	return string(t.Limits.Source)
}
