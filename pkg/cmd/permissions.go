// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kubectl-eni/kubectl-eni/pkg/permissions"
)

// permissionsFlags are the flags of kubectl eni permissions.
type permissionsFlags struct{ iam, rbac bool }

func newPermissionsCommand(s *session) *cobra.Command {
	flags := permissionsFlags{}
	c := &cobra.Command{
		Use:   "permissions [COMMAND...]",
		Short: "Print the least IAM policy and RBAC roles that the commands need",
		Long: strings.TrimSpace(`
Print the least IAM policy and RBAC roles that the commands need.

kubectl eni only reads. What it may not read is named in a warning and everything else is
still shown, unless nothing can be shown without it. Without COMMAND the output is what all
commands together need.

` + permissionTables() + `
watch makes reading a large cluster faster; without it, nodes and pods are listed in pages.
If aws-node takes settings from other ConfigMaps of kube-system, add their names. Completion
lists nodes, pods and namespaces. sts:GetCallerIdentity, which says who was asked when EC2
knows none of the nodes, needs no permission.`),
		Example: strings.TrimRight(`
  # What all commands need
  kubectl eni permissions

  # An IAM policy for one command
  kubectl eni permissions tree --iam > policy.json

  # RBAC roles, and who has them
  kubectl eni permissions --rbac | kubectl apply -f -
  kubectl create clusterrolebinding kubectl-eni --clusterrole kubectl-eni --group eni-readers
  kubectl create rolebinding kubectl-eni -n kube-system --role kubectl-eni --group eni-readers`, "\n"),
		ValidArgsFunction: completeEach(permissions.Commands),
		RunE: func(c *cobra.Command, args []string) error {
			if _, err := permissions.Of(args...); err != nil {
				return usageError(c, err)
			}
			slices.Sort(args)
			return flags.run(s, slices.Compact(args))
		},
	}
	c.Flags().BoolVar(&flags.iam, "iam", false, "Print the IAM policy alone, as JSON")
	c.Flags().BoolVar(&flags.rbac, "rbac", false, "Print the RBAC roles alone, as YAML")
	return c
}

// run prints the policy, the roles, or both.
func (f permissionsFlags) run(s *session, commands []string) error {
	set, err := permissions.Of(commands...)
	if err != nil {
		return err
	}
	policy, err := set.Policy()
	if err != nil {
		return err
	}
	roles := set.Roles(strings.Join(append([]string{"kubectl-eni"}, commands...), "-"))
	call := strings.Join(append([]string{"kubectl eni permissions"}, commands...), " ")
	var text string
	switch {
	case f.iam == f.rbac && policy == "":
		text = fmt.Sprintf("# No IAM action is needed.\n\n# RBAC roles: %s --rbac\n%s", call, roles)
	case f.iam == f.rbac:
		text = fmt.Sprintf("# IAM policy: %s --iam\n%s\n# RBAC roles: %s --rbac\n%s", call, policy, call, roles)
	case f.rbac:
		text = roles
	case policy == "":
		_, _ = fmt.Fprintln(s.streams.ErrOut, "No IAM action is needed.")
		return nil
	default:
		text = policy
	}
	if _, err := io.WriteString(s.streams.Out, text); err != nil {
		return fmt.Errorf("printing: %w", err)
	}
	return nil
}

// permissionTables says what each permission is for.
func permissionTables() string {
	everything, err := permissions.Of()
	if err != nil {
		return ""
	}
	plain := strings.NewReplacer("`", "")
	iam := columns(everything.IAM, func(a permissions.Action) []string { return []string{a.Name, plain.Replace(a.For)} })
	rbac := columns(everything.RBAC, func(r permissions.Rule) []string {
		return []string{r.VerbList(), r.Objects(), plain.Replace(r.For)}
	})
	return "IAM actions:\n" + iam + "\nRBAC rules:\n" + rbac
}
