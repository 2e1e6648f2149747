// SPDX-License-Identifier: Apache-2.0

package subnets

import (
	"fmt"
	"strings"
	"time"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// Verdict says what an ENI is that is attached to nothing.
type Verdict string

// The verdicts.
const (
	// Leaked ENIs were left behind: those who made them would delete them by their own rules.
	Leaked Verdict = "Leaked"
	// InFlight ENIs may still be attached.
	InFlight Verdict = "InFlight"
	// OtherCluster ENIs are another cluster's to judge.
	OtherCluster Verdict = "OtherCluster"
	// Unattached ENIs are of no cluster that can be told, or no cleaner's.
	Unattached Verdict = "Unattached"
)

// statusAvailable is EC2's word for an ENI that is attached to nothing.
const statusAvailable = "available"

// leakGrace is how long ipamd leaves an ENI alone that it has made (amazon-vpc-cni-k8s pkg/awsutils/awsutils.go, eniDeleteCooldownTime).
const leakGrace = 5 * time.Minute

// loose judges an ENI that is attached to nothing, and says in which bucket its addresses are. What AWS made is its own.
//
// Rules: amazon-vpc-cni-k8s pkg/awsutils/awsutils.go, getLeakedENIs, and amazon-vpc-resource-controller-k8s
// pkg/aws/ec2/api/cleanup/eni_cleanup.go, DeleteLeakedResources.
func (v *view) loose(eni *snapshot.NetworkInterface) (holding, *v1alpha1.LooseInterface) {
	if service, found := v.serviceOf(eni); found && !markedByCNI(eni) {
		return service, nil
	}
	if _, found := controlPlaneOf(eni); found {
		return v.holdingOf(eni), nil
	}
	l := &v1alpha1.LooseInterface{ID: eni.ID, SubnetID: eni.SubnetID, Description: eni.Description, Cluster: v.clusterAmong(clustersOf(eni.TagSet))}
	l.InstanceID, _ = tag(eni.TagSet, cni.TagInstanceID)
	l.Owner = makerOf(eni)
	created, hasTime := v.age(eni, l)

	verdict, reason := v.judge(eni, l, created, hasTime)
	l.Verdict, l.Reason = string(verdict), reason
	h := holding{name: holderOfLoose(eni, l), cluster: l.Cluster, ofCluster: l.Cluster != ""}
	switch verdict {
	case Leaked:
		h.bucket = v1alpha1.BucketLeaked
		l.Command = v.deleteCommand(eni)
	case InFlight:
		h.bucket = v1alpha1.BucketInFlight
	case OtherCluster:
		h.bucket = v1alpha1.BucketOtherClusters
	case Unattached:
		h.bucket = v1alpha1.BucketUnattached
	}
	return h, l
}

// createdTag is what the tag that ipamd puts on its ENIs says.
type createdTag struct {
	at    time.Time
	valid bool
}

// age fills in when an ENI was made; the second result tells whether its tag is there at all.
func (v *view) age(eni *snapshot.NetworkInterface, l *v1alpha1.LooseInterface) (createdTag, bool) {
	text, found := tag(eni.TagSet, cni.TagCreatedAt)
	if !found {
		return createdTag{}, false
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return createdTag{}, true
	}
	seconds := int64(v.model.Time.Sub(at) / time.Second)
	at = at.UTC()
	l.CreatedAt, l.AgeSeconds = &at, &seconds
	return createdTag{at: at, valid: true}, true
}

// judge applies the rules of those who make ENIs.
func (v *view) judge(eni *snapshot.NetworkInterface, l *v1alpha1.LooseInterface, created createdTag, hasTime bool) (Verdict, string) {
	_, tagged := tag(eni.TagSet, cni.TagOwner)
	switch {
	case l.Cluster != "" && !v.isThis(l.Cluster):
		return OtherCluster, fmt.Sprintf("its tags name cluster %s, which has to judge", l.Cluster)
	case created.valid && v.model.Time.Sub(created.at) < leakGrace:
		return InFlight, fmt.Sprintf("made less than %d minutes before the read: it may still be attached", int(leakGrace/time.Minute))
	case isIpamds(eni, l):
		return judgeIpamds(l, hasTime, created)
	case tagged && l.Owner != "" && l.Cluster != "":
		return Leaked, fmt.Sprintf("%s=%s, and attached to nothing: the VPC resource controller deletes it once it has seen it so twice, 30 minutes apart",
			cni.TagOwner, l.Owner)
	case l.Owner != "":
		return Unattached, "made for a cluster, but without the tags by which its cleaners find it"
	default:
		return Unattached, "attached to nothing, and made by no component of a cluster"
	}
}

// isIpamds tells what ipamd's own scan looks at: its description, and the tag with the instance.
func isIpamds(eni *snapshot.NetworkInterface, l *v1alpha1.LooseInterface) bool {
	return strings.HasPrefix(eni.Description, cni.DescriptionPrefix) && l.InstanceID != ""
}

func judgeIpamds(l *v1alpha1.LooseInterface, hasTime bool, created createdTag) (Verdict, string) {
	switch {
	case !hasTime:
		return InFlight, fmt.Sprintf("it has no tag %s: ipamd puts one on it before it would delete it", cni.TagCreatedAt)
	case !created.valid:
		return Leaked, fmt.Sprintf("attached to nothing, and its tag %s is no time: ipamd's hourly scan deletes such ENIs", cni.TagCreatedAt)
	case l.Cluster == "":
		return Leaked, "attached to nothing for more than 5 minutes after it was made for " + l.InstanceID +
			": ipamd's hourly scan deletes such ENIs (its tags name no cluster: make sure that it is none of another one)"
	default:
		return Leaked, "attached to nothing for more than 5 minutes after it was made for " + l.InstanceID + ": ipamd's hourly scan deletes such ENIs"
	}
}

// makerOf is the component that made an ENI: what its owner tag says, else what its description says (the tag came with v1.19.4 of the CNI).
func makerOf(eni *snapshot.NetworkInterface) string {
	owner, _ := tag(eni.TagSet, cni.TagOwner)
	switch {
	case owner == cni.OwnerVPCCNI || owner == cni.OwnerResourceController:
		return owner
	case strings.HasPrefix(eni.Description, cni.DescriptionPrefix):
		return cni.OwnerVPCCNI
	case eni.Description == cni.DescriptionTrunk || eni.Description == cni.DescriptionBranch:
		return cni.OwnerResourceController
	default:
		return ""
	}
}

func holderOfLoose(eni *snapshot.NetworkInterface, l *v1alpha1.LooseInterface) string {
	switch {
	case l.Owner != "":
		return "ENIs of " + l.Owner
	case eni.Description != "":
		return eni.Description
	default:
		return eni.ID
	}
}

// deleteCommand would delete an ENI. It is shown, never run. An id that is none is not put into a command.
func (v *view) deleteCommand(eni *snapshot.NetworkInterface) string {
	if !isInterfaceID(eni.ID) {
		return ""
	}
	command := "aws ec2 delete-network-interface --network-interface-id " + eni.ID
	if region := v.model.Cluster.Region; isRegion(region) {
		command += " --region " + region
	}
	return command
}

// isInterfaceID reports whether a text is an ENI's id and nothing else.
func isInterfaceID(text string) bool {
	rest, found := strings.CutPrefix(text, "eni-")
	return found && rest != "" && strings.Trim(rest, "0123456789abcdefghijklmnopqrstuvwxyz") == ""
}

func isRegion(text string) bool {
	return text != "" && strings.Trim(text, "0123456789abcdefghijklmnopqrstuvwxyz-") == ""
}

// verdictOrder puts what calls for attention first.
func verdictOrder(verdict string) int {
	switch Verdict(verdict) {
	case Leaked:
		return 0
	case InFlight:
		return 1
	case Unattached:
		return 2
	case OtherCluster:
		return 3
	default:
		return 4
	}
}
