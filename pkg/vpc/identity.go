// SPDX-License-Identifier: Apache-2.0

package vpc

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// Identity is who asks.
type Identity struct {
	// Account is the AWS account, 12 digits.
	Account string
	// ARN of the user or assumed role.
	ARN string
}

// Identity asks sts:GetCallerIdentity, which needs no permission, who the credentials belong to. The error is a [CredentialsError] if
// AWS does not accept them.
func (c *Client) Identity(ctx context.Context) (Identity, error) {
	out, err := c.api.callerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return Identity{}, fmt.Errorf("calling sts:GetCallerIdentity: %w", shortened(err))
	}
	return Identity{Account: aws.ToString(out.Account), ARN: aws.ToString(out.Arn)}, nil
}
