// SPDX-License-Identifier: Apache-2.0

package snapshot_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// FuzzLoad loads anything: it must not panic, must give the same twice, and what it gives must be the same when saved and loaded.
func FuzzLoad(f *testing.F) {
	var archive bytes.Buffer
	if err := snapshot.Write(&archive, full()); err != nil {
		f.Fatal(err)
	}
	f.Add(archive.Bytes())
	f.Add(archive.Bytes()[:archive.Len()/2])
	for _, seed := range []string{
		"", "{}", "[]", "null", `{"items":[`, `{"items":null,"kind":"PodList"}`, "\x1f\x8b",
		list(podA, podB, node1, podA),
		list(`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","creationTimestamp":"0000-01-01T00:00:00+23:59","labels":{}}}`),
		`{"NetworkInterfaces":[` + eni1 + `,{"NetworkInterfaceId":"eni-1"}],"NextToken":"x"}`,
		`{"Reservations":[{"Instances":[{"InstanceId":"i-1","NetworkInterfaces":[{"NetworkInterfaceId":"eni-1","Attachment":{}}]}]}]}`,
		`{"SubnetIpv4CidrReservations":[{"SubnetCidrReservationId":"a","Cidr":":"}],"SubnetIpv6CidrReservations":null}`,
		`{"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"aws-node","namespace":"kube-system"},"spec":{"template":{"spec":` +
			`{"containers":[{"name":"a","envFrom":[{"configMapRef":{"name":"c"}}],"env":[{"name":"MAX_ENI","valueFrom":{}}]}]}}}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		file := filepath.Join(t.TempDir(), "all.json")
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		first, err := snapshot.Load(file)
		second, again := snapshot.Load(file)
		if (err == nil) != (again == nil) {
			t.Fatalf("error %v, then %v", err, again)
		}
		if err != nil {
			return
		}
		if diff := cmp.Diff(first, second); diff != "" {
			t.Errorf("not the same twice:\n%s", diff)
		}
		saved := written(t, first)
		loaded, err := loadBytes(t, "s.tgz", saved)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(written(t, loaded), saved) {
			t.Error("not the same bytes when loaded and saved again")
		}
	})
}
