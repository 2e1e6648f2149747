// SPDX-License-Identifier: Apache-2.0

package vpc_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
	"github.com/kubectl-eni/kubectl-eni/pkg/vpc"
	"github.com/kubectl-eni/kubectl-eni/test/ec2fake"
)

// TestMain keeps the AWS configuration of the machine out of the tests.
func TestMain(m *testing.M) {
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "AWS_") {
			if err := os.Unsetenv(name); err != nil {
				panic(err)
			}
		}
	}
	for name, value := range map[string]string{
		"AWS_CONFIG_FILE":             os.DevNull,
		"AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
		"HOME":                        os.DevNull, // where SSO tokens are cached
	} {
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// memory is a network of one server: its connections are pipes, so that the clock of a synctest bubble runs while they are idle.
type memory struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (m *memory) Accept() (net.Conn, error) {
	select {
	case conn := <-m.conns:
		return conn, nil
	case <-m.closed:
		return nil, net.ErrClosed
	}
}

func (m *memory) Close() error {
	m.once.Do(func() { close(m.closed) })
	return nil
}

func (m *memory) Addr() net.Addr { return &net.UnixAddr{Name: "memory"} }

func (m *memory) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case m.conns <- there:
		return here, nil
	case <-m.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// latency is how long every answer takes, in the time of the bubble. It must not be 0: the SDK closes the body of a request when the
// answer begins, and over a pipe that can be before net/http has found the body's end.
const latency = 200 * time.Millisecond

// wired runs a test in a bubble with a clock of its own, in which waiting takes no time.
func wired(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, test)
}

// pipes returns a network whose every connection ends at handler.
func pipes(t *testing.T, handler http.Handler) *memory {
	t.Helper()
	network := &memory{conns: make(chan net.Conn), closed: make(chan struct{})}
	server := &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(latency)
			handler.ServeHTTP(w, r)
		}),
		ReadHeaderTimeout: time.Minute,
	}
	go func() { _ = server.Serve(network) }()
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return network
}

// serve returns an HTTP client whose every connection ends at handler.
func serve(t *testing.T, handler http.Handler) *http.Client {
	t.Helper()
	transport := &http.Transport{DialContext: pipes(t, handler).DialContext, MaxIdleConnsPerHost: 20}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// nobody returns an HTTP client that finds nobody to connect to.
func nobody(t *testing.T) *http.Client {
	t.Helper()
	network := &memory{conns: make(chan net.Conn), closed: make(chan struct{})}
	if err := network.Close(); err != nil {
		t.Fatal(err)
	}
	return &http.Client{Transport: &http.Transport{DialContext: network.DialContext}}
}

// connect returns a client of handler, with credentials that nobody checks.
func connect(t *testing.T, handler http.Handler, o vpc.Options, overrides ...func(*config.LoadOptions) error) *vpc.Client {
	t.Helper()
	o.Region = ec2fake.Region
	overrides = append([]func(*config.LoadOptions) error{
		config.WithBaseEndpoint("http://ec2.test"),
		config.WithHTTPClient(serve(t, handler)),
		config.WithCredentialsProvider(credentials.NewStaticCredentialsProvider(ec2fake.AccessKeyID, "secret", "")),
	}, overrides...)
	c, err := vpc.NewWith(t.Context(), o, overrides...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// numbered returns n ids: prefix-0000 and up.
func numbered(prefix string, n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("%s-%04d", prefix, i)
	}
	return ids
}

// attached makes one ENI for each instance: eni-0000 on i-0000.
func attached(n int) []types.NetworkInterface {
	list := make([]types.NetworkInterface, n)
	for i, id := range numbered("eni", n) {
		list[i] = types.NetworkInterface{
			NetworkInterfaceId: aws.String(id),
			Attachment:         &types.NetworkInterfaceAttachment{InstanceId: aws.String("i-" + id[len("eni-"):])},
		}
	}
	return list
}

func interfaceIDs(list []snapshot.NetworkInterface) []string {
	ids := make([]string, len(list))
	for i, n := range list {
		ids[i] = n.ID
	}
	return ids
}

// values returns the values of the first filter of each call, call by call in the order of their first value.
func values(calls []ec2fake.Call) [][]string {
	all := make([][]string, len(calls))
	for i, call := range calls {
		all[i] = call.Filters[0].Values
	}
	slices.SortFunc(all, slices.Compare)
	return all
}

// equal reports a difference between what came and what was expected.
func equal[T any](t *testing.T, what string, got, want T, options ...cmp.Option) {
	t.Helper()
	if diff := cmp.Diff(want, got, options...); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// isError reports an error that is not target.
func isError(t *testing.T, err, target error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Errorf("want %v, got %v", target, err)
	}
}

// reply answers with body.
func reply(t *testing.T, w http.ResponseWriter, body string) {
	t.Helper()
	if _, err := io.WriteString(w, body); err != nil {
		t.Errorf("answering: %v", err)
	}
}
