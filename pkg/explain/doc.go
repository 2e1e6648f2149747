// SPDX-License-Identifier: Apache-2.0

// Package explain says where a pod's address comes from or why it has none ([Pod]), what an address is ([IP]), and what a node's address
// pool holds and what becomes of it ([Node]).
//
// It is pure: it takes the model and the snapshot that the model was built from, and nothing else; ages are counted from the snapshot's
// own time. Rules are small functions over one subject, in files by concept; each finding that they make has an entry in one registry,
// [Verdicts], which gives it its title, weight, remedy and page, and from which docs/verdicts.md is written.
//
// The verdict is the strongest finding. What was not read weakens it and is said in the document's warnings; without evidence the verdict
// is Unknown. [Needs] names the reads that the evidence so far asks for.
package explain
