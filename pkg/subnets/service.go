// SPDX-License-Identifier: Apache-2.0

package subnets

import (
	"cmp"
	"strings"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// ecsTask is in the description of an ECS task's ENI, in any partition: arn:aws:ecs:…:attachment/….
const ecsTask = ":ecs:"

// isECSTask reports whether an ENI is an ECS task's. It may be attached to an instance of the account, or be a branch of such an instance's trunk.
func isECSTask(eni *snapshot.NetworkInterface) bool {
	return strings.HasPrefix(eni.Description, "arn:") && strings.Contains(eni.Description, ecsTask)
}

// serviceOf says which AWS service an ENI belongs to. What is attached to an instance of the account is not looked at by its description, which
// anybody could have written, unless it is an ECS task's.
func (v *view) serviceOf(eni *snapshot.NetworkInterface) (holding, bool) {
	if isECSTask(eni) {
		return holding{bucket: v1alpha1.BucketOtherServices, name: "ECS tasks"}, true
	}
	onInstance := eni.Attachment != nil && eni.Attachment.InstanceID != ""
	description := strings.ToLower(eni.Description)
	for i := range v.marks {
		m := &v.marks[i]
		byPrefix := m.prefix != "" && !onInstance && strings.HasPrefix(description, m.prefix)
		if byPrefix || (m.kind != "" && m.kind == eni.InterfaceType) {
			return m.holding(eni.Description), true
		}
	}
	if onInstance {
		return holding{}, false
	}
	return byRequester(eni)
}

// holding is that of an ENI which has the mark.
func (m *serviceMark) holding(description string) holding {
	h := holding{bucket: m.bucket, name: m.name}
	if m.label == nil {
		return h
	}
	if label := m.label(description[min(len(m.prefix), len(description)):]); label != "" {
		h.name += " " + label
	}
	return h
}

// anyService is the alias that stands for AWS itself.
const anyService = "amazon-aws"

// byRequester goes by who asked for the ENI, where nothing better is known: services have an alias as amazon-rds in the place of an account.
func byRequester(eni *snapshot.NetworkInterface) (holding, bool) {
	owner := ""
	if eni.Attachment != nil {
		owner = eni.Attachment.InstanceOwnerID
	}
	for _, who := range []string{eni.RequesterID, owner} {
		if h, found := byAlias(who); found {
			return h, true
		}
	}
	switch {
	case eni.RequesterManaged, owner == anyService:
		return holding{bucket: v1alpha1.BucketOtherServices, name: cmp.Or(eni.Description, "AWS service")}, true
	case eni.Operator != nil && eni.Operator.Managed:
		return holding{bucket: v1alpha1.BucketOtherServices, name: cmp.Or(eni.Operator.Principal, "AWS service")}, true
	default:
		return holding{}, false
	}
}

// byAlias is the service with an alias.
func byAlias(who string) (holding, bool) {
	switch who {
	case "amazon-elb":
		return holding{bucket: v1alpha1.BucketLoadBalancers, name: "load balancer"}, true
	case "amazon-rds":
		return holding{bucket: v1alpha1.BucketRDS, name: "RDS"}, true
	case "aws-lambda":
		return holding{bucket: v1alpha1.BucketLambda, name: "Lambda"}, true
	case anyService:
		return holding{}, false
	default:
		isAlias := strings.HasPrefix(who, "amazon-") || strings.HasPrefix(who, "aws-")
		return holding{bucket: v1alpha1.BucketOtherServices, name: who}, isAlias
	}
}

func lastWord(text string) string {
	words := strings.Fields(text)
	if len(words) == 0 {
		return ""
	}
	return strings.TrimRight(words[len(words)-1], ".")
}

func firstWord(text string) string {
	words := strings.Fields(text)
	if len(words) == 0 {
		return ""
	}
	return words[0]
}

// firstPart is a load balancer's name: app/NAME/ID.
func firstPart(text string) string {
	name, _, _ := strings.Cut(text, "/")
	return strings.TrimSpace(name)
}

// afterSeparator is a cluster's name in "ElastiCache NAME" and "ElastiCache+NAME".
func afterSeparator(text string) string { return strings.TrimLeft(text, " +") }

// uuidLength is that of the UUID at the end of a function's description, with the dash before it.
const uuidLength = 37

// functionName is a function's name in NAME-UUID.
func functionName(text string) string {
	if len(text) > uuidLength && text[len(text)-uuidLength] == '-' {
		return text[:len(text)-uuidLength]
	}
	return text
}
