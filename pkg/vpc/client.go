// SPDX-License-Identifier: Apache-2.0

package vpc

import (
	"context"
	"fmt"
	"math"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"golang.org/x/time/rate"
)

// DefaultQPS is the cap on calls per second where [Options] gives none. EC2 refills the bucket of a read API with 20 tokens a second,
// shared by everything in the account and region (Amazon EC2 Developer Guide, "Request throttling for the Amazon EC2 API"): half of
// that stays with the ipamd of the nodes.
const DefaultQPS = 10

// Options are the settings of a [Client].
type Options struct {
	// Region to ask, for example eu-west-1. Empty means the region of the SDK's own configuration: AWS_REGION, or the profile's.
	Region string
	// Profile of the AWS configuration files. A profile that is given here wins over keys in the environment (AWS_ACCESS_KEY_ID), as
	// the AWS CLI's --profile does; empty leaves the choice to the SDK: keys in the environment, AWS_PROFILE, the default profile.
	Profile string
	// QPS caps the calls per second, retries included, over all methods; 0 means [DefaultQPS]. One second's worth of calls may go out
	// at once.
	QPS float64
	// Observe, if set, is told of every attempt at a call, one at a time.
	Observe func(Call)
	// Version of the program, for the User-Agent header.
	Version string
}

// Client reads from EC2 in one region, as one identity.
type Client struct {
	region string
	api    operations
}

// An operation is one call of the EC2 client. The client itself is never put into an interface, and is dropped once its methods are
// taken: the linker then keeps these operations and leaves out the several hundred others.
type operation[In, Out any] func(context.Context, *In, ...func(*ec2.Options)) (*Out, error)

// operations are all the calls that this package makes.
type operations struct {
	networkInterfaces operation[ec2.DescribeNetworkInterfacesInput, ec2.DescribeNetworkInterfacesOutput]
	subnets           operation[ec2.DescribeSubnetsInput, ec2.DescribeSubnetsOutput]
	cidrReservations  operation[ec2.GetSubnetCidrReservationsInput, ec2.GetSubnetCidrReservationsOutput]
	instances         operation[ec2.DescribeInstancesInput, ec2.DescribeInstancesOutput]
	instanceTypes     operation[ec2.DescribeInstanceTypesInput, ec2.DescribeInstanceTypesOutput]
	securityGroups    operation[ec2.DescribeSecurityGroupsInput, ec2.DescribeSecurityGroupsOutput]
	callerIdentity    func(context.Context, *sts.GetCallerIdentityInput, ...func(*sts.Options)) (*sts.GetCallerIdentityOutput, error)
}

// New loads the AWS configuration as the SDK does, with all of its environment variables, files and credential sources, and returns a
// client. It sends nothing: credentials are fetched by the first call. It fails with a [RegionError] if nothing names a region and
// with a [CredentialsError] if the profile does not exist or cannot give credentials.
func New(ctx context.Context, o Options) (*Client, error) {
	return newClient(ctx, o)
}

// newClient is [New], with settings of the SDK that come last.
func newClient(ctx context.Context, o Options, overrides ...loadOption) (*Client, error) {
	qps, err := o.qps()
	if err != nil {
		return nil, err
	}
	cfg, err := load(ctx, o, overrides...)
	if err != nil {
		return nil, err
	}

	who := identified(cfg, o.Profile)
	cfg.Credentials = who.wrap(cfg.Credentials)
	limiter := rate.NewLimiter(rate.Limit(qps), int(math.Ceil(qps)))
	stack := newStack(o, who)

	describe := ec2.NewFromConfig(cfg, func(e *ec2.Options) {
		e.Retryer = newRetryer(limiter)
		e.APIOptions = append(e.APIOptions, stack.middlewares()...)
	})
	identify := sts.NewFromConfig(cfg, func(s *sts.Options) {
		s.Retryer = newRetryer(limiter)
		s.APIOptions = append(s.APIOptions, stack.middlewares()...)
	})
	return &Client{
		region: cfg.Region,
		api: operations{
			networkInterfaces: describe.DescribeNetworkInterfaces,
			subnets:           describe.DescribeSubnets,
			cidrReservations:  describe.GetSubnetCidrReservations,
			instances:         describe.DescribeInstances,
			instanceTypes:     describe.DescribeInstanceTypes,
			securityGroups:    describe.DescribeSecurityGroups,
			callerIdentity:    identify.GetCallerIdentity,
		},
	}, nil
}

func (o Options) qps() (float64, error) {
	switch {
	case o.QPS == 0:
		return DefaultQPS, nil
	case o.QPS > 0 && !math.IsInf(o.QPS, 1):
		return o.QPS, nil
	default:
		return 0, fmt.Errorf("a cap of %v AWS calls per second: must be a number above 0", o.QPS)
	}
}

// Region returns the region that is asked, for example eu-west-1.
func (c *Client) Region() string { return c.region }
