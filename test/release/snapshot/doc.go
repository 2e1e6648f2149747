// SPDX-License-Identifier: Apache-2.0

// Package snapshot tests what goreleaser itself makes of the repository.
//
// `make release-check` releases twice for the platform of this machine, without publishing, and has krew install what came out;
// `make snapshot-release` releases once for all platforms, and has krew install each of them.
package snapshot
