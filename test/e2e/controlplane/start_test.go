// SPDX-License-Identifier: Apache-2.0

package controlplane_test

import (
	"context"
	"errors"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	"github.com/kubectl-eni/kubectl-eni/test/e2e/binaries"
	"github.com/kubectl-eni/kubectl-eni/test/e2e/controlplane"
)

func TestDataDirOutlivesAControlPlane(t *testing.T) {
	t.Parallel()

	set, err := binaries.Ensure(t.Context(), t.Output())
	if err != nil {
		t.Fatal(err)
	}
	opts := controlplane.Options{Binaries: set, DataDir: t.TempDir()}
	withClient(t, opts, func(clientset kubernetes.Interface) error {
		object := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "kept"}}
		_, err := clientset.CoreV1().ConfigMaps("default").Create(t.Context(), object, metav1.CreateOptions{})
		return err
	})
	withClient(t, opts, func(clientset kubernetes.Interface) error {
		_, err := clientset.CoreV1().ConfigMaps("default").Get(t.Context(), "kept", metav1.GetOptions{})
		return err
	})
}

// withClient runs a function with a control plane of its own.
func withClient(t *testing.T, opts controlplane.Options, do func(kubernetes.Interface) error) {
	t.Helper()
	plane, err := controlplane.Start(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	clientset, err := kubernetes.NewForConfig(plane.Config())
	if err == nil {
		err = do(clientset)
	}
	if err := errors.Join(err, plane.Stop()); err != nil {
		t.Fatal(err)
	}
}

func TestStartDoesNothingWhenTheContextHasEnded(t *testing.T) {
	t.Parallel()

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := controlplane.Start(ctx, controlplane.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("Start returned %v", err)
	}
}
