// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// Reasons of events. Sources: Kubernetes pkg/kubelet/events and pkg/scheduler; amazon-vpc-resource-controller-k8s
// pkg/provider/branch/provider.go, pkg/handler/warm.go, pkg/utils/events.go; amazon-vpc-cni-k8s pkg/awsutils/awsutils.go.
const (
	reasonFailedScheduling   = "FailedScheduling"
	reasonFailedSandbox      = "FailedCreatePodSandBox"
	reasonFailedMount        = "FailedMount"
	reasonFailedAttachVolume = "FailedAttachVolume"
	reasonKilling            = "Killing"
	reasonBranchFailed       = "BranchAllocationFailed"
	reasonAnnotationFailed   = "BranchENIAnnotationFailed"
	reasonAllocated          = "ResourceAllocated"
	reasonAllocationFailed   = "ResourceAllocationFailed"
	reasonGroupsRequested    = "SecurityGroupRequested"
	reasonTrunkFailed        = "TrunkENICreationFailed"
	reasonTrunkInitFailed    = "NodeTrunkFailedInit"
	reasonUnsupported        = "Unsupported"
	reasonMissingPermissions = "MissingIAMPermissions"
)

// maxQuote is how many characters of an event's message are quoted.
const maxQuote = 400

// event is an event with its times settled: those of events.k8s.io have other fields than the older ones.
type event struct {
	*snapshot.Event

	last  time.Time
	count int32
}

func newEvent(record *snapshot.Event) event {
	e := event{Event: record, last: record.LastTimestamp, count: max(record.Count, 1)}
	e.last = later(later(e.last, record.EventTime), record.FirstTimestamp)
	if record.Series != nil {
		e.last, e.count = later(e.last, record.Series.LastObservedTime), max(e.count, record.Series.Count)
	}
	return e
}

func later(x, y time.Time) time.Time {
	if y.After(x) {
		return y
	}
	return x
}

func sortEvents(events []event) {
	slices.SortStableFunc(events, func(x, y event) int {
		return cmp.Or(y.last.Compare(x.last), cmp.Compare(x.Reason, y.Reason), cmp.Compare(x.Message, y.Message))
	})
}

// newest returns the newest event with one of the reasons.
func newest(events []event, reasons ...string) (event, bool) {
	i := slices.IndexFunc(events, func(e event) bool { return slices.Contains(reasons, e.Reason) })
	if i < 0 {
		return event{}, false
	}
	return events[i], true
}

// evidence quotes the event with its count and age.
func (e event) evidence(now time.Time) v1alpha1.Evidence {
	about := strings.ToLower(e.InvolvedObject.Kind) + " " + e.InvolvedObject.Name
	if e.InvolvedObject.Namespace != "" {
		about = fmt.Sprintf("%s %s/%s", strings.ToLower(e.InvolvedObject.Kind), e.InvolvedObject.Namespace, e.InvolvedObject.Name)
	}
	times := ""
	if e.count > 1 {
		times = fmt.Sprintf("%d times, last ", e.count)
	}
	return evidence(fmt.Sprintf("event %s of %s", e.Reason, about), "%s%s: %s", times, ago(now, e.last), quote(e.Message))
}

// quote cuts a message down to what fits a line or two.
func quote(message string) string {
	message = strings.Join(strings.Fields(message), " ")
	runes := []rune(message)
	if len(runes) <= maxQuote {
		return message
	}
	return string(runes[:maxQuote-1]) + "…"
}
