// SPDX-License-Identifier: Apache-2.0

// Package architecture tests what may import what: the table of packages in docs/architecture.md.
package architecture
