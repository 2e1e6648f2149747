// SPDX-License-Identifier: Apache-2.0

package ec2fake

import (
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// text is the field of a string; an item without it has no value and never matches.
func text[T any](get func(*T) *string) field[T] {
	return func(dst []string, item *T) []string {
		if value := get(item); value != nil {
			return append(dst, *value)
		}
		return dst
	}
}

// enum is the field of a string type; the empty string is no value.
func enum[T any, S ~string](get func(*T) S) field[T] {
	return func(dst []string, item *T) []string {
		if value := get(item); value != "" {
			return append(dst, string(value))
		}
		return dst
	}
}

// flag is the field of a bool, "true" or "false". Nil is false: EC2 always sends these, hand-written states seldom do.
func flag[T any](get func(*T) *bool) field[T] {
	return func(dst []string, item *T) []string {
		return append(dst, strconv.FormatBool(aws.ToBool(get(item))))
	}
}

// number is the field of a whole number.
func number[T any](get func(*T) *int32) field[T] {
	return func(dst []string, item *T) []string {
		if value := get(item); value != nil {
			return append(dst, strconv.Itoa(int(*value)))
		}
		return dst
	}
}

// part is the field of a struct that an item may lack.
func part[T, P any](get func(*T) *P, f field[P]) field[T] {
	return func(dst []string, item *T) []string {
		if value := get(item); value != nil {
			return f(dst, value)
		}
		return dst
	}
}

// each is the field of a list: the values of all its elements.
func each[T, E any](get func(*T) []E, f field[E]) field[T] {
	return func(dst []string, item *T) []string {
		elements := get(item)
		for i := range elements {
			dst = f(dst, &elements[i])
		}
		return dst
	}
}

// tagValue is the field of the filter tag:<key>. Keys are compared as they are: no wildcards.
func tagValue[T any](get func(*T) []ec2types.Tag, key string) field[T] {
	return each(get, func(dst []string, tag *ec2types.Tag) []string {
		if aws.ToString(tag.Key) == key {
			return append(dst, aws.ToString(tag.Value))
		}
		return dst
	})
}

// tagKey is the field of the filter tag-key.
func tagKey[T any](get func(*T) []ec2types.Tag) field[T] {
	return each(get, text(func(tag *ec2types.Tag) *string { return tag.Key }))
}

// groupID is the field of the security groups of an item.
func groupID[T any](get func(*T) []ec2types.GroupIdentifier) field[T] {
	return each(get, text(func(group *ec2types.GroupIdentifier) *string { return group.GroupId }))
}

// isManaged tells whether an AWS service operates the resource.
func isManaged(operator *ec2types.OperatorResponse) bool {
	return operator != nil && aws.ToBool(operator.Managed)
}
