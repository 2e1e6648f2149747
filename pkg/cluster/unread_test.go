// SPDX-License-Identifier: Apache-2.0

package cluster_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-eni/kubectl-eni/pkg/cluster"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// reads are all reads of a client, by what they ask for.
func reads() map[string]func(context.Context, *cluster.Client) ([]snapshot.Unread, error) {
	type client = *cluster.Client
	return map[string]func(context.Context, client) ([]snapshot.Unread, error){
		"list nodes": func(ctx context.Context, c client) ([]snapshot.Unread, error) {
			return second(c.Nodes(ctx, cluster.NodeQuery{}))
		},
		"get nodes": func(ctx context.Context, c client) ([]snapshot.Unread, error) {
			return second(c.Nodes(ctx, cluster.NodeQuery{Names: []string{"n1"}}))
		},
		"list pods -A": func(ctx context.Context, c client) ([]snapshot.Unread, error) {
			return second(c.Pods(ctx, cluster.PodQuery{}))
		},
		"list pods -n ns": func(ctx context.Context, c client) ([]snapshot.Unread, error) {
			return second(c.Pods(ctx, cluster.PodQuery{Namespace: "ns"}))
		},
		"get pods -n ns": func(ctx context.Context, c client) ([]snapshot.Unread, error) {
			return second(c.Pods(ctx, cluster.PodQuery{Namespace: "ns", Names: []string{"p1"}}))
		},
		"list events -n ns": func(ctx context.Context, c client) ([]snapshot.Unread, error) {
			return second(c.Events(ctx, cluster.EventQuery{Namespace: "ns"}))
		},
		"get daemonsets.apps -n ns": func(ctx context.Context, c client) ([]snapshot.Unread, error) {
			return second(c.DaemonSets(ctx, "ns", "aws-node"))
		},
		"get configmaps -n ns": func(ctx context.Context, c client) ([]snapshot.Unread, error) {
			return second(c.ConfigMaps(ctx, "ns", "amazon-vpc-cni"))
		},
		"get serviceaccounts -n ns": func(ctx context.Context, c client) ([]snapshot.Unread, error) {
			return second(c.ServiceAccounts(ctx, "ns", "web"))
		},
		"list serviceaccounts -A": func(ctx context.Context, c client) ([]snapshot.Unread, error) {
			return second(c.ServiceAccounts(ctx, ""))
		},
		"list eniconfigs.crd.k8s.amazonaws.com": func(ctx context.Context, c client) ([]snapshot.Unread, error) { return second(c.ENIConfigs(ctx)) },
		"list cninodes.vpcresources.k8s.aws":    func(ctx context.Context, c client) ([]snapshot.Unread, error) { return second(c.CNINodes(ctx)) },
		"get cninodes.vpcresources.k8s.aws":     func(ctx context.Context, c client) ([]snapshot.Unread, error) { return second(c.CNINodes(ctx, "n1")) },
		"list securitygrouppolicies.vpcresources.k8s.aws -n ns": func(ctx context.Context, c client) ([]snapshot.Unread, error) {
			return second(c.SecurityGroupPolicies(ctx, "ns"))
		},
	}
}

// second drops the records of a read.
func second[T any](_ []T, unread []snapshot.Unread, err error) ([]snapshot.Unread, error) {
	return unread, err
}

func TestForbiddenIsData(t *testing.T) {
	t.Parallel()
	const message = `pods is forbidden: User "eve" cannot list resource "pods"`
	for permission, read := range reads() {
		t.Run(permission, func(t *testing.T) {
			t.Parallel()
			server := &apiServer{}
			server.HandleFunc("GET /", refuse(http.StatusForbidden, metav1.StatusReasonForbidden, message))
			unread, err := read(t.Context(), server.connect(t, cluster.Options{}))
			if err != nil {
				t.Fatalf("error %v, want none", err)
			}
			if len(unread) != 1 {
				t.Fatalf("unread %v, want one", unread)
			}
			got := unread[0]
			if got.Code != snapshot.Forbidden || got.Message != message || got.Permission != permission {
				t.Errorf("unread %+v, want Forbidden, %q, permission %q", got, message, permission)
			}
		})
	}
}

func TestServerErrorIsData(t *testing.T) {
	t.Parallel()
	for name, read := range reads() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := &apiServer{}
			server.HandleFunc("GET /", refuse(http.StatusInternalServerError, metav1.StatusReasonInternalError, "etcd is on fire"))
			unread, err := read(t.Context(), server.connect(t, cluster.Options{}))
			if err != nil || len(unread) != 1 {
				t.Fatalf("unread %v, error %v; want one and none", unread, err)
			}
			if unread[0].Code != snapshot.Failed || unread[0].Message != "etcd is on fire" || unread[0].Permission != "" {
				t.Errorf("unread %+v, want Failed in the server's words, without a permission", unread[0])
			}
		})
	}
}

func TestUnknownPathIsNotServed(t *testing.T) {
	t.Parallel()
	for name, read := range reads() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := &apiServer{}
			server.HandleFunc("GET /", text(http.StatusNotFound, "404 page not found\n"))
			unread, err := read(t.Context(), server.connect(t, cluster.Options{}))
			if err != nil || len(unread) != 1 {
				t.Fatalf("unread %v, error %v; want one and none", unread, err)
			}
			if unread[0].Code != snapshot.NotServed {
				t.Errorf("unread %+v, want NotServed", unread[0])
			}
		})
	}
}

func TestEqualRefusalsAreOne(t *testing.T) {
	t.Parallel()
	server := &apiServer{}
	server.HandleFunc("GET /", refuse(http.StatusForbidden, metav1.StatusReasonForbidden, "pods is forbidden"))
	_, unread, err := server.connect(t, cluster.Options{}).Pods(t.Context(), cluster.PodQuery{NodeNames: []string{"n2", "n1"}})
	if err != nil {
		t.Fatalf("Pods: %v", err)
	}
	want := []snapshot.Unread{{
		Resource: snapshot.Pods, Code: snapshot.Forbidden, Message: "pods is forbidden",
		API: "list pods", Permission: "list pods -A", IDs: []string{"n1", "n2"},
	}}
	if diff := cmp.Diff(want, unread); diff != "" {
		t.Errorf("unread (-want +got):\n%s", diff)
	}
}

func TestUnreadNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	server := &apiServer{}
	server.HandleFunc("GET /api/v1/namespaces/ns/configmaps/mine", func(w http.ResponseWriter, r *http.Request) {
		refuse(http.StatusForbidden, metav1.StatusReasonForbidden, `configmaps "mine" is forbidden`)(w, r)
	})
	server.HandleFunc("GET /api/v1/namespaces/ns/configmaps/absent", func(w http.ResponseWriter, r *http.Request) {
		refuse(http.StatusNotFound, metav1.StatusReasonNotFound, `configmaps "absent" not found`)(w, r)
	})
	server.HandleFunc("GET /api/v1/namespaces/ns/configmaps/yours", func(w http.ResponseWriter, r *http.Request) {
		answer(w, r, http.StatusOK, configMap("yours"))
	})
	maps, unread, err := server.connect(t, cluster.Options{}).ConfigMaps(t.Context(), "ns", "yours", "mine", "absent", "mine")
	if err != nil {
		t.Fatalf("ConfigMaps: %v", err)
	}
	if len(maps) != 1 || maps[0].Name != "yours" {
		t.Errorf("config maps %v, want yours alone", maps)
	}
	want := []snapshot.Unread{{
		Resource: snapshot.ConfigMaps, Code: snapshot.Forbidden, Message: `configmaps "mine" is forbidden`,
		API: "get configmaps", Permission: "get configmaps -n ns", Namespace: "ns", IDs: []string{"mine"},
	}}
	if diff := cmp.Diff(want, unread); diff != "" {
		t.Errorf("unread (-want +got):\n%s", diff)
	}
	if asked := server.asked(); len(asked) != 3 {
		t.Errorf("requests %q, want three", asked)
	}
}
