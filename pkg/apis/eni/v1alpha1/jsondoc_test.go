// SPDX-License-Identifier: Apache-2.0

package v1alpha1_test

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	jsonDoc    = "../../../../docs/json.md"
	fieldsHead = "<!-- The rest is written from the Go types: go test ./pkg/apis/eni/v1alpha1 -update. -->\n"
)

// TestFieldReference checks the tables of fields in docs/json.md, which follow what is written by hand.
func TestFieldReference(t *testing.T) {
	t.Parallel()
	written, err := os.ReadFile(jsonDoc)
	if err != nil {
		t.Fatal(err)
	}
	byHand, _, found := strings.Cut(string(written), fieldsHead)
	if !found {
		t.Fatalf("%s lacks the line %q", jsonDoc, fieldsHead)
	}
	doc := readComments(t)
	r := &reference{generator: generator{comments: doc.of}, words: doc.words, shown: map[reflect.Type]bool{}}
	for _, document := range documents() {
		root := reflect.TypeOf(document)
		fmt.Fprintf(&r.text, "\n## %s\n\n%s [Schema](schema/%s.json).\n", root.Name(), r.comments[root.Name()], root.Name())
		r.table(root)
		r.parts(root)
	}
	checkFile(t, jsonDoc, byHand+fieldsHead+r.text.String())
}

// reference writes tables of fields.
type reference struct {
	generator

	text  strings.Builder
	words map[string][]word
	shown map[reflect.Type]bool
}

// parts writes what a struct is made of, each type once in the whole page.
func (r *reference) parts(structure reflect.Type) {
	for _, f := range fieldsOf(structure) {
		if f.Type.Kind() == reflect.Map {
			r.values(f.Type.Key())
		}
		part := elementOf(f.Type)
		if part.Kind() != reflect.Struct || part == reflect.TypeFor[time.Time]() || r.shown[part] || isDocument(part) {
			continue
		}
		r.shown[part] = true
		fmt.Fprintf(&r.text, "\n### %s\n\n%s\n", part.Name(), r.comments[part.Name()])
		r.table(part)
		r.parts(part)
	}
}

// values writes the words of a type that has some.
func (r *reference) values(v reflect.Type) {
	if r.shown[v] || len(r.words[v.Name()]) == 0 {
		return
	}
	r.shown[v] = true
	fmt.Fprintf(&r.text, "\n### %s\n\n%s\n\n| value | |\n|---|---|\n", v.Name(), r.comments[v.Name()])
	for _, w := range r.words[v.Name()] {
		fmt.Fprintf(&r.text, "| `%s` | %s |\n", w.value, w.comment)
	}
}

func isDocument(structure reflect.Type) bool {
	return slices.ContainsFunc(documents(), func(d any) bool { return reflect.TypeOf(d) == structure })
}

func (r *reference) table(structure reflect.Type) {
	r.text.WriteString("\n| field | type | |\n|---|---|---|\n")
	for _, f := range fieldsOf(structure) {
		name := "`" + f.json + "`"
		if !f.optional {
			name = "**" + name + "**"
		}
		kind := typeName(f.Type)
		if zero, known := f.absent(); known {
			kind = fmt.Sprintf("%s, or %v", kind, zero)
		}
		fmt.Fprintf(&r.text, "| %s | %s | %s |\n", name, kind, r.describe(f))
	}
}

// elementOf is what lists, maps and pointers hold.
func elementOf(v reflect.Type) reflect.Type {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Slice || v.Kind() == reflect.Map {
		v = v.Elem()
	}
	return v
}

func typeName(v reflect.Type) string {
	switch v.Kind() { //nolint:exhaustive // all others are integers
	case reflect.Pointer:
		return typeName(v.Elem())
	case reflect.Slice:
		return typeName(v.Elem()) + "[]"
	case reflect.Map:
		return fmt.Sprintf("map of %s by [%s](#%s)", typeName(v.Elem()), v.Key().Name(), strings.ToLower(v.Key().Name()))
	case reflect.Struct:
		if v == reflect.TypeFor[time.Time]() {
			return "time"
		}
		return fmt.Sprintf("[%s](#%s)", v.Name(), strings.ToLower(v.Name()))
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	default:
		return "integer"
	}
}
