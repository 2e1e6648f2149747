// SPDX-License-Identifier: Apache-2.0

// Package release tests what a release is made of: goreleaser.yaml, the krew manifests, the workflows, and the way from an archive
// through krew to a plugin that a real kubectl runs.
//
// It is a module of its own, so that krew never becomes a requirement of the plugin. krew and its validator are built from the module
// proxy at the version that go.mod pins, kubectl by test/e2e.
//
//	go -C test/release test .                         without goreleaser: the archive is packed here, by the rules of goreleaser.yaml
//	make release-check                                with goreleaser itself (package snapshot)
//	go -C test/release run ./cmd/manifest -h          how the krew manifests of the repository are made from those of goreleaser
package release
