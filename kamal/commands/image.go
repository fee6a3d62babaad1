package commands

import (
	"strings"

	"github.com/kamal-go/kamal/kamal/config"
)

// Image builds the commands for the app's image on a host.
type Image struct{ Config *config.Config }

// Clean removes the image of a version, so that a pull gets it anew.
func (i Image) Clean(v config.Version) Cmd {
	return docker("image", "rm", "--force", i.Config.ImageAt(v))
}

// Pull pulls the image of a version.
func (i Image) Pull(v config.Version) Cmd { return docker("pull", i.Config.ImageAt(v)) }

// Service prints the label service of the image of a version; an empty line
// when it has none.
func (i Image) Service(v config.Version) Cmd {
	return docker("inspect", "--type", "image", "--format", `{{index .Config.Labels "service"}}`, i.Config.ImageAt(v))
}

// Mirror prints the first registry mirror of the host's docker, or an empty
// line.
func (i Image) Mirror() Cmd {
	return docker("info", "--format", "{{range $i, $m := .RegistryConfig.Mirrors}}{{if eq $i 0}}{{$m}}{{end}}{{end}}")
}

// Versions prints the versions of the app's images on the host, one a line, the
// newest first.
func (i Image) Versions() Cmd {
	return docker("image", "ls", "--format", "{{.Tag}}", i.Config.Repository())
}

// ParseVersions reads what [Image.Versions] prints, without the latest tags and
// images that lost theirs.
func ParseVersions(output string) []config.Version {
	var versions []config.Version
	for line := range strings.Lines(output) {
		tag := strings.TrimSpace(line)
		if tag != "" && tag != "<none>" && tag != "latest" && !strings.HasPrefix(tag, "latest-") {
			versions = append(versions, config.Version(tag))
		}
	}
	return versions
}
