// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/printers"
)

// Output formats that this project prints itself; kubectl's printers do the others.
const (
	formatTree  = "tree"
	formatTable = "table"
	formatWide  = "wide"
	formatName  = "name"
)

// outputFlags are -o and what belongs to it.
type outputFlags struct {
	own    []string
	format string

	structured *genericclioptions.JSONYamlPrintFlags
	jsonPath   *genericclioptions.JSONPathPrintFlags
}

// newOutputFlags takes the command's own formats, its default first.
func newOutputFlags(own ...string) *outputFlags {
	return &outputFlags{
		own: own, format: own[0],
		structured: genericclioptions.NewJSONYamlPrintFlags(), jsonPath: genericclioptions.NewJSONPathPrintFlags("", true),
	}
}

func (f *outputFlags) addTo(c *cobra.Command) {
	c.Flags().StringVarP(&f.format, "output", "o", f.format, "Output format: "+strings.Join(f.formats(), "|"))
	f.structured.AddFlags(c)
	f.jsonPath.AddFlags(c)
}

func (f *outputFlags) formats() []string {
	return slices.Concat(f.own, f.structured.AllowedFormats(), []string{"jsonpath=..."})
}

// printer returns the printer of a structured format, or nil for one of the command's own.
func (f *outputFlags) printer() (printers.ResourcePrinter, error) {
	if slices.Contains(f.own, f.format) {
		return nil, nil //nolint:nilnil // no printer is what the caller asks about
	}
	if printer, err := f.structured.ToPrinter(f.format); !genericclioptions.IsNoCompatiblePrinterError(err) {
		return printer, err //nolint:wrapcheck // kubectl's own words
	}
	if printer, err := f.jsonPath.ToPrinter(f.format); !genericclioptions.IsNoCompatiblePrinterError(err) {
		return printer, err //nolint:wrapcheck // kubectl's own words
	}
	return nil, fmt.Errorf("unable to match a printer suitable for the output format %q, allowed formats are: %s", f.format, strings.Join(f.formats(), ","))
}

// printStructured prints a document with one of kubectl's printers.
func (s *session) printStructured(printer printers.ResourcePrinter, doc runtime.Object) error {
	if err := printer.PrintObj(doc, s.streams.Out); err != nil {
		return fmt.Errorf("printing: %w", err)
	}
	return nil
}
