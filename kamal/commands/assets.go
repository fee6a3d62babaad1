package commands

import (
	"path"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

// Assets builds the commands that keep the assets of the old and the new
// version there for both, for one role on one host.
type Assets App

// Used reports whether the role has assets to bridge.
func (s Assets) Used() bool { return need(s.Role).AssetPath != "" && s.Role.Proxied }

// Extract copies the assets of a version out of its image.
func (s Assets) Extract(v config.Version) Cmd {
	source, _, _ := strings.Cut(need(s.Role).AssetPath, ":")
	name := s.Role.ContainerPrefix() + "-assets"
	makeFolders := Server{s.Config}.makeFolders(s.extracted(v), path.Dir(s.volume(v)))
	permit := Command("chmod", "-R", "a+rX", s.extracted(v))
	from, to := name+":"+source+"/.", s.extracted(v)
	if App(s).onTraefik() {
		stop := docker("stop", "-t", "1", name)
		return And(makeFolders, stop.Quiet().Optional(),
			docker("run", "--name", name, "--detach", "--rm", need(s.Config).ImageAt(v), "sleep", "1000000"),
			docker("cp", "-L", from, to), permit, stop)
	}
	remove := docker("container", "rm", name)
	return And(makeFolders, remove.Quiet().Optional(),
		docker("container", "create", "--name", name, s.Config.ImageAt(v)),
		docker("container", "cp", "-L", from, to), permit, remove)
}

// Bridge fills the volume of a version with its assets and, when an old version
// runs, gives each of the two the assets of the other. The old version's are
// looked for in the places of both kinds of hosts.
func (s Assets) Bridge(v, old config.Version) Cmd {
	c := Command("cp", "-rT", s.extracted(v), s.volume(v))
	if old == "" || old == v {
		return open(c)
	}
	for _, place := range s.places() {
		c = And(c,
			bridge(s.extracted(v), place.volume(old)),
			bridge(place.extracted(old), s.volume(v)))
	}
	return open(c)
}

// bridge adds files to a folder that is there, and overwrites none.
func bridge(from, to string) Cmd {
	return And(Command("test", "-d", from), Command("test", "-d", to), Command("cp", "-rnT", from, to).QuietErrors()).Optional()
}

// CleanUp removes the assets of all versions but one.
func (s Assets) CleanUp(keep config.Version) Cmd {
	p := s.places()[0]
	if !appTree(s.Config).removable() || !config.ValidName(p.prefix) || keep.Check() != nil {
		return refuse(p.root)
	}
	c := Command("find", path.Join(p.root, "extracted"), path.Join(p.root, "volumes"),
		"-mindepth", "1", "-maxdepth", "1", "-name", p.prefix+"-*", "!", "-name", p.prefix+"-"+string(keep))
	for _, r := range need(s.Config).Roles {
		other := s
		other.Role = r
		if o := other.places()[0]; strings.HasPrefix(o.prefix, p.prefix+"-") {
			c = c.Arg("!", "-name", o.prefix+"-*")
		}
	}
	return removeFound(c)
}

// assetPlace is where a kind of host keeps assets.
type assetPlace struct{ root, prefix string }

// places are the host's own and that of the other kind of hosts.
func (s Assets) places() []assetPlace {
	places := []assetPlace{
		{path.Join(layout.AppDirectory(need(s.Config)), "assets"), need(s.Role).Name},
		{path.Join(s.Config.RunDirectory, "assets"), s.Role.ContainerPrefix()},
	}
	if App(s).onTraefik() {
		slices.Reverse(places)
	}
	return places
}

func (s Assets) extracted(v config.Version) string { return s.places()[0].extracted(v) }

func (s Assets) volume(v config.Version) string { return s.places()[0].volume(v) }

func (p assetPlace) extracted(v config.Version) string {
	return path.Join(p.root, "extracted", p.prefix+"-"+string(v))
}

func (p assetPlace) volume(v config.Version) string {
	return path.Join(p.root, "volumes", p.prefix+"-"+string(v))
}
