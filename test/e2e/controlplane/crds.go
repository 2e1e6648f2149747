// SPDX-License-Identifier: Apache-2.0

package controlplane

import (
	"embed"
	"fmt"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"
)

// manifests are the definitions of the custom resources: group, version, names and scope are those of the real ones, the
// schemas hold what the plugin reads and let everything else through.
//
//go:embed crds/*.yaml
var manifests embed.FS

// customResources returns the definitions of the custom resources that an EKS cluster with the VPC CNI serves.
func customResources() ([]*apiextensionsv1.CustomResourceDefinition, error) {
	const dir = "crds"
	entries, err := manifests.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("reading the embedded custom resource definitions: %w", err)
	}
	crds := make([]*apiextensionsv1.CustomResourceDefinition, 0, len(entries))
	for _, entry := range entries {
		data, err := manifests.ReadFile(dir + "/" + entry.Name())
		if err != nil {
			return nil, fmt.Errorf("reading the embedded custom resource definition %s: %w", entry.Name(), err)
		}
		crd := &apiextensionsv1.CustomResourceDefinition{}
		if err := yaml.UnmarshalStrict(data, crd); err != nil {
			return nil, fmt.Errorf("decoding the embedded custom resource definition %s: %w", entry.Name(), err)
		}
		crds = append(crds, crd)
	}
	return crds, nil
}
