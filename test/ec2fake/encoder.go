// SPDX-License-Identifier: Apache-2.0

package ec2fake

import (
	"cmp"
	"reflect"
	"strconv"
	"time"
	"unicode"

	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// timeFormat is how EC2 writes a time.
const timeFormat = "2006-01-02T15:04:05.000Z"

// writer appends a value as an element of the given name. Nil and unset values append nothing.
type writer func(dst []byte, name string, value reflect.Value) []byte

// encoder turns the SDK's types into EC2's XML. It works out how to write a type once, when it is made, and may then be
// used from many goroutines.
type encoder struct {
	irregular map[string]string
	structs   map[reflect.Type]*structPlan
}

// structPlan lists the elements of a struct. Writers refer to the plan, so that it may be finished after them.
type structPlan struct {
	elements []element
}

type element struct {
	field int
	name  string
	write writer
}

func newEncoder() *encoder {
	e := &encoder{irregular: irregularNames(), structs: make(map[reflect.Type]*structPlan)}
	for _, root := range []reflect.Type{
		reflect.TypeFor[ec2types.NetworkInterface](),
		reflect.TypeFor[ec2types.Subnet](),
		reflect.TypeFor[ec2types.Reservation](),
		reflect.TypeFor[ec2types.InstanceTypeInfo](),
		reflect.TypeFor[ec2types.SecurityGroup](),
		reflect.TypeFor[ec2types.SubnetCidrReservation](),
	} {
		e.plan(root)
	}
	return e
}

// writer returns how to write a type.
func (e *encoder) writer(t reflect.Type) writer {
	if t == reflect.TypeFor[time.Time]() {
		return writeTime
	}
	switch t.Kind() { //nolint:exhaustive // the SDK's EC2 types are made of these kinds; a test fills in every field
	case reflect.Pointer:
		return pointerTo(e.writer(t.Elem()))
	case reflect.Struct:
		return structOf(e.plan(t))
	case reflect.Slice:
		return listOf(e.writer(t.Elem()), cmp.Or(e.irregular["[]"+t.Elem().Name()], "item"))
	case reflect.Bool:
		return scalar(func(dst []byte, v reflect.Value) []byte { return strconv.AppendBool(dst, v.Bool()) })
	case reflect.Int32, reflect.Int64:
		return scalar(func(dst []byte, v reflect.Value) []byte { return strconv.AppendInt(dst, v.Int(), 10) })
	case reflect.Float64:
		return scalar(func(dst []byte, v reflect.Value) []byte { return strconv.AppendFloat(dst, v.Float(), 'g', -1, 64) })
	default:
		return scalar(func(dst []byte, v reflect.Value) []byte { return appendEscaped(dst, v.String()) })
	}
}

// plan works out the elements of a struct, once.
func (e *encoder) plan(t reflect.Type) *structPlan {
	if plan, ok := e.structs[t]; ok {
		return plan
	}
	plan := &structPlan{}
	e.structs[t] = plan
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			continue
		}
		write := e.writer(f.Type)
		if f.Type.Kind() == reflect.String {
			write = unlessEmpty(write)
		}
		plan.elements = append(plan.elements, element{field: i, name: e.elementName(t, f.Name), write: write})
	}
	return plan
}

// elementName is the field's name with a small first letter, but for the irregular ones.
func (e *encoder) elementName(t reflect.Type, field string) string {
	if name, ok := e.irregular[t.Name()+"."+field]; ok {
		return name
	}
	return string(unicode.ToLower(rune(field[0]))) + field[1:]
}

func pointerTo(write writer) writer {
	return func(dst []byte, name string, v reflect.Value) []byte {
		if v.IsNil() {
			return dst
		}
		return write(dst, name, v.Elem())
	}
}

func structOf(plan *structPlan) writer {
	return func(dst []byte, name string, v reflect.Value) []byte {
		dst = appendTag(dst, "<", name)
		for i := range plan.elements {
			element := &plan.elements[i]
			dst = element.write(dst, element.name, v.Field(element.field))
		}
		return appendTag(dst, "</", name)
	}
}

func listOf(write writer, item string) writer {
	return func(dst []byte, name string, v reflect.Value) []byte {
		if v.IsNil() {
			return dst
		}
		dst = appendTag(dst, "<", name)
		for i := range v.Len() {
			dst = write(dst, item, v.Index(i))
		}
		return appendTag(dst, "</", name)
	}
}

func scalar(appendValue func(dst []byte, v reflect.Value) []byte) writer {
	return func(dst []byte, name string, v reflect.Value) []byte {
		return appendTag(appendValue(appendTag(dst, "<", name), v), "</", name)
	}
}

func unlessEmpty(write writer) writer {
	return func(dst []byte, name string, v reflect.Value) []byte {
		if v.Len() == 0 {
			return dst
		}
		return write(dst, name, v)
	}
}

func writeTime(dst []byte, name string, v reflect.Value) []byte {
	t, ok := reflect.TypeAssert[time.Time](v)
	if !ok {
		return dst
	}
	dst = appendTag(dst, "<", name)
	dst = t.UTC().AppendFormat(dst, timeFormat)
	return appendTag(dst, "</", name)
}

func appendTag(dst []byte, open, name string) []byte {
	dst = append(dst, open...)
	dst = append(dst, name...)
	return append(dst, '>')
}
