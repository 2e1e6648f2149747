// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"strings"
	"testing"

	"k8s.io/client-go/tools/clientcmd/api"
)

func FuzzNames(f *testing.F) {
	for _, seed := range []string{
		"arn:aws:eks:eu-west-1:111122223333:cluster/shop", "arn:aws-us-gov:eks:us-gov-east-1:111122223333:cluster/x",
		"ada@shop.eu-west-1.eksctl.io", "https://0A1B.gr7.eu-west-1.eks.amazonaws.com", "http://[::1%zone]", "\x1b[31m", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if info := fromARN(text); info != (Info{}) {
			rest, ok := strings.CutPrefix(text, "arn:aws")
			_, rest, _ = strings.Cut(rest, ":")
			if !ok || rest != "eks:"+info.Region+":"+info.Account+":cluster/"+info.ClusterName {
				t.Errorf("fromARN(%q) = %+v", text, info)
			}
		}
		if info := fromEksctl(text); info != (Info{}) && !strings.HasSuffix(text, info.ClusterName+"."+info.Region+".eksctl.io") {
			t.Errorf("fromEksctl(%q) = %+v", text, info)
		}
		if region := endpointRegion(text); strings.Trim(region, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			t.Errorf("endpointRegion(%q) = %q", text, region)
		}
	})
}

func FuzzCredentialPlugin(f *testing.F) {
	for _, seed := range []string{
		"aws\neks\nget-token\n--cluster-name\nshop\n--region=eu-west-1\n--profile\nwork", "aws-iam-authenticator\ntoken\n-i\nshop",
		"aws-vault\nexec\nwork\n--\naws\neks\nget-token\n--cluster-name", "aws", "=\n--region", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		words := strings.Split(line, "\n")
		info := fromExec(&api.ExecConfig{Command: words[0], Args: words[1:]})
		for _, value := range []string{info.ClusterName, info.Region, info.Profile} {
			if !strings.Contains(line, value) {
				t.Errorf("fromExec(%q) made up %q", line, value)
			}
		}
		if info.Account != "" || info.Context != "" {
			t.Errorf("fromExec(%q) = %+v, want neither account nor context", line, info)
		}
	})
}
