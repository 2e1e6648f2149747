// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// KindVersion is the kind of [Version].
const KindVersion = "Version"

// Version is what kubectl eni version prints.
type Version struct {
	metav1.TypeMeta `json:",inline"`

	Client ClientVersion `json:"client"`
	// Server is absent with --client.
	Server *ServerVersion `json:"server,omitempty"`
}

// ClientVersion describes the plugin's build.
type ClientVersion struct {
	Version string `json:"version"`
	Commit  string `json:"commit,omitempty"`
	// GoVersion is the Go release that built it.
	GoVersion string `json:"goVersion"`
	// Platform is GOOS/GOARCH.
	Platform string `json:"platform"`
	// LimitsTable is the embedded table of instance types.
	LimitsTable string `json:"limitsTable"`
}

// ServerVersion describes the cluster.
type ServerVersion struct {
	Kubernetes string `json:"kubernetes"`
	// VPCCNI is empty when the cluster has no aws-node DaemonSet.
	VPCCNI string `json:"vpcCNI,omitempty"`
}

// DeepCopyObject lets kubectl's printers take a Version.
func (v *Version) DeepCopyObject() runtime.Object { return copyDocument(v) }
