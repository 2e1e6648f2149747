// SPDX-License-Identifier: Apache-2.0

package seed

import (
	"context"
	"fmt"
	"io"
	"time"

	"golang.org/x/sync/errgroup"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// workers is how many requests are under way at once. A server on two cores does not get faster with more.
const workers = 32

// The field managers that write on a real cluster. The server keeps what each of them set with every object, which is a
// good part of an object's size.
const (
	controllerManager = "kube-controller-manager"
	kubelet           = "kubelet"
)

// writer creates the objects of a plan.
type writer struct {
	clientset kubernetes.Interface
	dynamic   dynamic.Interface
	progress  io.Writer
}

// Write creates the namespaces, nodes, CNINodes, pods and the aws-node DaemonSet of a plan, each with its status, on an
// empty server, and says on progress how long it took. It stops at the first request that fails.
func (p Plan) Write(ctx context.Context, config *rest.Config, progress io.Writer) error {
	w, err := newWriter(config, progress)
	if err != nil {
		return err
	}
	var namespaces []string
	for team := range teams {
		namespaces = append(namespaces, fmt.Sprintf("team-%02d", team))
	}
	namespaces = append(namespaces, "monitoring")
	if err := each(ctx, w, "namespaces", namespaces, w.namespace); err != nil {
		return err
	}
	if err := w.awsNode(ctx, len(p.Nodes)); err != nil {
		return err
	}
	nodes := make([]*Node, 0, len(p.Nodes))
	var pods []placedPod
	for i := range p.Nodes {
		node := &p.Nodes[i]
		nodes = append(nodes, node)
		for j := range node.Pods {
			pods = append(pods, placedPod{node: node, pod: &node.Pods[j]})
		}
	}
	if err := each(ctx, w, "nodes", nodes, w.node); err != nil {
		return err
	}
	if err := each(ctx, w, "CNINodes", nodes, w.cniNode); err != nil {
		return err
	}
	return each(ctx, w, "pods", pods, w.pod)
}

// placedPod is a pod and the node that it is on.
type placedPod struct {
	node *Node
	pod  *Pod
}

// newWriter returns a writer that sends protobuf as fast as the server takes it.
func newWriter(config *rest.Config, progress io.Writer) (*writer, error) {
	config = rest.CopyConfig(config)
	config.QPS = -1
	dynamicClient, err := dynamic.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("making a client for custom resources: %w", err)
	}
	config.ContentType = runtime.ContentTypeProtobuf
	clientset, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("making a client: %w", err)
	}
	return &writer{clientset: clientset, dynamic: dynamicClient, progress: progress}, nil
}

// each runs a function on all items, several at once, and says how long that took.
func each[T any](ctx context.Context, w *writer, what string, items []T, do func(context.Context, T) error) error {
	started := time.Now()
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(workers)
	for _, item := range items {
		if groupCtx.Err() != nil {
			break
		}
		group.Go(func() error { return do(groupCtx, item) })
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("creating %s: %w", what, err)
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("creating %s: %w", what, err)
	}
	_, _ = fmt.Fprintf(w.progress, "created %d %s in %s\n", len(items), what, time.Since(started).Round(100*time.Millisecond))
	return nil
}

// namespace creates a namespace, unless it is there.
func (w *writer) namespace(ctx context.Context, name string) error {
	object := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}
	_, err := w.clientset.CoreV1().Namespaces().Create(ctx, object, metav1.CreateOptions{})
	if err != nil && !apierrors.IsAlreadyExists(err) {
		return fmt.Errorf("namespace %s: %w", name, err)
	}
	return nil
}

// node creates a node and then writes its status, as kubelet does.
func (w *writer) node(ctx context.Context, node *Node) error {
	object := node.object()
	created, err := w.clientset.CoreV1().Nodes().Create(ctx, object, metav1.CreateOptions{FieldManager: kubelet})
	if err != nil {
		return fmt.Errorf("node %s: %w", node.Name, err)
	}
	created.Status = object.Status
	if _, err := w.clientset.CoreV1().Nodes().UpdateStatus(ctx, created, metav1.UpdateOptions{FieldManager: kubelet}); err != nil {
		return fmt.Errorf("status of node %s: %w", node.Name, err)
	}
	return nil
}

// pod creates a pod that is bound to its node and then writes its status, as kubelet does.
func (w *writer) pod(ctx context.Context, placed placedPod) error {
	object := placed.pod.object(placed.node)
	pods := w.clientset.CoreV1().Pods(object.Namespace)
	created, err := pods.Create(ctx, object, metav1.CreateOptions{FieldManager: controllerManager})
	if err != nil {
		return fmt.Errorf("pod %s/%s: %w", object.Namespace, object.Name, err)
	}
	created.Status = object.Status
	if _, err := pods.UpdateStatus(ctx, created, metav1.UpdateOptions{FieldManager: kubelet}); err != nil {
		return fmt.Errorf("status of pod %s/%s: %w", object.Namespace, object.Name, err)
	}
	return nil
}
