// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// attempt is a read that failed: what was tried, and what came back.
type attempt struct {
	verb string
	// ids are the names that the read was about; none means all.
	ids []string
	err error
}

// target is what a read was about.
type target struct {
	resource      snapshot.Resource
	groupResource schema.GroupResource
	namespace     string
	namespaced    bool
}

// unread turns failed reads into data, or into the error with which the command ends. Reads that failed in the same words are one.
func (t target) unread(ctx context.Context, attempts []attempt) ([]snapshot.Unread, error) {
	var all []snapshot.Unread
	seen := map[string]int{}
	for _, a := range attempts {
		if err := endingError(ctx, a.err); err != nil {
			return nil, err
		}
		u := t.describe(a)
		if i, ok := seen[u.Message]; ok {
			all[i].IDs = append(all[i].IDs, u.IDs...)
			continue
		}
		seen[u.Message] = len(all)
		all = append(all, u)
	}
	return all, nil
}

func (t target) describe(a attempt) snapshot.Unread {
	u := snapshot.Unread{
		Resource: t.resource, Code: snapshot.Failed, Message: a.err.Error(), API: a.verb + " " + t.groupResource.Resource,
		Namespace: t.namespace, IDs: a.ids,
	}
	switch {
	case apierrors.IsForbidden(a.err):
		u.Code, u.Permission = snapshot.Forbidden, t.permission(a.verb)
	case apierrors.IsNotFound(a.err):
		u.Code = snapshot.NotServed
	}
	return u
}

// permission names the RBAC rule that a read needs, in the words that "kubectl auth can-i" takes: "list pods -A", "get nodes",
// "get daemonsets.apps -n kube-system".
func (t target) permission(verb string) string {
	words := []string{verb, t.groupResource.String()}
	switch {
	case t.namespace != "":
		words = append(words, "-n", t.namespace)
	case t.namespaced:
		words = append(words, "-A")
	}
	return strings.Join(words, " ")
}
