// SPDX-License-Identifier: Apache-2.0

package terminal

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/colorprofile"
)

// environment is the environment variables by name.
type environment map[string]string

// parseEnvironment reads variables in the form of [os.Environ]. Of two with one name the last counts.
func parseEnvironment(env []string) environment {
	vars := make(environment, len(env))
	for _, entry := range env {
		name, value, _ := strings.Cut(entry, "=")
		vars[name] = value
	}
	return vars
}

// profile returns how much styling a stream takes.
//
// The library decides for terminals. Two things are decided here, as the conventions have them: any value of NO_COLOR that is not empty
// counts (https://no-color.org), and it wins over CLICOLOR_FORCE (https://bixense.com/clicolors). The library's own detection is not used,
// since it runs "tmux info", and what it finds out is of no use to 16 colours.
func (e environment) profile(isTerminal bool, env []string) colorprofile.Profile {
	switch {
	case e["NO_COLOR"] != "" && isTerminal:
		return min(colorprofile.Env(env), colorprofile.ASCII)
	case e["NO_COLOR"] != "":
		return colorprofile.NoTTY
	case e["CLICOLOR_FORCE"] != "" && e["CLICOLOR_FORCE"] != "0":
		return max(colorprofile.Env(env), colorprofile.ANSI)
	case isTerminal:
		return colorprofile.Env(env)
	default:
		return colorprofile.NoTTY
	}
}

// width returns COLUMNS, which POSIX calls the user's preferred width of the terminal, or 0.
func (e environment) width() int {
	columns, err := strconv.Atoi(e["COLUMNS"])
	if err != nil || columns < 0 {
		return 0
	}
	return columns
}

// unicode tells whether the locale can show Unicode. The character set's variables are asked in the order of POSIX, where the first that is
// set and not empty counts. No locale at all means Unicode: Windows and containers set none, and show it well.
func (e environment) unicode() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		locale := e[name]
		if locale == "" {
			continue
		}
		return localeIsUnicode(locale)
	}
	return true
}

// localeIsUnicode takes a locale apart, language[_territory][.charset][@modifier]. Only the locales C and POSIX have a character set, ASCII,
// without naming it.
func localeIsUnicode(locale string) bool {
	locale, _, _ = strings.Cut(locale, "@")
	language, charset, named := strings.Cut(locale, ".")
	if !named {
		return language != "C" && language != "POSIX"
	}
	return strings.EqualFold(strings.ReplaceAll(charset, "-", ""), "utf8")
}
