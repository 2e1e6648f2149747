// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"errors"
	"fmt"

	"github.com/spf13/pflag"
	"k8s.io/cli-runtime/pkg/genericclioptions"

	"github.com/kubectl-eni/kubectl-eni/pkg/vpc"
)

// sharedFlags are the flags of every command.
type sharedFlags struct {
	kube *genericclioptions.ConfigFlags

	region    string
	profile   string
	qps       float64
	verbosity int

	from string
	demo bool
}

func newSharedFlags() *sharedFlags {
	return &sharedFlags{kube: newConfigFlags()}
}

func (f *sharedFlags) addTo(flags *pflag.FlagSet) {
	f.kube.AddFlags(flags)
	flags.StringVar(&f.region, "region", "", "AWS region; by default AWS_REGION, else what the nodes' labels say")
	flags.StringVar(&f.profile, "profile", "", "AWS profile; by default AWS_PROFILE, else the one that the kubeconfig's credential plugin uses")
	flags.Float64Var(&f.qps, "aws-qps", vpc.DefaultQPS, "The most AWS calls per second; the nodes' own calls share EC2's limits")
	flags.IntVarP(&f.verbosity, "v", "v", 0, "Verbosity: 1 prints every call to Kubernetes and AWS on stderr")
}

// addSource adds the flags of commands that work offline as well.
func (f *sharedFlags) addSource(flags *pflag.FlagSet) {
	flags.StringVar(&f.from, "from", "", "Read a snapshot (folder, .tar.gz or JSON file) instead of the cluster")
	flags.BoolVar(&f.demo, "demo", false, "Read the demo cluster that is built in")
}

// offline reports whether a snapshot takes the cluster's place.
func (f *sharedFlags) offline() bool { return f.demo || f.from != "" }

func (f *sharedFlags) validate() error {
	switch {
	case f.demo && f.from != "":
		return errors.New("--from and --demo exclude each other")
	case f.qps <= 0:
		return fmt.Errorf("--aws-qps must be above 0, not %v", f.qps)
	case f.verbosity < 0:
		return fmt.Errorf("-v must not be negative, not %d", f.verbosity)
	default:
		return nil
	}
}
