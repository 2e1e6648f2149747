// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// KindPodExplanationList is the kind of [PodExplanationList].
const KindPodExplanationList = "PodExplanationList"

// PodExplanationList holds the explanations of several pods.
type PodExplanationList struct {
	metav1.TypeMeta `json:",inline"`

	Items []PodExplanation `json:"items"`
}

// DeepCopyObject lets kubectl's printers take a PodExplanationList.
func (l *PodExplanationList) DeepCopyObject() runtime.Object { return copyDocument(l) }
