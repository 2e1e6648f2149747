// SPDX-License-Identifier: Apache-2.0

package snapshot

import (
	"reflect"
	"time"
)

// canonical gives what a pointer points to its one form: times in UTC, empty lists and maps nil. JSON and the live APIs differ in
// both, and neither difference means anything.
func canonical(v reflect.Value) {
	switch v.Kind() { //nolint:exhaustive // the other kinds have one form only
	case reflect.Pointer:
		if !v.IsNil() {
			canonical(v.Elem())
		}
	case reflect.Slice:
		if v.Len() == 0 {
			v.SetZero()
			return
		}
		if v.Type().Elem().Kind() == reflect.String {
			return
		}
		for i := range v.Len() {
			canonical(v.Index(i))
		}
	case reflect.Map:
		if v.Len() == 0 {
			v.SetZero()
		}
	case reflect.Struct:
		if t, ok := reflect.TypeAssert[*time.Time](v.Addr()); ok {
			*t = inUTC(*t)
			return
		}
		for _, field := range v.Fields() {
			canonical(field)
		}
	}
}

// inUTC leaves alone the few times that have no RFC 3339 form in UTC: year 0 and 9999 at the edge of a zone.
func inUTC(t time.Time) time.Time {
	utc := t.UTC()
	if year := utc.Year(); year < 0 || year > 9999 {
		return t
	}
	return utc
}
