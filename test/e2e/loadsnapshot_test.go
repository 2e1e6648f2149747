// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/kubectl-eni/kubectl-eni/test/e2e/fixture"
)

// tinySnapshot is a snapshot as the plugin prunes it: what no model needs is missing, though the server wants it.
const tinySnapshot = `
-- kubernetes/nodes.json --
{"kind": "NodeList", "apiVersion": "v1", "items": [{
  "metadata": {"name": "tiny-node", "uid": "1", "resourceVersion": "5", "creationTimestamp": "2026-01-05T08:00:00Z"},
  "spec": {"providerID": "aws:///eu-west-1a/i-0123456789abcdef0", "taints": [{"key": "a", "effect": "NoSchedule"}]},
  "status": {"capacity": {"pods": "29"}, "allocatable": {"pods": "29"}, "conditions": [{"type": "Ready", "status": "True"}]}
}]}
-- kubernetes/pods.json --
{"kind": "List", "apiVersion": "v1", "items": [
  {"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "web", "namespace": "tiny", "labels": {"app": "web"},
     "ownerReferences": [{"kind": "ReplicaSet", "name": "web-1", "controller": true}]},
   "spec": {"nodeName": "tiny-node", "serviceAccountName": "web", "priorityClassName": "unknown", "priority": 7},
   "status": {"phase": "Running", "podIP": "10.0.0.10", "podIPs": [{"ip": "10.0.0.10"}], "hostIP": "10.0.0.4",
     "qosClass": "Guaranteed", "conditions": [{"type": "Ready", "status": "True"}]}},
  {"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "done", "namespace": "tiny"},
   "spec": {"nodeName": "tiny-node", "restartPolicy": "Never", "containers": [{"name": "job", "volumeMounts": [{"name": "v", "mountPath": "/v"}],
     "resources": {"limits": {"vpc.amazonaws.com/pod-eni": "1"}}}]},
   "status": {"phase": "Succeeded", "podIP": "10.0.0.11"}},
  {"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "leaving", "namespace": "tiny",
     "deletionTimestamp": "2026-01-05T08:00:00Z", "deletionGracePeriodSeconds": 30},
   "spec": {"nodeName": "tiny-node"}, "status": {"phase": "Running", "podIP": "10.0.0.12"}},
  {"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "leaving", "namespace": "tiny"}}
]}
-- kubernetes/daemonsets.json --
{"kind": "List", "apiVersion": "v1", "items": [
  {"kind": "DaemonSet", "apiVersion": "apps/v1", "metadata": {"name": "aws-node", "namespace": "tiny"},
   "spec": {"template": {"spec": {"containers": [{"name": "aws-node", "env": [{"name": "WARM_ENI_TARGET", "value": "1"}]}]}}},
   "status": {"desiredNumberScheduled": 1, "numberReady": 1, "currentNumberScheduled": 1, "numberMisscheduled": 0}}
]}
-- kubernetes/mixed.json --
{"kind": "List", "apiVersion": "v1", "items": [
  {"kind": "Namespace", "apiVersion": "v1", "metadata": {"name": "tiny"}},
  {"kind": "ConfigMap", "apiVersion": "v1", "metadata": {"name": "amazon-vpc-cni", "namespace": "tiny"}, "data": {"enable-windows-ipam": "true"}},
  {"kind": "ServiceAccount", "apiVersion": "v1", "metadata": {"name": "web", "namespace": "tiny"}},
  {"kind": "ENIConfig", "apiVersion": "crd.k8s.amazonaws.com/v1alpha1", "metadata": {"name": "tiny-config"}, "spec": {"subnet": "subnet-1"}},
  {"kind": "CNINode", "apiVersion": "vpcresources.k8s.aws/v1alpha1", "metadata": {"name": "tiny-node"},
   "spec": {"features": [{"name": "SecurityGroupsForPods"}]}, "status": {"trunkInterface": {"id": "eni-1"}}},
  {"kind": "SecurityGroupPolicy", "apiVersion": "vpcresources.k8s.aws/v1beta1", "metadata": {"name": "web", "namespace": "tiny"},
   "spec": {"podSelector": {"matchLabels": {"app": "web"}}, "securityGroups": {"groupIds": ["sg-1"]}}},
  {"kind": "Event", "apiVersion": "v1", "metadata": {"name": "web.1", "namespace": "tiny"},
   "involvedObject": {"kind": "Pod", "namespace": "tiny", "name": "web"}, "reason": "FailedCreatePodSandBox", "type": "Warning",
   "firstTimestamp": "2026-01-05T08:00:00Z", "lastTimestamp": "2026-01-05T08:00:00Z", "count": 3, "source": {"component": "kubelet"}},
  {"kind": "Event", "apiVersion": "v1", "metadata": {"name": "web.2", "namespace": "tiny"},
   "involvedObject": {"kind": "Pod", "namespace": "tiny", "name": "web"}, "reason": "Scheduled", "type": "Normal",
   "eventTime": "2026-01-05T08:00:00.000000Z"},
  {"kind": "Event", "apiVersion": "v1", "metadata": {"name": "tiny-node.1", "namespace": "default"},
   "involvedObject": {"kind": "Node", "name": "tiny-node", "uid": "tiny-node"}, "reason": "NodeTrunkInitiated", "type": "Normal"}
]}
`

func TestLoadSnapshotShowsTheObjectsWithTheirStatus(t *testing.T) {
	dir := snapshotFolder(t, tinySnapshot)
	t.Run("loaded", func(t *testing.T) {
		cluster.Load(t, dir)

		tests := map[string]struct {
			args []string
			want string
		}{
			"node": {
				args: []string{"node/tiny-node", "-o", "jsonpath={.spec.providerID} {.spec.taints[*].key} {.status.capacity.pods} {.status.conditions[0].type}"},
				want: "aws:///eu-west-1a/i-0123456789abcdef0 a 29 Ready",
			},
			"pods": {
				args: []string{"pods", "-n", "tiny", "-o", "jsonpath={range .items[*]}{.metadata.name} {.status.phase} {.status.podIPs[0].ip}\n{end}"},
				want: "done Succeeded 10.0.0.11\nleaving Running 10.0.0.12\nweb Running 10.0.0.10",
			},
			"pod": {
				args: []string{"pod/web", "-n", "tiny", "-o", "jsonpath={.spec.serviceAccountName} {.status.hostIP} {.metadata.ownerReferences[0].name} {.spec.priorityClassName}"},
				want: "web 10.0.0.4 web-1 unknown",
			},
			"terminating pods": {
				args: []string{"pods", "-n", "tiny", "-o", `jsonpath={range .items[?(@.metadata.deletionTimestamp)]}{.metadata.name}{end}`},
				want: "leaving",
			},
			"resources of a container": {
				args: []string{"pod/done", "-n", "tiny", "-o", `jsonpath={.spec.containers[*].resources.limits}`},
				want: `{"vpc.amazonaws.com/pod-eni":"1"}`,
			},
			"daemon set": {
				args: []string{"daemonset/aws-node", "-n", "tiny", "-o", "jsonpath={.spec.template.spec.containers[0].env[0].name} {.status.numberReady}"},
				want: "WARM_ENI_TARGET 1",
			},
			"custom resources": {
				args: []string{"cninode/tiny-node", "-o", "jsonpath={.spec.features[0].name} {.status.trunkInterface.id}"},
				want: "SecurityGroupsForPods eni-1",
			},
			"the rest": {
				args: []string{"configmap/amazon-vpc-cni", "serviceaccount/web", "sgp/web", "-n", "tiny", "-o", "name"},
				want: "configmap/amazon-vpc-cni\nserviceaccount/web\nsecuritygrouppolicy.vpcresources.k8s.aws/web",
			},
			"cluster-wide": {
				args: []string{"eniconfig/tiny-config", "-o", "jsonpath={.spec.subnet}"},
				want: "subnet-1",
			},
			"events": {
				args: []string{"events", "-n", "tiny", "--sort-by", "{.metadata.name}", "-o", "jsonpath={.items[*].reason} {.items[0].count}"},
				want: "FailedCreatePodSandBox Scheduled 3",
			},
			"events of a node": {
				args: []string{"events", "-n", "default", "--field-selector", "involvedObject.name=tiny-node", "-o", "jsonpath={.items[*].reason}"},
				want: "NodeTrunkInitiated",
			},
		}
		for name, tt := range tests {
			t.Run(name, func(t *testing.T) {
				got := cluster.Kubectl(t, nil, append([]string{"get"}, tt.args...)...)
				if got.ExitCode != 0 {
					t.Fatalf("kubectl get ended with %d: %s", got.ExitCode, got.Stderr)
				}
				if diff := cmp.Diff(tt.want, strings.TrimSpace(got.Stdout)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		}
	})

	left := cluster.Kubectl(t, nil, "get", "pods,daemonsets,configmaps,serviceaccounts,sgp,events", "-n", "tiny", "-o", "name")
	if left.ExitCode != 0 || left.Stdout != "" {
		t.Errorf("after the test the cluster still has (exit code %d):\n%s%s", left.ExitCode, left.Stdout, left.Stderr)
	}
}

func TestLoadSnapshotRefuses(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		snapshot string
		// is tells whether the error is the expected one.
		is func(error) bool
	}{
		"a folder without lists": {
			snapshot: "-- ec2/subnets.json --\n{}\n",
			is:       func(err error) bool { return errors.Is(err, fs.ErrNotExist) },
		},
		"a file that is no list": {
			snapshot: "-- kubernetes/pods.json --\n" + `{"kind": "Pod", "apiVersion": "v1"}`,
			is:       func(err error) bool { return strings.Contains(err.Error(), "pods.json") },
		},
		"an object that is there already": {
			snapshot: "-- kubernetes/services.json --\n" + `{"kind": "ServiceList", "apiVersion": "v1", "items": [
				{"metadata": {"name": "kubernetes", "namespace": "default"}, "spec": {"ports": [{"port": 1}]}}]}`,
			is: apierrors.IsAlreadyExists,
		},
		"an object that the server refuses": {
			snapshot: "-- kubernetes/nodes.json --\n" + `{"kind": "NodeList", "apiVersion": "v1", "items": [{"metadata": {"name": "Not A Name"}}]}`,
			is:       apierrors.IsInvalid,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			_, err := fixture.LoadSnapshot(t.Context(), cluster.Config(), snapshotFolder(t, tt.snapshot))
			if err == nil || !tt.is(err) {
				t.Errorf("LoadSnapshot returned %v", err)
			}
		})
	}
}

// snapshotFolder writes the files of a txtar archive into a folder.
func snapshotFolder(t *testing.T, archive string) string {
	t.Helper()
	dir := t.TempDir()
	for _, file := range txtar.Parse([]byte(archive)).Files {
		path := filepath.Join(dir, filepath.FromSlash(file.Name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, file.Data, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
