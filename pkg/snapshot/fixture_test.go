// SPDX-License-Identifier: Apache-2.0

package snapshot_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// noon is when the snapshots of these tests were made.
var noon = time.Date(2026, time.March, 14, 12, 0, 0, 0, time.UTC)

// full is a snapshot in its normal form with something in every list and nothing that is pruned.
func full() *snapshot.Snapshot {
	started := noon.Add(-time.Hour)
	free := int32(8000)
	return &snapshot.Snapshot{
		Meta: snapshot.Meta{
			Time: noon, Context: "admin@blue", Cluster: "blue", Region: "eu-west-1", Account: "111111111111",
			Versions: map[string]string{"kubernetes": "v1.37.2"},
		},
		Nodes: []snapshot.Node{node("node-1", "i-1"), node("node-2", "i-2")},
		Pods: []snapshot.Pod{
			pod("a", "web-0", "node-1", "10.0.0.11"),
			pod("a", "web-1", "node-2", "10.0.0.21"),
			pod("b", "web-0", "", ""),
		},
		Events: []snapshot.Event{{
			ObjectMeta:     snapshot.ObjectMeta{Namespace: "b", Name: "web-0.1"},
			InvolvedObject: snapshot.ObjectReference{Kind: "Pod", Namespace: "b", Name: "web-0"},
			Reason:         "FailedScheduling", EventTime: started.Add(123 * time.Microsecond),
			Series: &snapshot.EventSeries{Count: 3, LastObservedTime: noon},
		}},
		DaemonSets: []snapshot.DaemonSet{{
			ObjectMeta: snapshot.ObjectMeta{Namespace: "kube-system", Name: "aws-node"},
			Spec: snapshot.DaemonSetSpec{
				UpdateStrategy: snapshot.UpdateStrategy{Type: "OnDelete"},
				Template: snapshot.PodTemplate{Spec: snapshot.PodTemplateSpec{Containers: []snapshot.Container{{
					Name: "aws-node", Image: "amazon-k8s-cni:v1.23.2", Env: []snapshot.EnvVar{{Name: "WARM_ENI_TARGET", Value: "1"}},
				}}}},
			},
			Status: snapshot.DaemonSetStatus{DesiredNumberScheduled: 2, UpdatedNumberScheduled: 1},
		}},
		ConfigMaps: []snapshot.ConfigMap{{
			ObjectMeta: snapshot.ObjectMeta{Namespace: "kube-system", Name: "amazon-vpc-cni"},
			Data:       map[string]string{"enable-windows-ipam": "true"},
		}},
		ENIConfigs: []snapshot.ENIConfig{{
			ObjectMeta: snapshot.ObjectMeta{Name: "eu-west-1a"}, Spec: snapshot.ENIConfigSpec{Subnet: "subnet-1"},
		}},
		CNINodes: []snapshot.CNINode{{ObjectMeta: snapshot.ObjectMeta{Name: "node-1"}}, {ObjectMeta: snapshot.ObjectMeta{Name: "node-2"}}},
		SecurityGroupPolicies: []snapshot.SecurityGroupPolicy{{
			ObjectMeta: snapshot.ObjectMeta{Namespace: "a", Name: "all"},
			Spec:       snapshot.SecurityGroupPolicySpec{PodSelector: &snapshot.LabelSelector{}, SecurityGroups: snapshot.SecurityGroupIDs{Groups: []string{"sg-1"}}},
		}},
		ServiceAccounts: []snapshot.ServiceAccount{{ObjectMeta: snapshot.ObjectMeta{Namespace: "a", Name: "default"}}},
		NetworkInterfaces: []snapshot.NetworkInterface{
			eni("eni-1", "i-1", "subnet-1", "10.0.0.10", "10.0.0.11"),
			eni("eni-2", "i-2", "subnet-2", "10.0.0.20", "10.0.0.21"),
		},
		Subnets: []snapshot.Subnet{{ID: "subnet-1", CIDRBlock: "10.0.0.0/19", AvailableIPAddressCount: &free}, {ID: "subnet-2"}},
		SubnetCIDRReservations: []snapshot.SubnetCIDRReservation{
			{ID: "scr-1", SubnetID: "subnet-1", CIDR: "10.0.1.0/24", ReservationType: "prefix"},
			{ID: "scr-2", SubnetID: "subnet-1", CIDR: "fd00::/80", ReservationType: "prefix"},
		},
		Instances: []snapshot.Instance{{ID: "i-1", InstanceType: "m5.large", LaunchTime: started}, {ID: "i-2"}},
		InstanceTypes: []snapshot.InstanceType{{
			InstanceType: "m5.large",
			NetworkInfo:  snapshot.NetworkInfo{MaximumNetworkInterfaces: 3, NetworkCards: []snapshot.NetworkCard{{MaximumNetworkInterfaces: 3}}},
		}},
		SecurityGroups: []snapshot.SecurityGroup{{ID: "sg-1", Name: "nodes"}},
	}
}

func node(name, instance string) snapshot.Node {
	return snapshot.Node{
		ObjectMeta: snapshot.ObjectMeta{Name: name, CreationTimestamp: noon.Add(-24 * time.Hour)},
		Spec:       snapshot.NodeSpec{ProviderID: "aws:///eu-west-1a/" + instance},
		Status:     snapshot.NodeStatus{Capacity: map[string]string{"pods": "29"}},
	}
}

func pod(namespace, name, node, ip string) snapshot.Pod {
	p := snapshot.Pod{
		ObjectMeta: snapshot.ObjectMeta{Namespace: namespace, Name: name, Labels: map[string]string{"app": "web"}},
		Spec:       snapshot.PodSpec{NodeName: node, Containers: []snapshot.Container{{Name: "web"}}},
		Status:     snapshot.PodStatus{Phase: "Running", PodIP: ip},
	}
	if ip != "" {
		p.Status.PodIPs = []snapshot.PodIP{{IP: ip}}
	}
	return p
}

func eni(id, instance, subnet string, addresses ...string) snapshot.NetworkInterface {
	i := snapshot.NetworkInterface{
		ID: id, SubnetID: subnet, PrivateIPAddress: addresses[0],
		Attachment: &snapshot.Attachment{InstanceID: instance, Status: "attached", AttachTime: noon.Add(-time.Hour)},
	}
	for n, address := range addresses {
		i.PrivateIPAddresses = append(i.PrivateIPAddresses, snapshot.PrivateIPAddress{PrivateIPAddress: address, Primary: n == 0})
	}
	return i
}

// packed returns a .tar.gz of files, in the given order.
func packed(t *testing.T, files ...[2]string) []byte {
	t.Helper()
	var buffer bytes.Buffer
	zipped := gzip.NewWriter(&buffer)
	archive := tar.NewWriter(zipped)
	for _, file := range files {
		header := &tar.Header{Name: file[0], Mode: 0o600, Size: int64(len(file[1])), Typeflag: tar.TypeReg}
		if err := archive.WriteHeader(header); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.Write([]byte(file[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

// folder makes a file system of names and contents.
func folder(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, content := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return fsys
}

// loadBytes loads a file with this content.
func loadBytes(t *testing.T, name string, content []byte) (*snapshot.Snapshot, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return snapshot.Load(file)
}

// written returns the archive of a snapshot.
func written(t *testing.T, s *snapshot.Snapshot) []byte {
	t.Helper()
	var buffer bytes.Buffer
	if err := snapshot.Write(&buffer, s); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

// messages returns what a snapshot says of a resource that was not read.
func messages(s *snapshot.Snapshot, r snapshot.Resource) []string {
	var all []string
	for _, u := range s.Missed(r) {
		all = append(all, string(u.Code)+": "+u.Message)
	}
	return all
}

// podNames names the pods of a snapshot.
func podNames(s *snapshot.Snapshot) []string {
	var all []string
	for _, p := range s.Pods {
		all = append(all, p.Namespace+"/"+p.Name)
	}
	return all
}

func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: (-want +got)\n%s", what, diff)
	}
}

// shuffled returns a snapshot with every list back to front and its first object twice.
func shuffled(s *snapshot.Snapshot) *snapshot.Snapshot {
	return &snapshot.Snapshot{
		Meta:                   s.Meta,
		Nodes:                  mixed(s.Nodes),
		Pods:                   mixed(s.Pods),
		Events:                 mixed(s.Events),
		DaemonSets:             mixed(s.DaemonSets),
		ConfigMaps:             mixed(s.ConfigMaps),
		ENIConfigs:             mixed(s.ENIConfigs),
		CNINodes:               mixed(s.CNINodes),
		SecurityGroupPolicies:  mixed(s.SecurityGroupPolicies),
		ServiceAccounts:        mixed(s.ServiceAccounts),
		NetworkInterfaces:      mixed(s.NetworkInterfaces),
		Subnets:                mixed(s.Subnets),
		SubnetCIDRReservations: mixed(s.SubnetCIDRReservations),
		Instances:              mixed(s.Instances),
		InstanceTypes:          mixed(s.InstanceTypes),
		SecurityGroups:         mixed(s.SecurityGroups),
	}
}

func mixed[T any](list []T) []T {
	reversed := slices.Clone(list)
	slices.Reverse(reversed)
	return append(reversed, list[0])
}
