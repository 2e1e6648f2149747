// SPDX-License-Identifier: Apache-2.0

package controlplane

import (
	"context"
	"fmt"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
)

// User makes a user who is known by a client certificate and may do what the rules say in the whole cluster and nothing
// else. It returns the path of the user's kubeconfig. A name can be used once.
func (c *ControlPlane) User(ctx context.Context, name string, rules ...rbacv1.PolicyRule) (string, error) {
	user, err := c.environment.AddUser(envtest.User{Name: name}, nil)
	if err != nil {
		return "", fmt.Errorf("making a certificate for user %s: %w", name, err)
	}
	data, err := user.KubeConfig()
	if err != nil {
		return "", fmt.Errorf("making the kubeconfig of user %s: %w", name, err)
	}
	subject := rbacv1.Subject{Kind: rbacv1.UserKind, APIGroup: rbacv1.GroupName, Name: name}
	if err := c.allow(ctx, "user-"+name, subject, rules); err != nil {
		return "", err
	}
	return c.writeKubeconfig("user-"+name, data)
}

// ServiceAccount makes a service account, which is known by a bearer token and may do what the rules say in the whole
// cluster and nothing else. It returns the path of a kubeconfig with a token of an hour.
func (c *ControlPlane) ServiceAccount(ctx context.Context, namespace, name string, rules ...rbacv1.PolicyRule) (string, error) {
	clientset, err := kubernetes.NewForConfig(c.admin)
	if err != nil {
		return "", fmt.Errorf("making a client: %w", err)
	}
	accounts := clientset.CoreV1().ServiceAccounts(namespace)
	account := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: name}}
	if _, err := accounts.Create(ctx, account, metav1.CreateOptions{}); err != nil {
		return "", fmt.Errorf("creating service account %s/%s: %w", namespace, name, err)
	}
	token, err := accounts.CreateToken(ctx, name, &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	if err != nil {
		return "", fmt.Errorf("asking for a token of service account %s/%s: %w", namespace, name, err)
	}
	who := "serviceaccount-" + namespace + "-" + name
	subject := rbacv1.Subject{Kind: rbacv1.ServiceAccountKind, Namespace: namespace, Name: name}
	if err := c.allow(ctx, who, subject, rules); err != nil {
		return "", err
	}
	data, err := clientcmd.Write(tokenKubeconfig(c.admin, token.Status.Token))
	if err != nil {
		return "", fmt.Errorf("making the kubeconfig of service account %s/%s: %w", namespace, name, err)
	}
	return c.writeKubeconfig(who, data)
}

// allow gives a subject a cluster role of its own.
func (c *ControlPlane) allow(ctx context.Context, name string, subject rbacv1.Subject, rules []rbacv1.PolicyRule) error {
	clientset, err := kubernetes.NewForConfig(c.admin)
	if err != nil {
		return fmt.Errorf("making a client: %w", err)
	}
	meta := metav1.ObjectMeta{Name: name}
	role := &rbacv1.ClusterRole{ObjectMeta: meta, Rules: rules}
	if _, err := clientset.RbacV1().ClusterRoles().Create(ctx, role, metav1.CreateOptions{}); err != nil {
		return fmt.Errorf("creating cluster role %s: %w", name, err)
	}
	binding := &rbacv1.ClusterRoleBinding{
		ObjectMeta: meta,
		Subjects:   []rbacv1.Subject{subject},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: name},
	}
	if _, err := clientset.RbacV1().ClusterRoleBindings().Create(ctx, binding, metav1.CreateOptions{}); err != nil {
		return fmt.Errorf("creating cluster role binding %s: %w", name, err)
	}
	return nil
}

// tokenKubeconfig returns a kubeconfig for the server of a client configuration and a bearer token.
func tokenKubeconfig(server *rest.Config, token string) clientcmdapi.Config {
	const name = "e2e"
	config := clientcmdapi.NewConfig()
	config.Clusters[name] = &clientcmdapi.Cluster{Server: server.Host, CertificateAuthorityData: server.CAData}
	config.AuthInfos[name] = &clientcmdapi.AuthInfo{Token: token}
	config.Contexts[name] = &clientcmdapi.Context{Cluster: name, AuthInfo: name}
	config.CurrentContext = name
	return *config
}
