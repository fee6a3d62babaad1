package hostcmd

import (
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Image builds the commands for the app's image on a host.
type Image struct{ Config *config.Config }

// Clean removes the image of a version, so that a pull gets it anew.
func (i Image) Clean(v config.Version) commands.Cmd {
	return commands.Command("docker", "image", "rm", "--force", i.Config.ImageAt(v))
}

// Pull pulls the image of a version.
func (i Image) Pull(v config.Version) commands.Cmd {
	return commands.Command("docker", "pull", i.Config.ImageAt(v)).For("pulling the image")
}

// Service prints the label service of the image of a version; an empty line
// when it has none.
func (i Image) Service(v config.Version) commands.Cmd {
	return commands.Command("docker", "inspect", "--type", "image", "--format", `{{index .Config.Labels "service"}}`, i.Config.ImageAt(v)).For("checking the image")
}

// NoMirror prints the first registry mirror of the host's docker, and fails if there
// is one.
func (i Image) NoMirror() commands.Cmd {
	mirror := commands.Command("docker", "info", "--format", "{{range $i, $m := .RegistryConfig.Mirrors}}{{if eq $i 0}}{{$m}}{{end}}{{end}}")
	return commands.Pipe(mirror, commands.Command("awk", "{ print } /./ { found = 1 } END { exit found }")).For("looking for a registry mirror")
}
