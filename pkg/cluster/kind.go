// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/rest"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// object is an API object.
type object interface {
	runtime.Object
	metav1.Object
}

// objectList is a list of API objects, or one page of it.
type objectList interface {
	runtime.Object
	metav1.ListInterface
}

// kind says how one kind of API objects O is read, and which record T is made of each. A value serves one read by one goroutine,
// because record may share strings among the records that it makes.
type kind[O object, T any] struct {
	resource   snapshot.Resource
	name       schema.GroupResource
	namespaced bool
	client     *rest.RESTClient
	newObject  func() O
	newList    func() objectList
	// record makes the record of an object, or says false for an object that is not wanted.
	record func(O) (T, bool)
	// meta returns the metadata of a record.
	meta func(*T) *snapshot.ObjectMeta
}

func (k kind[O, T]) target(namespace string) target {
	return target{resource: k.resource, groupResource: k.name, namespace: namespace, namespaced: k.namespaced}
}

// selection narrows a list down.
type selection struct {
	namespace     string // empty: all of them
	labelSelector string
	fieldSelector string
}

// request starts a GET of the kind's list.
func (k kind[O, T]) request(namespace string) *rest.Request {
	return k.client.Get().NamespaceIfScoped(namespace, namespace != "").Resource(k.name.Resource)
}
