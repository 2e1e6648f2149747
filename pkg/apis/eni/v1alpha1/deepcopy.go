// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import (
	"encoding/json"

	"k8s.io/apimachinery/pkg/runtime"
)

// DeepCopyObject lets kubectl's printers take a Tree.
func (t *Tree) DeepCopyObject() runtime.Object { return copyDocument(t) }

// copyDocument copies a document through its JSON form. The printers ask for the method, and hardly ever call it.
func copyDocument[T any, P interface {
	*T
	runtime.Object
}](in P) runtime.Object {
	out := P(new(T))
	data, err := json.Marshal(in)
	if err == nil {
		err = json.Unmarshal(data, out)
	}
	if err != nil {
		return nil
	}
	return out
}
