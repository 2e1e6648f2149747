// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/fields"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// EventQuery says which events to read; its zero value means all of them. Object fields that are given must all match.
//
// Events about nodes live in the namespace "default" (client-go's tools/record/event.go, makeEvent), and those of the VPC resource
// controller carry the node's name where its uid belongs: ask for them by name, never by uid.
type EventQuery struct {
	// Namespace that the events are in; empty means all namespaces, for which the API server reads all events whatever else is asked.
	Namespace string
	// Kind of the object that the events are about, for example "Pod".
	Kind string
	// Name of that object.
	Name string
}

// Events reads events.
func (c *Client) Events(ctx context.Context, q EventQuery) ([]snapshot.Event, []snapshot.Unread, error) {
	texts := interner{}
	k := kind[*corev1.Event, snapshot.Event]{
		resource: snapshot.Events, name: corev1.Resource("events"), namespaced: true, client: c.core,
		newObject: func() *corev1.Event { return &corev1.Event{} },
		newList:   func() objectList { return &corev1.EventList{} },
		record:    func(event *corev1.Event) (snapshot.Event, bool) { return eventRecord(event, texts), true },
		meta:      func(record *snapshot.Event) *snapshot.ObjectMeta { return &record.ObjectMeta },
	}
	var about []fields.Selector
	if q.Kind != "" {
		about = append(about, fields.OneTermEqualSelector("involvedObject.kind", q.Kind))
	}
	if q.Name != "" {
		about = append(about, fields.OneTermEqualSelector("involvedObject.name", q.Name))
	}
	// Streams are made from the API server's watch cache, in which there are no events
	// (k8s.io/kubernetes/pkg/kubeapiserver/default_storage_factory_builder.go, DefaultWatchCacheSizes): pages are as good.
	records, err := list(ctx, c, k, selection{namespace: q.Namespace, fieldSelector: fields.AndSelectors(about...).String()})
	return settle(ctx, k, q.Namespace, records, err)
}

func eventRecord(event *corev1.Event, texts interner) snapshot.Event {
	record := snapshot.Event{
		ObjectMeta: metadata(&event.ObjectMeta),
		InvolvedObject: snapshot.ObjectReference{
			Kind: texts.shared(event.InvolvedObject.Kind), Namespace: texts.shared(event.InvolvedObject.Namespace),
			Name: event.InvolvedObject.Name, UID: string(event.InvolvedObject.UID),
		},
		Type: texts.shared(event.Type), Reason: texts.shared(event.Reason), Action: texts.shared(event.Action),
		Message: event.Message, Count: event.Count,
		FirstTimestamp: event.FirstTimestamp.UTC(), LastTimestamp: event.LastTimestamp.UTC(), EventTime: event.EventTime.UTC(),
		Source:             snapshot.EventSource{Component: texts.shared(event.Source.Component), Host: texts.shared(event.Source.Host)},
		ReportingComponent: texts.shared(event.ReportingController),
	}
	if event.Series != nil {
		record.Series = &snapshot.EventSeries{Count: event.Series.Count, LastObservedTime: event.Series.LastObservedTime.UTC()}
	}
	return record
}
