// SPDX-License-Identifier: Apache-2.0

package terminal_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/kubectl-eni/kubectl-eni/pkg/terminal"
)

func TestEscape(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want, ascii string }{
		{"nothing", "", "", ""},
		{"plain", `kube-system/coredns "a" \ b%s`, `kube-system/coredns "a" \ b%s`, `kube-system/coredns "a" \ b%s`},
		{"other scripts", "naïve ノ Ω 🚀", "naïve ノ Ω 🚀", `na\u00efve \u30ce \u03a9 \U0001f680`},
		{"combining accent", "e\u0301", "e\u0301", `e\u0301`},
		{"colour", "a\x1b[31mb", `a\x1b[31mb`, `a\x1b[31mb`},
		{"window title", "\x1b]0;x\a", `\x1b]0;x\a`, `\x1b]0;x\a`},
		{"lines and tabs", "a\nb\r\tc\v\f", `a\nb\r\tc\v\f`, `a\nb\r\tc\v\f`},
		{"delete and null", "\x00\x7f", `\x00\x7f`, `\x00\x7f`},
		{"C1 as a code point", "\u009b31m", `\u009b31m`, `\u009b31m`},
		{"C1 as a byte", "é\x9b31m", `é\x9b31m`, `\u00e9\x9b31m`},
		{"bytes that are no UTF-8", "\xff\xc3", `\xff\xc3`, `\xff\xc3`},
		{"the replacement character itself", "\ufffd", "\ufffd", `\ufffd`},
		{"bidirectional", "\u202e\u2066\u200f\u061c", `\u202e\u2066\u200f\u061c`, `\u202e\u2066\u200f\u061c`},
		{"invisible", "\u200b\u200d\ufeff\u00ad\u2060", `\u200b\u200d\ufeff\u00ad\u2060`, `\u200b\u200d\ufeff\u00ad\u2060`},
		{"separators and blanks", "\u2028\u2029\u00a0\u3000", `\u2028\u2029\u00a0\u3000`, `\u2028\u2029\u00a0\u3000`},
		{"tag characters", "\U000e0041", `\U000e0041`, `\U000e0041`},
		{"quotes after an escape", "\n\"\\", `\n"\`, `\n"\`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := terminal.Escape(test.text); got != test.want {
				t.Errorf("Escape(%q) = %q, want %q", test.text, got, test.want)
			}
			if got := terminal.ASCII(test.text); got != test.ascii {
				t.Errorf("ASCII(%q) = %q, want %q", test.text, got, test.ascii)
			}
		})
	}
}

func FuzzEscape(f *testing.F) {
	f.Add("\x1b[31m\u009b\u202e\xff\n\t")
	f.Add("plain")
	f.Fuzz(func(t *testing.T, text string) {
		escaped, ascii := terminal.Escape(text), terminal.ASCII(text)
		if !utf8.ValidString(escaped) || strings.ContainsFunc(escaped, func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Errorf("Escape(%q) = %q, which is not only text", text, escaped)
		}
		if strings.ContainsFunc(ascii, func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Errorf("ASCII(%q) = %q, which is not ASCII", text, ascii)
		}
		if again := terminal.Escape(escaped); again != escaped {
			t.Errorf("Escape(%q) = %q, where it was escaped before", escaped, again)
		}
		if terminal.ASCII(escaped) != ascii {
			t.Errorf("ASCII(%q) = %q, but it is %q of the unescaped text", escaped, terminal.ASCII(escaped), ascii)
		}
	})
}

func TestCount(t *testing.T) {
	t.Parallel()
	tests := map[int]string{
		0: "0", 7: "7", 999: "999", 1000: "1,000", 12400: "12,400", 150000: "150,000", 1234567: "1,234,567", -1: "-1", -999: "-999", -1000: "-1,000",
		-123456: "-123,456",
	}
	for n, want := range tests {
		if got := terminal.Count(n); got != want {
			t.Errorf("Count(%d) = %q, want %q", n, got, want)
		}
	}
}
