// SPDX-License-Identifier: Apache-2.0

// Package v1alpha1 holds the documents that kubectl eni prints with -o json and -o yaml. It is this project's one stable Go API: fields
// may be added, those that are here keep their name and meaning. An absent field is an unknown value, never zero; what could not be
// read, and why, is in the document's warnings.
package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// APIVersion is the apiVersion of every document.
const APIVersion = "kubectl-eni/v1alpha1"

// TypeMeta returns the type of a document of a kind.
func TypeMeta(kind string) metav1.TypeMeta {
	return metav1.TypeMeta{APIVersion: APIVersion, Kind: kind}
}

// Warning says what the document could not tell, or what it found that does not fit together.
type Warning struct {
	// Code is stable and made for programs, for example Forbidden or BranchWithoutPod.
	Code string `json:"code"`
	// Message is made for people.
	Message string `json:"message"`
	// API is the call that failed, for example ec2:DescribeSubnets or "list pods".
	API string `json:"api,omitempty"`
	// Permission is the IAM action or RBAC rule that would allow it.
	Permission string `json:"permission,omitempty"`
}
