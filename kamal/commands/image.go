package commands

import "github.com/kamal-go/kamal/kamal/config"

// Image builds the commands for the app's image on a host.
type Image struct{ Config *config.Config }

// Clean removes the image of a version, so that a pull gets it anew.
func (i Image) Clean(v config.Version) Cmd {
	return docker("image", "rm", "--force", need(i.Config).ImageAt(v))
}

// Pull pulls the image of a version.
func (i Image) Pull(v config.Version) Cmd {
	return docker("pull", need(i.Config).ImageAt(v)).For("pulling the image")
}

// Service prints the label service of the image of a version; an empty line
// when it has none.
func (i Image) Service(v config.Version) Cmd {
	return docker("inspect", "--type", "image", "--format", `{{index .Config.Labels "service"}}`, need(i.Config).ImageAt(v)).For("checking the image")
}

// NoMirror prints the first registry mirror of the host's docker, and fails if there
// is one.
func (i Image) NoMirror() Cmd {
	mirror := docker("info", "--format", "{{range $i, $m := .RegistryConfig.Mirrors}}{{if eq $i 0}}{{$m}}{{end}}{{end}}")
	return Pipe(mirror, Command("awk", "{ print } /./ { found = 1 } END { exit found }")).For("looking for a registry mirror")
}
