// SPDX-License-Identifier: Apache-2.0

package release

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"sigs.k8s.io/yaml"
)

// Root is the repository's folder as seen from the folder of this package.
const Root = "../.."

// Config is the part of goreleaser.yaml that decides what a user downloads. Field names are those of goreleaser v2.
type Config struct {
	Version  int       `json:"version"`
	Builds   []Build   `json:"builds"`
	Archives []Archive `json:"archives"`
	Checksum struct {
		NameTemplate string `json:"name_template"`
	} `json:"checksum"`
	SBOMs []struct {
		Artifacts string `json:"artifacts"`
	} `json:"sboms"`
	Signs []struct {
		Artifacts string   `json:"artifacts"`
		Cmd       string   `json:"cmd"`
		Args      []string `json:"args"`
	} `json:"signs"`
	Krews   []Krew `json:"krews"`
	Release struct {
		GitHub struct {
			Owner string `json:"owner"`
			Name  string `json:"name"`
		} `json:"github"`
		ExtraFiles []struct {
			Glob string `json:"glob"`
		} `json:"extra_files"`
	} `json:"release"`
}

// Build says how the binaries are built.
type Build struct {
	Main         string   `json:"main"`
	Binary       string   `json:"binary"`
	Env          []string `json:"env"`
	GOOS         []string `json:"goos"`
	GOARCH       []string `json:"goarch"`
	Flags        []string `json:"flags"`
	Ldflags      []string `json:"ldflags"`
	ModTimestamp string   `json:"mod_timestamp"`
}

// Archive says what lies in an archive, and how it is called.
type Archive struct {
	NameTemplate    string   `json:"name_template"`
	Formats         []string `json:"formats"`
	FormatOverrides []struct {
		GOOS    string   `json:"goos"`
		Formats []string `json:"formats"`
	} `json:"format_overrides"`
	WrapInDirectory bool     `json:"wrap_in_directory"`
	BuildsInfo      FileInfo `json:"builds_info"`
	Files           []File   `json:"files"`
}

// File is a file of the repository that lies in every archive.
type File struct {
	Source      string   `json:"src"`
	StripParent bool     `json:"strip_parent"`
	Info        FileInfo `json:"info"`
}

// FileInfo is what the archive says of a file.
type FileInfo struct {
	Owner string      `json:"owner"`
	Group string      `json:"group"`
	Mode  os.FileMode `json:"mode"`
	MTime string      `json:"mtime"`
}

// Krew is the text of the krew manifest.
type Krew struct {
	Name             string `json:"name"`
	SkipUpload       bool   `json:"skip_upload"`
	URLTemplate      string `json:"url_template"`
	Homepage         string `json:"homepage"`
	ShortDescription string `json:"short_description"`
	Description      string `json:"description"`
	Caveats          string `json:"caveats"`
}

// LoadConfig reads goreleaser.yaml in the repository's folder. It refuses one with more than one build, archive or krew manifest, of
// which the rest of this package knows nothing.
func LoadConfig(root string) (Config, error) {
	var config Config
	data, err := os.ReadFile(filepath.Join(root, "goreleaser.yaml"))
	if err != nil {
		return config, fmt.Errorf("reading goreleaser's configuration: %w", err)
	}
	if err := yaml.Unmarshal(data, &config); err != nil {
		return config, fmt.Errorf("parsing goreleaser.yaml: %w", err)
	}
	if len(config.Builds) != 1 || len(config.Archives) != 1 || len(config.Krews) != 1 {
		return config, fmt.Errorf("goreleaser.yaml has %d builds, %d archives and %d krews, want one each",
			len(config.Builds), len(config.Archives), len(config.Krews))
	}
	return config, nil
}

// Target is a platform in Go's words.
type Target struct{ OS, Arch string }

// Targets returns the platforms that a release is built for.
func (c Config) Targets() []Target {
	var targets []Target
	for _, goos := range c.Builds[0].GOOS {
		for _, arch := range c.Builds[0].GOARCH {
			targets = append(targets, Target{OS: goos, Arch: arch})
		}
	}
	return targets
}

// ArchiveName returns the file name of a platform's archive in the release of a tag (with the leading v).
func (c Config) ArchiveName(tag string, target Target) (string, error) {
	archive := c.Archives[0]
	name, err := render(archive.NameTemplate, tag, map[string]string{"Os": target.OS, "Arch": target.Arch})
	if err != nil {
		return "", err
	}
	formats := archive.Formats
	for _, override := range archive.FormatOverrides {
		if override.GOOS == target.OS {
			formats = override.Formats
		}
	}
	if len(formats) != 1 {
		return "", fmt.Errorf("goreleaser.yaml gives %v the formats %v, want one", target, formats)
	}
	return name + "." + formats[0], nil
}

// ArchiveURL returns the address from which krew downloads a platform's archive.
func (c Config) ArchiveURL(tag string, target Target) (string, error) {
	name, err := c.ArchiveName(tag, target)
	if err != nil {
		return "", err
	}
	return render(c.Krews[0].URLTemplate, tag, map[string]string{"ArtifactName": name})
}

// Bin returns the file name of the plugin on a platform.
func (c Config) Bin(target Target) string {
	if target.OS == "windows" {
		return c.Builds[0].Binary + ".exe"
	}
	return c.Builds[0].Binary
}

// render fills in one of goreleaser's templates. A field that is not among the values and is not part of a version is an error.
func render(text, tag string, values map[string]string) (string, error) {
	parsed, err := template.New("").Option("missingkey=error").Parse(text)
	if err != nil {
		return "", fmt.Errorf("parsing template %q of goreleaser.yaml: %w", text, err)
	}
	fields := map[string]string{"Tag": tag, "Version": strings.TrimPrefix(tag, "v")}
	maps.Copy(fields, values)
	var out strings.Builder
	if err := parsed.Execute(&out, fields); err != nil {
		return "", fmt.Errorf("filling in template %q of goreleaser.yaml: %w", text, err)
	}
	return out.String(), nil
}
