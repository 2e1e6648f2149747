// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"strconv"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
)

// configMap is the data of ConfigMap kube-system/amazon-vpc-cni; nil if there is none.
func (v *view) configMap() map[string]string {
	for i := range v.snapshot.ConfigMaps {
		if cm := &v.snapshot.ConfigMaps[i]; cm.Namespace == cni.Namespace && cm.Name == cni.ConfigMapName {
			return cm.Data
		}
	}
	return nil
}

// warmKey is a warm target that ConfigMap amazon-vpc-cni knows: it acts on Windows only.
type warmKey struct {
	key string
	// byDefault is what the EKS add-on and the Helm chart write there themselves.
	byDefault string
	// variable is the setting of aws-node, which acts on Linux; value is what it is set to.
	variable string
	value    int
}

func warmKeys(s cni.Settings) []warmKey {
	return []warmKey{
		{"warm-ip-target", "1", cni.EnvWarmIPTarget, s.WarmIPTarget},
		{"minimum-ip-target", "3", cni.EnvMinimumIPTarget, s.MinimumIPTarget},
		{"warm-prefix-target", "0", cni.EnvWarmPrefixTarget, s.WarmPrefixTarget},
	}
}

// configIgnoredRule says that somebody tuned the warm targets in the ConfigMap, where they do nothing for Linux. The add-on's own values are
// no sign of that, and neither are values that the DaemonSet has as well.
func configIgnoredRule(v *view) []v1alpha1.Finding {
	settings := v.model.Cluster.Settings
	if settings == nil {
		return nil
	}
	data := v.configMap()
	var facts []v1alpha1.Evidence
	for _, k := range warmKeys(*settings) {
		value, ok := data[k.key]
		if !ok || value == k.byDefault || value == strconv.Itoa(k.value) {
			continue
		}
		facts = append(facts, evidence(fmt.Sprintf("ConfigMap %s/%s %s", cni.Namespace, cni.ConfigMapName, k.key), "%q", value),
			evidence(daemonSet(k.variable), "%s", targetInWords(k.value)))
	}
	if len(facts) == 0 {
		return nil
	}
	f := found(CNIConfigIgnored, fmt.Sprintf("Warm targets are set in ConfigMap %s/%s, where they act on Windows nodes only; Linux nodes go by DaemonSet %s.",
		cni.Namespace, cni.ConfigMapName, cni.DaemonSetName), facts...)
	f.Commands = []string{fmt.Sprintf("kubectl set env daemonset/%s -n %s %s=VALUE", cni.DaemonSetName, cni.Namespace, cni.EnvWarmIPTarget)}
	return some(f)
}

func targetInWords(value int) string {
	if value == 0 {
		return "not set"
	}
	return strconv.Itoa(value)
}
