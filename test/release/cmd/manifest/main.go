// SPDX-License-Identifier: Apache-2.0

// Command manifest makes plugins/eni.yaml and krew-manifest.yaml from what goreleaser left in its folder dist. It refuses a folder
// whose archives are not those of the manifest.
package main

import (
	"flag"
	"fmt"
	"os"

	release "github.com/kubectl-eni/kubectl-eni/test/release"
)

func main() {
	root := flag.String("root", release.Root, "the repository's `folder`")
	dist := flag.String("dist", release.Root+"/dist", "goreleaser's `folder`, or one with krew/eni.yaml and the archives in it")
	snapshot := flag.Bool("snapshot", false, "say in the manifests that their archives are not released")
	flag.Parse()
	if err := release.WriteManifests(*root, *dist, *snapshot); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "manifest:", err)
		os.Exit(1)
	}
}
