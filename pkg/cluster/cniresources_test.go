// SPDX-License-Identifier: Apache-2.0

package cluster_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// crd serves JSON texts as a list, and each by itself under its name.
func (s *apiServer) crd(path string, objects map[string]string) {
	var items []string
	for name, object := range objects {
		items = append(items, object)
		s.HandleFunc("GET "+path+"/"+name, rawJSON(object))
	}
	s.HandleFunc("GET "+path, rawJSON(`{"kind":"List","metadata":{"resourceVersion":"1"},"items":[`+strings.Join(items, ",")+`]}`))
	s.HandleFunc("GET "+path+"/", refuse(http.StatusNotFound, metav1.StatusReasonNotFound, "cninodes not found"))
}

func rawJSON(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept") != "application/json" {
			w.WriteHeader(http.StatusNotAcceptable)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(body))
	}
}

func TestENIConfigs(t *testing.T) {
	t.Parallel()
	server := &apiServer{}
	server.crd("/apis/crd.k8s.amazonaws.com/v1alpha1/eniconfigs", map[string]string{
		"b": `{"apiVersion":"crd.k8s.amazonaws.com/v1alpha1","kind":"ENIConfig","metadata":{"name":"eu-west-1b","uid":"u",
			"creationTimestamp":"2026-05-04T10:01:07Z","labels":{"l":"1"},
			"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{}","k8s.amazonaws.com/a":"b"}},
			"spec":{"subnet":"subnet-2","securityGroups":["sg-1","sg-2"]}}`,
		"a":   `{"metadata":{"name":"eu-west-1a"},"spec":{"subnet":"subnet-1"},"status":{"x":[1]}}`,
		"bad": `{"metadata":{"name":"typo"},"spec":{"subnet":["subnet-3"]}}`,
	})
	configs, unread, err := server.connect(t, cluster.Options{}).ENIConfigs(t.Context())
	if err != nil {
		t.Fatalf("ENIConfigs: %v", err)
	}
	want := []snapshot.ENIConfig{
		{ObjectMeta: snapshot.ObjectMeta{Name: "eu-west-1a"}, Spec: snapshot.ENIConfigSpec{Subnet: "subnet-1"}},
		{
			ObjectMeta: snapshot.ObjectMeta{
				Name: "eu-west-1b", UID: "u", CreationTimestamp: time.Date(2026, 5, 4, 10, 1, 7, 0, time.UTC),
				Labels: map[string]string{"l": "1"}, Annotations: map[string]string{"k8s.amazonaws.com/a": "b"},
			},
			Spec: snapshot.ENIConfigSpec{Subnet: "subnet-2", SecurityGroups: []string{"sg-1", "sg-2"}},
		},
	}
	if diff := cmp.Diff(want, configs); diff != "" {
		t.Errorf("ENIConfigs (-want +got):\n%s", diff)
	}
	if len(unread) != 1 || unread[0].Code != snapshot.Malformed || !cmp.Equal(unread[0].IDs, []string{"typo"}) {
		t.Fatalf("unread %+v, want the malformed one", unread)
	}
	if !strings.HasPrefix(unread[0].Message, `eniconfigs "typo": json: cannot unmarshal array`) {
		t.Errorf("message %q does not say what is wrong", unread[0].Message)
	}
}

func TestCNINodes(t *testing.T) {
	t.Parallel()
	objects := map[string]string{}
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		objects[name] = fmt.Sprintf(`{"metadata":{"name":%q},"spec":{"features":[{"name":"SecurityGroupsForPods"},
			{"name":"CustomNetworking","value":"eu-west-1a"}],"tags":{"k":"v"},"managedBy":"vpc-resource-controller"}}`, name)
	}
	for name, tc := range map[string]struct {
		names, want []string
		requests    int
	}{
		"all":             {want: []string{"a", "b", "c", "d", "e", "f", "g"}, requests: 1},
		"few":             {names: []string{"c", "x", "a", "c"}, want: []string{"a", "c"}, requests: 3},
		"more than a few": {names: []string{"g", "f", "e", "d", "c", "x"}, want: []string{"c", "d", "e", "f", "g"}, requests: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := &apiServer{}
			server.crd("/apis/vpcresources.k8s.aws/v1alpha1/cninodes", objects)
			nodes, unread, err := server.connect(t, cluster.Options{}).CNINodes(t.Context(), tc.names...)
			if err != nil || unread != nil {
				t.Fatalf("unread %v, error %v", unread, err)
			}
			var want []snapshot.CNINode
			for _, name := range tc.want {
				want = append(want, snapshot.CNINode{ObjectMeta: snapshot.ObjectMeta{Name: name}, Spec: snapshot.CNINodeSpec{
					Features: []snapshot.CNINodeFeature{{Name: "SecurityGroupsForPods"}, {Name: "CustomNetworking", Value: "eu-west-1a"}},
					Tags:     map[string]string{"k": "v"}, ManagedBy: "vpc-resource-controller",
				}})
			}
			if diff := cmp.Diff(want, nodes); diff != "" {
				t.Errorf("CNINodes (-want +got):\n%s", diff)
			}
			if asked := server.asked(); len(asked) != tc.requests {
				t.Errorf("requests %q, want %d", asked, tc.requests)
			}
		})
	}
}

func TestSecurityGroupPolicies(t *testing.T) {
	t.Parallel()
	policy := `{"metadata":{"namespace":"shop","name":"web"},"spec":{"podSelector":{},"serviceAccountSelector":{"matchExpressions":[
		{"key":"role","operator":"In","values":["db"]}]},"securityGroups":{"groupIds":["sg-1"]}}}`
	server := &apiServer{}
	server.crd("/apis/vpcresources.k8s.aws/v1beta1/securitygrouppolicies", map[string]string{"web": policy})
	server.crd("/apis/vpcresources.k8s.aws/v1beta1/namespaces/bank/securitygrouppolicies", nil)
	client := server.connect(t, cluster.Options{})
	policies, unread, err := client.SecurityGroupPolicies(t.Context(), "")
	if err != nil || unread != nil {
		t.Fatalf("unread %v, error %v", unread, err)
	}
	// An empty selector matches everything, a missing one nothing: both must survive.
	want := []snapshot.SecurityGroupPolicy{{
		ObjectMeta: snapshot.ObjectMeta{Namespace: "shop", Name: "web"},
		Spec: snapshot.SecurityGroupPolicySpec{
			PodSelector: &snapshot.LabelSelector{},
			ServiceAccountSelector: &snapshot.LabelSelector{
				MatchExpressions: []snapshot.LabelSelectorRequirement{{Key: "role", Operator: "In", Values: []string{"db"}}},
			},
			SecurityGroups: snapshot.SecurityGroupIDs{Groups: []string{"sg-1"}},
		},
	}}
	if diff := cmp.Diff(want, policies); diff != "" {
		t.Errorf("policies (-want +got):\n%s", diff)
	}
	if policies, unread, err := client.SecurityGroupPolicies(t.Context(), "bank"); len(policies) > 0 || unread != nil || err != nil {
		t.Errorf("policies of bank: %v, unread %v, error %v; want none", policies, unread, err)
	}
}

func TestAnswerIsNoJSON(t *testing.T) {
	t.Parallel()
	server := &apiServer{}
	server.HandleFunc("GET /", text(http.StatusOK, "<html>please log in</html>"))
	client := server.connect(t, cluster.Options{})
	_, unread, err := client.ENIConfigs(t.Context())
	if err != nil || len(unread) != 1 || unread[0].Code != snapshot.Failed {
		t.Errorf("unread %v, error %v; want one failure", unread, err)
	}
	if _, err := client.ServerVersion(t.Context()); err == nil || !strings.HasPrefix(err.Error(), "reading the API server's version: decoding") {
		t.Errorf("ServerVersion: %v, want a failure to decode", err)
	}
}
