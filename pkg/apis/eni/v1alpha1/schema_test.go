// SPDX-License-Identifier: Apache-2.0

package v1alpha1_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
)

// update writes the schemas and docs/json.md: go test ./pkg/apis/eni/v1alpha1 -update.
var update = flag.Bool("update", false, "write the schemas and docs/json.md")

// documents are the types of all kinds.
func documents() []any {
	return []any{
		v1alpha1.Tree{},
		v1alpha1.PodExplanation{},
		v1alpha1.PodExplanationList{},
		v1alpha1.IPExplanation{},
		v1alpha1.NodeExplanation{},
		v1alpha1.MaxPodsReport{},
		v1alpha1.SubnetReport{},
		v1alpha1.Version{},
	}
}

const schemaFolder = "../../../../docs/schema"

// TestSchemas checks that the schemas in docs/schema are those of the Go types, and that every kind has one.
func TestSchemas(t *testing.T) {
	t.Parallel()
	doc := readComments(t)
	var names []string
	for _, document := range documents() {
		g := &generator{comments: doc.of, defs: map[string]any{}}
		root := reflect.TypeOf(document)
		names = append(names, root.Name())
		var text bytes.Buffer
		encoder := json.NewEncoder(&text)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(g.document(root)); err != nil {
			t.Fatal(err)
		}
		checkFile(t, filepath.Join(schemaFolder, root.Name()+".json"), text.String())
	}
	if diff := gocmp.Diff(slices.Sorted(slices.Values(doc.kinds)), slices.Sorted(slices.Values(names))); diff != "" {
		t.Errorf("kinds (-constants +documents):\n%s", diff)
	}
}

// checkFile compares a generated file, or writes it with -update.
func checkFile(t *testing.T, path, want string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(string(got), want); diff != "" {
		t.Errorf("%s is not current: run with -update (-written +current):\n%s", path, diff)
	}
}

// schema is one level of a JSON Schema, draft 2020-12.
type schema map[string]any

// generator makes the schema of one document.
type generator struct {
	comments map[string]string
	defs     map[string]any
}

// document returns the schema of a kind.
func (g *generator) document(root reflect.Type) schema {
	s := g.object(root)
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["$id"] = "https://raw.githubusercontent.com/kubectl-eni/kubectl-eni/main/docs/schema/" + root.Name() + ".json"
	s["title"] = root.Name()
	s["$defs"] = g.defs
	return s
}

// object returns the schema of a struct. Fields that it does not know are allowed: later versions may add some.
func (g *generator) object(structure reflect.Type) schema {
	properties, required := map[string]schema{}, []string{}
	if _, isDocument := structure.FieldByName("TypeMeta"); isDocument {
		properties["apiVersion"], properties["kind"] = schema{"const": v1alpha1.APIVersion}, schema{"const": structure.Name()}
		required = append(required, "apiVersion", "kind")
	}
	for _, f := range fieldsOf(structure) {
		property := g.value(f.Type)
		if zero, known := f.absent(); known {
			property["default"] = zero
		}
		if text := g.describe(f); text != "" {
			property["description"] = text
		}
		properties[f.json] = property
		if !f.optional {
			required = append(required, f.json)
		}
	}
	s := schema{"type": "object", "properties": properties, "required": required}
	if text := g.comments[structure.Name()]; text != "" {
		s["description"] = text
	}
	return s
}

// value returns the schema of a field's type.
func (g *generator) value(v reflect.Type) schema {
	switch v.Kind() { //nolint:exhaustive // documents have no other kinds
	case reflect.Pointer:
		return g.value(v.Elem())
	case reflect.String:
		return schema{"type": "string"}
	case reflect.Bool:
		return schema{"type": "boolean"}
	case reflect.Int, reflect.Int32, reflect.Int64:
		return schema{"type": "integer"}
	case reflect.Slice:
		return schema{"type": "array", "items": g.value(v.Elem())}
	case reflect.Map:
		return schema{"type": "object", "additionalProperties": g.value(v.Elem())}
	case reflect.Struct:
		if v == reflect.TypeFor[time.Time]() {
			return schema{"type": "string", "format": "date-time"}
		}
		if _, known := g.defs[v.Name()]; !known {
			g.defs[v.Name()] = nil // it may hold itself
			g.defs[v.Name()] = g.object(v)
		}
		return schema{"$ref": "#/$defs/" + v.Name()}
	default:
		panic("no schema for " + v.String())
	}
}

// field is a field of a document.
type field struct {
	reflect.StructField

	owner    reflect.Type
	json     string
	optional bool
}

// fieldsOf returns the fields of a struct in their order, those of embedded structs in their place, but for the type's own.
func fieldsOf(structure reflect.Type) []field {
	var all []field
	for f := range structure.Fields() {
		switch name, options, _ := strings.Cut(f.Tag.Get("json"), ","); {
		case f.Type == reflect.TypeFor[metav1.TypeMeta]():
		case f.Anonymous:
			all = append(all, fieldsOf(f.Type)...)
		default:
			optional := strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero")
			all = append(all, field{StructField: f, owner: structure, json: name, optional: optional})
		}
	}
	return all
}

// absent is what it means that an optional field is not there, where that is known: a pointer that is not there is an unknown value.
func (f field) absent() (any, bool) {
	switch f.Type.Kind() { //nolint:exhaustive // the others are strings, lists and structs
	case reflect.Bool, reflect.Int, reflect.Int32, reflect.Int64:
		return reflect.Zero(f.Type).Interface(), f.optional
	default:
		return nil, false
	}
}

var (
	goName = regexp.MustCompile(`\b[A-Z]\w*`)
	// abbreviation is a word that stands for itself inside of a sentence, although a field may be named so.
	abbreviation = regexp.MustCompile(`^[A-Z0-9]+s?$`)
)

// describe returns a field's comment, with the names that JSON has for the field and those beside it.
func (g *generator) describe(f field) string {
	names := map[string]string{}
	for _, beside := range fieldsOf(f.owner) {
		if !abbreviation.MatchString(beside.Name) {
			names[beside.Name] = beside.json
		}
	}
	begin, text := "", g.comments[f.owner.Name()+"."+f.Name]
	if rest, found := strings.CutPrefix(text, f.Name+" "); found {
		begin, text = f.json+" ", rest
	}
	return begin + goName.ReplaceAllStringFunc(text, func(word string) string { return cmp.Or(names[word], word) })
}
