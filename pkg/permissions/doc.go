// SPDX-License-Identifier: Apache-2.0

// Package permissions is the table of what each command reads from AWS and Kubernetes, and so of what its user must be allowed: IAM actions
// and RBAC rules. The policy and the roles that kubectl eni permissions prints, its help and docs/permissions.md are made of it, and
// test/e2e runs every command with exactly these rights.
package permissions
