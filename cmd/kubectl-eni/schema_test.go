// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-eni/kubectl-eni/pkg/cmd"
)

// TestOutputHasItsSchema holds what the commands print with -o json against the schemas of docs/schema. In the test they allow no fields that
// they do not know.
func TestOutputHasItsSchema(t *testing.T) {
	t.Parallel()
	schemas := strictSchemas(t)
	checked := map[string]bool{}
	for _, call := range []string{
		"tree --demo",
		"tree --demo -n web",
		"explain pod aws-cli --demo",
		"explain pod worker-84d6f7c5b9-gjw57 -n batch --demo",
		"explain pod catalog-6c7f9d5b8d-c5gn2 -n web --demo",
		"explain pod report-27753945-gz4qv -n batch --demo",
		"explain pod --stuck -A --demo",
		"explain pod -l no=pod --demo",
		"explain ip 192.168.26.162 --demo",
		"explain ip 192.168.31.166 --demo",
		"explain ip 192.168.192.64 --demo",
		"explain ip 192.168.0.1 --demo",
		"explain ip 10.1.2.3 --demo",
		"explain node i-01ac2403f4932c7ee --demo",
		"explain node i-019834a1dd528c3e2 --demo",
		"max-pods --demo",
		"max-pods --instance-type all --prefix-delegation",
		"max-pods --instance-type all --custom-networking --security-groups-for-pods --max-eni 2",
		"max-pods --instance-type m5.large --ipv6",
		"max-pods --instance-type m5.large --windows",
		"subnets --demo",
		"subnets --demo --map",
		"version --client",
	} {
		printed := document(t, call)
		kind, _ := printed["kind"].(string)
		schema, ok := schemas[kind]
		if !ok {
			t.Fatalf("kubectl eni %s: no schema for kind %q", call, kind)
		}
		checked[kind] = true
		if err := schema.Validate(printed); err != nil {
			t.Errorf("kubectl eni %s -o json: %v", call, err)
		}
	}
	for kind := range schemas {
		if !checked[kind] {
			t.Errorf("no output of kind %s was checked", kind)
		}
	}
}

// TestSchemasTell checks that the schemas refuse what is no such document.
func TestSchemasTell(t *testing.T) {
	t.Parallel()
	schema := strictSchemas(t)["Tree"]
	for name, spoil := range map[string]func(map[string]any){
		"another kind":   func(d map[string]any) { d["kind"] = "Forest" },
		"a missing list": func(d map[string]any) { delete(d, "nodes") },
		"null":           func(d map[string]any) { d["nodes"] = nil },
		"a word":         func(d map[string]any) { d["nodes"].([]any)[0].(map[string]any)["interfaceLimit"] = "three" },
		"an extra":       func(d map[string]any) { d["nodes"].([]any)[0].(map[string]any)["nodeName"] = "a" },
	} {
		d := document(t, "tree --demo")
		spoil(d)
		if schema.Validate(d) == nil {
			t.Errorf("%s is not noticed", name)
		}
	}
}

// document returns what a command prints with -o json.
func document(t *testing.T, call string) map[string]any {
	t.Helper()
	streams, _, out, _ := genericiooptions.NewTestIOStreams()
	root := cmd.NewRootCommand(cmd.Program{Version: "v0.0.0"}, streams)
	root.SetArgs(append(strings.Fields(call), "-o", "json"))
	if err := root.ExecuteContext(t.Context()); err != nil {
		t.Fatalf("kubectl eni %s: %v", call, err)
	}
	printed, err := jsonschema.UnmarshalJSON(out)
	if err != nil {
		t.Fatalf("kubectl eni %s: %v", call, err)
	}
	object, ok := printed.(map[string]any)
	if !ok {
		t.Fatalf("kubectl eni %s prints no object", call)
	}
	return object
}

// strictSchemas compiles the schemas of docs/schema, by kind, so that they allow no fields that they do not know.
func strictSchemas(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	paths, err := filepath.Glob("../../docs/schema/*.json")
	if err != nil || len(paths) == 0 {
		t.Fatalf("schemas %v, %v", paths, err)
	}
	all := map[string]*jsonschema.Schema{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var schema map[string]any
		if err := json.Unmarshal(text, &schema); err != nil {
			t.Fatal(err)
		}
		kind := strings.TrimSuffix(filepath.Base(path), ".json")
		compiler := jsonschema.NewCompiler()
		compiler.AssertFormat()
		// As it is checked in, then with nothing left open.
		if _, err := compiler.Compile(path); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		closeObjects(schema)
		if err := compiler.AddResource("strict:"+kind, schema); err != nil {
			t.Fatal(err)
		}
		if all[kind], err = compiler.Compile("strict:" + kind); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// closeObjects lets every object have the properties alone that are listed.
func closeObjects(schema map[string]any) {
	if schema["properties"] != nil {
		schema["additionalProperties"] = false
	}
	delete(schema, "$id")
	for _, part := range schema {
		if part, ok := part.(map[string]any); ok {
			closeObjects(part)
		}
	}
}
