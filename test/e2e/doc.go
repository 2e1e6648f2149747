// SPDX-License-Identifier: Apache-2.0

// Package e2e tests the built plugin, started by a real kubectl, against a real etcd and kube-apiserver.
//
// It is a module of its own, so that the control plane and what drives it never become requirements of the plugin.
// The programs of the control plane are built from their Go modules on first use (package binaries: about six minutes on
// two cores, then reused), started on loopback (package controlplane), and filled from a snapshot folder (package
// fixture) or with a generated cluster of any size (package seed). There is no kubelet, scheduler or controller: a test
// creates nodes and pods with the status that it wants.
//
//	go -C test/e2e run ./cmd/ensure          build the programs into test/e2e/.bin
//	go -C test/e2e test ./...                run the tests
//	go -C test/e2e run ./cmd/bench -h        time and memory of the plugin beside kubectl and the AWS CLI
//	go -C test/e2e run ./cmd/bench --wait    a cluster of 1,000 nodes to try the plugin on by hand
//
// With KUBEBUILDER_ATTACH_CONTROL_PLANE_OUTPUT=true in the environment, what etcd and kube-apiserver say is printed.
package e2e
