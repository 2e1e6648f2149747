// SPDX-License-Identifier: Apache-2.0

// Package vpc reads from EC2 what the cluster's addresses are made of: network interfaces, subnets, CIDR reservations, instances,
// instance types and security groups.
//
// It only ever reads: a guard in front of every request refuses an operation that is not a Describe, Get or List. It calls rarely,
// because its reads share EC2's rate limits with the ipamd of every node: up to 200 ids in one filter, pages of the largest size that
// the API takes, a cap on calls per second, and the SDK's adaptive retries, which slow down for everybody when EC2 throttles.
//
// What could not be read is data. A batch of ids whose call keeps failing becomes a [snapshot.Unread] that names the call, the reason
// and the ids, and everything else is still returned; nothing of such a batch is, so that a caller never takes half a node for a whole
// one. Only what ends a command is an error: the context's end, and a [CredentialsError].
//
// Methods may be called side by side. Results are sorted by id and hold no id twice, whatever the order in which answers came.
package vpc
