// SPDX-License-Identifier: Apache-2.0

package v1alpha1_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// comments are the doc comments of the package's types and fields, by "Type" and "Type.Field", and what its constants name.
type comments struct {
	of    map[string]string
	kinds []string
	// words are the values of typed constants, by type.
	words map[string][]word
}

// word is a value that a field may have.
type word struct{ value, comment string }

// readComments reads the package's sources.
func readComments(t *testing.T) comments {
	t.Helper()
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	c := comments{of: map[string]string{}, words: map[string][]word{}}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range file.Decls {
			if general, ok := declaration.(*ast.GenDecl); ok {
				c.read(general)
			}
		}
	}
	return c
}

func (c *comments) read(declaration *ast.GenDecl) {
	for _, spec := range declaration.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			c.of[spec.Name.Name] = oneLine(declaration.Doc)
			if s, ok := spec.Type.(*ast.StructType); ok {
				c.readFields(spec.Name.Name, s)
			}
		case *ast.ValueSpec:
			c.readConstant(spec)
		}
	}
}

func (c *comments) readConstant(spec *ast.ValueSpec) {
	literal, ok := spec.Values[0].(*ast.BasicLit)
	if !ok {
		return
	}
	value, err := strconv.Unquote(literal.Value)
	if err != nil {
		return
	}
	name := spec.Names[0].Name
	if strings.HasPrefix(name, "Kind") {
		c.kinds = append(c.kinds, value)
	}
	if typed, ok := spec.Type.(*ast.Ident); ok {
		c.words[typed.Name] = append(c.words[typed.Name], word{value, strings.TrimPrefix(oneLine(spec.Doc), name+" are ")})
	}
}

func (c *comments) readFields(typeName string, s *ast.StructType) {
	for _, field := range s.Fields.List {
		for _, name := range field.Names {
			c.of[typeName+"."+name.Name] = oneLine(field.Doc)
		}
	}
}

// docLink is a link to another identifier in a doc comment.
var docLink = regexp.MustCompile(`\[(\w+)\]`)

func oneLine(doc *ast.CommentGroup) string {
	if doc == nil {
		return ""
	}
	return docLink.ReplaceAllString(strings.Join(strings.Fields(doc.Text()), " "), "$1")
}
